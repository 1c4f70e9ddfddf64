"""Bootstrap 5, light and dark."""

# ruff: noqa: RUF012  (names of classes are only read)
from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from ..control import Control
from ..look import Look


class Bootstrap(Look):
    name = "bootstrap"
    links = ("bootstrap/dist/css/bootstrap.min.css",)
    classes = {
        "field": "form-control",
        "field invalid": "form-control is-invalid",
        "textarea": "form-control",
        "textarea invalid": "form-control is-invalid",
        "select": "form-select",
        "slider": "form-range",
        "file": "form-control",
        "tick": "form-check-input",
        "tick row": "form-check",
        "tick label": "form-check-label",
        "label": "form-label",
        "row": "mb-3",
        "help": "form-text",
        "error": "text-danger small",
        "button": "btn btn-primary",
        "button secondary": "btn btn-secondary",
        "button outline": "btn btn-outline-primary",
        "button text": "btn btn-link",
        "button danger": "btn btn-danger",
        "icon": "btn btn-outline-secondary",
        "card": "card card-body",
        "table": "table",
        "badge": "badge text-bg-secondary",
        "alert": "alert alert-info",
        "tabs": "nav nav-tabs",
        "tab": "nav-link",
        "tab on": "nav-link active",
        "nav": "bg-body-tertiary border-bottom",
        "nav link": "nav-link",
        "dialog": "bg-body rounded shadow",
        "h1": "display-6",
    }
    style = ".y-page .form-check { margin-bottom: 4px } .y-setting .form-check { margin: 0 }"
    theme = "light"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.floats = rng.random() < 0.25
        size = rng.choice(("", "", "", "-sm", "-lg"))
        table = rng.choice(("table", "table table-striped", "table table-bordered", "table table-sm"))
        self.classes = {**self.classes, "table": table}
        if size:
            sized = {"field": f"form-control form-control{size}", "select": f"form-select form-select{size}"}
            buttons = {key: f"{value} btn{size}" for key, value in self.classes.items() if key.startswith("button")}
            self.classes = {**self.classes, **sized, **buttons}

    def html_attributes(self) -> str:
        return f'data-bs-theme="{self.theme}"'

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()} class="form-check-input">'
        return box if c.aria else f'{box} <label class="form-check-label" for="{c.id}">{escape(c.label)}</label>'

    def switch(self, c: Control) -> str:
        return f'<div class="form-check form-switch">{self.tick(c)}</div>'.replace(
            'type="switch"', 'type="checkbox" role="switch"'
        )

    def combobox(self, c: Control) -> str:
        state = f'aria-disabled="{str(c.disabled).lower()}" aria-expanded="false" aria-label="{escape(c.label)}"'
        look = self.rng.choice(("form-select text-start", "btn btn-outline-secondary dropdown-toggle"))
        return f'<div role="combobox" tabindex="0" id="{c.id}" {state} {c.truth()} class="{look}">{escape(c.value)}</div>'

    def row(self, c: Control) -> str:
        if self.floats and c.form in ("text", "email", "password", "tel", "url", "textarea", "select"):
            inner = self.control(replace(c, placeholder=" ") if c.form != "select" else c)
            return f'<div class="y-row form-floating mb-3">{inner}{self.label(c)}{self.notes(c)}</div>'
        return super().row(c)

    def icon_button(self, c: Control) -> str:
        if c.icon and self.rng.random() < 0.1:
            return f'<button type="button" {c.native()} aria-label="{escape(c.label)}" {c.truth()} class="btn-close"></button>'
        return super().icon_button(c)


class BootstrapDark(Bootstrap):
    name = "bootstrap-dark"
    theme = "dark"
