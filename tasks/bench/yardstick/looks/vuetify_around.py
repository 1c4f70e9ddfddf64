"""What stands around controls in Vuetify: cards, tables, tabs, dialogs, chips."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..control import Control
from ..look import Look
from .parts import tab_known


class VuetifyAround(Look):
    density = "default"
    rounded = ""
    cased = ""
    colour = "primary"
    tab_style = ""
    card_style = "elevated"

    def card(self, inner: str) -> str:
        return f'<div class="v-card v-card--density-default v-card--variant-{self.card_style} {self.rounded}"><span class="v-card__underlay"></span><div class="v-card-text">{inner}</div></div>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        more = self.rng.choice(("", " v-table--hover", " v-table--striped-even"))
        return f'<div class="v-table v-table--density-{self.density}{more}"><div class="v-table__wrapper">{super().table(head, rows)}</div></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        sheets = '<span class="v-btn__overlay"></span><span class="v-btn__underlay"></span>'
        items, base = "", f"v-btn v-btn--density-default v-btn--size-default {self.cased}"
        for c in tabs:
            icon = c.icon and f'<span class="v-btn__prepend">{c.icon}</span>'
            if self.tab_style == "toggle":
                on = " v-btn--active text-primary" if c.checked else ""
                items += f'<button type="button" {tab_known(c)} class="{base} v-btn--variant-text{on}">{sheets}{icon}<span class="v-btn__content">{escape(c.label)}</span></button>'
                continue
            on = f" v-tab--selected text-{self.colour}" if c.checked else ""
            words = f'<span class="v-btn__content">{escape(c.label)}<div class="v-tab__slider"></div></span>'
            items += f'<button type="button" {tab_known(c)} class="{base} v-slide-group-item v-tab v-btn--variant-text{on}">{sheets}{icon}{words}</button>'
        if self.tab_style == "toggle":
            return f'<div class="v-btn-group v-btn-group--horizontal v-btn-group--density-{self.density} v-btn-group--divided v-btn-toggle" style="border:1px solid #8886">{items}</div>'
        return f'<div class="v-slide-group v-slide-group--horizontal v-tabs v-tabs--horizontal v-tabs--density-{self.density} {self.tab_style}"><div class="v-slide-group__container"><div class="v-slide-group__content">{items}</div></div></div>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        bar = self.rng.choice(("bg-primary", "bg-surface elevation-2", "bg-surface-light", ""))
        return super().navigation(brand, links, more).replace('class="y-nav ', f'class="y-nav {bar} ', 1)

    def link(self, c: Control, key: str = "link") -> str:
        return (
            super().link(c, key).replace("<a ", '<a style="color:inherit" ', 1) if key == "nav link" else super().link(c, key)
        )

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        head = f'<div class="v-card-title">{escape(title)}</div>'
        box = f'{head}<div class="v-card-text">{inner}</div><div class="v-card-actions" style="justify-content:end;flex-wrap:wrap">{buttons}</div>'
        return f'<div class="y-veil"></div><div class="v-card v-card--density-default v-card--variant-elevated y-dialog {self.rounded}" style="position:fixed;z-index:901;padding:8px;overflow:auto">{box}</div>'

    def badge(self, text: str) -> str:
        tone = self.rng.choice(("", "text-primary", "text-success", "text-error", "text-warning"))
        style = self.rng.choice(("tonal", "tonal", "outlined", "flat"))
        return f'<span class="v-chip v-chip--density-default v-chip--size-{self.rng.choice(("small", "default", "x-small"))} v-chip--variant-{style} {tone} rounded-xl"><span class="v-chip__underlay"></span><div class="v-chip__content">{escape(text)}</div></span>'

    def alert(self, text: str) -> str:
        kind, style = self.rng.choice(("info", "success", "warning", "error")), self.rng.choice(("tonal", "flat", "outlined"))
        colour = f"bg-{kind}" if style == "flat" else f"text-{kind}"
        return f'<div class="v-alert v-alert--density-{self.density} v-alert--variant-{style} {colour}"><span class="v-alert__underlay"></span><div class="v-alert__content">{escape(text)}</div></div>'
