"""Past orders: the table, its order, its filter, its export, and one order's page."""

import re
from pathlib import Path

import pytest
from by_hand.layout import expect_it_fits
from playwright.sync_api import Page, expect

ROWS = [
    ["1004", "30 May 2025", "3", "£34.15", "Shipped"],
    ["1003", "22 April 2025", "1", "£32.49", "Cancelled"],
    ["1002", "3 March 2025", "4", "£29.55", "Delivered"],
    ["1001", "14 January 2025", "3", "£58.90", "Delivered"],
]


def test_past_orders_are_listed(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Orders").click()
    expect(page).to_have_url(re.compile("/orders$"))
    expect(page).to_have_title("Orders · Leaf & Kettle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your orders")
    expect(page.get_by_text("4 orders", exact=True)).to_be_visible()
    expect(page.get_by_role("columnheader")).to_have_text(["Number ▼", "Placed", "Items", "Total", "Status"])
    expect(page.get_by_role("cell")).to_have_text([cell for row in ROWS for cell in row])
    expect_it_fits(page)
    expect_it_fits(page, width=390)


@pytest.mark.parametrize(
    ("head", "upwards", "downwards"),
    [
        ("Placed", ["1001", "1002", "1003", "1004"], ["1004", "1003", "1002", "1001"]),
        ("Items", ["1003", "1001", "1004", "1002"], ["1002", "1001", "1004", "1003"]),
        ("Total", ["1002", "1003", "1004", "1001"], ["1001", "1004", "1003", "1002"]),
        ("Status", ["1003", "1001", "1002", "1004"], ["1004", "1001", "1002", "1003"]),
    ],
)
def test_orders_are_sorted_by_their_heads(page: Page, head: str, upwards: list[str], downwards: list[str]) -> None:
    page.goto("/orders")
    numbers = page.get_by_role("link", name=re.compile(r"^\d{4}$"))
    page.get_by_role("columnheader").get_by_role("link", name=head).click()
    expect(numbers).to_have_text(upwards)
    expect(page.get_by_role("columnheader", name=head)).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("columnheader").get_by_role("link", name=head).click()
    expect(numbers).to_have_text(downwards)
    expect(page.get_by_role("columnheader", name=head)).to_have_text(f"{head} ▼")


@pytest.mark.parametrize(
    ("status", "numbers", "told"),
    [
        ("Delivered", ["1002", "1001"], "2 orders"),
        ("Shipped", ["1004"], "1 order"),
        ("Processing", [], "0 orders"),
    ],
)
def test_orders_are_filtered_by_status(page: Page, status: str, numbers: list[str], told: str) -> None:
    page.goto("/orders")
    page.get_by_label("Status").select_option(status)
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text(told, exact=True)).to_be_visible()
    expect(page.get_by_label("Status")).to_have_value(status)
    expect(page.get_by_role("link", name=re.compile(r"^\d{4}$"))).to_have_text(numbers)
    expect(page.get_by_text("No orders with this status.")).to_be_visible(visible=not numbers)


def test_orders_are_exported(page: Page, tmp_path: Path) -> None:
    page.goto("/orders")
    page.get_by_label("Status").select_option("Delivered")
    page.get_by_role("button", name="Filter").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert download.value.suggested_filename == "orders.csv"
    download.value.save_as(tmp_path / "orders.csv")
    assert (tmp_path / "orders.csv").read_text().splitlines() == [
        "Number,Placed,Items,Total,Status",
        "1002,2025-03-03,4,£29.55,Delivered",
        "1001,2025-01-14,3,£58.90,Delivered",
    ]


def test_an_order_has_a_page_of_its_own(page: Page) -> None:
    page.goto("/orders")
    page.get_by_role("link", name="1004").click()
    expect(page).to_have_url(re.compile("/order/1004$"))
    expect(page.get_by_role("heading")).to_have_text(["Order 1004", "Delivery"])
    expect(page.get_by_role("cell")).to_have_text(
        ["Stoneware Mug", "£12.50", "2", "£25.00", "Green Tea", "£5.20", "1", "£5.20"]
    )
    sums = ["£30.20", "£0.00", "£3.95", "£34.15"]
    about = ["30 May 2025", "Shipped", "Standard", "Ada Lovelace", "12 St James's Square", "London", "United Kingdom"]
    expect(page.get_by_role("definition")).to_have_text(sums + about)
    expect(page.get_by_text("Thank you")).to_be_hidden()
    expect_it_fits(page)
