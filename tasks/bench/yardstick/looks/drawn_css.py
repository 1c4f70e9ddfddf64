"""The style sheet of a look that is drawn at random: no framework's, so that nothing can be learnt by heart."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random
from urllib.parse import quote

from .button_css import buttons
from .colours import Scheme
from .control_css import fields, sliders
from .dressed import dress
from .select_css import selects
from .tab_css import tabs
from .tick_css import switches, ticks
from .traits import Traits, random_shadow


def style_of(rng: random.Random, traits: Traits, family: str) -> str:
    parts = (_labels, fields, selects, buttons, dress, ticks, switches, sliders, tabs, _frames)
    return "\n".join((_page(rng, traits, family), *(part(rng, traits) for part in parts)))


def _ground(rng: random.Random, s: Scheme) -> str:
    draw = rng.random()
    if draw < 0.75:
        return s.paper
    if draw < 0.9:
        return f"linear-gradient({rng.randint(0, 360)}deg, {s.paper}, {s.panel} {rng.randint(40, 100)}%)"
    dots = f"<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24'><circle cx='6' cy='6' r='{rng.uniform(0.5, 2):.1f}' fill='{s.line}' opacity='.5'/></svg>"
    return f'{s.paper} url("data:image/svg+xml,{quote(dots)}")'


def _page(rng: random.Random, t: Traits, family: str) -> str:
    s = t.scheme
    spacing = rng.choice((0, 0, 0, 0, rng.uniform(-0.02, 0.06)))
    heads = rng.choice(
        ("", "", "text-transform:uppercase;", "font-variant:small-caps;", "letter-spacing:.06em;", f"color:{s.accent};")
    )
    banner = rng.choice(
        (
            f"background:{s.panel};",
            f"background:{s.accent};color:{s.on_accent};",
            f"border-bottom:{rng.choice((1, 2, 4))}px solid {s.line};",
            f"background:linear-gradient(90deg,{s.accent},{s.panel});color:{s.on_accent};",
        )
    )
    link = rng.choice((s.accent, s.accent, s.ink))
    return f"""
html {{ color-scheme: {"dark" if s.is_dark else "light"}; --y-paper: {s.panel}; accent-color: {s.accent}; }}
body {{ margin: 0; min-height: 100vh; background: {_ground(rng, s)}; color: {s.ink}; font: {t.size_px:.1f}px/{rng.uniform(1.15, 1.75):.2f} {family};
  letter-spacing: {spacing:.3f}em; }}
h1, h2, h3 {{ line-height: 1.2; margin: {rng.uniform(0.3, 1):.2f}em 0 {rng.uniform(0.2, 0.7):.2f}em; font-weight: {rng.choice((400, 600, 700, 800))}; {heads} }}
h1 {{ font-size: {rng.uniform(1.3, 2.4):.2f}em }} h2 {{ font-size: {rng.uniform(1.1, 1.8):.2f}em }} h3 {{ font-size: {rng.uniform(1, 1.3):.2f}em }}
a {{ color: {link}; text-decoration: {rng.choice(("underline", "none", "underline", "underline dotted"))}; }}
.y-nav {{ {banner} padding: {rng.uniform(0.3, 1.2):.2f}em 20px; }} .y-nav a {{ color: inherit; text-decoration: none; }}
.y-nav a.pill {{ background: {s.second}; color: {s.on_second}; border-radius: {t.radius_px}px; padding: .2em .8em; }}
small {{ color: {s.muted}; font-size: {rng.uniform(0.75, 0.92):.2f}em; }} .y-error {{ color: {s.danger}; }}
.y-piece {{ margin-bottom: {rng.uniform(4, 30):.0f}px; }}
"""


def _labels(rng: random.Random, t: Traits) -> str:
    style = rng.choice(
        ("", "", "font-weight:600;", "font-weight:700;", "text-transform:uppercase;letter-spacing:.05em;", "font-variant:small-caps;",
         f"color:{t.scheme.muted};", "font-style:italic;", "text-transform:lowercase;")
    )  # fmt: skip
    return f"""
.y-row {{ margin-bottom: {rng.uniform(3, 22) * t.roomy:.0f}px; }}
.label {{ font-size: {rng.choice((1, 1, rng.uniform(0.75, 1.05))):.2f}em; {style} }} .y-above > .label {{ margin-bottom: {rng.uniform(0, 7):.0f}px; }}
.y-control small, .y-control .y-error {{ display: block; margin-top: 2px; }}
"""


def _frames(rng: random.Random, t: Traits) -> str:
    s = t.scheme
    zebra = (
        f"tbody tr:nth-child(even) {{ background: color-mix(in srgb, {s.ink} 5%, {s.panel}); }}" if rng.random() < 0.35 else ""
    )
    cell = rng.choice((f"border-bottom: 1px solid {s.line};", f"border: 1px solid {s.line};", ""))
    radius = min(t.radius_px, 22)
    head = rng.choice(
        (
            f"background: {s.second}; color: {s.on_second};",
            f"color: {s.muted};",
            f"border-bottom: 2px solid {s.ink};",
            "text-transform: uppercase; font-size: .85em;",
        )
    )
    return f"""
.card {{ background: {s.panel}; border: {rng.choice((0, 1, 1, 2))}px solid {s.line}; border-radius: {radius:.0f}px; padding: {rng.uniform(8, 26):.0f}px; margin: 8px 0; box-shadow: {random_shadow(rng)}; }}
fieldset {{ border: {rng.choice((0, 1, 1, 2))}px {rng.choice(("solid", "solid", "dotted"))} {s.line}; border-radius: {min(radius, 12):.0f}px; margin: 0 0 12px; padding: 8px 16px; }} legend {{ font-weight: {rng.choice((400, 700))}; padding: 0 .4em; }}
table {{ border-collapse: collapse; width: {rng.choice(("100%", "100%", "auto"))}; }} th, td {{ padding: {rng.uniform(2, 12):.0f}px {rng.uniform(6, 18):.0f}px; text-align: left; {cell} }} th {{ {head} }} {zebra}
.y-badge {{ background: {s.second}; color: {s.on_second}; border-radius: {rng.choice((3, 99))}px; }} .y-alert {{ border-radius: {min(radius, 8):.0f}px; }}
.y-dialog {{ background: {s.panel}; border-radius: {radius:.0f}px; box-shadow: 0 10px 40px #0008; border: 1px solid {s.line}; }}
.y-veil {{ background: rgba(0,0,0,{rng.uniform(0.2, 0.75):.2f}); }}
"""
