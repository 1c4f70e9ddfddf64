"""The catalogue: what is listed, found, sorted, and put into the cart."""

import pytest
from tools.prices import pence

PRODUCTS = [
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
PRICES = {name: price for name, price, _ in PRODUCTS}


def listed(screen):
    """The names and the prices, each in the order in which they are read."""
    texts = [line.text for line in screen.see().lines]
    return [text for text in texts if text in PRICES], [text for text in texts if text in PRICES.values()]


def test_every_product_is_listed(screen):
    screen.open("/")
    screen.check("the title is 'Shop · Leaf & Kettle'")
    screen.check("'Tea and everything for it', '9 products' and 'Name of a product' are visible")
    for name, price, stock in PRODUCTS:
        screen.check(f"'{name}', '{price}' and '{stock}' are visible")
        screen.check(f"the {'Add to cart' if name != 'Travel Kettle' else 'Sold out'} button below '{name}' is visible")
    screen.check("there are 8 'Add to cart' buttons and the 'Sold out' button is disabled and Cart shows '0'")
    screen.check("'Free shipping from £50.00. Returns within 30 days.' is visible")
    assert listed(screen) == (list(PRICES), list(PRICES.values()))
    screen.audit()


def test_search_finds_by_name(screen):
    screen.open("/")
    screen.do("type tea into Search, click Show")
    screen.check("'2 products', 'Green Tea' and 'Peppermint Tea' are visible")
    screen.check("there are 2 'Add to cart' buttons and Search shows 'tea'")
    screen.do("type coffee into Search, click Show")
    screen.check("'No products found', 'Nothing is called “coffee”.' and '0 products' are visible")
    screen.audit()
    screen.do("click Show all products")
    screen.check("'9 products' is visible and there are 8 'Add to cart' buttons")


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("Name", sorted(PRICES)),
        ("Price: low to high", sorted(PRICES, key=lambda name: pence(PRICES[name]))),
        ("Price: high to low", sorted(PRICES, key=lambda name: -pence(PRICES[name]))),
    ],
)
def test_products_are_sorted(screen, sort, names):
    screen.open("/")
    screen.do(f"select '{sort}' from Sort by, click Show")
    screen.check(f"Sort by shows '{sort}'")
    assert listed(screen) == (names, [PRICES[name] for name in names])


def test_adding_to_cart_says_so_and_counts(screen):
    screen.open("/")
    screen.check("an 'Added to cart' message appears", during="click the Add to cart button below 'Green Tea'")
    screen.check("Cart shows '1'")
    screen.check("'Added to cart' is not visible", within=6)
    screen.do("click Cart")
    screen.check("the address ends with '/cart'")
    screen.check("'Green Tea' is visible and there is 1 Remove button")
