"""Pages that look like desktop programs of 1998, 2001 or 2009: 98.css, XP.css or 7.css."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import Control
from ..look import Look
from .windows_css import style_of

SHEETS = {"98": "98.css/dist/98.css", "xp": "xp.css/dist/XP.css", "7": "7.css/dist/7.css"}


class Windows(Look):
    name = "windows"

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.era = rng.choice(tuple(SHEETS))
        self.links = (SHEETS[self.era],)
        self.style = style_of(rng, self.era)
        self.cards = rng.choice(("window", "window", "panel", "group"))
        self.indicator = rng.choice(("", "has-box-indicator"))
        self.combos = rng.random() < 0.75
        self.title = "Untitled"
        self.titled = 0
        chosen = {"98": "default", "xp": "", "7": "default"}[self.era]
        self.classes = {
            "button primary": rng.choice(("", chosen)),
            "button text": rng.choice(("", "flat")),
            "icon": rng.choice(("tool", "tool", "tool flat")),
            "slider": self.indicator,
            "badge": "cell",
            "error": "y-error",
        }

    def body_attributes(self) -> str:
        return f'class="era{self.era}"'

    def heading(self, text: str, level: int = 2) -> str:
        self.title = text
        return super().heading(text, level)

    def combobox(self, c: Control) -> str:
        if not self.combos:
            return self.select(c)
        off = "disabled" if c.disabled else ""
        known = f'id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}"'
        return f'<span class="combobox" {c.truth()}><input type="text" value="{escape(c.value)}" {known} {off}><button type="button" tabindex="-1" {off}></button></span>'

    def tick(self, c: Control) -> str:
        c = replace(c, checked="unchecked" if c.checked == "mixed" else c.checked)
        words = "&nbsp;" if c.aria else escape(c.label)
        return f'<div class="field-row"><input type="{c.form}" {c.native()}><label for="{c.id}" {c.truth("::before")}>{words}</label></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = ""
        for c in tabs:
            known = f'role="tab" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()}'
            words = f"{c.icon} {escape(c.label)}"
            items += (
                f'<li {known}><a tabindex="0">{words}</a></li>'
                if self.era == "98"
                else f'<button type="button" {known}>{words}</button>'
            )
        return f'<menu role="tablist">{items}</menu>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        return f'<div class="sunken-panel">{super().table(head, rows)}</div>'

    # Windows

    def bar(self, title: str) -> str:
        names = self.rng.choice(
            (("Minimize", "Maximize", "Close"), ("Minimize", "Maximize", "Close"), ("Help", "Close"), ("Close",))
        )
        buttons = ""
        for name in names:
            self.titled += 1
            c = Control(f"title{self.titled}", "icon", name, aria=name)
            buttons += f'<button type="button" {c.native()} {c.truth()}></button>'
        state = " inactive" if self.rng.random() < 0.15 else " active"
        return f'<div class="title-bar{state}"><div class="title-bar-text">{escape(title)}</div><div class="title-bar-controls">{buttons}</div></div>'

    def window(self, title: str, inner: str) -> str:
        return f'<div class="window active">{self.bar(title)}<div class="window-body has-space">{inner}</div></div>'

    def card(self, inner: str) -> str:
        if self.cards == "window":
            return f'<div class="framed">{self.window(self.title, inner)}</div>'
        return f'<div class="{self.cards}-card">{inner}</div>'

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        text = f'{inner}<div class="y-buttons" style="justify-content:flex-end">{buttons}</div>'
        return f'<div class="y-veil"></div><div role="dialog" class="y-dialog bare">{self.window(title, text)}</div>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        items = "".join(self.link(replace(c, icon="")) for c in links)
        tools = f'<div class="tools">{more}</div>' if more else ""
        return f'<header class="program">{self.bar(brand)}<div class="menus">{items}</div>{tools}</header>'

    def alert(self, text: str) -> str:
        return f'<div class="hint">{escape(text)}</div>'
