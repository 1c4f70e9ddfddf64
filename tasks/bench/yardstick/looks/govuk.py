"""GOV.UK's design system, and what others have made of it: thick frames, large ticks, hints above the fields."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import Control
from ..look import Look
from .dressed import UNITS
from .parts import unchosen
from .pictures import TRIANGLES

G = "govuk-"
WIDTHS = ("", "", "", f" {G}input--width-10", f" {G}input--width-20", f" {G}input--width-30")


class Govuk(Look):
    name = "govuk"
    links = (
        "govuk-frontend/dist/govuk/govuk-frontend.min.css",
        "@fontsource/inter/400.css",
        "@fontsource/inter/700.css",
        "@fontsource/open-sans/400.css",
        "@fontsource/open-sans/700.css",
    )
    classes = {
        "select": f"{G}select",
        "label": f"{G}label",
        "question": f"{G}label {G}label--s",
        "help": f"{G}hint",
        "error": f"{G}error-message",
        "file": f"{G}file-upload",
        "link": f"{G}link",
        "nav link": f"{G}link {G}link--inverse {G}link--no-underline",
        "button": f"{G}button",
        "button secondary": f"{G}button {G}button--secondary",
        "button outline": f"{G}button {G}button--inverse",
        "button text": f"{G}button {G}button--secondary",
        "button danger": f"{G}button {G}button--warning",
        "h1": f"{G}heading-xl",
        "h2": f"{G}heading-l",
        "h3": f"{G}heading-m",
    }
    style = """
    html { background: #fff !important } body { margin: 0; color: #0b0c0c; font: 1.1875rem/1.32 arial, sans-serif } body, body * { font-family: var(--y-font, arial, sans-serif) } .y-nav { background: var(--y-bar); color: #fff; border-bottom: 10px solid var(--y-bar-line) } .y-nav a { font-weight: 700 }
    .govuk-button { margin: 0; width: auto; background: var(--y-button) } .govuk-button--secondary { background: #f3f3f3 } .govuk-button--warning { background: #ca3535 } .govuk-button--inverse { background: #fff; border: 1px solid #cecece } .y-round .govuk-button { border-radius: 4px }
    .govuk-form-group, .y-row { margin-bottom: 20px } .y-left .govuk-form-group, .y-form { margin: 0 0 20px } .govuk-hint { display: block; margin-bottom: 8px } fieldset { border: 0; padding: 0; margin: 0 0 20px } legend { font-weight: 700; font-size: 1.5rem; padding: 0 0 10px }
    .y-toolbar .govuk-button, .y-nav .govuk-button { font-size: 1rem; padding: 6px 10px 5px } .govuk-input__wrapper { max-width: 100% } .y-columns .govuk-input { max-width: 100% } td .govuk-input { width: 9em } .y-nav .govuk-input { width: 12em; background: #fff } .y-inline .govuk-input, .y-toolbar .govuk-input { width: 14em }
    .pick { position: relative; display: block } .pick svg { position: absolute; right: 8px; top: calc(50% - 12px); width: 24px; height: 24px; pointer-events: none } .pick input { background: transparent; position: relative; padding-right: 36px; width: 100% } .pick.grey { display: inline-block } input[type=range] { width: 100%; max-width: 20em; accent-color: var(--y-button) }
    .y-bare { display: inline-flex; width: 44px; height: 44px; position: relative; vertical-align: middle } .y-bare .govuk-label { max-width: none !important; padding: 0 !important; width: 44px } .y-bare.govuk-checkboxes--small input, .y-bare.govuk-radios--small input { margin-left: -10px }
    .y-tick .govuk-checkboxes__item, .y-tick .govuk-radios__item { margin-bottom: 8px } .govuk-summary-card { padding: 15px 20px; margin-bottom: 10px } .y-dialog { border: 5px solid #0b0c0c } .govuk-heading-l, .govuk-heading-m, .govuk-heading-xl { margin-bottom: 14px } p { margin: 0 0 12px } .govuk-tabs__list { margin: 0 } .y-setting { border-color: #cecece }
    .y-slim .govuk-input, .y-slim .govuk-select, .y-slim .govuk-textarea { border-width: 1px } .y-dropzone { display: block; max-width: 30em } .y-footer { background: #f4f8fb; border-top: 1px solid #8eb8dc } .govuk-link--inverse:not(:hover) { text-decoration: none }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.label_at = rng.choice(("above", "above", "above", "above", "left"))
        self.size = rng.choice((f" {G}checkboxes--small", "", ""))
        self.bold = rng.choice((f" {G}label--s", "", "", f" {G}label--m"))
        bar, line, button = rng.choice(
            (
                ("#0b0c0c", "#1d70b8", "#00703c"),
                ("#1d70b8", "#1d70b8", "#0f7a52"),
                ("#005eb8", "#005eb8", "#007f3b"),
                ("#0b0c0c", "#0b0c0c", "#1d70b8"),
                ("#003078", "#fd0", "#003078"),
            )
        )
        font = rng.choice(("arial, sans-serif", "arial, sans-serif", "Inter, sans-serif", '"Open Sans", sans-serif'))
        self.colours = f"--y-bar:{bar};--y-bar-line:{line};--y-button:{button};--y-font:{font}"
        self.traits = " ".join(name for name in ("y-round", "y-slim") if rng.random() < 0.15)
        self.drops = rng.random() < 0.4

    def html_attributes(self) -> str:
        return f'class="{G}template {G}frontend-supported" style="{escape(self.colours)}"'

    def body_attributes(self) -> str:
        return f'class="{G}frontend-supported {self.traits}"'

    def field(self, c: Control) -> str:
        wide = self.rng.choice(WIDTHS)
        if c.form == "number":
            wide = f" {G}input--width-{self.rng.choice((4, 5, 10))}"
        html = f'<input type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)} {c.truth()} class="{G}input{wide}{f" {G}input--error" if c.error else ""}">'
        if c.form == "password" and self.rng.random() < 0.6:
            show = Control(f"{c.id}-show", "button", "Show", disabled=c.disabled, tone="secondary")
            return f'<div class="{G}input__wrapper {G}password-input__wrapper">{html}{self.button(show).replace("class=", "style=margin-left:10px class=", 1)}</div>'
        if c.form in ("number", "text") and self.rng.random() < 0.2:
            where = self.rng.choice(("prefix", "suffix"))
            unit = f'<div class="{G}input__{where}">{self.rng.choice(UNITS)}</div>'
            return f'<div class="{G}input__wrapper">{unit + html if where == "prefix" else html + unit}</div>'
        return html

    def textarea(self, c: Control) -> str:
        error = f" {G}textarea--error" if c.error else ""
        return f'<textarea rows="{self.rng.randint(2, 5)}" {c.native()} {c.truth()} class="{G}textarea{error}">{escape(c.value)}</textarea>'

    def combobox(self, c: Control) -> str:
        """As drawn by the autocomplete that goes with it."""
        c = unchosen(c, self.rng)
        known = f'role="combobox" aria-expanded="false" value="{escape(c.value)}" {c.native()}'
        arrow = f'<svg viewBox="0 0 16 16"><path d="{TRIANGLES[1]}"/></svg>'
        return f'<div class="pick" {c.truth()}>{arrow}<input class="{G}input" {known}></div>'

    def tick(self, c: Control) -> str:
        c = replace(c, checked="unchecked" if c.checked == "mixed" else c.checked)
        part = f"{G}{'radios' if c.form == 'radio' else 'checkboxes'}"
        small = self.size.replace("checkboxes", "radios") if c.form == "radio" else self.size
        box = f'<input type="{c.form}" {c.native()} class="{part}__input"><label class="{G}label {part}__label" for="{c.id}" {c.truth("::before")}>'
        if c.aria:
            return f'<div class="y-bare {part}{small}">{box}</label></div>'
        return f'<div class="{part}{small}"><div class="{part}__item">{box}{escape(c.label)}</label></div></div>'

    def file(self, c: Control) -> str:
        if not self.drops:
            return super().file(c)
        words = self.rng.choice(("Choose file", "Browse"))
        button = f'<span class="{G}button {G}button--secondary {G}file-upload-button__pseudo-button" {c.truth(shown=words)}>{words}</span>'
        rest = f'<span class="{G}body {G}file-upload-button__instruction">or drop file</span>'
        status = f'<span class="{G}body {G}file-upload-button__status">No file chosen</span>'
        inner = f'{status}<span class="{G}file-upload-button__pseudo-button-container">{button}{rest}</span>'
        return f'<label class="{G}file-upload-button {G}file-upload-button--empty y-dropzone"><input type="file" {c.native()} style="display:none">{inner}</label>'

    def label(self, c: Control, key: str = "label") -> str:
        return super().label(c, key).replace(f'class="{G}label', f'class="{G}label{self.bold}', 1)

    def row(self, c: Control) -> str:
        if c.form in ("checkbox", "radio", "switch", "button", "submit", "icon", "link") or self.label_at != "above":
            return super().row(replace(c, help="" if self.label_at == "above" else c.help))
        if c.form == "date" and self.rng.random() < 0.5:
            return self._date(c)
        error = f" {G}form-group--error" if c.error else ""
        hint = f'<div class="{G}hint">{escape(c.help)}</div>' if c.help else ""
        wrong = f'<p class="{G}error-message">{escape(c.error)}</p>' if c.error else ""
        return f'<div class="{G}form-group{error} y-form">{self.label(c)}{hint}{wrong}{self.control(c)}</div>'

    def _date(self, c: Control) -> str:
        """Three fields for one date."""
        parts = (c.value or "--").split("-")[::-1]
        items = ""
        for name, value, width in zip(("Day", "Month", "Year"), parts, (2, 2, 4), strict=True):
            part = Control(f"{c.id}-{name.lower()}", "text", name, value=value, disabled=c.disabled, group=c.label)
            box = f'<input type="text" value="{value}" {part.native()} {part.truth()} class="{G}input {G}date-input__input {G}input--width-{width}">'
            items += f'<div class="{G}date-input__item"><label class="{G}label {G}date-input__label" for="{part.id}">{name}</label>{box}</div>'
        legend = f'<legend class="{G}fieldset__legend">{escape(c.label)}</legend>'
        return f'<div class="{G}form-group y-form"><fieldset class="{G}fieldset">{legend}<div class="{G}date-input">{items}</div></fieldset></div>'

    def card(self, inner: str) -> str:
        return f'<div class="{G}summary-card">{inner}</div>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        top = "".join(f'<th class="{G}table__header">{escape(text)}</th>' for text in head)
        body = "".join(
            f'<tr class="{G}table__row">' + "".join(f'<td class="{G}table__cell">{cell}</td>' for cell in row) + "</tr>"
            for row in rows
        )
        return f'<table class="{G}table"><thead class="{G}table__head"><tr class="{G}table__row">{top}</tr></thead><tbody class="{G}table__body">{body}</tbody></table>'

    def badge(self, text: str) -> str:
        colour = self.rng.choice(("grey", "green", "turquoise", "blue", "purple", "pink", "red", "orange", "yellow"))
        return f'<strong class="{G}tag {G}tag--{colour}">{escape(text)}</strong>'

    def alert(self, text: str) -> str:
        match self.rng.choice(("banner", "inset", "warning")):
            case "banner":
                inner = f'<div class="{G}notification-banner__content"><p class="{G}notification-banner__heading">{escape(text)}</p></div>'
                return f'<div class="{G}notification-banner"><div class="{G}notification-banner__header"><h2 class="{G}notification-banner__title">Important</h2></div>{inner}</div>'
            case "inset":
                return f'<div class="{G}inset-text">{escape(text)}</div>'
            case _:
                return f'<div class="{G}warning-text"><span class="{G}warning-text__icon">!</span><strong class="{G}warning-text__text">{escape(text)}</strong></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<li class="{G}tabs__list-item{f" {G}tabs__list-item--selected" if c.checked else ""}" {c.truth()}><a class="{G}tabs__tab" href="#{c.id}" role="tab" '
            f'aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}">{escape(c.label)}</a></li>'
            for c in tabs
        )
        return f'<div class="{G}tabs" style="margin:8px 0 0"><ul class="{G}tabs__list">{items}</ul></div>'
