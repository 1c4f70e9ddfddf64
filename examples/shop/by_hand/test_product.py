"""A product's own page: what it tells, buying several, and reviews."""

import re

from by_hand.layout import expect_it_fits
from playwright.sync_api import Page, expect


def test_a_product_page_tells_everything(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Copper Kettle").click()
    expect(page).to_have_url(re.compile("/product/copper-kettle$"))
    expect(page).to_have_title("Copper Kettle · Leaf & Kettle")
    expect(page.get_by_role("heading")).to_have_text(["Copper Kettle", "2 reviews", "Write a review"])
    for text in ("£49.00", "12 in stock", "Spun from one sheet of copper. Holds 1.5 litres.", "On average 4.5 of 5"):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text(
        ["Grace 5 of 5Boils fast and looks lovely on the stove.", "Alan 4 of 5Good kettle, though the handle gets warm."]
    )
    expect(page.get_by_label("Quantity")).to_have_value("1")
    expect_it_fits(page)
    page.get_by_label("Where you are").get_by_role("link", name="Kettles").click()
    page.get_by_role("link", name="Travel Kettle").click()
    expect(page.get_by_role("button", name="Sold out")).to_be_disabled()
    expect(page.get_by_label("Quantity")).to_be_disabled()
    expect(page.get_by_text("Nobody has written one yet.")).to_be_visible()


def test_several_are_added_at_once(page: Page) -> None:
    page.goto("/product/espresso-cup")
    page.get_by_label("Quantity").fill("4")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("We have 3 of these.")).to_be_visible()
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 0")
    page.get_by_label("Quantity").fill("3")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to cart")).to_be_visible()
    expect(page.get_by_text("We have 3 of these.")).to_be_hidden()
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 3")
    page.goto("/cart")
    expect(page.get_by_role("row").last.get_by_role("cell")).to_have_text(["Espresso Cup", "£6.40", "", "£19.20", "Remove"])
    expect(page.get_by_label("Quantity of Espresso Cup")).to_have_value("3")


def test_a_review_is_added_and_kept(page: Page) -> None:
    page.goto("/product/green-tea")
    page.get_by_label("Your name").fill("Mary")
    page.get_by_label("Rating").select_option("5")
    page.get_by_label("Review").fill("Best tea of the year.")
    page.get_by_role("button", name="Send review").click()
    expect(page.get_by_text("Thank you for your review")).to_be_visible()
    for _ in range(2):
        expect(page.get_by_role("heading", name="2 reviews")).to_be_visible()
        expect(page.get_by_text("On average 4.0 of 5")).to_be_visible()
        expect(page.get_by_role("listitem")).to_have_text(
            ["Katherine 3 of 5Mild and fresh, a little too grassy for me.", "Mary 5 of 5Best tea of the year."]
        )
        page.reload()
    expect(page.get_by_label("Your name")).to_have_value("")


def test_a_review_needs_words(page: Page) -> None:
    page.goto("/product/green-tea")
    page.get_by_label("Review").fill("Good")
    page.get_by_role("button", name="Send review").click()
    expect(page.get_by_text("Enter your name.")).to_be_visible()
    expect(page.get_by_text("Choose a rating.")).to_be_visible()
    expect(page.get_by_text("Write at least 10 characters.")).to_be_visible()
    expect(page.get_by_label("Review")).to_have_value("Good")
    expect(page.get_by_role("heading", name="1 review")).to_be_visible()
    expect_it_fits(page)
