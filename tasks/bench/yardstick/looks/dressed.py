"""Dressed fields: with signs and units in their frame, steps up and down, something that clears them, or a button that they are joined to."""

# ruff: noqa: E501  (HTML and CSS read better unfolded)
from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape

from ..control import Control
from ..icons import drawn, random_icon
from .pictures import ARROW, CHEVRONS, CROSSES, DASH, EYE, LENS, PLUS
from .traits import Traits

UNITS = ("€", "$", "%", "kg", "km", "@", "https://", ".com", "h", "m²", "+49", "px", "min", "0/80")
GO = ("Go", "OK", "→", "»", "Start", "…")


@dataclass(frozen=True)
class Wardrobe:
    """How the fields of one look are dressed."""

    share: float
    """Of all that could be, how many are."""
    sign: str
    """lead, boxed or unit: what stands before or behind the words."""
    ends: bool
    """Whether what can be cleared, shown or opened has a button in it."""
    steps: str
    """Of numbers: arrows, inside, joined or ""."""
    joined: str
    """Buttons that fields are joined to: icon, words or ""."""


def random_wardrobe(rng: random.Random) -> Wardrobe:
    if rng.random() < 0.45:
        return Wardrobe(0, "lead", False, "", "")
    return Wardrobe(
        rng.uniform(0.15, 0.8),
        rng.choice(("lead", "lead", "boxed", "unit")),
        rng.random() < 0.5,
        rng.choice(("", "arrows", "inside", "joined", "joined")),
        rng.choice(("", "", "icon", "words")),
    )


def dressed(c: Control, bare: str, framed: str, wardrobe: Wardrobe, rng: random.Random) -> str:
    """`bare` is its element alone, `framed` the same without a frame of its own; or "" where it stays as it is."""
    if rng.random() >= wardrobe.share or c.form in ("date", "time", "datetime-local"):
        return ""
    if c.form == "number" and wardrobe.steps:
        return _stepped(c, bare, framed, wardrobe.steps)
    if wardrobe.joined and rng.random() < (0.8 if c.form == "search" else 0.25):
        return f'<div class="joined">{bare}{_joined(c, wardrobe.joined, rng)}</div>'
    end = _end(c, rng) if wardrobe.ends else ""
    if end and rng.random() < 0.5:
        return _frame(c, framed + end)
    return _frame(c, _signed(c, framed, wardrobe.sign, rng) + end)


def _frame(c: Control, inner: str) -> str:
    return f'<div class="field framed{" off" if c.disabled else ""}" {c.truth()}>{inner}</div>'


def inner_button(c: Control, name: str, picture: str, classes: str) -> str:
    """A button of its own that belongs to a field."""
    own = Control(f"{c.id}-{name}", "icon", name, disabled=c.disabled)
    return f'<button type="button" {own.native()} title="{name}" {own.truth()} class="{classes}">{picture}</button>'


def _signed(c: Control, framed: str, sign: str, rng: random.Random) -> str:
    if sign == "unit" and c.form in ("text", "number", "url", "tel"):
        unit = f'<span class="unit">{rng.choice(UNITS)}</span>'
        return unit + framed if rng.random() < 0.4 else framed + unit
    picture = drawn(LENS) if c.form == "search" and rng.random() < 0.8 else random_icon(rng)
    return f'<span class="sign {"box" if sign == "boxed" else ""}">{picture}</span>{framed}'


def _end(c: Control, rng: random.Random) -> str:
    match c.form:
        case "password":
            return inner_button(c, "show", drawn(EYE, stroke=1.5), "end")
        case "text" | "search" | "email" | "tel" if c.value:
            cross = "×" if rng.random() < 0.4 else drawn(CROSSES[0], stroke=rng.uniform(1, 2.2))
            return inner_button(c, "clear", cross, rng.choice(("end", "end", "end round")))
        case "search":
            return inner_button(c, "search", drawn(LENS), "end")
        case _:
            return ""


def _stepped(c: Control, bare: str, framed: str, steps: str) -> str:
    if steps == "arrows":
        up = drawn("M4 10l4-4 4 4", ".8em")
        return _frame(c, f'{framed}<span class="arrows">{up}{drawn(CHEVRONS[0], ".8em")}</span>')
    less, more = drawn(DASH), drawn(PLUS)
    if steps == "inside":
        return _frame(c, f'{framed}<span class="sign">{less}</span><span class="sign">{more}</span>')
    return f'<div class="joined narrow">{inner_button(c, "less", less, "button secondary")}{bare}{inner_button(c, "more", more, "button secondary")}</div>'


def _joined(c: Control, joined: str, rng: random.Random) -> str:
    tone = rng.choice(("primary", "primary", "secondary", "outline"))
    if joined == "icon":
        return inner_button(c, "search", drawn(LENS if c.form == "search" else ARROW), f"button {tone}")
    own = Control(f"{c.id}-go", "button", rng.choice(GO), disabled=c.disabled)
    return f'<button type="button" {own.native()} {own.truth()} class="button {tone}">{escape(own.label)}</button>'


def dress(rng: random.Random, t: Traits) -> str:
    """Its style sheet."""
    s = t.scheme
    gap = rng.choice((0, 0, 0, 4, 8))
    r = f"{min(t.radius_px, 20):.0f}px"
    corners = (
        f".joined > :not(:last-child) {{ border-top-right-radius: 0; border-bottom-right-radius: 0; }} .joined > * + * {{ border-top-left-radius: 0; border-bottom-left-radius: 0; margin-left: {rng.choice((0, -1))}px; }}"
        if not gap
        else ""
    )
    return f"""
.framed {{ display: inline-flex; align-items: center; gap: .5em; cursor: text; }} .framed > * {{ flex: none; }}
.framed > input {{ flex: 1 1 0; min-width: 0; border: 0; padding: 0; margin: 0; background: none; font: inherit; letter-spacing: inherit; color: inherit; outline: 0; appearance: textfield; }}
.framed > input::-webkit-inner-spin-button, .joined > input::-webkit-inner-spin-button {{ display: none; }} .framed > input::placeholder {{ color: {s.muted}; opacity: {rng.uniform(0.6, 1):.2f}; }}
.sign, .unit {{ color: {s.muted}; }} .sign.box {{ align-self: stretch; display: inline-flex; align-items: center; border-right: 1px solid {s.line}; padding-right: .5em; }}
.end {{ font: inherit; line-height: 1; background: none; color: {s.muted}; border: 0; margin: 0; padding: {rng.uniform(0.05, 0.2):.2f}em; cursor: pointer; display: inline-flex; }} .end.round {{ border-radius: 50%; background: color-mix(in srgb, {s.ink} 22%, {s.field}); color: {s.ink}; }}
.arrows {{ display: inline-flex; flex-direction: column; color: {s.muted}; {f"border-left: 1px solid {s.line}; padding-left: .3em;" if rng.random() < 0.4 else ""} }}
.joined {{ display: flex; align-items: stretch; gap: {gap}px; }} .joined > .field {{ flex: 1; min-width: 3em; border-radius: {r}; }} .joined > .button {{ border-radius: {r}; min-width: 0; padding-top: 0; padding-bottom: 0; }}
.joined.narrow {{ max-width: {rng.uniform(8, 13):.0f}em; }} .joined.narrow > .field {{ text-align: center; }} td .joined, .y-nav .joined {{ display: inline-flex; }} {corners}
"""
