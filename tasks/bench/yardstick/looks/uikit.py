"""UIkit: of the report set, never tuned on."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from ..control import Control
from ..frameworks import installed
from ..look import Look


@lru_cache
def _icons() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted((installed("uikit") / "src/images/icons").glob("*.svg")))


class Uikit(Look):
    name = "uikit"
    tuned = False
    links = ("uikit/dist/css/uikit.min.css", "@fontsource/roboto/400.css", "@fontsource/roboto/500.css")
    classes = {
        "field": "uk-input",
        "field invalid": "uk-input uk-form-danger",
        "textarea": "uk-textarea",
        "select": "uk-select",
        "checkbox": "uk-checkbox",
        "radio": "uk-radio",
        "slider": "uk-range",
        "label": "uk-form-label",
        "row": "uk-margin-small",
        "help": "uk-text-meta",
        "error": "uk-text-danger uk-text-small",
        "button": "uk-button uk-button-primary",
        "button secondary": "uk-button uk-button-secondary",
        "button outline": "uk-button uk-button-default",
        "button text": "uk-button uk-button-text",
        "button danger": "uk-button uk-button-danger",
        "card": "uk-card uk-card-default uk-card-body uk-card-small",
        "table": "uk-table uk-table-divider",
        "badge": "uk-label",
        "alert": "uk-alert uk-alert-primary",
        "fieldset": "uk-fieldset",
        "h1": "uk-heading-small",
        "h2": "uk-h3",
        "h3": "uk-h4",
        "dialog": "uk-card uk-card-default",
        "nav": "uk-background-muted",
    }
    style = "html { font-family: Roboto, sans-serif } .uk-button { white-space: nowrap } .y-setting select { width: auto } .y-card { margin: 8px 0 } .uk-fieldset { margin-bottom: 14px }"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        table = rng.choice(
            ("uk-table uk-table-divider", "uk-table uk-table-striped", "uk-table uk-table-small uk-table-divider")
        )
        size = rng.choice(("", "", "small", "large"))
        sized = {
            key: value + (f" uk-form-{size}" if key in ("field", "select", "textarea") else f" uk-button-{size}")
            for key, value in self.classes.items()
            if size and (key in ("field", "select", "textarea") or key.startswith("button"))
        }
        self.classes = {**self.classes, **sized, "table": table}

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()} class="uk-{c.form}">'
        return box if c.aria else f"<label>{box} {escape(c.label)}</label>"

    def combobox(self, c: Control) -> str:
        known = f'id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}" {"disabled" if c.disabled else ""}'
        return f'<button type="button" {known} {c.truth()} class="uk-select uk-text-left">{escape(c.value)}</button>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Select", "Upload", "Browse"))
        inner = f'<input type="file" {c.native()}><button class="uk-button uk-button-default" type="button" tabindex="-1" {c.truth()}>{words}</button>'
        return f'<div data-hit="{c.id}" class="uk-form-custom">{inner}</div>'

    def icon_button(self, c: Control) -> str:
        look = self.rng.choice(("uk-icon-button", "uk-icon-button", "uk-icon-link uk-icon"))
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{look}">{self.rng.choice(_icons())}</button>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<li class="{"uk-active" if c.checked else ""}"><a href="#{c.id}" role="tab" '
            f'aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()}>{escape(c.label)}</a></li>'
            for c in tabs
        )
        return f'<ul class="{self.rng.choice(("uk-tab", "uk-subnav uk-subnav-pill"))}">{items}</ul>'
