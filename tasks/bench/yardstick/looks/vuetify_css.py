"""What Vuetify's scripts add to its style sheet: its themes and their colours, with any main colour."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random

from .parts import rgb

LIGHT = {
    "background": "#ffffff", "surface": "#ffffff", "surface-bright": "#ffffff", "surface-light": "#eeeeee", "surface-variant": "#424242",
    "on-surface-variant": "#eeeeee", "primary": "#1867c0", "secondary": "#48a9a6", "error": "#b00020", "info": "#2196f3",
    "success": "#4caf50", "warning": "#fb8c00",
}  # fmt: skip
DARK = {
    "background": "#121212", "surface": "#212121", "surface-bright": "#ccbfd6", "surface-light": "#424242", "surface-variant": "#c8c8c8",
    "on-surface-variant": "#000000", "primary": "#2196f3", "secondary": "#54b6b2", "error": "#cf6679", "info": "#2196f3",
    "success": "#4caf50", "warning": "#fb8c00",
}  # fmt: skip
COLOURS = (
    "#6200ee",
    "#3f51b5",
    "#009688",
    "#e91e63",
    "#ff5722",
    "#607d8b",
    "#4caf50",
    "#795548",
    "#00bcd4",
    "#5865f2",
    "#ffc107",
    "#37474f",
)
PAPERS: tuple[dict[str, str], ...] = (
    {},
    {},
    {"background": "#f5f5f5"},
    {"background": "#eceff1"},
    {"background": "#fffbfe", "surface": "#f3edf7"},
)

STYLE = """
.v-application { display: block; min-height: 100vh } .v-btn--disabled, .v-field--disabled, .v-input--disabled, .v-selection-control--disabled, .v-slider.v-input--disabled { pointer-events: auto !important }
p { margin: .5em 0 } h1, h2, h3 { margin: .4em 0; font-weight: 500 } ul, ol { padding-left: 1.4em } fieldset { border: 1px solid #8885; border-radius: 4px; padding: 12px 14px; margin: 0 0 14px } legend { padding: 0 6px }
.mark { position: absolute; pointer-events: none } .v-selection-control__input > .v-icon { position: relative } .v-icon svg { width: 100%; height: 100%; fill: currentColor } .v-icon svg[fill=none] { fill: none }
.y-inline .v-input { min-width: 190px } td .v-input { min-width: 130px } .y-toolbar .v-input, .y-setting .v-input:not(.v-switch, .v-checkbox, .v-radio) { min-width: 170px; flex: none } .y-end .v-input { width: 210px } .y-control .v-slider { margin: 0 8px }
.v-alert, .v-card { margin: 10px 0 } .y-row { margin-bottom: 14px } .y-tick .v-input { display: inline-grid } .v-selection-control .v-label { font-size: 1rem } .mute { opacity: .65; font-size: .8em; display: block } td { padding-block: 4px !important }
.v-btn__content { white-space: nowrap !important } .v-field__input { width: 100% } .v-messages { opacity: .75 } .v-input--error .v-messages { opacity: 1; color: rgb(var(--v-theme-error)) } .v-table { background: none } .v-radio { display: inline-grid } .y-toolbar > .v-btn--icon { aspect-ratio: 1 }
"""


def theme_css(rng: random.Random, *, dark: bool) -> str:
    """Its variables, and the classes "bg-…" and "text-…" for each of its colours."""
    colours = {**DARK} if dark else {**LIGHT, **rng.choice(PAPERS)}
    if rng.random() < 0.7:
        colours["primary"] = rng.choice(COLOURS)
    on = {f"on-{name}": "#ffffff" if _light(colour) < 150 else "#000000" for name, colour in colours.items()}
    pairs = {f"theme-{name}": rgb(colour) for name, colour in {**on, **colours}.items()}
    pairs |= {"border-color": "255,255,255" if dark else "0,0,0", "border-opacity": "0.12", "theme-overlay-multiplier": "1"}
    emphasis = ("1", "0.7", "0.5") if dark else ("0.87", "0.6", "0.38")
    pairs |= {
        f"{name}-opacity": value for name, value in zip(("high-emphasis", "medium-emphasis", "disabled"), emphasis, strict=True)
    }
    pairs |= {
        "idle-opacity": "0.04",
        "hover-opacity": "0.04",
        "focus-opacity": "0.12",
        "activated-opacity": "0.12",
        "pressed-opacity": "0.12",
    }
    variables = "".join(f"--v-{name}:{value};" for name, value in pairs.items())
    named = "".join(
        f".bg-{name} {{ background: rgb(var(--v-theme-{name})) !important; color: rgb(var(--v-theme-on-{name})) !important }} .text-{name} {{ color: rgb(var(--v-theme-{name})) !important }}"
        for name in (
            "primary",
            "secondary",
            "error",
            "info",
            "success",
            "warning",
            "surface-light",
            "surface-variant",
            "surface",
        )
    )
    return f":root, .v-theme--own {{ {variables} }} {named} body {{ background: rgb(var(--v-theme-background)) }}"


def _light(colour: str) -> float:
    red, green, blue = (int(part) for part in rgb(colour).split(","))
    return 0.3 * red + 0.59 * green + 0.11 * blue
