"""The style sheet of the controls of a look that is drawn at random."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random
from urllib.parse import quote

from .traits import Traits, random_shadow


def _svg(path: str, colour: str, width: float = 2.0, fill: bool = False) -> str:
    paint = f"fill='{colour}'" if fill else f"fill='none' stroke='{colour}' stroke-width='{width:.1f}'"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path {paint} d='{path}'/></svg>"
    return f'url("data:image/svg+xml,{quote(picture)}")'


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
        case _:
            return f"border: {width}px solid {s.line}; border-radius: {radius:.0f}px; background: {s.field}; box-shadow: {random_shadow(rng, 0.2)};"


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
.field:focus {{ {rng.choice((f"border-color: {s.accent};", f"box-shadow: 0 0 0 3px color-mix(in srgb, {s.accent} 40%, transparent);", f"outline: 2px solid {s.accent};"))} }}
.field:disabled, .button:disabled, .off {{ opacity: {rng.uniform(0.4, 0.7):.2f}; }} .field[aria-invalid=true] {{ border-color: {s.danger}; }}
td .field {{ width: {rng.uniform(6, 11):.1f}em; padding: {min(tall, 0.3):.2f}em .5em; }} .y-inline .field {{ width: auto; }}
.y-setting .field {{ width: auto; }} .y-nav .field {{ width: 11em; }}
.y-float {{ position: relative; }} .y-float > .label {{ position: absolute; left: {wide:.2f}em; top: .25em; font-size: .7em; color: {s.muted}; pointer-events: none; margin: 0; }}
.y-float .field {{ padding-top: {tall + 0.75:.2f}em; }}
.y-notch {{ position: relative; margin-top: .9em; }} .y-notch > .label {{ position: absolute; left: {wide:.2f}em; top: -.75em; font-size: .78em; padding: 0 .35em; background: {s.panel}; z-index: 1; margin: 0; line-height: 1.4; }}
.y-addon {{ display: flex; align-items: stretch; }} .y-addon > .label {{ padding: {tall:.2f}em .7em; background: {s.second}; color: {s.on_second}; white-space: nowrap; }} .y-addon > .y-control {{ flex: 1; }}
.with-icon {{ position: relative; }} .with-icon svg {{ position: absolute; left: .6em; top: calc(50% - .6em); color: {s.muted}; pointer-events: none; }} .with-icon .field {{ padding-left: 2.2em; }}
"""


def selects(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    arrow = rng.choice(("M4 6l4 4 4-4", "M3 5l5 6 5-6z", "M5 6l3-3 3 3M5 10l3 3 3-3", "M4 6h8l-4 5z"))
    filled = arrow.endswith("z")
    size, right = rng.uniform(0.7, 1.3), rng.uniform(0.3, 1)
    picture = f"{_svg(arrow, s.ink, rng.uniform(1.2, 2.4), filled)} no-repeat right {right:.2f}em center / {size:.2f}em"
    native = (
        ""
        if t.native_select
        else f"select.field {{ appearance: none; background-image: {picture.split(' no-repeat')[0]}; background-repeat: no-repeat; background-position: right {right:.2f}em center; background-size: {size:.2f}em; padding-right: {right + size + 0.4:.2f}em; }}"
    )
    return f"""
{native}
.combo {{ display: inline-flex; align-items: center; justify-content: space-between; gap: .6em; cursor: pointer; min-width: 7em; min-height: 1.3em; }}
.combo .mark {{ width: {size:.2f}em; height: {size:.2f}em; flex: none; background: {picture.split(" no-repeat")[0]} no-repeat center / contain; {f"border-left: 1px solid {s.line}; padding-left: .5em;" if rng.random() < 0.2 else ""} }}
"""


def buttons(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    radius = rng.choice((t.radius_px, t.radius_px, t.radius_px, 0, 99))
    tall, wide = rng.uniform(0.15, 0.8) * t.roomy, rng.uniform(0.5, 1.8) * t.roomy
    words = rng.choice(
        (
            "",
            "",
            "",
            "text-transform:uppercase;letter-spacing:.05em;",
            "font-variant:small-caps;",
            "font-weight:700;",
            "font-size:.9em;",
        )
    )
    fill = rng.choice((s.accent, s.accent, f"linear-gradient({s.accent}, color-mix(in srgb, {s.accent} 70%, #000))"))
    border = rng.choice((1, 1, 2))
    relief = rng.choice(("none", "none", "0 2px 5px #0005", "0 3px 0 #0004", "inset 0 1px 0 #fff6, 0 1px 2px #0004"))
    soft = f"color-mix(in srgb, {s.accent} 18%, {s.panel})"
    second = rng.choice((f"background: {s.second}; color: {s.on_second};", f"background: {soft}; color: {s.ink};"))
    return f"""
.button {{ box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center; gap: .45em; font: inherit; letter-spacing: inherit; cursor: pointer; margin: 0;
  padding: {tall:.2f}em {wide:.2f}em; border: {border}px solid transparent; border-radius: {radius:.0f}px; text-decoration: none; line-height: 1.3; {words} }}
.primary {{ background: {fill}; color: {s.on_accent}; box-shadow: {relief}; }} .secondary {{ {second} box-shadow: {relief}; }}
.outline {{ background: transparent; color: {s.ink}; border-color: {rng.choice((s.line, s.accent, s.ink))}; }}
.text {{ background: transparent; color: {s.accent if rng.random() < 0.6 else s.ink}; }} .danger {{ background: {s.danger}; color: {"#000" if s.is_dark else "#fff"}; }}
.icon {{ padding: {rng.uniform(0.15, 0.6):.2f}em; {"border-radius: 50%;" if rng.random() < 0.3 else ""} }} .icon svg {{ width: {rng.uniform(0.9, 1.5):.2f}em !important; height: 1.2em !important; }}
input[type=file] {{ font: inherit; color: inherit; max-width: 100%; }}
input[type=file]::file-selector-button {{ font: inherit; padding: {tall * 0.8:.2f}em {wide * 0.8:.2f}em; margin-right: .7em; border-radius: {min(radius, 20):.0f}px;
  {rng.choice((f"border: 0; background: {s.second}; color: {s.on_second};", f"border: 1px solid {s.line}; background: transparent; color: {s.ink};", f"border: 0; background: {s.accent}; color: {s.on_accent};"))} }}
"""


def ticks(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    side = rng.uniform(0.75, 1.6) * min(max(t.size_px, 12), 22)
    if t.native_ticks:
        scaled = f"width: {side:.0f}px; height: {side:.0f}px;" if rng.random() < 0.5 else ""
        return f".tick {{ {scaled} vertical-align: middle; }} .tick-line {{ display: inline-flex; align-items: center; gap: .45em; }}"
    on = rng.choice(("fill", "fill", "outline"))
    mark_colour = s.on_accent if on == "fill" else s.accent
    tick = rng.choice(("M3.5 8.5l3 3 6-7", "M4 8l3 3 5-6", "M4 4l8 8M12 4l-8 8", "M3 8.5l3.4 3.2L13 4.5", "M4 4h8v8H4z"))
    picture = _svg(tick, mark_colour, rng.uniform(1.5, 3), tick.endswith("z"))
    dash, dot = _svg("M4 8h8", mark_colour, 2.4), rng.uniform(0.35, 0.65)
    width = rng.choice((1, 1, 1.5, 2, 2, 3))
    fill = f"background-color: {s.accent}; border-color: {s.accent};" if on == "fill" else f"border-color: {s.accent};"
    dot_colour = s.on_accent if on == "fill" else s.accent
    corner = rng.choice((0, 2, 3, 4, min(t.radius_px, side / 2), side / 2 if rng.random() < 0.3 else 3))
    return f"""
.tick {{ appearance: none; box-sizing: border-box; width: {side:.1f}px; height: {side:.1f}px; flex: none; margin: 0; vertical-align: middle; border: {width}px solid {s.line if rng.random() < 0.5 else s.muted};
  background: {rng.choice((s.field, "transparent"))}; display: inline-grid; place-content: center; }}
.tick[type=checkbox] {{ border-radius: {corner:.0f}px; }} .tick[type=radio] {{ border-radius: 50%; }}
.tick:checked, .tick:indeterminate {{ {fill} }}
.tick[type=checkbox]:checked {{ background-image: {picture}; background-size: {rng.uniform(75, 105):.0f}%; background-position: center; background-repeat: no-repeat; }}
.tick:indeterminate {{ background-image: {dash}; background-size: 90%; background-position: center; background-repeat: no-repeat; }}
.tick[type=radio]:indeterminate {{ background-image: none; border-color: {s.muted}; background-color: transparent; }}
.tick[type=radio]:checked::before {{ content: ""; width: {side * dot:.1f}px; height: {side * dot:.1f}px; border-radius: 50%; background: {dot_colour}; }}
.tick:disabled {{ opacity: .5; }} .tick-line {{ display: inline-flex; align-items: center; gap: {rng.uniform(0.2, 0.8):.2f}em; }}
"""


def switches(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    h = rng.uniform(0.85, 1.6) * min(max(t.size_px, 12), 22)
    w, inset = h * rng.uniform(1.6, 2.2), rng.uniform(1, h * 0.16)
    square = rng.random() < 0.15
    radius = rng.uniform(0, 4) if square else h
    style = rng.choice(("inside", "inside", "inside", "overhang", "outlined"))
    thumb, track = h - 2 * inset, h
    if style == "overhang":
        track = h * rng.uniform(0.45, 0.75)
        thumb = h * 0.95
    off = f"color-mix(in srgb, {s.ink} {rng.randint(22, 50)}%, {s.panel})"
    base = f"border: 2px solid {off}; background: transparent;" if style == "outlined" else f"border: 0; background: {off};"
    knob = off if style == "outlined" else rng.choice(("#fff", "#fff", s.field))
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
"""


def sliders(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    width = rng.choice(("100%", f"{rng.uniform(7, 20):.0f}em"))
    if t.native_slider:
        return f".slider {{ width: {width}; max-width: 100%; vertical-align: middle; }} .y-setting .slider {{ width: 9em; }}"
    track, thumb = rng.uniform(2, 10), rng.uniform(10, 26)
    round_px = rng.choice((0, 3, 99, 99))
    thumb = max(thumb, track + 2)
    look = rng.choice(
        (
            f"background: {s.accent};",
            f"background: #fff; border: 2px solid {s.accent};",
            "background: #fff; box-shadow: 0 1px 4px #0008;",
            f"background: {s.ink};",
        )
    )
    w = thumb * rng.choice((1, 1, 1, 0.5))
    rest = f"color-mix(in srgb, {s.ink} {rng.randint(15, 45)}%, {s.panel})"
    return f"""
.slider {{ appearance: none; background: transparent; width: {width}; max-width: 100%; height: {thumb + 2:.0f}px; margin: 0; vertical-align: middle; --at: 50%; }}
.slider::-webkit-slider-runnable-track {{ height: {track:.1f}px; border-radius: {round_px}px; background: linear-gradient({s.accent} 0 0) 0 / var(--at) 100% no-repeat {rest}; }}
.slider::-webkit-slider-thumb {{ appearance: none; box-sizing: border-box; width: {w:.1f}px; height: {thumb:.1f}px; margin-top: {(track - thumb) / 2:.1f}px; border-radius: {round_px if round_px else 2}px; {look} }}
.y-setting .slider {{ width: 9em; }}
"""
