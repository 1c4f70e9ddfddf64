"""Pico, and small style sheets that need no classes at all."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from html import escape

from ..control import Control
from ..look import Look


class Pico(Look):
    name = "pico"
    classes = {
        "button": "primary",
        "button secondary": "secondary",
        "button outline": "outline",
        "button text": "outline secondary",
        "button danger": "contrast",
        "icon": "outline",
    }
    style = """
    .y-buttons > *, .y-toolbar > *, td > *, .y-setting select, .y-setting details, .y-nav input { width: auto !important; margin-bottom: 0 !important; }
    .y-setting select { min-width: 9em; } .y-tick { margin: 0; } [role=tab][aria-selected=false] { background: none; color: inherit; border-color: #8885; }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        tint = rng.choice(
            (".min", ".amber.min", ".blue.min", ".jade.min", ".pink.min", ".violet.min", ".zinc.min", ".orange.min")
        )
        self.links = (f"@picocss/pico/css/pico{tint}.css",)
        self.theme = rng.choice(("light", "light", "dark"))

    def html_attributes(self) -> str:
        return f'data-theme="{self.theme}"'

    def card(self, inner: str) -> str:
        return f"<article>{inner}</article>"

    def switch(self, c: Control) -> str:
        box = f'<input type="checkbox" role="switch" {c.native()} {c.truth()}>'
        return box if c.aria else f"<label>{box} {escape(c.label)}</label>"

    def combobox(self, c: Control) -> str:
        known = f'id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}" aria-disabled="{str(c.disabled).lower()}"'
        return f'<details class="dropdown"><summary {known} {c.truth()}>{escape(c.value)}</summary></details>'


CLASSLESS = (
    "water.css/out/light.css", "water.css/out/dark.css", "mvp.css/mvp.css", "sakura.css/css/sakura.css", "sakura.css/css/sakura-dark.css",
    "sakura.css/css/sakura-earthly.css", "sakura.css/css/sakura-ink.css", "simpledotcss/simple.min.css", "milligram/dist/milligram.min.css",
    "chota/dist/chota.min.css", "sakura.css/css/sakura-vader.css",
)  # fmt: skip


class Classless(Look):
    """One of several, drawn at random."""

    name = "classless"
    classes = {
        "button": "button primary",
        "button secondary": "button secondary",
        "button outline": "button button-outline outline",
        "button text": "button button-clear clear",
        "button danger": "button dark",
    }
    style = """
    body { max-width: none; margin: 0; padding: 0; display: block; } .y-nav, .y-footer { text-align: left; } .y-nav * { margin-top: 0; margin-bottom: 0; }
    .y-nav .y-end { margin-left: auto } .y-nav { justify-content: flex-start; } main { padding: 0; margin: 0; max-width: none; } section { display: block; }
    .y-setting select, .y-toolbar > *, td > *, .y-nav input { margin-bottom: 0; width: auto; } aside.y-aside { float: none; margin: 0; border: 0; box-shadow: none; }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.links = (rng.choice(CLASSLESS),)
