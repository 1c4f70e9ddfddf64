"""The style sheet of selects that are drawn at random: arrows of every sort, in boxes of their own, on colours, or none at all."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random
from dataclasses import dataclass

from .pictures import BOTH_TRIANGLES, BOTH_WAYS, CHEVRONS, TRIANGLES, in_css
from .traits import Traits


@dataclass(frozen=True)
class _Arrow:
    """What lies behind the words of a select: the arrow, and the box that it may have."""

    picture: str
    size: float
    right: float
    """How far the arrow is from the inner edge, in em, as all here."""
    box: float = 0.0
    """How wide a box it has of its own, or 0."""
    ground: str = ""
    """What that box is painted with."""
    line: str = ""
    """What divides it from the words."""
    short: bool = False
    """That line does not reach the edges."""

    def css(self) -> str:
        layers = [(self.picture, f"right {self.right:.2f}em center", f"{self.size:.2f}em")]
        if self.line:
            layers.append(
                (f"linear-gradient({self.line} 0 0)", f"right {self.box:.2f}em center", f"1px {60 if self.short else 100}%")
            )
        if self.ground:
            layers.append((f"linear-gradient({self.ground} 0 0)", "right center", f"{self.box:.2f}em 100%"))
        images, places, sizes = (", ".join(part) for part in zip(*layers, strict=True))
        room = max(self.box, self.right + self.size) + 0.4
        return f"background-image: {images}; background-position: {places}; background-size: {sizes}; background-repeat: no-repeat; padding-right: {room:.2f}em;"


def _arrow(rng: random.Random, t: Traits) -> _Arrow:
    s = t.scheme
    path = rng.choice(rng.choices((CHEVRONS, TRIANGLES, BOTH_WAYS, BOTH_TRIANGLES), (8, 6, 3, 1))[0])
    size, right, width = rng.uniform(0.6, 1.3), rng.uniform(0.25, 1), rng.uniform(1, 2.6)
    colour = rng.choice((s.ink, s.ink, s.muted, s.accent))
    box = size * rng.uniform(1.4, 2.4)
    middle = (box - size) / 2
    match rng.choices(("bare", "divided", "ground", "accent", "light"), (10, 3, 2, 2, 1))[0]:
        case "divided":
            return _Arrow(in_css(path, colour, width), size, middle, box, line=s.line, short=rng.random() < 0.4)
        case "ground":
            tint = f"color-mix(in srgb, {s.ink} {rng.randint(6, 20)}%, {s.field})"
            return _Arrow(in_css(path, colour, width), size, middle, box, tint, rng.choice(("", s.line)))
        case "accent":
            return _Arrow(in_css(path, s.on_accent, width), size, middle, box, s.accent)
        case "light":
            return _Arrow(in_css(path, s.on_second, width), size, middle, box, s.second, s.line)
        case _:
            return _Arrow(in_css(path, colour, width), size, right)


def selects(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    arrow = _arrow(rng, t)
    native = "" if t.native_select else f"select.field {{ appearance: none; {arrow.css()} }}"
    return f"""
{native}
.combo {{ display: inline-flex; align-items: center; gap: .6em; cursor: pointer; min-width: {rng.uniform(4, 11):.0f}em; min-height: 1.3em; text-align: left; line-height: 1.3; }}
.combo.pressed {{ justify-content: {rng.choice(("space-between", "center"))}; white-space: nowrap; width: auto; }} .combo .hint {{ color: {s.muted}; }}
{_combo_arrow(rng, t, arrow)}
"""


def _combo_arrow(rng: random.Random, t: Traits, arrow: _Arrow) -> str:
    s = t.scheme
    match t.arrow:
        case "none":
            return ""
        case "outside":
            # A block that stands beyond the frame of the words.
            side = rng.uniform(1.6, 2.4)
            ground, ink = rng.choice(((s.accent, s.on_accent), (s.second, s.on_second)))
            path = rng.choice((*CHEVRONS, *TRIANGLES))
            return f""".combo {{ position: relative; width: calc(100% - {side + 0.6:.1f}em); max-width: calc(100% - {side + 0.6:.1f}em); margin-right: {side + 0.6:.1f}em; }}
.combo::after {{ content: ""; position: absolute; top: -{rng.choice((0, 1))}px; bottom: -{rng.choice((0, 1))}px; left: 100%; width: {side:.1f}em; border-radius: {min(t.radius_px, 6):.0f}px; background: {in_css(path, ink)} no-repeat center / {side * 0.5:.2f}em {ground}; }}"""
        case _:
            return f".field.combo, .button.combo {{ {arrow.css()} }}"
