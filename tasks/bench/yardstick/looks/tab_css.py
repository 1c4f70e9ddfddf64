"""The style sheet of tabs that are drawn at random: words alone, boxes, folders, pills, rows of segments, and lists on the left."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random

from .traits import Traits


def tabs(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    style = rng.choice(
        ("underline", "boxed", "folder", "pills", "soft", "segmented", "row", "words", "words", "topline", "list", "block")
    )
    tall, wide = rng.uniform(0.2, 0.8), rng.uniform(0.5, 1.4)
    if style == "words":
        tall, wide = rng.uniform(0.1, 0.45), rng.uniform(0.2, 0.8)
    words = rng.choice(
        (
            "",
            "",
            "",
            "text-transform:uppercase;",
            "text-transform:uppercase;letter-spacing:.08em;font-size:.85em;",
            "font-weight:600;",
            "font-size:.9em;",
            "font-size:1.15em;",
            "font-variant:small-caps;",
        )
    )
    stacked = rng.random() < 0.1 and style not in ("list", "words")
    base = f""".y-tabs {{ gap: {rng.choice((0, 4, rng.randint(0, 24)))}px; }}
.tab {{ display: inline-flex; align-items: center; justify-content: center; gap: .4em; font: inherit; letter-spacing: inherit; color: {rng.choice((s.muted, s.muted, s.ink))}; background: none; border: 0; padding: {tall:.2f}em {wide:.2f}em; margin: 0; cursor: pointer; {"flex-direction: column;" if stacked else ""} {words} }}"""
    evenly = ".y-tabs { gap: 0; } .tab { flex: 1; }" if rng.random() < 0.15 and style != "list" else ""
    return "\n".join((base, _STYLES[style](rng, t), evenly))


def _underline(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    line = rng.choice((f"border-bottom: 1px solid {s.line};", "border: 0;", f"border-bottom: 2px solid {s.line};"))
    thick = rng.choice((1.5, 2, 3, 4))
    return f".y-tabs {{ {line} }} .tab.on {{ color: {rng.choice((s.accent, s.ink))}; box-shadow: inset 0 -{thick}px {rng.choice((s.accent, s.accent, s.ink))}; {rng.choice(('', 'font-weight: 700;'))} }}"


def _topline(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    return f".tab {{ border: 1px solid {s.line}; border-bottom: 0; }} .tab.on {{ background: {s.field}; color: {s.ink}; box-shadow: inset 0 {rng.choice((2, 3, 4))}px {s.accent}; }}"


def _boxed(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    r, edge = min(t.radius_px, 10), rng.choice((1, 1, 2))
    return f".tab {{ border: {edge}px solid {s.line}; border-bottom: 0; border-radius: {r:.0f}px {r:.0f}px 0 0; }} .tab.on {{ background: {s.field}; color: {s.ink}; }}"


def _folder(rng: random.Random, t: Traits) -> str:
    """Only the chosen one has a frame, which is open to what it shows."""
    s = t.scheme
    r = min(t.radius_px, 10)
    rest = rng.choice(("", f".tab:not(.on) {{ background: color-mix(in srgb, {s.ink} 8%, {s.panel}); }}"))
    return f".y-tabs {{ border-bottom: 1px solid {s.line}; }} .tab {{ border: 1px solid transparent; border-bottom: 0; margin-bottom: -1px; border-radius: {r:.0f}px {r:.0f}px 0 0; }} .tab.on {{ border-color: {s.line}; background: {s.panel}; color: {s.ink}; }} {rest}"


def _pills(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    return f".y-tabs {{ border: 0; }} .tab {{ border-radius: {rng.choice((t.radius_px, 99)):.0f}px; }} .tab.on {{ background: {s.accent}; color: {s.on_accent}; }}"


def _soft(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    return f".y-tabs {{ border: 0; }} .tab {{ border-radius: {t.radius_px:.0f}px; }} .tab.on {{ background: color-mix(in srgb, {s.accent} {rng.randint(10, 25)}%, {s.panel}); color: {s.ink}; }}"


def _segmented(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    r = min(t.radius_px, 12)
    return f".y-tabs {{ display: inline-flex; gap: 0; padding: 3px; border: 0; border-radius: {r:.0f}px; background: color-mix(in srgb, {s.ink} {rng.randint(6, 18)}%, {s.panel}); }} .tab.on {{ background: {s.field}; color: {s.ink}; border-radius: {min(r, 10):.0f}px; box-shadow: 0 1px 3px #0004; }}"


def _row(rng: random.Random, t: Traits) -> str:
    """One frame around all, divided by lines."""
    s = t.scheme
    r = min(t.radius_px, 16)
    on = rng.choice(
        (
            f"background: {s.accent}; color: {s.on_accent};",
            f"background: color-mix(in srgb, {s.ink} 14%, {s.panel}); color: {s.ink};",
            f"color: {s.accent}; font-weight: 700;",
        )
    )
    return f".y-tabs {{ display: inline-flex; gap: 0; border: 1px solid {rng.choice((s.line, s.accent))}; border-radius: {r:.0f}px; overflow: hidden; }} .tab + .tab {{ border-left: 1px solid {s.line}; }} .tab.on {{ {on} }}"


def _words(rng: random.Random, t: Traits) -> str:
    """Nothing but words; of the chosen one they are of another colour, bold, or underlined."""
    s = t.scheme
    on = rng.choice(
        (
            f"color: {s.accent};",
            f"color: {s.ink}; font-weight: 700;",
            f"color: {s.ink}; text-decoration: underline; text-underline-offset: .3em;",
            f"color: {s.accent}; font-weight: 700;",
        )
    )
    return f".y-tabs {{ gap: {rng.randint(6, 26)}px; {rng.choice(('border: 0;', ''))} }} .tab {{ color: {s.muted}; }} .tab.on {{ {on} }}"


def _block(rng: random.Random, t: Traits) -> str:
    """A filled bar, on which the chosen one is of another colour."""
    s = t.scheme
    bar, ink, on = rng.choice(
        (
            (s.accent, s.on_accent, f"background: {s.panel}; color: {s.ink};"),
            (s.second, s.on_second, f"background: {s.accent}; color: {s.on_accent};"),
        )
    )
    return f".y-tabs {{ gap: 0; border: 0; background: {bar}; border-radius: {min(t.radius_px, 6):.0f}px; }} .tab {{ color: {ink}; }} .tab.on {{ {on} }}"


def _list(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    on = rng.choice(
        (
            f"background: {s.accent}; color: {s.on_accent};",
            f"color: {s.accent}; box-shadow: inset {rng.choice((2, 3, 4))}px 0 {s.accent};",
            f"color: {s.accent}; box-shadow: inset -3px 0 {s.accent};",
            f"background: color-mix(in srgb, {s.accent} 15%, {s.panel}); color: {s.ink}; font-weight: 600;",
        )
    )
    edge = rng.choice(("border: 0;", f"border: 0; border-right: 1px solid {s.line};", f"border: 1px solid {s.line};"))
    return f""".y-piece:has(> .y-tabs) {{ display: grid; grid-template-columns: auto 1fr; gap: 0 {rng.randint(10, 30)}px; align-items: start; }}
.y-tabs {{ flex-direction: column; gap: {rng.choice((0, 0, 3))}px; min-width: {rng.uniform(7, 14):.0f}em; {edge} }} .tab {{ justify-content: flex-start; text-align: left; border-radius: {rng.choice((0, min(t.radius_px, 8))):.0f}px; }} .tab.on {{ {on} }}"""


_STYLES = {
    "underline": _underline, "topline": _topline, "boxed": _boxed, "folder": _folder, "pills": _pills, "soft": _soft,
    "segmented": _segmented, "row": _row, "words": _words, "block": _block, "list": _list,
}  # fmt: skip
