"""The cart: what is in it, and what it costs."""

from pydantic import BaseModel
from tools.prices import pence


class Line(BaseModel):
    product: str
    price: str


class Sums(BaseModel):
    subtotal: str
    discount: str
    shipping: str
    total: str


def put_in_cart(screen, **quantities):
    for product, quantity in quantities.items():
        screen.open(f"/product/{product.replace('_', '-')}")
        screen.do(f"type {quantity} into Quantity, click Add to cart")
    screen.check(f"Cart shows '{sum(quantities.values())}'")
    screen.do("click Cart")


def check_lines(screen, *lines):
    """All rows in their order, with how many of each, and what that comes to."""
    assert screen.read("the lines", list[Line]) == [Line(product=name, price=price) for name, price, _, _ in lines]
    for name, _, quantity, total in lines:
        screen.check(f"Quantity in the row of '{name}' shows '{quantity}'")
        screen.check(f"Line total in the row of '{name}' shows '{total}'")


def test_the_cart_adds_up(screen):
    put_in_cart(screen, stoneware_mug=1, earl_grey=2)
    screen.check("the title is 'Cart · Leaf & Kettle'")
    screen.check("'Your cart' and 'Summary' are visible and there are 2 Remove buttons")
    check_lines(screen, ("Stoneware Mug", "£12.50", 1, "£12.50"), ("Earl Grey", "£4.95", 2, "£9.90"))
    sums = screen.read("the sums", Sums)
    assert sums == Sums(subtotal="£22.40", discount="£0.00", shipping="£3.95", total="£26.35")
    assert pence(sums.subtotal) + pence(sums.shipping) == pence(sums.total)
    screen.audit()
    screen.audit(width=390)
    screen.do("click 'Stoneware Mug'")
    screen.check("the address ends with '/product/stoneware-mug'")


def test_a_changed_cart_adds_up_again(screen):
    put_in_cart(screen, espresso_cup=1, green_tea=1, enamel_kettle=1)
    screen.do("type 9 into Quantity in the row of 'Espresso Cup'")
    screen.check("'Espresso Cup: We have 3 of these.' appears", during="click Update cart")
    screen.do("type 4 into Quantity in the row of 'Green Tea'")
    screen.check("'Cart updated' appears", during="click Update cart")
    assert screen.read("the sums", Sums) == Sums(subtotal="£59.70", discount="£0.00", shipping="Free", total="£59.70")
    screen.check("'Removed from cart' appears", during="click Remove in the row of 'Enamel Kettle'")
    check_lines(screen, ("Espresso Cup", "£6.40", 1, "£6.40"), ("Green Tea", "£5.20", 4, "£20.80"))
    screen.check("there are 2 Remove buttons and Cart shows '5'")
    assert screen.read("the sums", Sums) == Sums(subtotal="£27.20", discount="£0.00", shipping="£3.95", total="£31.15")
