"""Drawn: a look of its own for every page, drawn at random."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from ..control import TYPED, Control
from ..look import Look
from .colours import MOODS
from .drawn_css import style_of
from .dressed import dressed, random_wardrobe
from .fonts import random_font
from .traits import Traits, random_traits

ASKED = (
    "Select…", "Select...", "Choose…", "Please select", "-- Select --", "Select an option", "Auswählen…", "Bitte wählen", "Wybierz…",
    "Choisir…", "Seleccionar…", "None selected", "Any", "—",
)  # fmt: skip


class Drawn(Look):
    name = "drawn"
    classes = {
        "field": "field",
        "select": "field",
        "slider": "slider",
        "label": "label",
        "button": "button primary",
        "button secondary": "button secondary",
        "button outline": "button outline",
        "button text": "button text",
        "button danger": "button danger",
        "tab": "tab",
        "tab on": "tab on",
        "card": "card",
    }

    moods = MOODS
    label_places = ("above", "above", "above", "left", "left", "right-of-left", "float", "notch", "addon", "placeholder")

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.traits = self.traits_of(random_traits(rng, self.moods), rng)
        family, self.font_links = random_font(rng)
        self.style = style_of(rng, self.traits, family)
        self.label_at = rng.choice(self.label_places)
        wardrobe = random_wardrobe(rng)
        self.wardrobe = replace(wardrobe, steps="", joined="") if self.label_at in ("float", "notch", "addon") else wardrobe
        self.pressed = rng.random() < 0.12
        self.icon_tone = rng.choice(("primary", "secondary", "outline", "text", "text"))
        self.words_first = rng.random() < 0.12

    def traits_of(self, traits: Traits, rng: random.Random) -> Traits:
        """What looks that are drawn with one fixed trait say anew."""
        del rng
        return traits

    def head(self) -> str:
        return self.font_links + super().head()

    def field(self, c: Control) -> str:
        known = f'type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)}'
        bare = f'<input {known} {c.truth()} class="field">'
        return dressed(c, bare, f"<input {known}>", self.wardrobe, self.rng) or bare

    def combobox(self, c: Control) -> str:
        """As a field or, in some looks, as a button with an arrow; sometimes nothing is chosen yet."""
        if self.traits.arrow == "none" or self.rng.random() < 0.15:
            asked = "请选择" if any(char > "\u2e80" for char in c.label + c.value) else self.rng.choice(ASKED)
            c = replace(c, value="", placeholder=asked)
        state = f'aria-disabled="{str(c.disabled).lower()}" aria-expanded="false" aria-label="{escape(c.label)}"'
        inner = f"<span>{escape(c.value)}</span>" if c.value else f'<span class="hint">{escape(c.placeholder)}</span>'
        shape = "button secondary pressed" if self.pressed else "field"
        truth = c.truth("+::after" if self.traits.arrow == "outside" else "")
        return f'<div role="combobox" tabindex="0" id="{c.id}" {state} {truth} class="{shape} combo{" off" if c.disabled else ""}">{inner}</div>'

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()} class="tick">'
        if c.aria:
            return box
        words = f"<span>{escape(c.label)}</span>"
        return f'<label class="tick-line">{words + box if self.words_first else box + words}</label>'

    def switch(self, c: Control) -> str:
        if self.rng.random() < 0.3:
            on, off = str(c.checked == "checked").lower(), str(c.disabled).lower()
            html = f'<span role="switch" tabindex="0" id="{c.id}" aria-checked="{on}" aria-disabled="{off}" aria-label="{escape(c.label)}" {c.truth("+::before")} class="switch"></span>'
            words = f'<span data-hit="{c.id}">{escape(c.label)}</span>'
        else:
            html = f'<input type="checkbox" role="switch" {c.native()} {c.truth("+::before")} class="switch">'
            words = f"<span>{escape(c.label)}</span>"
        return html if c.aria else f'<label class="tick-line">{words + html if self.words_first else html + words}</label>'

    def slider(self, c: Control) -> str:
        return super().slider(c).replace('type="range"', f'type="range" style="--at:{c.value}%"')

    def icon_button(self, c: Control) -> str:
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="button icon {self.icon_tone}">{c.icon}</button>'

    def link(self, c: Control, key: str = "link") -> str:
        if key == "nav link" and self.rng.random() < 0.1:
            return super().link(c).replace("<a ", '<a class="pill" ', 1)
        if key == "link" and self.rng.random() < 0.06:
            return super().link(c).replace("<a ", '<a class="button outline" ', 1)
        return super().link(c, key)

    def row(self, c: Control) -> str:
        framed = c.form in TYPED or c.form in ("textarea", "select", "combobox")
        if self.label_at in ("float", "notch", "addon"):
            at, self.label_at = self.label_at, "above"
            html = super().row(replace(c, help="", error="") if framed else c)
            self.label_at = at
            return html.replace("y-above", f"y-{at}", 1) if framed else html
        if self.label_at == "placeholder":
            if (c.form in TYPED and c.form not in ("date", "time")) or c.form == "textarea":
                hinted = replace(c, placeholder=c.label + (" *" if c.required else ""), aria=c.label)
                return f'<div class="y-row"><div class="y-control">{self.control(hinted)}{self.notes(c)}</div></div>'
            at, self.label_at = self.label_at, "above"
            html = super().row(c)
            self.label_at = at
            return html
        return super().row(c)
