"""Past orders: the table, its order, its export, and one order's page."""

import pytest
from pydantic import BaseModel


class Order(BaseModel):
    number: int
    placed: str
    items: int
    total: str
    status: str


ORDERS = [
    Order(number=1004, placed="30 May 2025", items=3, total="£34.15", status="Shipped"),
    Order(number=1003, placed="22 April 2025", items=1, total="£32.49", status="Cancelled"),
    Order(number=1002, placed="3 March 2025", items=4, total="£29.55", status="Delivered"),
    Order(number=1001, placed="14 January 2025", items=3, total="£58.90", status="Delivered"),
]
PAGE_OF_1004 = {
    "Subtotal": "£30.20",
    "Discount": "£0.00",
    "Shipping": "£3.95",
    "Total": "£34.15",
    "Placed": "30 May 2025",
    "Status": "Shipped",
    "Name": "Ada Lovelace",
    "Street": "12 St James's Square",
    "City": "London",
    "Country": "United Kingdom",
}


def test_past_orders_are_listed(screen):
    screen.open("/")
    screen.do("click Orders")
    screen.check("the address ends with '/orders'")
    screen.check("the title is 'Orders · Leaf & Kettle'")
    screen.check("'Your orders' and '4 orders' are visible")
    assert screen.read("the orders", list[Order]) == ORDERS
    screen.check("the Number column is sorted descending")
    screen.audit()
    screen.audit(width=390)


@pytest.mark.parametrize(
    ("head", "upwards", "downwards"),
    [
        ("Placed", [1001, 1002, 1003, 1004], [1004, 1003, 1002, 1001]),
        ("Items", [1003, 1001, 1004, 1002], [1002, 1001, 1004, 1003]),
        ("Total", [1002, 1003, 1004, 1001], [1001, 1004, 1003, 1002]),
        ("Status", [1003, 1001, 1002, 1004], [1004, 1001, 1002, 1003]),
    ],
)
def test_orders_are_sorted_by_their_heads(screen, head, upwards, downwards):
    screen.open("/orders")
    for numbers in (upwards, downwards):
        screen.do(f"click the {head} link")
        assert [order.number for order in screen.read("the orders", list[Order])] == numbers


def test_orders_are_exported(screen):
    screen.open("/orders")
    screen.do("select Delivered from Status, click Filter")
    screen.do("click Export as CSV")
    screen.check("orders.csv is downloaded")


def test_an_order_has_a_page_of_its_own(screen):
    screen.open("/orders")
    screen.do("click 1004")
    screen.check("the address ends with '/order/1004'")
    screen.check("'Order 1004' is visible and 'Thank you' is not visible")
    for name, total in {"Stoneware Mug": "£25.00", "Green Tea": "£5.20"}.items():
        screen.check(f"Line total in the row of '{name}' shows '{total}'")
    for name, value in PAGE_OF_1004.items():
        screen.check(f'{name} shows "{value}"')
    screen.audit()
