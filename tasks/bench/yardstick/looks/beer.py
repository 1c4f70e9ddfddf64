"""Beer CSS: Material 3 with round buttons, notched, filled or bare fields, tall sliders, and a scheme of any hue."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import TYPED, Control
from ..icons import random_icon
from ..look import Look
from .colours import css, hsl
from .fonts import random_font
from .parts import sign, tab_known, ticking, unchosen

_MARKS = {"checkbox": 0.125, "radio": 1 / 12}
"""How far inside its picture the outline of a box lies."""


def _scheme(hue: float, *, dark: bool) -> str:
    """Its colours, as Material 3 draws them from one hue."""
    families = {"primary": (hue, 0.5), "secondary": (hue, 0.15), "tertiary": (hue + 0.16, 0.3), "error": (0.0, 0.7)}
    pairs: dict[str, str] = {}
    for name, (at, strong) in families.items():
        tones = (0.8, 0.2, 0.3, 0.9) if dark else (0.42, 1.0, 0.91, 0.12)
        keys = (name, f"on-{name}", f"{name}-container", f"on-{name}-container")
        pairs |= {key: css(hsl(at, strong, tone)) for key, tone in zip(keys, tones, strict=True)}
    greys = {
        "background": (0.98, 0.1),
        "surface": (0.98, 0.08),
        "on-surface": (0.1, 0.9),
        "surface-variant": (0.9, 0.28),
        "on-surface-variant": (0.29, 0.78),
    }
    greys |= {
        "outline": (0.48, 0.58),
        "outline-variant": (0.79, 0.28),
        "inverse-surface": (0.2, 0.9),
        "inverse-on-surface": (0.96, 0.2),
    }
    greys |= {
        "surface-container-low": (0.965, 0.11),
        "surface-container": (0.945, 0.13),
        "surface-container-high": (0.92, 0.17),
        "surface-container-highest": (0.9, 0.21),
    }
    pairs |= {key: css(hsl(hue, 0.15, tones[dark])) for key, tones in greys.items()}
    return "body.light, body.dark {" + "".join(f"--{key}:{value};" for key, value in pairs.items()) + "}"


class Beer(Look):
    name = "beer"
    links = ("beercss/dist/cdn/beer.min.css",)
    classes = {
        "card": "",
        "help": "note",
        "error": "note error-text",
        "tick row": "y-tick",
    }
    style = """
    h1 { font-size: 2rem } h2 { font-size: 1.5rem } h3 { font-size: 1.15rem } h1, h2, h3 { margin: .4em 0; line-height: 1.3; display: block } p { margin: .4em 0 } .note { font-size: .75rem; padding: .25rem 1rem; line-height: 1.25rem; display: block; opacity: .85 } label { color: inherit }
    .y-row { margin-bottom: 14px } .y-row > .field, .y-control > .field { margin: 0; width: 100% } .y-inline .field { min-width: 190px; margin: 0 } td .field { min-width: 120px } .y-toolbar .field, .y-setting .field { width: 190px !important; margin: 0 } .y-end .field { width: 210px; margin: 0 } .y-toolbar > button { flex: none }
    .mark { position: absolute; pointer-events: none } .checkbox, .radio, .switch { position: relative } .y-tick { margin: 6px 0 } .y-setting .slider { width: 190px } article { margin: 10px 0 } .y-nav nav { gap: 18px; background: none; min-height: 0 } .y-nav a { color: inherit } .y-dialog { inline-size: 480px } .tabs { margin: 6px 0 }
    .y-main a:not(.button, .tabs > a), footer a, aside a { color: var(--primary) } header, footer { background: none } .switch-line { display: inline-flex; gap: 10px; align-items: center } .y-steps i { font-family: inherit; font-size: 1em } .field > select { width: auto } table td { vertical-align: middle } svg[fill=none] { fill: none !important } .y-nav > *, .y-footer > * { margin: 0 !important } .y-nav nav { min-block-size: 0 } .y-nav .y-end { margin-left: auto !important } .y-toolbar > :is(.circle, .square) { aspect-ratio: 1 } .field > select { white-space: nowrap; overflow: hidden }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.is_dark, family = rng.random() < 0.3, random_font(rng)
        self.font_links = family[1]
        scheme = _scheme(rng.random(), dark=self.is_dark) if rng.random() < 0.8 else ""
        self.style += f"{scheme} body {{ --font: {family[0]}; --font-icon: Material Symbols Subset }} {rng.choice(('', '', 'body { letter-spacing: 0 }'))}"
        shapes = ("border", "border", "border", "fill", "fill", "", "border round", "fill round", "round", "border small-round")
        self.shape, self.size = rng.choice(shapes), rng.choice(("", "", "small", "small", "large"))
        self.floats = rng.random() < 0.6
        self.button_size, self.button_shape = (
            rng.choice(("", "", "small", "large")),
            rng.choice(("", "", "", "small-round", "no-round")),
        )
        self.tick_size = rng.choice(("", "", "", "small", "large"))
        self.tones = {
            "primary": rng.choice(("", "", "primary-container")),
            "outline": "border",
            "text": "transparent",
            "danger": rng.choice(("error", "error-container")),
        }
        self.tones["secondary"] = rng.choice(("fill", "secondary", "tertiary", "secondary-container", "surface-variant"))
        self.tab_style = rng.choice(("tabs left-align", "tabs left-align min", "tabs", "buttons"))
        self.thick = rng.choice(("", "", "tiny", "small", "medium"))
        self.card_style = rng.choice(("", "border", "no-elevate", "surface-container-high no-elevate", "round", "no-round"))
        self.with_icons = rng.choice((0.0, 0.2, 0.6))

    def head(self) -> str:
        return self.font_links + super().head()

    def body_attributes(self) -> str:
        return f'class="{"dark" if self.is_dark else "light"}"'

    # Fields: their frame is drawn by the native element, which fills them

    def _boxed(self, c: Control, inner: str, label: str, after: str = "") -> str:
        before = random_icon(self.rng, 24) if self.rng.random() < self.with_icons else ""
        states = {"label": bool(label), "prefix": bool(before), "suffix": bool(after), "invalid": bool(c.error)}
        classes = " ".join(["field", self.shape, self.size, *(name for name, on in states.items() if on)])
        up = bool(c.value) or c.form in ("date", "time", "select", "combobox") or c.focused
        text = f'<label for="{c.id}" class="{"active" if up else ""}">{label}</label>' if label else ""
        inner = inner.replace(" ", ' class="active" ', 1) if up else inner
        html = f'<div class="{classes}" {c.truth()}>{before}{inner}{text}{after}</div>'
        return html + (self.notes(c) if label else "")

    def field(self, c: Control, label: str = "") -> str:
        c = replace(c, placeholder=" ") if label else c
        icons = {"password": "eye", "date": "calendar", "time": "clock", "search": "search"}
        after = sign(icons[c.form], "24px") if c.form in icons and self.rng.random() < 0.8 else ""
        return self._boxed(c, f'<input type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)}>', label, after)

    def textarea(self, c: Control, label: str = "") -> str:
        c = replace(c, placeholder=" ") if label else c
        return self._boxed(c, f'<textarea rows="{self.rng.randint(3, 5)}" {c.native()}>{escape(c.value)}</textarea>', label)

    def select(self, c: Control, label: str = "") -> str:
        return self._boxed(c, f"<select {c.native()}>{self.options(c)}</select>", label, sign("down", "24px"))

    def combobox(self, c: Control, label: str = "") -> str:
        c = c if label else unchosen(c, self.rng)
        known = (
            f'role="combobox" aria-expanded="false" readonly value="{escape(c.value)}" {replace(c, readonly=False).native()}'
        )
        return self._boxed(c, f'<input type="text" {known}>', label, sign("down", "24px"))

    # What is ticked, slid and pressed

    def tick(self, c: Control) -> str:
        inset = _MARKS[c.form]
        side = {"": 1.5, "small": 1.0, "large": 2.0}[self.tick_size]
        place = f"left:{side * inset}rem;top:calc(50% - {side * (0.5 - inset)}rem);width:{side * (1 - 2 * inset)}rem;height:{side * (1 - 2 * inset)}rem"
        words = "" if c.aria else escape(c.label)
        return f'<label class="{c.form} {self.tick_size}">{ticking(c)}<span>{words}</span><b class="mark" style="{place}" {c.truth()}></b></label>'

    def switch(self, c: Control) -> str:
        mark = f'<b class="mark" style="left:0;top:calc(50% - 1rem);width:3.25rem;height:2rem" {c.truth()}></b>'
        html = f'<label class="switch">{ticking(c, "checkbox")}<span></span>{mark}</label>'
        return html if c.aria else f'<span class="switch-line">{html}<span data-hit="{c.id}">{escape(c.label)}</span></span>'

    def slider(self, c: Control) -> str:
        place = f"--_end:{100 - int(c.value)}%"
        return f'<div class="slider {self.thick}" style="{place}"><input type="range" value="{c.value}" {c.native()} {c.truth()}><span></span></div>'

    def button(self, c: Control) -> str:
        return f'<button type="button" {c.native()} {c.truth()} class="{self.tones[c.tone]} {self.button_size} {self.button_shape}">{c.icon}<span>{escape(c.label)}</span></button>'

    def icon_button(self, c: Control) -> str:
        shape = self.rng.choice(("circle", "circle", "square", "square round"))
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{shape} {self.tones[c.tone]} {self.button_size}">{c.icon}</button>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Upload", "Choose file", "File"))
        button = f'<button type="button" {"disabled" if c.disabled else ""} {c.truth(shown=words)} class="{self.rng.choice(("", "border", "fill"))}">{sign("clip", "20px")}<span>{words}</span></button>'
        return f'<input type="file" {c.native()} style="display:none">{button}'

    # Around them

    def row(self, c: Control) -> str:
        if self.floats and c.form in (*TYPED, "textarea", "select", "combobox"):
            label = escape(c.label) + (" *" if c.required else "")
            draw = {"textarea": self.textarea, "select": self.select, "combobox": self.combobox}.get(c.form, self.field)
            return f'<div class="y-row">{draw(c, label)}</div>'
        return super().row(c)

    def card(self, inner: str) -> str:
        return f'<article class="{self.card_style}">{inner}</article>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        kind = self.rng.choice(("border", "stripes", "border medium-space", ""))
        return super().table(head, rows).replace("<table", f'<table class="{kind}"', 1)

    def tabs(self, tabs: Sequence[Control]) -> str:
        if self.tab_style != "buttons":
            items = "".join(
                f'<a {tab_known(c)} class="{"active" if c.checked else ""}">{c.icon}<span>{escape(c.label)}</span></a>'
                for c in tabs
            )
            return f'<div class="{self.tab_style}">{items}</div>'
        ends = {0: "left-round", len(tabs) - 1: "right-round"}
        items = "".join(
            f'<button type="button" {tab_known(c)} class="border {ends.get(n, "no-round")} {"fill" if c.checked else ""}">{c.icon}<span>{escape(c.label)}</span></button>'
            for n, c in enumerate(tabs)
        )
        return f'<nav class="no-space">{items}</nav>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        fill = self.rng.choice(("primary-container", "surface-container", "primary", ""))
        return (
            super()
            .navigation(brand, links, more)
            .replace('class="y-nav ', f'class="y-nav {fill} ', 1)
            .replace("<header", "<div")
            .replace("</header", "</div")
        )

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        foot = f'<nav class="right-align" style="flex-wrap:wrap;justify-content:flex-end">{buttons}</nav>'
        return f'<div class="overlay active" style="z-index:99"></div><dialog open class="active" style="inline-size:480px">{self.heading(title, 3)}{inner}{foot}</dialog>'

    def badge(self, text: str) -> str:
        return f'<span class="badge none {self.rng.choice(("", "primary", "secondary", "tertiary", "border"))}" style="padding:2px 8px">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        return f'<article class="{self.rng.choice(("tertiary-container", "error-container", "primary-container", "border"))}">{escape(text)}</article>'
