"""Foundation and Spectre."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..control import Control
from ..look import Look


class Foundation(Look):
    name = "foundation"
    links = ("foundation-sites/dist/css/foundation.min.css",)
    classes = {
        "button": "button",
        "button secondary": "button secondary",
        "button outline": "button hollow",
        "button text": "button clear",
        "button danger": "button alert",
        "icon": "button hollow secondary",
        "card": "callout",
        "badge": "label secondary",
        "alert": "callout warning",
        "fieldset": "fieldset",
        "help": "help-text",
        "h1": "h2",
        "h2": "h4",
        "h3": "h5",
        "dialog": "callout",
    }
    style = ".button, .switch { margin-bottom: 0 } .y-setting select, td > *, .y-toolbar select, .y-nav input { margin-bottom: 0; width: auto; }"

    def switch(self, c: Control) -> str:
        paddle = f'<label class="switch-paddle" for="{c.id}" {c.truth()}></label>'
        html = f'<div class="switch" style="display:inline-block"><input class="switch-input" type="checkbox" role="switch" {c.native()}>{paddle}</div>'
        return (
            html
            if c.aria
            else f'<div style="display:flex;gap:10px;align-items:center">{html}<label for="{c.id}">{escape(c.label)}</label></div>'
        )

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<li class="tabs-title {"is-active" if c.checked else ""}"><a href="#{c.id}" role="tab" '
            f'aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()}>{escape(c.label)}</a></li>'
            for c in tabs
        )
        return f'<ul class="tabs" role="tablist">{items}</ul>'


class Spectre(Look):
    name = "spectre"
    links = ("spectre.css/dist/spectre.min.css", "spectre.css/dist/spectre-exp.min.css")
    classes = {
        "field": "form-input",
        "field invalid": "form-input is-error",
        "select": "form-select",
        "label": "form-label",
        "row": "form-group",
        "help": "form-input-hint",
        "slider": "slider",
        "file": "form-input",
        "button": "btn btn-primary",
        "button secondary": "btn btn-success",
        "button outline": "btn",
        "button text": "btn btn-link",
        "button danger": "btn btn-error",
        "icon": "btn btn-action",
        "card": "card card-body",
        "table": "table table-striped",
        "badge": "label label-rounded",
        "alert": "toast toast-warning",
        "dialog": "bg-gray",
    }
    style = "td > *, .y-setting select { width: auto !important } .y-tabs .tab-item a { text-align: left } .form-icon { position: absolute }"

    def tick(self, c: Control) -> str:
        shape = "form-switch" if c.form == "switch" else f"form-{c.form}"
        form = "checkbox" if c.form == "switch" else c.form
        words = "" if c.aria else escape(c.label)
        return f'<label class="{shape}"><input type="{form}" {c.native()}><i class="form-icon" {c.truth()}></i>{words}&nbsp;</label>'

    def switch(self, c: Control) -> str:
        return self.tick(c)

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<li class="tab-item {"active" if c.checked else ""}"><a href="#{c.id}" role="tab" '
            f'aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()}>{escape(c.label)}</a></li>'
            for c in tabs
        )
        return f'<ul class="tab">{items}</ul>'
