"""Materialize: Material design with underlined fields, floating labels and words in capitals."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import TYPED, Control
from ..look import Look


class Materialize(Look):
    name = "materialize"
    links = ("materialize-css/dist/css/materialize.min.css", "@fontsource/roboto/400.css", "@fontsource/roboto/500.css")
    classes = {
        "textarea": "materialize-textarea",
        "button": "btn waves-effect",
        "button secondary": "btn grey lighten-2 black-text",
        "button outline": "btn white black-text",
        "button text": "btn-flat",
        "button danger": "btn red",
        "card": "card-panel",
        "help": "helper-text",
        "error": "helper-text red-text",
        "h1": "header",
        "badge": "chip",
        "nav": "teal lighten-4",
        "question": "grey-text",
    }
    style = """
    body { font-family: Roboto, sans-serif; } h1 { font-size: 2.2rem } h2 { font-size: 1.7rem } h3 { font-size: 1.3rem }
    .y-nav { height: auto; box-shadow: none; } nav { box-shadow: none; background: none; height: auto; line-height: 1.5; width: auto; } nav a { color: inherit; }
    .y-tick { margin: 4px 0; } .input-field { margin-bottom: 0; } .helper-text { font-size: 12px; } td .input-field, .y-toolbar .input-field { margin: 0; }
    .y-setting .switch label { position: static; } .tabs { overflow: hidden; } .y-inline .input-field { min-width: 12em; } .sel { padding-top: 18px }
    [type=checkbox]:indeterminate:not(:checked) + span:not(.lever)::before { border-color: transparent #26a69a transparent transparent; }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.filled = rng.random() < 0.6
        self.round = rng.random() < 0.5

    def tick(self, c: Control) -> str:
        c = replace(c, checked="unchecked" if c.checked == "mixed" else c.checked)
        filled = ' class="filled-in"' if c.form == "checkbox" and self.filled else ""
        part = "::after" if filled or (c.form == "checkbox" and c.checked == "unchecked") else "::before"
        gap = ' class="with-gap"' if c.form == "radio" and self.round else ""
        words = "" if c.aria else escape(c.label)
        return f'<label><input type="{c.form}" {c.native()}{filled}{gap}><span {c.truth(part)}>{words}</span></label>'

    def switch(self, c: Control) -> str:
        lever = f'<label><input type="checkbox" role="switch" {c.native()}><span class="lever" {c.truth("+::after")}></span></label>'
        return f'<span class="switch">{lever}</span>' + ("" if c.aria else f" <span>{escape(c.label)}</span>")

    def select(self, c: Control) -> str:
        return f'<select {c.native()} {c.truth()} class="browser-default">{self.options(c)}</select>'

    def combobox(self, c: Control) -> str:
        known = f'id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}" readonly {"disabled" if c.disabled else ""}'
        arrow = '<svg class="caret" height="24" viewBox="0 0 24 24" width="24"><path d="M7 10l5 5 5-5z"/></svg>'
        return f'<div class="select-wrapper" {c.truth()}><input class="select-dropdown dropdown-trigger" type="text" value="{escape(c.value)}" {known}>{arrow}</div>'

    def slider(self, c: Control) -> str:
        return f'<p class="range-field">{super().slider(c)}</p>'

    def file(self, c: Control) -> str:
        inner = f'<div class="btn" {c.truth()}><span>File</span><input type="file" {c.native()}></div>'
        return f'<div class="file-field">{inner}<div class="file-path-wrapper"><input class="file-path" type="text" disabled></div></div>'

    def icon_button(self, c: Control) -> str:
        look = self.rng.choice(("btn-floating", "btn-floating btn-small grey", "btn-flat"))
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{look}">{c.icon}</button>'

    def row(self, c: Control) -> str:
        if c.form in TYPED or c.form == "textarea":
            active = ' class="active"' if c.value or c.placeholder or c.form in ("date", "time") else ""
            label = f'<label for="{c.id}"{active}>{escape(c.label)}{" *" if c.required else ""}</label>'
            return f'<div class="y-row input-field">{self.control(c)}{label}{self.notes(c)}</div>'
        at, self.label_at = self.label_at, "above"
        html = super().row(replace(c, error=""))
        self.label_at = at
        return html

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<li class="tab"><a role="tab" href="#{c.id}" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()} '
            f'class="{"active" if c.checked else ""}" style="{"border-bottom:2px solid #ee6e73" if c.checked else ""}">{escape(c.label)}</a></li>'
            for c in tabs
        )
        return f'<ul class="tabs">{items}</ul>'
