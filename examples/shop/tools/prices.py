"""Prices as people write them, and as pence."""


def pence(price: str) -> int:
    """£1,234.50 is 123450, and Free is 0."""
    if price == "Free":
        return 0
    whole, _, rest = price.replace("£", "").replace(",", "").partition(".")
    return int(whole + rest)
