"""Fomantic (Semantic UI): of the report set, never tuned on."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from ..control import Control
from ..look import Look

ICONS = (
    "search",
    "edit",
    "trash",
    "cog",
    "download",
    "plus",
    "home",
    "user",
    "bell",
    "heart",
    "print",
    "sync",
    "filter",
    "bars",
    "star",
    "copy",
)


class Fomantic(Look):
    name = "fomantic"
    tuned = False
    links = ("fomantic-ui-css/semantic.min.css",)
    classes = {
        "button": "ui primary button",
        "button secondary": "ui button",
        "button outline": "ui basic button",
        "button text": "ui tertiary button",
        "button danger": "ui red button",
        "card": "ui segment",
        "table": "ui celled table",
        "badge": "ui label",
        "alert": "ui info message",
        "row": "field",
        "h1": "ui header",
        "h2": "ui header",
        "h3": "ui header",
        "tick row": "field",
        "dialog": "ui raised segment",
        "nav": "ui-nav",
        "error": "ui pointing red basic label",
        "fieldset": "ui segment",
    }
    style = ".y-row > label { font-weight: 700; font-size: .93em } .y-row { margin-bottom: 1em } .y-dialog { margin: 0 !important } .y-ticks .field { margin: 4px 0 } .y-setting .button { margin: 0 }"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.size = rng.choice(("", "", "", "small ", "large "))
        table = rng.choice(("ui celled table", "ui striped table", "ui very basic table", "ui compact table"))
        self.classes = {**self.classes, "table": table}

    def field(self, c: Control) -> str:
        mark = '<i class="search icon"></i>' if c.form == "search" else ""
        shape = f"ui {self.size}{'fluid ' if self.label_at == 'above' else ''}{'icon ' if mark else ''}{'disabled ' if c.disabled else ''}{'error ' if c.error else ''}input"
        return f'<div class="{shape}"><input type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)} {c.truth()}>{mark}</div>'

    def textarea(self, c: Control) -> str:
        return f'<div class="ui form">{super().textarea(c)}</div>'

    def select(self, c: Control) -> str:
        return f'<select {c.native()} {c.truth()} class="ui dropdown">{self.options(c)}</select>'

    def combobox(self, c: Control) -> str:
        known = f'id="{c.id}" role="combobox" tabindex="0" aria-expanded="false" aria-label="{escape(c.label)}" aria-disabled="{str(c.disabled).lower()}"'
        off = " disabled" if c.disabled else ""
        items = "".join(f'<div class="item">{escape(option)}</div>' for option in c.options)
        inner = f'<i class="dropdown icon"></i><div class="text">{escape(c.value)}</div><div class="menu">{items}</div>'
        return f'<div class="ui selection dropdown{off}" {known} {c.truth()}>{inner}</div>'

    def tick(self, c: Control) -> str:
        shape = {"radio": "radio ", "switch": "toggle "}.get(c.form, "")
        form = "checkbox" if c.form == "switch" else c.form
        part = "::before"
        words = "" if c.aria else escape(c.label)
        label = f'<label for="{c.id}" {c.truth(part)}>{words}</label>'
        return f'<div class="ui {shape}checkbox{" disabled" if c.disabled else ""}"><input type="{form}" {c.native()}>{label}</div>'

    def switch(self, c: Control) -> str:
        return self.tick(c)

    def icon_button(self, c: Control) -> str:
        look = self.rng.choice(("ui icon button", "ui basic icon button", "circular ui icon button"))
        icon = f'<i class="{self.rng.choice(ICONS)} icon"></i>'
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{look}">{icon}</button>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        shape = self.rng.choice(("ui top attached tabular menu", "ui secondary pointing menu", "ui secondary menu"))
        items = "".join(
            f'<a class="{"active " if c.checked else ""}item" role="tab" tabindex="0" aria-selected="{str(bool(c.checked)).lower()}" '
            f'id="{c.id}" {c.truth()}>{escape(c.label)}</a>'
            for c in tabs
        )
        return f'<div class="{shape}" role="tablist">{items}</div>'
