"""Rooms: what blocks lie in, in one another and on top of each other, up to a whole page that is hard to hit."""

from __future__ import annotations

import random
from collections.abc import Callable

from ....tools.geometry import Size
from .blocks import BLOCKS
from .page import STYLE, Page, at, sized
from .texts import sentence

Room = Callable[[Page, float, float, int], str]

DEEPEST = 3
"""So many rooms may lie in one another."""
MOST_FRAMES = 4
LEAST_W, LEAST_H = 60.0, 40.0
"""What a block needs."""
MOST_W, MOST_H = 260.0, 170.0
"""What a block fills."""


def draw_page(rng: random.Random, size: Size, folder: str, hosts: tuple[str, str]) -> tuple[Page, str]:
    """The page, and the path of its main document."""
    page = Page(rng, folder, hosts, hears_wheel=rng.random() < 0.5)
    zoom = rng.choice((1.0, 1.0, 1.0, 1.0, 0.9, 1.1, 1.25))
    w, h = size.w / zoom, size.h / zoom
    tall = h * rng.choice((1.0, 1.0, 1.3, 2.0))
    parts = [_pieces(page, 0.0, 0.0, w, tall)]
    parts += [_stray(page, w, h) for _ in range(rng.randint(2, 6))]
    parts += [_corner(page) for _ in range(rng.randint(0, 3))]
    parts += [_veil(page, w, tall)] if rng.random() < 0.4 else []
    parts += [_header(page)] if rng.random() < 0.35 else []
    body = page.thing("main", sized(w, tall, "display:block;overflow:clip"), "".join(parts))
    return page, page.add_document(body, zoom=zoom)


def _pieces(page: Page, x: float, y: float, w: float, h: float) -> str:
    """A rectangle, cut at random, fractional places until the pieces are no larger than a block."""
    rng = page.rng
    if w > MOST_W or h > MOST_H:
        share = rng.choice((1 / 3, 0.5, 2 / 3, rng.uniform(0.35, 0.65)))
        if w * 0.7 > h:
            return _pieces(page, x, y, w * share, h) + _pieces(page, x + w * share, y, w * (1 - share), h)
        return _pieces(page, x, y, w, h * share) + _pieces(page, x, y + h * share, w, h * (1 - share))
    gap = rng.choice((0.0, 0.0, 1 / 3, 3.0))
    w, h = w - gap, h - gap
    return page.thing("section", at(x, y, w, h, "overflow:clip"), _filled(page, w, h, 0))


def _filled(page: Page, w: float, h: float, depth: int) -> str:
    """Some block, or some room with more inside."""
    if w < LEAST_W or h < LEAST_H:
        return ""
    rooms: list[Room] = []
    if depth < DEEPEST:
        rooms = [_pane, _pane, _pane, _shadow, _shadow, _zoomed, _scaled]
        rooms += [_frame] * 3 if page.frames < MOST_FRAMES else []
    chosen = page.rng.randrange(len(BLOCKS) + len(rooms))
    if chosen < len(BLOCKS):
        return BLOCKS[chosen](page, w, h)
    return rooms[chosen - len(BLOCKS)](page, w, h, depth)


def _pane(page: Page, w: float, h: float, depth: int) -> str:
    """A scrolled pane, often with another one inside."""
    rng = page.rng
    wide, tall = w * rng.choice((1.0, 1.0, 1.5, 2.2)), h * rng.choice((1.0, 1.6, 3.0))
    if w > 120 and h > 90 and depth + 1 < DEEPEST and rng.random() < 0.6:
        place = at(rng.uniform(0, 20), rng.uniform(0, 20), w * 0.75, h * 0.7)
        inner = f'<div style="{place}">{_pane(page, w * 0.75, h * 0.7, depth + 1)}</div>'
    else:
        inner = _filled(page, wide, tall, depth + 1)
    stuck = page.thing("div", "position:sticky;top:0;height:14.5px;z-index:9") if rng.random() < 0.3 else ""
    room = f'<div style="{sized(wide, tall)}">{stuck}{inner}</div>'
    bars = rng.choice(("auto", "auto", "scroll", "auto;scrollbar-width:none"))
    return page.thing("div", sized(w, h, f"overflow:{bars}"), room, "pane")


def _shadow(page: Page, w: float, h: float, depth: int) -> str:
    mode = page.rng.choice(("open", "closed"))
    inner = f'<div style="{sized(w, h)}">{_filled(page, w, h, depth + 1)}</div>'
    # Styles do not reach into a shadow root by themselves.
    return page.thing("div", sized(w, h), f'<template data-shadow="{mode}"><style>{STYLE}</style>{inner}</template>')


def _zoomed(page: Page, w: float, h: float, depth: int) -> str:
    zoom = page.rng.choice((0.5, 0.8, 1.1, 1.5, 2.0))
    return f'<div style="{sized(w / zoom, h / zoom)}zoom:{zoom}">{_filled(page, w / zoom, h / zoom, depth + 1)}</div>'


def _scaled(page: Page, w: float, h: float, depth: int) -> str:
    scale = page.rng.choice((0.6, 0.85, 1.2, 1.75))
    style = sized(w / scale, h / scale, f"transform-origin:0 0;transform:scale({scale})")
    return f'<div style="{style}">{_filled(page, w / scale, h / scale, depth + 1)}</div>'


def _frame(page: Page, w: float, h: float, depth: int) -> str:
    """A document of its own, from the server's other name half of the time."""
    rng = page.rng
    page.frames += 1
    name, border, outer_w, outer_h = f"f{page.frames}", rng.choice((0, 1, 2.5)), int(w), int(h)
    inner_w, inner_h = outer_w - 2 * border - 16, (outer_h - 2 * border) * rng.choice((1.0, 1.0, 1.8))
    inner = _filled(page, inner_w, inner_h, depth + 1)
    path = page.add_document(page.thing("main", sized(inner_w, inner_h, "display:block;overflow:clip"), inner))
    style = f"border:{border}px solid #445;width:{outer_w}px;height:{outer_h}px;padding:{rng.choice((0, 0, 3))}px"
    return page.thing("iframe", style, name=name, src=rng.choice(page.hosts) + path)


def _stray(page: Page, w: float, h: float) -> str:
    """Something small on top of all."""
    rng = page.rng
    side = rng.choice((6.0, 6.0, rng.uniform(6, 24)))
    style = f"z-index:{rng.randint(6, 9)};border-radius:{rng.choice((0, 0, 3))}px"
    return page.thing("div", at(rng.uniform(0, w - side), rng.uniform(0, h - side), side, side, style))


def _corner(page: Page) -> str:
    """At the very edge of what can be seen."""
    rng = page.rng
    edge = rng.choice(
        ("left:0;top:0", "right:0;top:0", "left:0;bottom:0", "right:0;bottom:0", "left:0;top:40%", "right:0;top:60%")
    )
    size = f"width:{rng.uniform(6, 20):.3f}px;height:{rng.uniform(6, 20):.3f}px"
    return page.thing("div", f"position:fixed;{edge};{size};z-index:11")


def _veil(page: Page, w: float, h: float) -> str:
    """Lies over things, and lets everything through."""
    place = at(page.rng.uniform(0, w / 2), page.rng.uniform(0, h / 2), w / 2, h / 3)
    return f'<div style="{place}z-index:10;pointer-events:none;background:#8883"></div>'


def _header(page: Page) -> str:
    side = page.rng.choice(("top", "bottom"))
    style = f"position:fixed;left:0;right:0;{side}:0;height:{page.rng.uniform(12, 30):.3f}px;z-index:9"
    return page.thing("header", style, sentence(page.rng, 2))
