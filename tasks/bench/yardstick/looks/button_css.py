"""The style sheet of buttons that are drawn at random: flat, raised, bevelled, ghosts; tiny, huge, and touching each other."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random

from .colours import Scheme
from .traits import Traits


def buttons(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    radius = rng.choice((t.radius_px, t.radius_px, t.radius_px, 0, 99))
    tall, wide, size = _proportions(rng, t)
    words = rng.choice(
        ("", "", "", "text-transform:uppercase;letter-spacing:.05em;", f"text-transform:uppercase;letter-spacing:{rng.uniform(.08, .2):.2f}em;",
         "font-variant:small-caps;", "font-weight:700;", "text-transform:lowercase;", "letter-spacing:.06em;")
    )  # fmt: skip
    file_tone = rng.choice(
        (f"border: 0; background: {s.second}; color: {s.on_second};", f"border: 1px solid {s.line}; background: transparent; color: {s.ink};",
         f"border: 0; background: {s.accent}; color: {s.on_accent};")
    )  # fmt: skip
    return f"""
.button {{ box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center; gap: .45em; font: inherit; letter-spacing: inherit; cursor: pointer; margin: 0;
  padding: {tall:.2f}em {wide:.2f}em; border: {rng.choice((1, 1, 2))}px solid transparent; border-radius: {radius:.0f}px; text-decoration: none; line-height: 1.3; {words} {size} }}
{_tones(rng, s)}
{_relief(rng, s)}
.button:disabled {{ {rng.choice((f"opacity: {rng.uniform(0.4, 0.7):.2f};", f"background: color-mix(in srgb, {s.ink} 12%, {s.panel}); color: {s.muted}; box-shadow: none; text-shadow: none;"))} }}
.icon {{ min-width: 0; padding: {rng.uniform(0.1, 0.6):.2f}em; {rng.choice(("border-radius: 50%;", "", ""))} }} .icon svg {{ width: {rng.uniform(0.8, 1.6):.2f}em !important; height: 1.2em !important; }}
input[type=file] {{ font: inherit; color: inherit; max-width: 100%; }}
input[type=file]::file-selector-button {{ font: inherit; padding: {tall * 0.8:.2f}em {wide * 0.8:.2f}em; margin-right: .7em; border-radius: {min(radius, 20):.0f}px; {file_tone} }}
{_grouped(rng, radius)}
"""


def _proportions(rng: random.Random, t: Traits) -> tuple[float, float, str]:
    """Padding above and beside the words, and what else makes them small or large."""
    match rng.choices(("usual", "tiny", "wide", "tall"), (12, 2, 2, 1))[0]:
        case "tiny":
            return rng.uniform(0, 0.12), rng.uniform(0.2, 0.6), f"font-size: {rng.uniform(0.75, 0.95):.2f}em;"
        case "wide":
            return rng.uniform(0.2, 0.6), rng.uniform(1.5, 3), f"min-width: {rng.uniform(8, 16):.0f}em;"
        case "tall":
            return rng.uniform(0.8, 1.3), rng.uniform(0.8, 2), ""
        case _:
            return rng.uniform(0.15, 0.8) * t.roomy, rng.uniform(0.5, 1.8) * t.roomy, ""


def _fill(rng: random.Random, colour: str, ink: str) -> str:
    """Plain or with a gradient, which leads away from what is written in the ink."""
    light_ink = sum(int(ink[at : at + 2], 16) for at in (1, 3, 5)) > 380
    shade = f"color-mix(in srgb, {colour} {rng.randint(65, 88)}%, {'#000' if light_ink else '#fff'})"
    return rng.choice(
        (
            colour,
            colour,
            colour,
            f"linear-gradient({colour}, {shade})",
            f"linear-gradient({shade}, {colour})",
            f"linear-gradient({colour} 50%, {shade} 50%)",
            f"linear-gradient({rng.randint(30, 150)}deg, {colour}, {shade})",
        )
    )


def _tones(rng: random.Random, s: Scheme) -> str:
    soft = f"color-mix(in srgb, {s.accent} 18%, {s.panel})"
    second = rng.choice(
        (
            f"background: {_fill(rng, s.second, s.on_second)}; color: {s.on_second};",
            f"background: {soft}; color: {s.ink};",
            f"background: {s.panel}; color: {s.ink}; border-color: {s.line};",
        )
    )
    first = f"background: {_fill(rng, s.accent, s.on_accent)}; color: {s.on_accent};"
    if rng.random() < 0.12:
        first = f"background: {soft}; color: {s.ink}; border-color: {s.accent};"
    outline = rng.choice((s.line, s.accent, s.ink))
    danger = rng.choice(
        (
            f"background: {s.danger}; color: {'#000' if s.is_dark else '#fff'};",
            f"background: transparent; color: {s.danger}; border-color: {s.danger};",
        )
    )
    ghost = rng.choice(("", "", "text-decoration: underline;", "font-weight: 700;"))
    return f""".primary {{ {first} }} .secondary {{ {second} }} .danger {{ {danger} }}
.outline {{ background: transparent; color: {rng.choice((s.ink, outline if outline != s.line else s.ink))}; border-color: {outline}; }} .text {{ background: transparent; color: {s.accent if rng.random() < 0.6 else s.ink}; {ghost} }}"""


def _relief(rng: random.Random, s: Scheme) -> str:
    """How what is filled stands out from the page."""
    light, dark = f"color-mix(in srgb, {s.second} 40%, #fff)", f"color-mix(in srgb, {s.second} 45%, #000)"
    filled = ".primary, .secondary, .danger"
    match rng.choices(("flat", "shadow", "bevel", "outset", "sides", "foot", "frame"), (8, 5, 2, 1, 2, 2, 1))[0]:
        case "shadow":
            depth = rng.choice(
                (
                    "0 2px 5px #0005",
                    "0 3px 0 #0004",
                    "inset 0 1px 0 #fff6, 0 1px 2px #0004",
                    "3px 3px 0 #0007",
                    "0 6px 16px #0004",
                )
            )
            return f"{filled} {{ box-shadow: {depth}; }}"
        case "bevel":
            return f".primary, .secondary {{ border: {rng.choice((1, 2, 2))}px solid; border-color: {light} {dark} {dark} {light}; }}"
        case "outset":
            return f".primary, .secondary {{ border: {rng.choice((2, 3))}px outset {s.second}; }}"
        case "sides":
            sides, colour = rng.choice(("2px 0", "0 3px", "0 2px 2px 0", "0 0 0 5px")), rng.choice((s.ink, s.line, s.accent))
            return f".secondary, .outline {{ border-width: {sides}; border-style: solid; border-color: {colour}; border-radius: 0; }}"
        case "foot":
            return f"{filled} {{ border-bottom: {rng.choice((2, 3, 4))}px solid #0006; }}"
        case "frame":
            return f"{filled} {{ outline: 1px solid {s.line}; outline-offset: -{rng.choice((3, 4))}px; }}"
        case _:
            return ""


def _grouped(rng: random.Random, radius: float) -> str:
    """How buttons that belong together stand: apart, touching, at the end, or as wide as there is room."""
    place = rng.choice(
        ("", "", "", "justify-content: flex-end;", "justify-content: center;", "justify-content: space-between;")
    )
    css = f".y-buttons {{ {place} gap: {rng.choice((10, rng.randint(2, 24)))}px; }}"
    match rng.choices(("apart", "touching", "filling", "stacked"), (12, 3, 1, 1))[0]:
        case "touching":
            r = min(radius, 20)
            return f"""{css} .y-buttons, .y-toolbar {{ gap: 0; }} .y-buttons > .button + .button, .y-toolbar > .button + .button {{ margin-left: -1px; border-top-left-radius: 0; border-bottom-left-radius: 0; }}
.y-buttons > .button:has(+ .button), .y-toolbar > .button:has(+ .button) {{ border-top-right-radius: 0; border-bottom-right-radius: 0; }} .y-buttons > .button {{ border-radius: {r:.0f}px; }}
.y-buttons > .button + .button {{ border-left-color: #8888; }}"""
        case "filling":
            return f"{css} .y-buttons > .button {{ flex: 1; }}"
        case "stacked":
            return f"{css} .y-buttons {{ flex-direction: column; align-items: stretch; max-width: {rng.randint(12, 40)}em; }}"
        case _:
            return css
