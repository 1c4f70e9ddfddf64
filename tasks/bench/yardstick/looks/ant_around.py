"""What stands around controls in Ant Design: its form rows, cards, tables, tabs, dialogs, and its icons."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from ..control import TYPED, Control
from ..frameworks import installed
from ..look import Look
from .parts import tab_known


@lru_cache
def ant_icons() -> tuple[str, ...]:
    folder = installed("@ant-design/icons-angular") / "src" / "inline-svg" / "outline"
    return tuple(sorted(path.stem for path in folder.glob("*.svg")))


@lru_cache(maxsize=1024)
def ant_icon(name: str) -> str:
    path = installed("@ant-design/icons-angular") / "src" / "inline-svg" / "outline" / f"{name}.svg"
    svg = path.read_text(encoding="utf-8").replace(
        "<svg", '<svg width="1em" height="1em" fill="currentColor" aria-hidden="true"', 1
    )
    return f'<span class="anticon anticon-{name}">{svg}</span>'


class AntAround(Look):
    size = ""
    tab_style = "line"
    table_style = ""

    def _item(self, label: str, inner: str, c: Control | None = None) -> str:
        wide = ("", "") if self.label_at == "above" else (" ant-col-8", " ant-col-16")
        left = " ant-form-item-label-left" if self.label_at == "left" else ""
        notes = (
            f'<div class="ant-form-item-explain ant-form-item-explain-error">{escape(c.error)}</div>' if c and c.error else ""
        )
        notes += f'<div class="ant-form-item-extra">{escape(c.help)}</div>' if c and c.help else ""
        inner = f'<div class="ant-form-item-control-input"><div class="ant-form-item-control-input-content">{inner}</div></div>{notes}'
        return f'<div class="ant-row ant-form-item"><div class="ant-col ant-form-item-label ant-form-item-label-wrap{wide[0]}{left}">{label}</div><div class="ant-col ant-form-item-control{wide[1]}">{inner}</div></div>'

    def row(self, c: Control) -> str:
        if c.form not in (*TYPED, "textarea", "select", "combobox", "slider", "file"):
            return super().row(c)
        label = f'<label for="{c.id}" class="{"ant-form-item-required" if c.required else ""}">{escape(c.label)}</label>'
        return self._item(label, self.control(c), c)

    def choice(self, question: str, controls: Sequence[Control]) -> str:
        ticks = "".join(f'<div class="y-tick">{self.control(c)}</div>' for c in controls)
        return self._item(
            f"<label>{escape(question)}</label>", f'<div class="{self.rng.choice(("", "y-across"))}">{ticks}</div>'
        )

    def card(self, inner: str) -> str:
        small = self.rng.choice(("", "", " ant-card-small"))
        return f'<div class="ant-card ant-card-bordered{small}"><div class="ant-card-body">{inner}</div></div>'

    def fieldset(self, legend: str, inner: str) -> str:
        if self.rng.random() < 0.5:
            return f'<div class="ant-divider ant-divider-horizontal ant-divider-with-text ant-divider-with-text-left"><span class="ant-divider-inner-text">{escape(legend)}</span></div>{inner}'
        head = f'<div class="ant-card-head"><div class="ant-card-head-wrapper"><div class="ant-card-head-title">{escape(legend)}</div></div></div>'
        return f'<div class="ant-card ant-card-bordered" style="margin-bottom:14px">{head}<div class="ant-card-body">{inner}</div></div>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        top = "".join(f'<th class="ant-table-cell">{escape(text)}</th>' for text in head)
        body = "".join(
            '<tr class="ant-table-row">' + "".join(f'<td class="ant-table-cell">{cell}</td>' for cell in row) + "</tr>"
            for row in rows
        )
        inner = (
            f'<table><thead class="ant-table-thead"><tr>{top}</tr></thead><tbody class="ant-table-tbody">{body}</tbody></table>'
        )
        return f'<div class="ant-table-wrapper"><div class="ant-table{self.table_style}"><div class="ant-table-container"><div class="ant-table-content">{inner}</div></div></div></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        known = [
            (
                c,
                tab_known(c),
                f"{c.icon} {escape(c.label)}",
            )
            for c in tabs
        ]
        if self.tab_style == "segmented":
            items = "".join(
                f'<div {said} class="ant-segmented-item{" ant-segmented-item-selected" if c.checked else ""}"><div class="ant-segmented-item-label">{words}</div></div>'
                for c, said, words in known
            )
            return f'<div class="ant-segmented{" ant-segmented" + self.size if self.size else ""}" style="display:inline-block"><div class="ant-segmented-group">{items}</div></div>'
        bar = '<div class="ant-tabs-ink-bar"></div>' if self.tab_style == "line" else ""
        items = "".join(
            f'<div {said} class="ant-tabs-tab{" ant-tabs-tab-active" if c.checked else ""}"><div class="ant-tabs-tab-btn">{words}</div>{bar if c.checked else ""}</div>'
            for c, said, words in known
        )
        size = {"-sm": " ant-tabs-small", "-lg": " ant-tabs-large"}.get(self.size, "")
        return f'<div class="ant-tabs ant-tabs-top ant-tabs-{self.tab_style}{size}"><div class="ant-tabs-nav"><div class="ant-tabs-nav-wrap"><div class="ant-tabs-nav-list">{items}</div></div></div></div>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        if self.rng.random() < 0.4:
            return super().navigation(brand, links, more)
        dark = self.rng.random() < 0.5
        items = "".join(
            f'<li class="ant-menu-item{" ant-menu-item-selected" if n == 0 else ""}"><span class="ant-menu-title-content">{self.link(c)}</span></li>'
            for n, c in enumerate(links)
        )
        menu = f'<ul class="ant-menu ant-menu-root ant-menu-horizontal ant-menu-{"dark" if dark else "light"}" style="display:flex">{items}</ul>'
        return f'<header class="y-nav" style="{"background:#001529;color:#fff" if dark else "border-bottom:1px solid #8883"}"><b>{escape(brand)}</b><nav>{menu}</nav><div class="y-end">{more}</div></header>'

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        head = f'<div class="ant-modal-header"><div class="ant-modal-title">{escape(title)}</div></div>'
        foot = f'<div class="ant-modal-footer">{buttons}</div>'
        return f'<div class="ant-modal-mask"></div><div class="ant-modal-wrap" style="overflow:hidden"><div class="ant-modal" style="top:{self.rng.choice((20, 100))}px;width:{self.rng.choice((416, 520, 640))}px"><div class="ant-modal-content">{head}<div class="ant-modal-body">{inner}</div>{foot}</div></div></div>'

    def badge(self, text: str) -> str:
        colour = self.rng.choice(("", " ant-tag-green", " ant-tag-blue", " ant-tag-red", " ant-tag-gold", " ant-tag-purple"))
        return f'<span class="ant-tag{colour}">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        kind = self.rng.choice(("info", "success", "warning", "error"))
        icon = {"info": "info-circle", "success": "check-circle", "warning": "exclamation-circle", "error": "close-circle"}[
            kind
        ]
        icon = ant_icon(icon).replace("anticon ", "anticon ant-alert-icon ", 1) if self.rng.random() < 0.7 else ""
        return f'<div class="ant-alert ant-alert-{kind}">{icon}<div class="ant-alert-content"><div class="ant-alert-message">{escape(text)}</div></div></div>'
