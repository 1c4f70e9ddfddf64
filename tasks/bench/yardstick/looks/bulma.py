"""Bulma, light and dark."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from ..control import Control
from ..look import Look


class Bulma(Look):
    name = "bulma"
    links = ("bulma/css/bulma.min.css",)
    classes = {
        "field": "input",
        "field invalid": "input is-danger",
        "textarea": "textarea",
        "label": "label",
        "row": "field",
        "help": "help",
        "error": "help is-danger",
        "button": "button is-primary",
        "button secondary": "button is-light",
        "button outline": "button is-outlined is-link",
        "button text": "button is-text",
        "button danger": "button is-danger",
        "icon": "button",
        "card": "box",
        "badge": "tag",
        "alert": "notification is-warning is-light",
        "h1": "title",
        "h2": "title is-4",
        "h3": "subtitle",
        "nav": "has-background-light",
        "nav link": "navbar-item",
        "dialog": "has-background-white box",
    }
    style = ".y-nav nav a { background: none } .y-dialog { margin: 0 } .y-row { margin-bottom: 12px } fieldset { margin-bottom: 1em }"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.theme = rng.choice(("light", "light", "dark"))
        self.size = rng.choice(("", "", " is-small", " is-medium", " is-rounded"))
        table = rng.choice(("table", "table is-striped", "table is-bordered is-fullwidth", "table is-narrow"))
        sized = {key: value + self.size for key, value in self.classes.items() if key.startswith(("field", "button"))}
        self.classes = {**self.classes, **sized, "table": table}

    def html_attributes(self) -> str:
        return f'data-theme="{self.theme}"'

    def select(self, c: Control) -> str:
        wide = " is-fullwidth" if self.rng.random() < 0.4 else ""
        return f'<div class="select{wide}{self.size}" {c.truth()}><select {c.native()}>{self.options(c)}</select></div>'

    def combobox(self, c: Control) -> str:
        words = f"<span>{escape(c.value)}</span><span class='icon is-small'>{self.chevron()}</span>"
        state = f'role="combobox" aria-expanded="false" aria-label="{escape(c.label)}"'
        return f'<button type="button" id="{c.id}" {"disabled" if c.disabled else ""} {state} {c.truth()} class="button{self.size}">{words}</button>'

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()}>'
        return box if c.aria else f'<label class="{c.form}">{box} {escape(c.label)}</label>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Choose a file…", "Browse", "…"))
        inner = f'<span class="file-cta" {c.truth(shown=words)}><span class="file-label">{words}</span></span>'
        name = '<span class="file-name">report_2024.pdf</span>' if self.rng.random() < 0.5 else ""
        classes = "file has-name" if name else "file"
        return f'<div class="{classes}"><label class="file-label"><input class="file-input" type="file" {c.native()}>{inner}{name}</label></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        style = self.rng.choice(("", " is-boxed", " is-toggle", " is-toggle is-toggle-rounded"))
        items = "".join(
            f'<li class="{"is-active" if c.checked else ""}"><a role="tab" tabindex="0" aria-selected="{str(bool(c.checked)).lower()}" '
            f'id="{c.id}" {c.truth()}>{c.icon} {escape(c.label)}</a></li>'
            for c in tabs
        )
        return f'<div class="tabs{style}"><ul>{items}</ul></div>'
