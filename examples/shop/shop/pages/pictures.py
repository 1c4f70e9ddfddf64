"""A drawing for each kind of product."""

from __future__ import annotations

from ..goods import Product

_DRAWN = {
    "Kettles": '<path d="M18 58h36l4-22c0-8-10-14-22-14s-22 6-22 14z"/><path d="M14 36l-8-6M24 22c0-14 24-14 24 0"/>',
    "Cups": '<path d="M16 24h34v20c0 8-6 14-14 14h-6c-8 0-14-6-14-14z"/><path d="M50 30c12-2 12 16 0 14"/>',
    "Tea": '<path d="M14 56c-4-26 14-42 44-42 2 28-14 46-44 42z"/><path d="M14 56c10-16 20-24 32-30"/>',
}


def picture(product: Product) -> str:
    return f'<svg class="picture" viewBox="0 0 72 72" aria-hidden="true">{_DRAWN[product.category]}</svg>'
