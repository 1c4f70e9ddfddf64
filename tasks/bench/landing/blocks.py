"""Blocks: what fills a piece of a page with things to hit, drag and type into."""

from __future__ import annotations

import json
from collections.abc import Callable

from .page import Page, at, sized
from .texts import sentence

Block = Callable[[Page, float, float], str]


def tiles(page: Page, w: float, h: float) -> str:
    """Neighbours that share fractional edges."""
    columns, rows = page.rng.randint(2, 7), page.rng.randint(1, 5)
    tw, th = w / columns, h / rows
    return "".join(page.thing("div", at(i * tw, j * th, tw, th)) for i in range(columns) for j in range(rows))


def scatter(page: Page, w: float, h: float) -> str:
    """Things that overlap, turned and rounded, some of them tiny."""
    rng, made = page.rng, ""
    for _ in range(rng.randint(4, 12)):
        tw, th = (rng.choice((6.0, rng.uniform(6, 30), rng.uniform(20, 90))) for _ in range(2))
        x, y = rng.uniform(-tw / 3, w - tw / 2), rng.uniform(-th / 3, h - th / 2)
        turn = rng.choice(
            (
                "none",
                "none",
                f"rotate({rng.uniform(-90, 90):.1f}deg)",
                f"scale({rng.uniform(0.6, 1.7):.2f})",
                f"translate({rng.uniform(-9, 9):.2f}px,50%) skewX({rng.uniform(-30, 30):.0f}deg)",
            )
        )
        shape = rng.choice(("", "", "border-radius:50%", "border-radius:7px", "clip-path:polygon(0 0,100% 0,50% 100%)"))
        style = at(x, y, tw, th, f"z-index:{rng.randint(-1, 5)};transform:{turn};{shape}")
        made += page.thing(rng.choice(("div", "button", "span")), style)
    return f'<div style="position:absolute;inset:0;isolation:isolate">{made}</div>'


def flex(page: Page, w: float, h: float) -> str:
    rng, buttons = page.rng, ""
    for _ in range(rng.randint(2, 8)):
        style = f"flex:{rng.uniform(0.2, 3):.2f} 1 0;min-width:6px;padding:0;overflow:hidden"
        buttons += page.thing("button", style, sentence(rng, 1))
    way = rng.choice(("row", "column", "row-reverse", "row;flex-wrap:wrap"))
    return f'<div style="{sized(w, h)}display:flex;flex-direction:{way};gap:{rng.choice((0, 0.5, 4))}px">{buttons}</div>'


def grid(page: Page, w: float, h: float) -> str:
    columns, rows = page.rng.randint(2, 6), page.rng.randint(2, 5)
    cells = "".join(page.thing("div") for _ in range(columns * rows))
    shape = f"display:grid;grid-template:repeat({rows},1fr)/repeat({columns},1fr);gap:{page.rng.choice((0, 0, 1.5))}px"
    return f'<div style="{sized(w, h)}{shape}">{cells}</div>'


def table(page: Page, w: float, h: float) -> str:
    rng, columns, rows = page.rng, page.rng.randint(2, 5), ""
    for _ in range(rng.randint(2, 5)):
        rows += f"<tr>{''.join(page.thing('td', '', sentence(rng, 1)) for _ in range(columns))}</tr>"
    return f'<table style="{sized(w, h)}font-size:9px">{rows}</table>'


def prose(page: Page, w: float, h: float) -> str:
    """A text to select in, with links in its lines, some broken over two."""
    rng, words = page.rng, ""
    for _ in range(rng.randint(2, 5)):
        words += f"{sentence(rng, rng.randint(2, 8))} "
        words += page.thing("a", "", sentence(rng, rng.randint(1, 4)), "link", href="#") + " "
    return page.thing("p", sized(w, h, "margin:0;overflow:clip"), words, "prose")


def form(page: Page, w: float, h: float) -> str:
    """Fields of several kinds, some of them filled in."""
    rng, made, y = page.rng, "", page.rng.uniform(0, 3)
    while y + 22 < h:
        kind = rng.choice(("text", "search", "url", "password", "area", "rich", "plain"))
        height = min(h - y, 60.0) if kind == "area" else 22.0
        made += _field(page, kind, at(rng.uniform(0, w * 0.2), y, rng.uniform(w * 0.4, w * 0.8), height))
        y += height + rng.choice((0.0, 1.0, 5.5))
    return made


def _field(page: Page, kind: str, place: str) -> str:
    rng = page.rng
    if kind == "area":
        return page.thing("textarea", f"{place}resize:none", sentence(rng, 2), "field")
    if kind in ("rich", "plain"):
        editable, spaces = ("true", "normal") if kind == "rich" else ("plaintext-only", "pre-wrap")
        style = f"{place}overflow:auto;user-select:text;white-space:{spaces};border:1px solid #333"
        return page.thing("div", style, sentence(rng, 1), "field", contenteditable=editable)
    return page.thing("input", place, kind="field", type=kind, value=rng.choice(("", sentence(rng, 1))))


def sliders(page: Page, w: float, h: float) -> str:
    rng, made, y = page.rng, "", page.rng.uniform(0, 5)
    while y + 18 < h:
        top, step = rng.choice(((10, 1), (100, 5), (1, 0.1), (20, 2)))
        place = at(rng.uniform(0, w * 0.1), y, rng.uniform(w * 0.6, w * 0.9), 18)
        start = round(rng.randint(0, round(top / step)) * step, 3)
        made += page.thing("input", place, kind="slider", type="range", min=0, max=top, step=step, value=start)
        y += 18 + rng.uniform(2, 12)
    return made


def handles(page: Page, w: float, h: float) -> str:
    """What is dragged with the pointer."""
    rng, made = page.rng, ""
    for _ in range(rng.randint(1, 4)):
        side = rng.uniform(8, 40)
        place = at(rng.uniform(0, w - 20), rng.uniform(0, h - 20), side, side)
        made += page.thing("div", f"{place}cursor:move;touch-action:none;border-radius:4px", kind="handle")
    return made


def parcels(page: Page, w: float, h: float) -> str:
    """What can be dragged and dropped, and where to."""
    rng, n, made = page.rng, page.rng.randint(1, 4), ""
    for i in range(n):
        made += page.thing("div", at(i * w / n, 0, w / n * 0.8, h * 0.4), kind="parcel", draggable="true")
    for i in range(rng.randint(1, n)):
        made += page.thing("div", at(i * w / n, h * 0.5, w / n - 0.7, h * 0.45), kind="zone")
    return made


def canvas(page: Page, w: float, h: float) -> str:
    """Coloured cells that only the page knows of."""
    rng, name = page.rng, page.new_id()
    columns, rows = rng.randint(3, 12), rng.randint(2, 8)
    cells = [[page.colour_of(f"{name}:{i},{j}") for i in range(columns)] for j in range(rows)]
    said = json.dumps(cells).replace('"', "&quot;")
    style = at(rng.uniform(0, 4), rng.uniform(0, 4), w - 5, h - 5, "image-rendering:pixelated")
    shape = f'width="{columns * 20}" height="{rows * 20}" style="{style}"'
    return f'<canvas data-id="{name}" data-kind="canvas" data-cells="{said}" {shape}></canvas>'


BLOCKS: tuple[Block, ...] = (
    tiles, scatter, flex, grid, table, prose, form, form, sliders, handles, parcels, canvas,
)  # fmt: skip
