"""The style sheet of the fields and sliders of a look that is drawn at random."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random

from .traits import Traits, random_shadow


def _field_frame(rng: random.Random, t: Traits) -> str:
    s, width = t.scheme, rng.choice((1, 1, 1, 1.5, 2, 3))
    radius = min(t.radius_px, 99)
    match t.field:
        case "underline":
            return f"border: 0; border-bottom: {width}px solid {s.line}; border-radius: 0; background: transparent;"
        case "filled":
            edge = f"border-bottom: {width}px solid {rng.choice((s.line, s.accent))};" if rng.random() < 0.4 else ""
            tint = rng.choice(
                (
                    f"color-mix(in srgb, {s.ink} {rng.randint(6, 16)}%, {s.panel})",
                    s.field if s.field != s.panel else f"color-mix(in srgb, {s.accent} 14%, {s.panel})",
                )
            )
            return f"border: 0; {edge} border-radius: {radius:.0f}px; background: {tint};"
        case "sunken":
            return f"border: {width}px inset {s.line}; border-radius: {min(radius, 6):.0f}px; background: {s.field}; box-shadow: inset 0 1px 3px #0005;"
        case "bare":
            return f"border: {width}px dashed {s.line}; border-radius: {min(radius, 8):.0f}px; background: transparent;"
        case "shadow":
            return f"border: 0; border-radius: {min(radius, 14):.0f}px; background: {s.field}; box-shadow: {rng.choice(('0 1px 4px #0007', '0 2px 8px #0005', '0 0 0 1px #0002, 0 1px 3px #0004'))};"
        case "bar":
            sides = rng.choice((f"0 0 0 {rng.choice((3, 4, 6))}px", f"{width}px 0", f"0 0 {width}px {width}px"))
            tint = f"color-mix(in srgb, {s.ink} {rng.randint(4, 10)}%, {s.panel})"
            return f"border: 0 solid {rng.choice((s.line, s.accent))}; border-width: {sides}; border-radius: 0; background: {tint};"
        case "ghost":
            faint = f"color-mix(in srgb, {s.ink} {rng.randint(10, 20)}%, {s.panel})"
            return f"border: 1px solid {faint}; border-radius: {radius:.0f}px; background: transparent;"
        case _:
            return f"border: {width}px {rng.choice(('solid',) * 9 + ('double', 'ridge'))} {s.line}; border-radius: {radius:.0f}px; background: {s.field}; box-shadow: {random_shadow(rng, 0.2)};"


def fields(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    tall, wide = rng.uniform(0.1, 0.9) * t.roomy, rng.uniform(0.3, 1.2) * t.roomy
    if t.radius_px > 50:
        wide += 0.4
    width = rng.choice(("100%", "100%", f"{rng.randint(55, 95)}%", f"{rng.uniform(9, 24):.0f}em"))
    return f"""
.field {{ box-sizing: border-box; font: inherit; letter-spacing: inherit; color: {s.ink}; width: {width}; max-width: 100%; margin: 0;
  padding: {tall:.2f}em {wide:.2f}em; {_field_frame(rng, t)} outline: none; }}
textarea.field {{ border-radius: {min(t.radius_px, 16):.0f}px; display: block; }}
.field::placeholder {{ color: {s.muted}; opacity: {rng.uniform(0.55, 1):.2f}; font-style: {rng.choice(("normal", "normal", "italic"))}; }}
.field:focus, .field:focus-within {{ {rng.choice((f"border-color: {s.accent};", f"box-shadow: 0 0 0 3px color-mix(in srgb, {s.accent} 40%, transparent);", f"outline: 2px solid {s.accent};"))} }}
.field:disabled, .off {{ opacity: {rng.uniform(0.4, 0.7):.2f}; }} .field[aria-invalid=true], .framed:has([aria-invalid=true]) {{ border-color: {s.danger}; }}
td .field {{ width: {rng.uniform(6, 11):.1f}em; padding: {min(tall, 0.3):.2f}em .5em; }} .y-inline .field {{ width: auto; }}
.y-setting .field {{ width: auto; }} .y-nav .field {{ width: 11em; }}
.y-float {{ position: relative; }} .y-float > .label {{ position: absolute; left: {wide:.2f}em; top: .25em; font-size: .7em; color: {s.muted}; pointer-events: none; margin: 0; }}
.y-float .field {{ padding-top: {tall + 0.75:.2f}em; }}
.y-notch {{ position: relative; margin-top: .9em; }} .y-notch > .label {{ position: absolute; left: {wide:.2f}em; top: -.75em; font-size: .78em; padding: 0 .35em; background: {s.panel}; z-index: 1; margin: 0; line-height: 1.4; }}
.y-addon {{ display: flex; align-items: stretch; }} .y-addon > .label {{ padding: {tall:.2f}em .7em; background: {s.second}; color: {s.on_second}; }} .y-addon > .y-control {{ flex: 1 0 7em; }}
"""


def sliders(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    width = rng.choice(("100%", f"{rng.uniform(7, 20):.0f}em"))
    if t.native_slider:
        return f".slider {{ width: {width}; max-width: 100%; vertical-align: middle; }} .y-setting .slider {{ width: 9em; }}"
    track, thumb = rng.choice((rng.uniform(1, 10), rng.uniform(10, 22))), rng.uniform(9, 26)
    round_px = rng.choice((0, 3, 99, 99))
    thumb = max(thumb, track + rng.choice((2, 2, 0)))
    look = rng.choice(
        (
            f"background: {s.accent};",
            f"background: #fff; border: 2px solid {s.accent};",
            "background: #fff; box-shadow: 0 1px 4px #0008;",
            f"background: {s.ink};",
            f"background: {s.field}; border: 1px solid {s.line};",
            f"background: {s.accent}; border: 3px solid #fff; box-shadow: 0 0 2px #000a;",
            f"background: {s.ink}; clip-path: polygon(0 0, 100% 0, 100% 60%, 50% 100%, 0 60%);",
        )
    )
    w = thumb * rng.choice((1, 1, 1, 0.5, 0.3))
    rest = f"color-mix(in srgb, {s.ink} {rng.randint(15, 45)}%, {s.panel})"
    done = rng.choice((s.accent, s.accent, s.accent, rest))
    marks = f"background: repeating-linear-gradient(90deg, {s.muted} 0 1px, transparent 1px 10%) bottom / 100% 5px no-repeat; padding-bottom: 8px;"
    return f"""
.slider {{ appearance: none; background: transparent; width: {width}; max-width: 100%; height: {thumb + 2:.0f}px; margin: 0; vertical-align: middle; --at: 50%; {marks if rng.random() < 0.12 else ""} }}
.slider::-webkit-slider-runnable-track {{ height: {track:.1f}px; border-radius: {round_px}px; background: linear-gradient({done} 0 0) 0 / var(--at) 100% no-repeat {rest}; }}
.slider::-webkit-slider-thumb {{ appearance: none; box-sizing: border-box; width: {w:.1f}px; height: {thumb:.1f}px; margin-top: {(track - thumb) / 2:.1f}px; border-radius: {round_px if round_px else 2}px; {look} }}
.slider:disabled {{ opacity: .5; }} .y-setting .slider {{ width: 9em; }}
"""
