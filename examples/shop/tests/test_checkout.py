"""The checkout: what it asks, and what it places."""

from pydantic import BaseModel

GRACE = {
    "Full name": "Grace Hopper",
    "E-mail": "grace@example.org",
    "Street": "7 Mill Lane",
    "City": "Dublin",
    "Country": "Ireland",
    "I accept the terms": True,
}


class Line(BaseModel):
    product: str
    price: str
    quantity: int
    line_total: str


def open_checkout(screen):
    screen.open("/product/stoneware-mug")
    screen.do("type 2 into Quantity, click Add to cart, click Cart, click Go to checkout")
    screen.check("the address ends with '/checkout'")


def check_sums(screen, shipping, total):
    for name, price in {"Subtotal": "£25.00", "Discount": "£0.00", "Shipping": shipping, "Total": total}.items():
        screen.check(f"{name} shows '{price}'")


def test_delivery_changes_the_total(screen):
    open_checkout(screen)
    screen.check("the title is 'Checkout · Leaf & Kettle'")
    screen.check("'Checkout', 'Your order' and '2 × Stoneware Mug' are visible and 'Standard (£3.95)' is checked")
    screen.check("'Full name', 'E-mail', 'Street', 'City', 'Country', 'Delivery' and 'Place order' are visible")
    check_sums(screen, "£3.95", "£28.95")
    screen.do("choose 'Express (£7.50)'")
    check_sums(screen, "£7.50", "£32.50")
    screen.do("choose 'Collect in store (Free)'")
    check_sums(screen, "Free", "£25.00")
    screen.check("'Standard (£3.95)' is not checked and 'Send me the newsletter' is not checked")
    screen.check("'I accept the terms' is not checked")
    screen.audit()
    screen.do("click Back to the cart")
    screen.check("the address ends with '/cart'")


def test_an_order_is_placed(screen):
    open_checkout(screen)
    screen.fill(GRACE)
    screen.do("choose 'Express (£7.50)', click Place order")
    screen.check("the address ends with '/order/1005'")
    screen.check("the title is 'Order 1005 · Leaf & Kettle'")
    screen.check("'Order 1005' and 'Thank you, Grace Hopper! We write to grace@example.org.' are visible")
    assert screen.read("the lines", list[Line]) == [
        Line(product="Stoneware Mug", price="£12.50", quantity=2, line_total="£25.00")
    ]
    check_sums(screen, "£7.50", "£32.50")
    screen.check("Status shows 'Processing' and Name shows 'Grace Hopper' and Country shows 'Ireland' and Cart shows '0'")
    screen.check("Street shows '7 Mill Lane' and City shows 'Dublin' and '2 June 2025' is visible and 'Express' is visible")
    screen.audit()


def test_a_double_click_places_one_order(screen):
    open_checkout(screen)
    screen.fill(GRACE)
    screen.do("double-click Place order")
    screen.check("'Order 1005' is visible")
    screen.do("click All orders")
    screen.check("'5 orders', '1005', '2 June 2025', '£28.95' and 'Processing' are visible")
    screen.check("'1006' is not visible and Items in the row of '1005' shows '2'")
