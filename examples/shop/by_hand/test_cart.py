"""The cart: what is in it, what it costs, vouchers, and emptying it."""

import re

import pytest
from by_hand.layout import expect_it_fits
from playwright.sync_api import Dialog, Page, expect
from tools.prices import pence


def put_in_cart(page: Page, *products: str) -> None:
    page.goto("/")
    for count, name in enumerate(products, start=1):
        page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="Add to cart").click()
        expect(page.get_by_role("link", name="Cart")).to_have_text(f"Cart {count}")
    page.goto("/cart")


def expect_sums(page: Page, *sums: str) -> None:
    expect(page.get_by_role("term")).to_have_text(["Subtotal", "Discount", "Shipping", "Total"])
    expect(page.get_by_role("definition")).to_have_text(list(sums))


def test_the_cart_adds_up(page: Page) -> None:
    put_in_cart(page, "Stoneware Mug", "Earl Grey", "Earl Grey")
    expect(page).to_have_title("Cart · Leaf & Kettle")
    expect(page.get_by_role("heading")).to_have_text(["Your cart", "Summary"])
    expect(page.get_by_role("columnheader")).to_have_text(["Product", "Price", "Quantity", "Line total", ""])
    expect(page.get_by_role("cell")).to_have_text(
        ["Stoneware Mug", "£12.50", "", "£12.50", "Remove", "Earl Grey", "£4.95", "", "£9.90", "Remove"]
    )
    expect(page.get_by_label("Quantity of Stoneware Mug")).to_have_value("1")
    expect(page.get_by_label("Quantity of Earl Grey")).to_have_value("2")
    expect_sums(page, "£22.40", "£0.00", "£3.95", "£26.35")
    *parts, total = [pence(price) for price in page.get_by_role("definition").all_inner_texts()]
    assert sum(parts) == total
    expect_it_fits(page)
    expect_it_fits(page, width=390)
    page.get_by_role("link", name="Stoneware Mug").click()
    expect(page).to_have_url(re.compile("/product/stoneware-mug$"))


def test_a_changed_cart_adds_up_again(page: Page) -> None:
    put_in_cart(page, "Espresso Cup", "Green Tea", "Enamel Kettle")
    page.get_by_label("Quantity of Espresso Cup").fill("9")
    page.get_by_role("button", name="Update cart").click()
    expect(page.get_by_text("Espresso Cup: We have 3 of these.")).to_be_visible()
    page.get_by_label("Quantity of Green Tea").fill("4")
    page.get_by_role("button", name="Update cart").click()
    expect(page.get_by_text("Cart updated")).to_be_visible()
    expect_sums(page, "£59.70", "£0.00", "Free", "£59.70")
    page.get_by_role("button", name="Remove Enamel Kettle").click()
    expect(page.get_by_text("Removed from cart")).to_be_visible()
    expect(page.get_by_role("cell")).to_have_text(
        ["Espresso Cup", "£6.40", "", "£6.40", "Remove", "Green Tea", "£5.20", "", "£20.80", "Remove"]
    )
    expect_sums(page, "£27.20", "£0.00", "£3.95", "£31.15")
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 5")


@pytest.mark.parametrize(
    ("code", "said", "sums"),
    [
        ("TEA10", "10% off", ["£32.50", "-£3.25", "£3.95", "£33.20"]),
        ("tea10", "10% off", ["£32.50", "-£3.25", "£3.95", "£33.20"]),
        ("FREESHIP", "free shipping", ["£32.50", "£0.00", "Free", "£32.50"]),
    ],
)
def test_a_voucher_lowers_the_total(page: Page, code: str, said: str, sums: list[str]) -> None:
    put_in_cart(page, "Enamel Kettle")
    page.get_by_label("Voucher").fill(code)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text(f"Voucher {code.upper()}: {said}")).to_be_visible()
    expect_sums(page, *sums)
    page.get_by_role("button", name="Remove voucher").click()
    expect_sums(page, "£32.50", "£0.00", "£3.95", "£36.45")


def test_an_unknown_voucher_is_refused(page: Page) -> None:
    put_in_cart(page, "Glass Cup")
    page.get_by_label("Voucher").fill("NOPE")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("We do not know the voucher NOPE.")).to_be_visible()
    expect(page.get_by_label("Voucher")).to_have_value("NOPE")
    expect_sums(page, "£8.75", "£0.00", "£3.95", "£12.70")
    expect_it_fits(page)
    page.get_by_label("Voucher").fill("TEA10")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("We do not know the voucher NOPE.")).to_be_hidden()
    expect_sums(page, "£8.75", "-£0.87", "£3.95", "£11.83")


def test_an_emptied_cart_says_so(page: Page) -> None:
    put_in_cart(page, "Glass Cup")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        (dialog.dismiss if len(asked) == 1 else dialog.accept)()

    page.on("dialog", answer)
    page.get_by_role("button", name="Empty cart").click()
    expect(page.get_by_role("link", name="Glass Cup")).to_be_visible()
    page.get_by_role("button", name="Empty cart").click()
    expect(page.get_by_role("heading", name="Your cart is empty")).to_be_visible()
    expect(page.get_by_text("Something warm, perhaps?")).to_be_visible()
    assert asked == ["Remove everything from your cart?"] * 2
    expect(page.get_by_role("link", name="Cart")).to_have_text("Cart 0")
    expect_it_fits(page)
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.get_by_role("listitem")).to_have_count(9)
