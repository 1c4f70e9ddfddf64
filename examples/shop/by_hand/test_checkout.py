"""The checkout: what it asks, what it refuses, and what it places."""

import re

from by_hand.layout import expect_it_fits
from playwright.sync_api import Page, expect


def open_checkout(page: Page) -> None:
    page.goto("/product/stoneware-mug")
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 2")
    page.goto("/cart")
    page.get_by_role("link", name="Go to checkout").click()
    expect(page).to_have_url(re.compile("/checkout$"))


def fill_in(page: Page) -> None:
    page.get_by_label("Full name").fill("Grace Hopper")
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_label("Street").fill("7 Mill Lane")
    page.get_by_label("City").fill("Dublin")
    page.get_by_label("Country").select_option("Ireland")
    page.get_by_label("I accept the terms").check()


def expect_sums(page: Page, *sums: str) -> None:
    expect(page.get_by_role("definition")).to_have_text(list(sums))


def test_delivery_changes_the_total(page: Page) -> None:
    open_checkout(page)
    expect(page).to_have_title("Checkout · Leaf & Kettle")
    expect(page.get_by_role("heading")).to_have_text(["Checkout", "Your order"])
    expect(page.get_by_role("listitem")).to_have_text(["2 × Stoneware Mug£25.00"])
    expect(page.get_by_label("Standard (£3.95)")).to_be_checked()
    expect_sums(page, "£25.00", "£0.00", "£3.95", "£28.95")
    page.get_by_label("Express (£7.50)").check()
    expect_sums(page, "£25.00", "£0.00", "£7.50", "£32.50")
    page.get_by_label("Collect in store (Free)").check()
    expect_sums(page, "£25.00", "£0.00", "Free", "£25.00")
    expect(page.get_by_label("Standard (£3.95)")).not_to_be_checked()
    expect(page.get_by_label("Send me the newsletter")).not_to_be_checked()
    expect(page.get_by_label("I accept the terms")).not_to_be_checked()
    expect_it_fits(page)
    page.get_by_role("link", name="Back to the cart").click()
    expect(page).to_have_url(re.compile("/cart$"))


def test_what_is_missing_is_named(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_checkout(page)
    page.get_by_label("Full name").fill("Grace Hopper")
    page.get_by_label("E-mail").fill("grace")
    page.get_by_label("Express").check()
    page.get_by_label("Send me the newsletter").check()
    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_text("Please look at the marked fields.")).to_be_visible()
    for mistake in ("Enter a valid e-mail address.", "Enter your street.", "Enter your city."):
        expect(page.get_by_text(mistake)).to_be_visible()
    expect(page.get_by_text("Choose a country.")).to_be_visible()
    expect(page.get_by_text("Please accept the terms.")).to_be_visible()
    expect(page.get_by_text("Enter your full name.")).to_be_hidden()
    expect(page.get_by_label("Full name")).to_have_value("Grace Hopper")
    expect(page.get_by_label("E-mail")).to_have_value("grace")
    expect(page.get_by_label("Express")).to_be_checked()
    expect(page.get_by_label("Send me the newsletter")).to_be_checked()
    expect_sums(page, "£25.00", "£0.00", "£7.50", "£32.50")
    expect_it_fits(page)


def test_an_order_is_placed(page: Page) -> None:
    open_checkout(page)
    fill_in(page)
    page.get_by_label("Express").check()
    page.get_by_role("button", name="Place order").click()
    expect(page).to_have_url(re.compile("/order/1005$"))
    expect(page).to_have_title("Order 1005 · Leaf & Kettle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Order 1005")
    expect(page.get_by_text("Thank you, Grace Hopper! We write to grace@example.org.")).to_be_visible()
    expect(page.get_by_role("cell")).to_have_text(["Stoneware Mug", "£12.50", "2", "£25.00"])
    sums = ["£25.00", "£0.00", "£7.50", "£32.50"]
    about = ["2 June 2025", "Processing", "Express", "Grace Hopper", "7 Mill Lane", "Dublin", "Ireland"]
    expect(page.get_by_role("definition")).to_have_text(sums + about)
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 0")
    expect_it_fits(page)


def test_a_double_click_places_one_order(page: Page) -> None:
    open_checkout(page)
    fill_in(page)
    page.get_by_role("button", name="Place order").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Order 1005")
    page.get_by_role("link", name="All orders").click()
    expect(page.get_by_text("5 orders", exact=True)).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(6)
    expect(page.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(
        ["1005", "2 June 2025", "2", "£28.95", "Processing"]
    )
