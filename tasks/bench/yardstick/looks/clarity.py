"""Clarity, VMware's look, light and dark: underlined fields, and buttons with a thin frame."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import Control
from ..icons import drawn
from ..look import Look
from .dressed import inner_button
from .parts import unchosen
from .pictures import CHEVRONS, CROSSES, DASH, EYE, LENS, PLUS


class Clarity(Look):
    name = "clarity"
    links = ("@clr/ui/clr-ui.min.css",)
    classes = {
        "field": "clr-input",
        "field invalid": "clr-input y-invalid",
        "textarea": "clr-textarea",
        "label": "clr-control-label",
        "question": "clr-control-label",
        "help": "clr-subtext",
        "error": "clr-subtext y-wrong",
        "h1": "h1",
        "h2": "h3",
        "h3": "h5",
    }
    style = """
    body { background: var(--cds-alias-object-app-background) } .y-page { overflow-x: clip } .y-nav { background: var(--y-bar); padding: 14px 20px } .y-nav, .y-nav a, .y-nav b { color: var(--y-bar-ink) } .y-nav .btn { margin: 0 }
    h1, h2, h3 { margin: 10px 0 8px !important } p { margin: 6px 0 !important } small { display: block } .clr-control-label { margin-top: 0 !important } .btn { margin: 0; --y-shown: 1 } .y-wide .btn { min-width: 7em } .y-narrow .btn { min-width: 0 }
    .y-invalid, .clr-input-group:has(.y-invalid) { border-bottom-color: var(--clr-forms-invalid-color) !important } .y-wrong { color: var(--clr-forms-invalid-text-color, #e12200) !important } .y-full .y-row .y-control > *, .y-full .y-row .clr-input { width: 100% } .clr-input { min-width: 9em } .y-full .clr-select-wrapper > select { width: 100% }
    .clr-select-wrapper, .clr-combobox-wrapper, .clr-input-group { max-width: 100%; display: inline-flex } .clr-select-wrapper > select { padding-right: 28px; max-width: 100% } .clr-combobox-wrapper { min-width: 8em } .clr-combobox-wrapper > input { min-width: 0; flex: 1 }
    .clr-checkbox-wrapper, .clr-radio-wrapper, .clr-toggle-wrapper { display: inline-flex; gap: 4px; padding: 0 !important; margin: 0 !important } .clr-control-label { cursor: pointer } .y-bare input { display: block } td, th { text-align: left !important } td .clr-input { width: 9em } fieldset { border: 0; padding: 0; margin: 0 0 16px }
    legend { font-weight: 500; font-size: 1rem } .y-framed fieldset { border: 1px solid var(--cds-alias-object-border-color); padding: 4px 16px } .nav { margin: 8px 0 } .y-piece:has(> .tabs-vertical) { display: grid; grid-template-columns: auto 1fr; gap: 12px } .tabs-vertical > .nav { width: 11em }
    .y-dialog { background: var(--clr-modal-bg-color); color: inherit; border-radius: var(--clr-modal-border-radius); border: 1px solid var(--cds-alias-object-border-color) } .card { margin: 8px 0; min-width: 0 } .clr-input-group > input { flex: 1; min-width: 0 } .clr-file-wrapper input[type=file] { position: absolute; opacity: 0; width: 0; height: 0 }
    input.clr-range { appearance: none; border: 0 !important; background: none !important; width: 12em; max-width: 100%; height: 1rem !important; margin: 0; display: block; --at: 0% } input.clr-range::-webkit-slider-thumb { transform: none; height: .8rem; width: .8rem; margin-top: -.35rem }
    input.clr-range::-webkit-slider-runnable-track { box-sizing: border-box; height: .2rem; border: 1px solid var(--y-rail); border-radius: 2px; background: linear-gradient(var(--y-rail) 0 0) 0 / var(--at) 100% no-repeat } input.clr-range { --y-rail: var(--clr-forms-range-track-border-color) } input.clr-range:disabled { --y-rail: var(--clr-forms-range-track-border-color-disabled) }
    .btn.btn-icon { min-width: 0 } a { color: var(--cds-global-typography-link-color, #0072a3) }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.theme = rng.choice(("light", "light", "dark"))
        size = rng.choice(("", "", " btn-sm"))
        filled = rng.random() < 0.3
        tones = {
            "button": "btn btn-primary",
            "button secondary": "btn btn-success" if filled else "btn",
            "button outline": "btn btn-outline" if not filled else "btn btn-neutral-outline",
            "button text": "btn btn-link",
            "button danger": "btn btn-danger" if filled else "btn btn-danger-outline",
            "icon": "btn btn-icon" + rng.choice(("", " btn-link", " btn-primary")),
        }
        table = rng.choice(("table", "table table-compact", "table table-noborder"))
        self.classes = {**self.classes, **{key: value + size for key, value in tones.items()}, "table": table}
        self.bar = rng.choice((("#25333d", "#fff"), ("#314351", "#eee"), ("#0072a3", "#fff"), ("transparent", "inherit")))
        self.traits = " ".join(name for name in ("y-full", "y-wide", "y-narrow", "y-framed") if rng.random() < 0.4)
        self.dresses = rng.random() < 0.5
        self.vertical = rng.random() < 0.25

    def html_attributes(self) -> str:
        return f'style="font-size:{self.zoom * 1.25:.0f}%;--y-bar:{self.bar[0]};--y-bar-ink:{self.bar[1]}"'

    def body_attributes(self) -> str:
        return f'cds-theme="{self.theme}" class="{self.traits}"'

    def field(self, c: Control) -> str:
        if not self.dresses or c.form not in ("number", "password", "search"):
            return super().field(c)
        invalid = " y-invalid" if c.error else ""
        html = f'<input type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)} class="clr-input{invalid}">'
        action = "clr-input-group-icon-action"
        if c.form == "number":
            steps = f'{inner_button(c, "less", drawn(DASH), action)}<div class="clr-number-input-separator"></div>{inner_button(c, "more", drawn(PLUS), action)}'
            inner = html.replace('class="clr-input', 'class="clr-number-input clr-input') + steps
            return f'<div class="clr-number-input-wrapper"><div class="clr-input-group" {c.truth()}>{inner}</div></div>'
        if c.form == "search":
            end = inner_button(c, "clear", drawn(CROSSES[0]), action) if c.value else ""
            return f'<div class="clr-input-group" {c.truth()}>{drawn(LENS)}{html}{end}</div>'
        return f'<div class="clr-input-group" {c.truth()}>{html}{inner_button(c, "show", drawn(EYE, stroke=1.4), action)}</div>'

    def select(self, c: Control) -> str:
        return f'<div class="clr-select-wrapper" {c.truth()}><select {c.native()} class="clr-select">{self.options(c)}</select></div>'

    def combobox(self, c: Control) -> str:
        c = unchosen(c, self.rng)
        known = f'role="combobox" aria-expanded="false" value="{escape(c.value)}" {c.native()}'
        arrow = (
            f'<button type="button" tabindex="-1" data-hit="{c.id}" class="clr-combobox-trigger">{drawn(CHEVRONS[0])}</button>'
        )
        off = " clr-combobox-disabled" if c.disabled else ""
        return f'<div class="clr-combobox-wrapper{off}" {c.truth()}><input class="clr-input clr-combobox-input" {known}>{arrow}</div>'

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth("::before")}>'
        if c.aria:
            return f'<span class="clr-{c.form}-wrapper y-bare">{box}</span>'
        return f'<div class="clr-{c.form}-wrapper">{box}<label for="{c.id}" class="clr-control-label">{escape(c.label)}</label></div>'

    def switch(self, c: Control) -> str:
        box = f'<input type="checkbox" role="switch" {c.native()} {c.truth("+::before")}>'
        words = "" if c.aria else f'<label for="{c.id}">{escape(c.label)}</label>'
        return f'<div class="clr-toggle-wrapper">{box}{words}</div>'

    def slider(self, c: Control) -> str:
        html = f'<input type="range" value="{c.value}" {c.native()} {c.truth()} class="clr-range" style="--at:{c.value}%">'
        return f'<div class="clr-range-wrapper">{html}</div>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Browse", "Choose file", "Upload"))
        shown = f'<span class="btn btn-sm" {c.truth(shown=words)}>{words}</span>'
        name = self.rng.choice(("", "", " <span>photo_2.png</span>"))
        return (
            f'<div class="clr-file-wrapper"><label><input type="file" {c.native()} class="clr-file">{shown}{name}</label></div>'
        )

    def link(self, c: Control, key: str = "link") -> str:
        return super().link(replace(c, icon=c.icon if key == "link" else ""), key)

    def card(self, inner: str) -> str:
        return f'<div class="card"><div class="card-block">{inner}</div></div>'

    def badge(self, text: str) -> str:
        tone = self.rng.choice(("", "label-info", "label-success", "label-warning", "label-danger solid", "label-purple"))
        return f'<span class="label {tone}">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        tone = self.rng.choice(("alert-info", "alert-success", "alert-warning", "alert-danger"))
        item = f'<div class="alert-item static"><span class="alert-text">{escape(text)}</span></div>'
        return f'<div class="alert {tone}{self.rng.choice(("", " alert-sm", " alert-lightweight"))}"><div class="alert-items">{item}</div></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<li role="presentation" class="nav-item"><button type="button" role="tab" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" '
            f'{c.truth()} class="btn btn-link nav-link{" active" if c.checked else ""}">{c.icon} {escape(c.label)}</button></li>'
            for c in tabs
        )
        html = f'<ul class="nav" role="tablist">{items}</ul>'
        return f'<div class="tabs-vertical">{html}</div>' if self.vertical else html
