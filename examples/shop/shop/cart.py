"""What is in a cart, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from .goods import BY_SLUG, Product

FREE_FROM_P = 5000
DELIVERIES = {"Standard": 395, "Express": 750, "Collect in store": 0}
"""Each way of delivery, and its price in pence."""
VOUCHERS = {"TEA10": "10% off", "FREESHIP": "free shipping"}


@dataclass(frozen=True)
class Line:
    product: Product
    quantity: int

    @property
    def total_p(self) -> int:
        return self.product.price_p * self.quantity


@dataclass(frozen=True)
class Sum:
    subtotal_p: int
    discount_p: int
    shipping_p: int

    @property
    def total_p(self) -> int:
        return self.subtotal_p - self.discount_p + self.shipping_p


@dataclass
class Cart:
    quantities: dict[str, int] = field(default_factory=dict[str, int])
    """By product, in the order in which they were put in."""
    voucher: str = ""

    @property
    def lines(self) -> list[Line]:
        return [Line(BY_SLUG[slug], quantity) for slug, quantity in self.quantities.items()]

    @property
    def count(self) -> int:
        return sum(self.quantities.values())

    def add(self, product: Product, quantity: int) -> str:
        """Why not, or nothing."""
        wanted = self.quantities.get(product.slug, 0) + quantity
        if mistake := stock_mistake(product, wanted):
            return mistake
        self.quantities[product.slug] = wanted
        return ""

    def sum(self, delivery: str = "Standard") -> Sum:
        subtotal_p = sum(line.total_p for line in self.lines)
        discount_p = subtotal_p // 10 if self.voucher == "TEA10" else 0
        is_free = self.voucher == "FREESHIP" or subtotal_p - discount_p >= FREE_FROM_P
        shipping_p = 0 if delivery == "Standard" and is_free else DELIVERIES[delivery]
        return Sum(subtotal_p, discount_p, shipping_p)

    def clear(self) -> None:
        self.quantities.clear()
        self.voucher = ""


def stock_mistake(product: Product, quantity: int) -> str:
    if quantity < 1:
        return "Choose at least 1."
    if quantity > product.stock:
        return f"We have {product.stock} of these."
    return ""


def number_in(text: str) -> int:
    """0 for what is no number."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
