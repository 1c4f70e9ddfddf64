"""What stands around controls in Element Plus: its form rows, cards, tables, tabs, dialogs."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..control import TYPED, Control
from ..look import Look
from .parts import tab_known


class ElementAround(Look):
    size = ""
    tab_style = ""
    table_style = ""

    def sized(self, name: str) -> str:
        return f"{name} {name}--{self.size}" if self.size else name

    def _item(self, label: str, inner: str, states: str = "") -> str:
        width = "" if self.label_at == "above" else ' style="width:30%"'
        place = {"above": "top", "left": "left"}.get(self.label_at, "right")
        label = label.replace("<label", f'<label class="el-form-item__label"{width}', 1)
        return f'<div class="{self.sized("el-form-item")} asterisk-left el-form-item--label-{place}{states}">{label}<div class="el-form-item__content">{inner}</div></div>'

    def row(self, c: Control) -> str:
        if c.form not in (*TYPED, "textarea", "select", "combobox", "slider", "file"):
            return super().row(c)
        notes = (
            f'<div class="el-form-item__error">{escape(c.error)}</div>'
            if c.error
            else f'<div class="el-help">{escape(c.help)}</div>'
            if c.help
            else ""
        )
        states = (" is-required" if c.required else "") + (" is-error" if c.error else "")
        return self._item(f'<label for="{c.id}">{escape(c.label)}</label>', self.control(c) + notes, states)

    def choice(self, question: str, controls: Sequence[Control]) -> str:
        ticks = "".join(f'<div class="y-tick">{self.control(c)}</div>' for c in controls)
        return self._item(
            f"<label>{escape(question)}</label>", f'<div class="{self.rng.choice(("", "y-across"))}">{ticks}</div>'
        )

    def card(self, inner: str) -> str:
        return f'<div class="el-card is-{self.rng.choice(("always", "always", "never"))}-shadow"><div class="el-card__body">{inner}</div></div>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        top = "".join(f'<th class="el-table__cell"><div class="cell">{escape(text)}</div></th>' for text in head)
        body = ""
        for n, row in enumerate(rows):
            cells = "".join(f'<td class="el-table__cell"><div class="cell">{cell}</div></td>' for cell in row)
            body += f'<tr class="el-table__row{" el-table__row--striped" if n % 2 else ""}">{cells}</tr>'
        inner = f'<table class="el-table__body" cellspacing="0" style="width:100%"><thead>{top}</thead><tbody>{body}</tbody></table>'
        return f'<div class="el-table el-table--fit{self.table_style}"><div class="el-table__inner-wrapper">{inner}</div></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        words = [f"{c.icon} {escape(c.label)}" for c in tabs]
        if self.tab_style == "segmented":
            on = "background:var(--el-color-primary)"
            items = "".join(
                f'<div {tab_known(c)} class="el-segmented__item{" is-selected" if c.checked else ""}" style="{on if c.checked else ""}"><div class="el-segmented__item-label">{text}</div></div>'
                for c, text in zip(tabs, words, strict=True)
            )
            return f'<div class="{self.sized("el-segmented")}"><div class="el-segmented__group">{items}</div></div>'
        if self.tab_style == "radio":
            items = "".join(
                f'<span class="{self.sized("el-radio-button")}{" is-active" if c.checked else ""}"><span class="el-radio-button__inner" {tab_known(c)}>{text}</span></span>'
                for c, text in zip(tabs, words, strict=True)
            )
            return f'<div class="el-radio-group el-tabs-as-buttons">{items}</div>'
        items = "".join(
            f'<div {tab_known(c)} class="el-tabs__item is-top{" is-active" if c.checked else ""}">{text}</div>'
            for c, text in zip(tabs, words, strict=True)
        )
        bar = "" if self.tab_style else '<div class="el-tabs__active-bar is-top is-hidden"></div>'
        nav = f'<div class="el-tabs__nav-wrap is-top"><div class="el-tabs__nav-scroll"><div class="el-tabs__nav is-top">{bar}{items}</div></div></div>'
        return f'<div class="el-tabs el-tabs--top {self.tab_style}" style="flex-direction:column"><div class="el-tabs__header is-top">{nav}</div></div>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        if self.rng.random() < 0.4:
            return super().navigation(brand, links, more)
        items = "".join(
            f'<li class="el-menu-item{" is-active" if n == 0 else ""}">{self.link(c, "nav link")}</li>'
            for n, c in enumerate(links)
        )
        return f'<header class="y-nav" style="border-bottom:1px solid var(--el-border-color)"><b>{escape(brand)}</b><nav><ul class="el-menu el-menu--horizontal">{items}</ul></nav><div class="y-end">{more}</div></header>'

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        head = f'<header class="el-dialog__header"><span class="el-dialog__title">{escape(title)}</span></header>'
        place = f"--el-dialog-width:{self.rng.choice((420, 500, 640))}px;--el-dialog-margin-top:{self.rng.choice((3, 8, 15))}vh"
        box = f'{head}<div class="el-dialog__body">{inner}</div><footer class="el-dialog__footer">{buttons}</footer>'
        return f'<div class="el-overlay" style="z-index:2001"><div class="el-overlay-dialog"><div class="el-dialog" style="{place}">{box}</div></div></div>'

    def badge(self, text: str) -> str:
        kind, effect = (
            self.rng.choice(("primary", "success", "info", "warning", "danger")),
            self.rng.choice(("light", "light", "dark", "plain")),
        )
        return f'<span class="el-tag el-tag--{kind} el-tag--{effect}{self.rng.choice(("", " is-round"))}"><span class="el-tag__content">{escape(text)}</span></span>'

    def alert(self, text: str) -> str:
        kind, effect = self.rng.choice(("success", "info", "warning", "error", "primary")), self.rng.choice(("light", "dark"))
        return f'<div class="el-alert el-alert--{kind} is-{effect}"><div class="el-alert__content"><span class="el-alert__title">{escape(text)}</span></div></div>'
