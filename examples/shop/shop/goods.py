"""What the shop sells, and what was said of it before you came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    slug: str
    name: str
    category: str
    price_p: int
    """In pence."""
    stock: int
    about: str


@dataclass(frozen=True)
class Review:
    author: str
    rating: int
    text: str


PRODUCTS = (
    Product("copper-kettle", "Copper Kettle", "Kettles", 4900, 12, "Spun from one sheet of copper. Holds 1.5 litres."),
    Product("enamel-kettle", "Enamel Kettle", "Kettles", 3250, 4, "Steel under white enamel, with a whistle. Holds 2 litres."),
    Product("travel-kettle", "Travel Kettle", "Kettles", 2499, 0, "Folds flat and boils on two voltages. Holds 0.5 litres."),
    Product("stoneware-mug", "Stoneware Mug", "Cups", 1250, 30, "Thrown by hand and glazed in blue. Holds 350 ml."),
    Product("glass-cup", "Glass Cup", "Cups", 875, 18, "Double walls keep tea hot and fingers cool. Holds 250 ml."),
    Product("espresso-cup", "Espresso Cup", "Cups", 640, 3, "Thick porcelain, made to be warmed first. Holds 80 ml."),
    Product("green-tea", "Green Tea", "Tea", 520, 50, "Steamed leaves from the spring harvest. 100 g."),
    Product("earl-grey", "Earl Grey", "Tea", 495, 41, "Black tea with oil of bergamot. 125 g."),
    Product("peppermint-tea", "Peppermint Tea", "Tea", 380, 26, "Nothing but peppermint, cut by hand. 75 g."),
)
BY_SLUG = {product.slug: product for product in PRODUCTS}
CATEGORIES = ("Kettles", "Cups", "Tea")

REVIEWS = {
    "copper-kettle": (
        Review("Grace", 5, "Boils fast and looks lovely on the stove."),
        Review("Alan", 4, "Good kettle, though the handle gets warm."),
    ),
    "green-tea": (Review("Katherine", 3, "Mild and fresh, a little too grassy for me."),),
}


def pounds(pence: int) -> str:
    """£1,234.50, or -£2.00."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{rest:02}"
