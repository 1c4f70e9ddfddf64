"""Primer: GitHub's look, in its light and dark themes."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from ..control import TYPED, Control
from ..icons import drawn, random_icon
from ..look import Look
from .dressed import inner_button
from .parts import choosing, unchosen
from .pictures import CROSSES, EYE, LENS, TRIANGLES
from .primer_css import STYLE

THEMES = (
    "light",
    "light",
    "light",
    "light_high_contrast",
    "light_colorblind",
    "dark",
    "dark",
    "dark_dimmed",
    "dark_high_contrast",
)


class Primer(Look):
    name = "primer"
    links = ("@primer/css/dist/primer.css", "@fontsource/inter/400.css", "@fontsource/inter/600.css")
    classes = {
        "help": "note",
        "error": "wrong",
        "button": "btn btn-primary",
        "button secondary": "btn",
        "button outline": "btn btn-outline",
        "button text": "btn quiet",
        "button danger": "btn btn-danger",
        "card": "Box",
    }
    style = STYLE

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.theme = rng.choice(THEMES)
        size = rng.choice(("", "", "", " input-sm", " input-lg", " input-contrast"))
        small = " btn-sm" if size == " input-sm" else rng.choice(("", "", " btn-large"))
        sized = {key: value + small for key, value in self.classes.items() if key.startswith("button")}
        field = "form-control" + size
        icon = "btn icon" + small.replace(" btn-large", "") + rng.choice(("", " quiet", " quiet"))
        self.classes = {
            **self.classes,
            **sized,
            "field": field,
            "textarea": field,
            "select": "form-select" + size.replace("input-sm", "select-sm"),
            "icon": icon,
            "table": rng.choice(("", "striped", "lined")),
        }
        self.small_switch = rng.random() < 0.4
        self.combo = rng.choice(("btn", "btn wide", "btn", "form-control", "btn quiet"))
        self.tab_style = rng.choice(("UnderlineNav", "UnderlineNav", "tabnav", "SegmentedControl", "subnav", "menu"))
        self.dressed = rng.uniform(0, 0.7)
        traits = [name for name in ("y-big", "y-narrow", "y-strong", "y-ruled") if rng.random() < 0.35]
        self.body = f'class="{" ".join(traits)}"' + (' style="--y-font: Inter, sans-serif"' if rng.random() < 0.3 else "")

    def html_attributes(self) -> str:
        mode = self.theme.split("_")[0]
        return f'data-color-mode="{mode}" data-light-theme="{self.theme}" data-dark-theme="{self.theme}"'

    def body_attributes(self) -> str:
        return self.body

    def field(self, c: Control) -> str:
        if c.form not in TYPED or c.form in ("date", "time") or self.rng.random() > self.dressed:
            return super().field(c)
        known = f'type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)}'
        if c.form in ("search", "url", "email") and self.rng.random() < 0.4:
            go = inner_button(c, "search", drawn(LENS), "btn icon")
            return f'<div class="join">{super().field(c)}{go}</div>'
        lead = drawn(LENS) if c.form == "search" else random_icon(self.rng, 16) if self.rng.random() < 0.7 else "<span>@</span>"
        end = ""
        if c.form == "password":
            end = inner_button(c, "show", drawn(EYE, stroke=1.4), "")
        elif c.value and c.form in ("search", "text"):
            end = inner_button(c, "clear", drawn(CROSSES[0]), "")
        off = " off" if c.disabled else ""
        return f'<div class="{self.classes["field"]} with{off}" {c.truth()}>{lead}<input {known}>{end}</div>'

    def combobox(self, c: Control) -> str:
        c = unchosen(c, self.rng)
        words = f"<span>{escape(c.value)}</span>" if c.value else f'<span class="dim">{escape(c.placeholder)}</span>'
        before = (
            f"<span><span class='dim'>{escape(c.label.split()[0])}:</span> {words}</span>"
            if c.aria and c.value and self.combo == "btn quiet"
            else words
        )
        return f'<div {choosing(c)} {c.truth()} class="combo {self.combo}">{before}{drawn(TRIANGLES[1], ".9em")}</div>'.replace(
            "<path ", '<path fill="currentColor" '
        )

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()} class="FormControl-{c.form}">'
        return box if c.aria else f'<label class="tick-line">{box}<span>{escape(c.label)}</span></label>'

    def switch(self, c: Control) -> str:
        on, off = str(c.checked == "checked").lower(), str(c.disabled).lower()
        known = f'id="{c.id}" role="switch" aria-checked="{on}" aria-disabled="{off}" aria-label="{escape(c.label)}"'
        signs = f"<u>{drawn('M8 3.5v9', '.8em', 1.4)}</u><s>{drawn('M8 4a4 4 0 100 8 4 4 0 000-8z', '.8em', 1.4)}</s>"
        track = f'<button type="button" {known} {c.truth()} class="ToggleSwitch-track">{signs}<i></i></button>'
        status = (
            f'<span class="ToggleSwitch-status">{"On" if c.checked == "checked" else "Off"}</span>' if self.small_switch else ""
        )
        words = "" if c.aria else f'<span data-hit="{c.id}">{escape(c.label)}</span>'
        return f'<span class="ToggleSwitch{" small" if self.small_switch else ""}">{status}{track}{words}</span>'

    def badge(self, text: str) -> str:
        return f'<span class="Label {self.rng.choice(("", "", "Label--accent", "Label--success", "Label--danger", "State"))}">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        return f'<div class="flash {self.rng.choice(("", "flash-warn", "flash-error"))}">{escape(text)}</div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        item = {"UnderlineNav": "UnderlineNav-item", "tabnav": "tabnav-tab", "subnav": "subnav-item", "menu": "menu-item"}.get(
            self.tab_style, ""
        )
        counted = self.rng.random() < 0.3
        part = "+::after" if self.tab_style == "UnderlineNav" else ""
        items = ""
        for c in tabs:
            count = f'<span class="Counter">{self.rng.randint(0, 120)}</span>' if counted and self.rng.random() < 0.6 else ""
            known = f'id="{c.id}" role="tab" aria-selected="{str(bool(c.checked)).lower()}" {c.truth(part)} class="{item}"'
            items += f'<button type="button" {known}>{c.icon}<span>{escape(c.label)}</span>{count}</button>'
        return f'<div role="tablist" class="{self.tab_style}">{items}</div>'
