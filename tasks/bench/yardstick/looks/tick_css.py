"""The style sheet of checkboxes, radios and switches that are drawn at random."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random

from .colours import Scheme
from .pictures import CROSSES, DASH, DOT, SQUARE, TICKS, in_css
from .traits import Traits


def ticks(rng: random.Random, t: Traits) -> str:
    s, usual = t.scheme, min(max(t.size_px, 12), 22)
    side = rng.choices((rng.uniform(0.75, 1.6) * usual, rng.uniform(8, 11), rng.uniform(26, 38)), (12, 1, 1))[0]
    line = f".tick-line {{ display: inline-flex; align-items: center; gap: {rng.uniform(0.2, 0.8):.2f}em; {_tile(rng, t)} }}"
    if t.native_ticks:
        scaled = f"width: {side:.0f}px; height: {side:.0f}px;" if rng.random() < 0.5 else ""
        return f".tick {{ {scaled} flex: none; vertical-align: middle; }} {line}"
    on = rng.choices(("fill", "outline", "soft", "mark"), (6, 3, 1, 2))[0]
    ink = {"fill": s.on_accent, "mark": s.ink}.get(on, s.accent)
    ground = {
        "fill": f"background-color: {s.accent}; border-color: {s.accent};",
        "outline": f"border-color: {s.accent};",
        "soft": f"border-color: {s.accent}; background-color: color-mix(in srgb, {s.accent} 22%, {s.field});",
        "mark": "",
    }[on]
    width = rng.choice((1, 1, 1.5, 2, 2, 3)) if side > 12 else 1
    edge = s.line if rng.random() < 0.5 else s.muted
    off = rng.choices(
        (
            f"border: {width}px solid {edge}; background-color: {s.field};",
            f"border: {width}px solid {edge}; background-color: transparent;",
            f"border: {width}px solid transparent; background-color: color-mix(in srgb, {s.ink} {rng.randint(14, 28)}%, {s.field});",
            f"border: {width}px solid {edge}; background-color: {s.field}; box-shadow: inset 0 1px 3px #0004;",
            f"border: 2px inset {edge}; background-color: {s.field};",
        ),
        (6, 4, 2, 1, 1),
    )[0]
    corner = rng.choice((0, 2, 3, 4, min(t.radius_px, side / 2), side / 2 if rng.random() < 0.3 else 3))
    return f"""
.tick {{ appearance: none; box-sizing: border-box; width: {side:.1f}px; height: {side:.1f}px; flex: none; margin: 0; vertical-align: middle; position: relative; display: inline-grid; place-content: center; {off} }}
.tick[type=checkbox] {{ border-radius: {corner:.0f}px; }} .tick:checked, .tick[type=checkbox]:indeterminate {{ {ground} }}
.tick:disabled {{ opacity: .5; }} {line}
{_check(rng, s, ink)}
{_mixed(rng, ink)}
{_radio(rng, s, on, ink, side)}
"""


def _tile(rng: random.Random, t: Traits) -> str:
    """A frame around the words and what is ticked."""
    if rng.random() > 0.1:
        return ""
    return f"border: 1px solid {t.scheme.line}; border-radius: {min(t.radius_px, 8):.0f}px; padding: {rng.uniform(0.2, 0.7):.2f}em {rng.uniform(0.4, 1):.2f}em;"


def _placed(picture: str, percent: float) -> str:
    return f"background-image: {picture}; background-size: {percent:.0f}%; background-position: center; background-repeat: no-repeat;"


def _check(rng: random.Random, s: Scheme, ink: str) -> str:
    mark = rng.choice(rng.choices((TICKS, CROSSES, (SQUARE,), (DOT,)), (12, 3, 2, 1))[0])
    if mark in TICKS and rng.random() < 0.08:
        # A tick that is larger than its box.
        colour = rng.choice((s.accent, s.ink))
        over = f"content: ''; position: absolute; inset: -35% -45% 0 0; background: {in_css(mark, colour, 2.4)} no-repeat center / contain;"
        return f".tick[type=checkbox]:checked {{ background-color: transparent; }} .tick[type=checkbox]:checked::after {{ {over} }}"
    return f".tick[type=checkbox]:checked {{ {_placed(in_css(mark, ink, rng.uniform(1.5, 3)), rng.uniform(70, 105))} }}"


def _mixed(rng: random.Random, ink: str) -> str:
    mark, percent = rng.choice(((DASH, 90), (DASH, 105), (SQUARE, 90)))
    return f".tick[type=checkbox]:indeterminate {{ {_placed(in_css(mark, ink, rng.uniform(1.8, 3)), percent)} }}"


def _radio(rng: random.Random, s: Scheme, on: str, ink: str, side: float) -> str:
    shape = rng.choices(("border-radius: 50%;", f"border-radius: {side * 0.2:.0f}px;"), (14, 1))[0]
    base = f".tick[type=radio] {{ {shape} }}"
    match rng.choices(("dot", "ring", "tick", "full"), (9, 3, 1, 1))[0]:
        case "ring":
            ring = s.accent if on != "mark" else s.ink
            return f"{base} .tick[type=radio]:checked {{ border: {side * rng.uniform(0.22, 0.36):.1f}px solid {ring}; background: {s.field}; }}"
        case "tick":
            return f"{base} .tick[type=radio]:checked {{ {_placed(in_css(rng.choice(TICKS), ink, 2.2), 80)} }}"
        case "full":
            return f"{base} .tick[type=radio]:checked {{ background: {s.accent}; box-shadow: inset 0 0 0 {max(2, side * 0.14):.0f}px {s.field}; border-color: {s.accent}; }}"
        case _:
            dot = side * rng.uniform(0.3, 0.65)
            return f'{base} .tick[type=radio]:checked::before {{ content: ""; width: {dot:.1f}px; height: {dot:.1f}px; border-radius: inherit; background: {ink}; }}'


def switches(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    h = rng.uniform(0.85, 1.6) * min(max(t.size_px, 12), 22)
    w, inset = h * rng.uniform(1.6, 2.4), rng.uniform(1, h * 0.16)
    radius = rng.uniform(0, 4) if rng.random() < 0.2 else h
    style = rng.choice(("inside", "inside", "inside", "overhang", "outlined", "worded"))
    thumb, track = h - 2 * inset, h
    if style == "overhang":
        track = h * rng.uniform(0.45, 0.75)
        thumb = h * 0.95
    if style == "worded":
        w = max(w, h * 2.4, thumb + 36)
    off = f"color-mix(in srgb, {s.ink} {rng.randint(22, 50)}%, {s.panel})"
    base = f"border: 2px solid {off}; background: transparent;" if style == "outlined" else f"border: 0; background: {off};"
    knob = off if style == "outlined" else rng.choice(("#fff", "#fff", s.field if style == "inside" else "#eee"))
    edge = 2 if style == "outlined" else 0
    top = (track - thumb) / 2 - edge
    left = inset if style != "overhang" else 0
    on_left = w - thumb - left - 2 * edge
    on_knob = s.on_accent if style == "outlined" else rng.choice(("#fff", s.on_accent))
    return f"""
.switch {{ appearance: none; box-sizing: border-box; position: relative; display: inline-block; flex: none; margin: {max(0.0, (h - track) / 2):.1f}px 0; vertical-align: middle; width: {w:.1f}px; height: {track:.1f}px; border-radius: {radius:.0f}px; {base} cursor: pointer; }}
.switch::before {{ content: ""; position: absolute; top: {top:.1f}px; left: {left:.1f}px; width: {thumb:.1f}px; height: {thumb:.1f}px; border-radius: {radius:.0f}px; background: {knob}; {"box-shadow: 0 1px 3px #0007;" if rng.random() < 0.5 or style == "overhang" else ""} }}
.switch:checked, .switch[aria-checked=true] {{ background: {s.accent}; border-color: {s.accent}; }}
.switch:checked::before, .switch[aria-checked=true]::before {{ left: {on_left:.1f}px; background: {on_knob}; }}
.switch:disabled, .switch[aria-disabled=true] {{ opacity: .5; }}
{_worded(rng, s, h, w - thumb) if style == "worded" else ""}
"""


def _worded(rng: random.Random, s: Scheme, h: float, room: float) -> str:
    """The state of a switch is written in it."""
    on, off = rng.choice((("ON", "OFF"), ("On", "Off"), ("I", "O"), ("1", "0")))
    size = min(h * 0.55, (room - 6) / 2.2)
    return f""".switch::after {{ content: "{off}"; position: absolute; right: 5px; top: 0; font: 700 {size:.1f}px/{h:.1f}px sans-serif; color: {s.panel}; }}
.switch:checked::after, .switch[aria-checked=true]::after {{ content: "{on}"; left: 5px; right: auto; color: {s.on_accent}; }}"""
