"""The catalogue: what is listed, found, sorted, and put into the cart."""

import re
from collections.abc import Callable

import pytest
from by_hand.layout import expect_it_fits
from playwright.sync_api import Locator, Page, expect
from tools.prices import pence

KETTLES = ["Copper Kettle", "Enamel Kettle", "Travel Kettle"]
CUPS = ["Stoneware Mug", "Glass Cup", "Espresso Cup"]
TEA = ["Green Tea", "Earl Grey", "Peppermint Tea"]
CARDS = [
    ("Copper Kettle", "£49.00", "12 in stock"),
    ("Enamel Kettle", "£32.50", "4 in stock"),
    ("Travel Kettle", "£24.99", "Out of stock"),
    ("Stoneware Mug", "£12.50", "30 in stock"),
    ("Glass Cup", "£8.75", "18 in stock"),
    ("Espresso Cup", "£6.40", "3 in stock"),
    ("Green Tea", "£5.20", "50 in stock"),
    ("Earl Grey", "£4.95", "41 in stock"),
    ("Peppermint Tea", "£3.80", "26 in stock"),
]


def names(page: Page) -> Locator:
    return page.get_by_role("listitem").get_by_role("heading")


def cards(page: Page) -> list[tuple[str, ...]]:
    """Name, price and stock of each."""
    return [tuple(card.split("\n\n")[:3]) for card in page.get_by_role("listitem").all_inner_texts()]


def test_every_product_is_listed(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title("Shop · Leaf & Kettle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tea and everything for it")
    expect(page.get_by_text("9 products", exact=True)).to_be_visible()
    assert cards(page) == CARDS
    expect(page.get_by_role("button", name="Add to cart")).to_have_count(8)
    expect(page.get_by_role("button", name="Add to cart").last).to_be_enabled()
    expect(page.get_by_role("button", name="Sold out")).to_be_disabled()
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 0")
    expect(page.get_by_placeholder("Name of a product")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_have_text("Free shipping from £50.00. Returns within 30 days.")
    expect_it_fits(page)


def test_search_finds_by_name(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search").fill("tea")
    page.get_by_role("button", name="Show").click()
    expect(names(page)).to_have_text(["Green Tea", "Peppermint Tea"])
    expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    expect(page.get_by_label("Search")).to_have_value("tea")
    page.get_by_label("Search").fill("coffee")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("main")).to_contain_text("No products foundNothing is called “coffee”.")
    expect_it_fits(page)
    page.get_by_role("link", name="Show all products").click()
    expect(names(page)).to_have_count(9)


@pytest.mark.parametrize(("category", "products"), [("Kettles", KETTLES), ("Cups", CUPS), ("Tea", TEA)])
def test_a_category_shows_its_products_only(page: Page, category: str, products: list[str]) -> None:
    page.goto("/")
    page.get_by_label("Category").select_option(category)
    page.get_by_role("button", name="Show").click()
    expect(names(page)).to_have_text(products)
    expect(page.get_by_text("3 products", exact=True)).to_be_visible()
    expect(page.get_by_label("Category")).to_have_value(category)


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("Name", "Copper Kettle", "Travel Kettle"),
        ("Price: low to high", "Peppermint Tea", "Copper Kettle"),
        ("Price: high to low", "Copper Kettle", "Peppermint Tea"),
    ],
)
def test_products_are_sorted(page: Page, sort: str, first: str, last: str) -> None:
    page.goto("/")
    page.get_by_label("Sort by").select_option(sort)
    page.get_by_role("button", name="Show").click()
    expect(names(page).first).to_have_text(first)
    expect(names(page).last).to_have_text(last)
    by: dict[str, Callable[[tuple[str, ...]], int | str]] = {
        "Name": lambda card: card[0],
        "Price: low to high": lambda card: pence(card[1]),
        "Price: high to low": lambda card: -pence(card[1]),
    }
    assert cards(page) == sorted(CARDS, key=by[sort])


def test_adding_to_cart_says_so_and_counts(page: Page) -> None:
    page.goto("/")
    card = page.get_by_role("listitem").filter(has_text="Green Tea")
    card.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to cart")).to_be_visible()
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 1")
    expect(page.get_by_text("Added to cart")).to_be_hidden()
    page.get_by_role("link", name="Cart").click()
    expect(page).to_have_url(re.compile("/cart$"))
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").last).to_contain_text("Green Tea")


def test_the_catalogue_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    expect_it_fits(page)
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(
        ["Leaf & Kettle", "Shop", "Orders", "Account", "Support", "Cart 0"]
    )
    expect(names(page)).to_have_count(9)
    page.get_by_role("link", name="Peppermint Tea").click()
    expect(page).to_have_url(re.compile("/product/peppermint-tea$"))
    expect_it_fits(page)
