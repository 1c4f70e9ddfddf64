"""Colours: schemes of paper, ink and accent that can be read, drawn at random."""

from __future__ import annotations

import colorsys
import random
from collections.abc import Sequence
from dataclasses import dataclass

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Scheme:
    paper: str
    """What the page is made of."""
    panel: str
    """What cards and fields lie on."""
    field: str
    ink: str
    muted: str
    line: str
    accent: str
    on_accent: str
    second: str
    on_second: str
    danger: str
    is_dark: bool


def hsl(hue: float, saturation: float, lightness: float) -> Rgb:
    return colorsys.hls_to_rgb(hue % 1.0, min(max(lightness, 0.0), 1.0), min(max(saturation, 0.0), 1.0))


def css(colour: Rgb) -> str:
    return "#" + "".join(f"{round(level * 255):02x}" for level in colour)


def _light(colour: Rgb) -> float:
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """As the accessibility guidelines reckon it: 1 for the same, 21 for black on white."""
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(on: Rgb, rng: random.Random, least: float = 4.5, hue: float | None = None) -> Rgb:
    """A colour for letters on another: black or white, or tinted where that can still be read."""
    for _ in range(8):
        tint = hsl(
            hue if hue is not None else rng.random(),
            rng.random() * 0.8,
            rng.choice((rng.uniform(0, 0.45), rng.uniform(0.6, 1))),
        )
        if contrast(tint, on) >= least:
            return tint
    white, black = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
    return white if contrast(white, on) > contrast(black, on) else black


MOODS = ("light",) * 9 + ("grey",) * 3 + ("dark",) * 6 + ("saturated",) * 2 + ("stark",)


def random_scheme(rng: random.Random, moods: Sequence[str] = MOODS) -> Scheme:
    hue, other = rng.random(), rng.random()
    mood = rng.choice(moods)
    paper = {
        "light": hsl(hue, rng.random() * 0.5, rng.choice((1.0, rng.uniform(0.94, 1)))),
        "grey": hsl(hue, rng.random() * 0.2, rng.uniform(0.8, 0.95)),
        "dark": hsl(hue, rng.random() * 0.4, rng.uniform(0.0, 0.2)),
        "saturated": hsl(hue, rng.uniform(0.3, 0.9), rng.uniform(0.25, 0.85)),
        "stark": rng.choice(((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))),
    }[mood]
    is_dark = _light(paper) < 0.18
    shift = rng.choice((0.0, rng.uniform(0, 0.08)))
    panel = _shifted(paper, shift if is_dark else rng.choice((shift, -shift / 2)))
    field = (
        _shifted(panel, rng.choice((0.0, 0.0, rng.uniform(-0.08, 0.1)))) if rng.random() < 0.75 or is_dark else (1.0, 1.0, 1.0)
    )
    ink = readable(panel, rng, 7 if mood != "saturated" else 4.5, hue)
    if contrast(ink, paper) < 4 or contrast(ink, field) < 4:
        ink = readable(paper, rng, 4.5)
        panel = field = paper
    accent = hsl(other, rng.uniform(0.3, 1), rng.uniform(0.25, 0.65))
    if contrast(accent, panel) < 1.7:
        accent = readable(panel, rng, 3, other)
    second = hsl(hue, rng.random() * 0.3, rng.uniform(0.3, 0.9))
    line = _mixed(ink, panel, rng.uniform(0.08, 0.65) if mood != "stark" else 1.0)
    danger = hsl(rng.uniform(-0.03, 0.04), 0.8, 0.65 if is_dark else 0.42)
    return Scheme(
        paper=css(paper),
        panel=css(panel),
        field=css(field),
        ink=css(ink),
        muted=css(_mixed(ink, panel, rng.uniform(0.5, 0.9))),
        line=css(line),
        accent=css(accent),
        on_accent=css(readable(accent, rng, 3)),
        second=css(second),
        on_second=css(readable(second, rng, 4)),
        danger=css(danger),
        is_dark=is_dark,
    )


def _shifted(colour: Rgb, by: float) -> Rgb:
    hue, light, saturation = colorsys.rgb_to_hls(*colour)
    return hsl(hue, saturation, light + by)


def _mixed(ink: Rgb, paper: Rgb, share: float) -> Rgb:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(ink, paper, strict=True))
    return red, green, blue
