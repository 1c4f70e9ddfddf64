"""PatternFly 6, light, dark, felt, glass and in high contrast."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from ..control import Control
from ..icons import drawn
from ..look import Look
from .dressed import inner_button
from .parts import choosing, slider_outline, unchosen
from .pictures import CHEVRONS, CROSSES, DASH, EYE, LENS, PLUS, TICKS

P = "pf-v6-c-"
TONES = {
    "primary": "pf-m-primary",
    "secondary": "pf-m-secondary",
    "outline": "pf-m-tertiary",
    "text": "pf-m-link",
    "danger": "pf-m-danger",
}


class Patternfly(Look):
    name = "patternfly"
    links = ("@patternfly/patternfly/patternfly.min.css",)
    classes = {
        "slider": f"{P}slider",
        "label": f"{P}form__label {P}form__label-text",
        "question": f"{P}form__label-text",
        "help": f"{P}helper-text",
        "error": f"{P}helper-text y-wrong",
        "h1": f"{P}title pf-m-2xl",
        "h2": f"{P}title pf-m-xl",
        "h3": f"{P}title pf-m-md",
        "fieldset": "y-group",
        "dialog": f"{P}modal-box",
    }
    style = """
    body { background: var(--pf-t--global--background--color--secondary--default); color: var(--pf-t--global--text--color--regular); } a { color: var(--pf-t--global--text--color--link--default); }
    .y-nav { background: var(--pf-t--global--background--color--primary--default) } .y-wrong { color: var(--pf-t--global--text--color--status--danger--default) } .y-piece { margin-bottom: 16px }
    .y-group { border: 0; padding: 0; margin: 0 0 14px } legend { font-weight: 600; padding: 0 } small { display: block } ul:not([class]) { list-style: disc; padding-inline-start: 1.5em } .y-article p, .y-card p { margin: .6em 0 }
    .y-dialog { display: block; height: auto; padding: 20px } td .pf-v6-c-form-control, .y-nav .pf-v6-c-form-control { width: 10em } .y-toolbar > *, .y-setting .pf-v6-c-form-control, .y-inline .pf-v6-c-form-control { width: auto } .y-setting .pf-v6-c-slider { width: 10em }
    .pf-v6-c-check, .pf-v6-c-radio { display: inline-grid; gap: 4px 8px } .pf-v6-c-slider__rail { position: relative } .pf-v6-c-input-group__item { align-items: stretch } .y-buttons > .pf-m-block { flex: 1 }
    .pf-v6-c-card { padding: 16px } .pf-v6-c-table { width: 100% } .pf-v6-c-menu-toggle { max-width: 100% } .y-piece:has(> .pf-m-vertical) { display: grid; grid-template-columns: 12em 1fr; gap: 20px }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.theme = rng.choice(
            (
                "",
                "",
                "",
                "pf-v6-theme-dark",
                "pf-v6-theme-dark",
                "pf-v6-theme-felt",
                "pf-v6-theme-glass",
                "pf-v6-theme-high-contrast",
                "pf-v6-theme-high-contrast pf-v6-theme-dark",
            )
        )
        self.button_size = rng.choice(("", "", "", " pf-m-small", " pf-m-display-lg", " pf-m-block"))
        self.table_class = f"{P}table{rng.choice(('', ' pf-m-compact', ' pf-m-striped', ' pf-m-no-border-rows'))}"
        self.toggle = rng.choice(("form", "form", "", "secondary", "typeahead"))
        self.dresses = rng.random() < 0.5
        self.ticked = rng.random() < 0.4
        self.reverse = rng.random() < 0.2

    def html_attributes(self) -> str:
        return f'class="{self.theme}"'

    def _box(self, c: Control, inner: str, more: str = "", utilities: str = "") -> str:
        state = (
            (" pf-m-error" if c.error else "")
            + (" pf-m-disabled" if c.disabled else "")
            + (" pf-m-readonly" if c.readonly else "")
        )
        if c.error and not utilities:
            utilities = f'<span class="{P}form-control__icon pf-m-status">{drawn("M8 2a6 6 0 100 12A6 6 0 008 2zM8 5v4M8 10v1.5", stroke=1.4)}</span>'
        aside = f'<span class="{P}form-control__utilities">{utilities}</span>' if utilities else ""
        return f'<span class="{P}form-control{state}{more}" {c.truth()}>{inner}{aside}</span>'

    def field(self, c: Control) -> str:
        known = f'type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)}'
        html = self._box(c, f"<input {known}>")
        if not self.dresses:
            return html
        if c.form == "number":
            parts = (
                inner_button(c, "less", drawn(DASH), f"{P}button pf-m-control"),
                html,
                inner_button(c, "more", drawn(PLUS), f"{P}button pf-m-control"),
            )
            return f'<div class="{P}number-input">{self._group(parts)}</div>'
        if c.form == "password":
            return self._group((html, inner_button(c, "show", drawn(EYE, stroke=1.4), f"{P}button pf-m-control")))
        if c.form == "search":
            return self._search(c, known)
        return html

    def _group(self, parts: Sequence[str]) -> str:
        items = "".join(
            f'<div class="{P}input-group__item{" pf-m-fill" if "form-control" in part else ""}">{part}</div>' for part in parts
        )
        return f'<div class="{P}input-group" style="max-width:100%">{items}</div>'

    def _search(self, c: Control, known: str) -> str:
        lens = f'<span class="{P}text-input-group__icon">{drawn(LENS)}</span>'
        text = f'<span class="{P}text-input-group__text">{lens}<input class="{P}text-input-group__text-input" {known}></span>'
        clear = (
            f'<div class="{P}text-input-group__utilities">{inner_button(c, "clear", drawn(CROSSES[0]), f"{P}button pf-m-plain")}</div>'
            if c.value
            else ""
        )
        return f'<div class="{P}text-input-group{" pf-m-disabled" if c.disabled else ""}" {c.truth()}><div class="{P}text-input-group__main pf-m-icon">{text}</div>{clear}</div>'

    def textarea(self, c: Control) -> str:
        return self._box(
            c,
            f'<textarea rows="{self.rng.randint(2, 5)}" {c.native()}>{escape(c.value)}</textarea>',
            " pf-m-textarea pf-m-resize-both",
        )

    def select(self, c: Control) -> str:
        arrow = f'<span class="{P}form-control__toggle-icon">{drawn(CHEVRONS[0])}</span>'
        return self._box(c, f"<select {c.native()}>{self.options(c)}</select>", "", arrow)

    def combobox(self, c: Control) -> str:
        c = unchosen(c, self.rng)
        off = " pf-m-disabled" if c.disabled else ""
        controls = f'<span class="{P}menu-toggle__controls"><span class="{P}menu-toggle__toggle-icon">{drawn(CHEVRONS[0])}</span></span>'
        if self.toggle == "typeahead":
            known = f'role="combobox" aria-expanded="false" value="{escape(c.value)}" {c.native()}'
            main = f'<div class="{P}text-input-group__main"><span class="{P}text-input-group__text"><input class="{P}text-input-group__text-input" {known}></span></div>'
            arrow = f'<button type="button" tabindex="-1" data-hit="{c.id}" class="{P}menu-toggle__button">{controls}</button>'
            return f'<div class="{P}menu-toggle pf-m-full-width pf-m-typeahead{off}" {c.truth()}><div class="{P}text-input-group pf-m-plain{off}">{main}</div>{arrow}</div>'
        shape = {"form": " pf-m-full-width", "secondary": " pf-m-secondary"}.get(self.toggle, "") + (
            "" if c.value else " pf-m-placeholder"
        )
        words = f'<span class="{P}menu-toggle__text">{escape(c.value or c.placeholder)}</span>'
        return f'<div {choosing(c)} {c.truth()} class="{P}menu-toggle{shape}{off}">{words}{controls}</div>'

    def tick(self, c: Control) -> str:
        part = P + ("check" if c.form == "checkbox" else "radio")
        box = f'<input type="{c.form}" {c.native()} {c.truth()} class="{part}__input">'
        if c.aria:
            return f'<span class="{part} pf-m-standalone">{box}</span>'
        return f'<div class="{part}">{box}<label class="{part}__label{" pf-m-disabled" if c.disabled else ""}" for="{c.id}">{escape(c.label)}</label></div>'

    def switch(self, c: Control) -> str:
        mark = f'<span class="{P}switch__toggle-icon">{drawn(TICKS[0], stroke=2.5)}</span>' if self.ticked or c.aria else ""
        words = "" if c.aria else f'<span class="{P}switch__label">{escape(c.label)}</span>'
        toggle = f'<span class="{P}switch__toggle" {c.truth()}>{mark}</span>'
        return f'<label class="{P}switch{" pf-m-reverse" if self.reverse else ""}"><input class="{P}switch__input" type="checkbox" role="switch" {c.native()}>{toggle}{words}</label>'

    def slider(self, c: Control) -> str:
        steps = ""
        if self.ticked:
            ticks = "".join(
                f'<div class="{P}slider__step" style="--pf-v6-c-slider__step--InsetInlineStart:{at}%"><div class="{P}slider__step-tick"></div></div>'
                for at in range(0, 101, 20)
            )
            steps = f'<div class="{P}slider__steps">{ticks}</div>'
        thumb = 16 * self.zoom / 100
        outline = slider_outline(c, (thumb, thumb), 4)
        rail = f'<div class="{P}slider__rail"><div class="{P}slider__rail-track"></div>{outline}</div>{steps}<div class="{P}slider__thumb"></div>'
        return f'<div class="{P}slider{" pf-m-disabled" if c.disabled else ""}" style="--pf-v6-c-slider--value:{c.value}%"><div class="{P}slider__main">{rail}</div></div>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Upload", "Browse…", "Choose file"))
        name = f'<span class="{P}form-control pf-m-readonly"><input readonly tabindex="-1" value="{self.rng.choice(("", "scan-07.pdf"))}"></span>'
        upload = f'<label class="{P}button pf-m-control" {c.truth(shown=words)}><input type="file" {c.native()} style="display:none"><span class="{P}button__text">{words}</span></label>'
        return self._group((name, upload))

    def button(self, c: Control) -> str:
        tone = TONES[c.tone] + (" pf-m-secondary" if c.tone == "danger" and self.ticked else "")
        icon = f'<span class="{P}button__icon pf-m-start">{c.icon}</span>' if c.icon else ""
        kind = "submit" if c.form == "submit" else "button"
        return f'<button type="{kind}" {c.native()} {c.truth()} class="{P}button {tone}{self.button_size}">{icon}<span class="{P}button__text">{escape(c.label)}</span></button>'

    def icon_button(self, c: Control) -> str:
        tone = "pf-m-plain" if c.tone in ("text", "secondary", "outline") else TONES[c.tone]
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{P}button {tone}"><span class="{P}button__icon">{c.icon}</span></button>'

    def card(self, inner: str) -> str:
        return f'<div class="{P}card{" pf-m-compact" if self.ticked else ""}">{inner}</div>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        top = "".join(f'<th class="{P}table__th">{escape(text)}</th>' for text in head)
        body = "".join(
            f'<tr class="{P}table__tr">' + "".join(f'<td class="{P}table__td">{cell}</td>' for cell in row) + "</tr>"
            for row in rows
        )
        return f'<table class="{self.table_class}"><thead class="{P}table__thead"><tr class="{P}table__tr">{top}</tr></thead><tbody class="{P}table__tbody">{body}</tbody></table>'

    def badge(self, text: str) -> str:
        if self.rng.random() < 0.3:
            return f'<span class="{P}badge {self.rng.choice(("pf-m-read", "pf-m-unread"))}">{escape(text)}</span>'
        tone = self.rng.choice(("", "pf-m-blue", "pf-m-green", "pf-m-outline", "pf-m-red", "pf-m-purple"))
        return f'<span class="{P}label {tone}"><span class="{P}label__content"><span class="{P}label__text">{escape(text)}</span></span></span>'

    def alert(self, text: str) -> str:
        tone = self.rng.choice(("pf-m-custom", "pf-m-info", "pf-m-success", "pf-m-warning", "pf-m-danger"))
        return f'<div class="{P}alert {tone} {self.rng.choice(("", "pf-m-inline", "pf-m-inline pf-m-plain"))}"><p class="{P}alert__title">{escape(text)}</p></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        style = self.rng.choice(
            ("", "", "pf-m-box", "pf-m-fill", "pf-m-fill pf-m-box", "pf-m-vertical", "pf-m-secondary", "toggle")
        )
        if style == "toggle":
            return f'<div class="{P}toggle-group" role="tablist" style="margin:8px 0">{"".join(self._segment(c) for c in tabs)}</div>'
        items = "".join(
            f'<li class="{P}tabs__item{" pf-m-current" if c.checked else ""}" {c.truth()}><button type="button" class="{P}tabs__link" role="tab" aria-selected="{str(bool(c.checked)).lower()}" '
            f'id="{c.id}">{f"<span class={P}tabs__item-icon>{c.icon}</span>" if c.icon else ""}<span class="{P}tabs__item-text">{escape(c.label)}</span></button></li>'
            for c in tabs
        )
        return f'<div class="{P}tabs {style}"><ul class="{P}tabs__list" role="tablist">{items}</ul></div>'

    def _segment(self, c: Control) -> str:
        words = f'<span class="{P}toggle-group__text">{c.icon} {escape(c.label)}</span>'
        state = f'class="{P}toggle-group__button{" pf-m-selected" if c.checked else ""}" aria-selected="{str(bool(c.checked)).lower()}"'
        return f'<div class="{P}toggle-group__item"><button type="button" role="tab" id="{c.id}" {c.truth()} {state}>{words}</button></div>'
