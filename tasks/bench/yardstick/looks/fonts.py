"""Fonts: those of the machine and those that package.json names."""

# ruff: noqa: E501
from __future__ import annotations

import random

SYSTEM = (
    "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "DejaVu Sans Condensed", "Nimbus Sans", "Nimbus Roman", "Nimbus Sans Narrow",
    "Nimbus Mono PS", "URW Gothic", "URW Bookman", "P052", "C059", "Noto Sans CJK SC", "Noto Serif CJK SC", "sans-serif", "serif", "monospace",
    "system-ui",
)  # fmt: skip
PACKAGED = {
    "Roboto": "roboto", "Inter": "inter", "Open Sans": "open-sans", "Lato": "lato", "Montserrat": "montserrat",
    "Source Sans 3": "source-sans-3", "Nunito": "nunito", "Poppins": "poppins", "Merriweather": "merriweather",
    "IBM Plex Sans": "ibm-plex-sans", "Ubuntu": "ubuntu", "Fira Sans": "fira-sans", "PT Serif": "pt-serif", "Oswald": "oswald",
    "Comfortaa": "comfortaa", "JetBrains Mono": "jetbrains-mono",
}  # fmt: skip


def random_font(rng: random.Random) -> tuple[str, str]:
    """A CSS font family, and the style sheets (HTML) that bring it."""
    if rng.random() < 0.35:
        return f'"{rng.choice(SYSTEM[:14])}", sans-serif' if rng.random() < 0.8 else rng.choice(SYSTEM[14:]), ""
    family = rng.choice(tuple(PACKAGED))
    links = "".join(f'<link rel="stylesheet" href="/m/@fontsource/{PACKAGED[family]}/{weight}.css">' for weight in (400, 700))
    return f'"{family}", sans-serif', links
