"""Icons: small SVG pictures for buttons, fields and lists."""

from __future__ import annotations

import random
import re
from functools import lru_cache

from .frameworks import installed

CHEVRON = "M4 6l4 4 4-4"


@lru_cache
def _names(package: str) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in (installed(package) / "icons").glob("*.svg")))


@lru_cache(maxsize=4096)
def _inside(package: str, name: str) -> str:
    text = (installed(package) / "icons" / name).read_text(encoding="utf-8")
    return re.sub(r"<!--.*?-->|\s+", " ", text, flags=re.DOTALL).strip()


def random_icon(rng: random.Random, size_px: int = 0) -> str:
    """Stroked or filled, of its own width or of the letters beside it."""
    package = rng.choice(("lucide-static", "bootstrap-icons"))
    opening, _, rest = _inside(package, rng.choice(_names(package))).partition(">")
    opening = re.sub(r'\s(width|height|class|stroke-width)="[^"]*"', "", opening)
    if package == "lucide-static":
        opening += f' stroke-width="{rng.choice((1.5, 2, 2, 2.5))}"'
    side = f"{size_px}px" if size_px else "1.15em"
    return f'{opening} aria-hidden="true" style="width:{side};height:{side};vertical-align:-.15em;flex:none">{rest}'


def drawn(path: str, size: str = "1em", stroke: float = 1.8) -> str:
    """A line drawing on a field of 16 x 16."""
    return (
        f'<svg aria-hidden="true" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="{stroke}" '
        f'style="width:{size};height:{size};vertical-align:-.15em;flex:none"><path d="{path}"/></svg>'
    )
