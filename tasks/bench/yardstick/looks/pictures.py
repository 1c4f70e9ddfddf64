"""Pictures: small drawings of arrows, ticks and signs on a field of 16 x 16, for style sheets and for markup."""

from __future__ import annotations

from urllib.parse import quote

CHEVRONS = ("M4 6l4 4 4-4", "M3 5.5l5 5 5-5", "M2 6l6 5 6-5", "M5 7l3 3 3-3")
"""One that points down."""
TRIANGLES = ("M3 5l5 6 5-6z", "M4 6h8l-4 5z", "M2 5h12l-6 7z", "M5 6.5h6l-3 4z")
BOTH_WAYS = ("M5 6l3-3 3 3M5 10l3 3 3-3", "M4 6.5L8 2l4 4.5M4 9.5L8 14l4-4.5")
BOTH_TRIANGLES = ("M4 7l4-5 4 5zM4 9l4 5 4-5z",)
TICKS = ("M3.5 8.5l3 3 6-7", "M4 8l3 3 5-6", "M3 8.5l3.4 3.2L13 4.5", "M2 8l4.5 5L14 3")
CROSSES = ("M4 4l8 8M12 4l-8 8", "M3 3l10 10M13 3L3 13")
SQUARE, DASH, DOT = "M4 4h8v8H4z", "M4 8h8", "M8 4a4 4 0 100 8 4 4 0 000-8z"
LENS = "M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.3 10.3L14 14"
EYE = "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 100 4 2 2 0 000-4z"
PLUS, ARROW = "M8 3v10M3 8h10", "M2.5 8h11M9 3.5L13.5 8 9 12.5"


def in_css(path: str, colour: str, width: float = 2.0) -> str:
    """As an image of a style sheet; closed paths that point are filled, others are lines."""
    paint = f"fill='{colour}'" if is_filled(path) else f"fill='none' stroke='{colour}' stroke-width='{width:.1f}'"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path {paint} d='{path}'/></svg>"
    return f'url("data:image/svg+xml,{quote(picture)}")'


def is_filled(path: str) -> bool:
    return path in (*TRIANGLES, *BOTH_TRIANGLES, SQUARE, DOT)
