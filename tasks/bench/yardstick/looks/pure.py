"""Pure: small and bare, its buttons in colours of a page's own."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import TYPED, Control
from ..look import Look
from .colours import css, hsl, readable
from .fonts import random_font

STYLE = """
.y-page, .y-dialog { box-sizing: border-box } .y-row.wide input:not([type=checkbox], [type=radio], [type=file], [type=submit], [type=range]), .y-row.wide select, .y-row.wide textarea { width: 100% } .pure-form select { min-width: 8em; padding-top: 0; padding-bottom: 0 }
.y-left > label, .y-right-of-left > label { margin: 0 } .pure-button[disabled] { pointer-events: auto } .pure-button svg { margin-right: .15em } .combo { display: inline-flex; justify-content: space-between; gap: 1em; min-width: 8em; align-items: center } .y-toolbar { gap: 8px }
.pure-table { margin: 8px 0 } .pure-menu-horizontal { display: flex; align-items: center } .pure-menu-list { display: flex } .tabs { border-bottom: 1px solid #cbcbcb; margin: 8px 0 } .y-tabbed .pure-menu-list { flex-wrap: wrap } .y-nav.y-nav { padding: 4px 12px; flex-wrap: wrap } .help { font-size: .85em; opacity: .75 }
.y-control .help, .pure-form-message { display: block } .panel { padding: 1em; margin: 8px 0; border: 1px solid #e0e0e0 } .y-alert { border-radius: 4px } .y-setting > div:last-child { text-align: right }
"""


class Pure(Look):
    name = "pure"
    links = ("purecss/build/pure-min.css",)
    classes = {
        "slider": "",
        "help": "help pure-form-message",
        "button text": "pure-button text",
        "card": "panel",
    }

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        shape = rng.choice(("", "", "pure-input-rounded"))
        size = rng.choice(("", "", " small", " large", " xlarge"))
        self.wide = rng.random() < 0.5
        self.joined = rng.random() < 0.3
        self.aligned = rng.random() < 0.4
        hue = rng.random()
        self.dark = rng.random() < 0.15
        font, self.font_links = random_font(rng) if rng.random() < 0.5 else ("sans-serif", "")
        tones = {tone: f"pure-button {tone}{size}" for tone in ("secondary", "outline", "danger", "text")}
        self.classes = {
            **self.classes,
            **{f"button {tone}": name for tone, name in tones.items()},
            **({"field": shape, "field invalid": f"{shape} wrong"} if shape else {"field invalid": "wrong"}),
            "button": f"pure-button{size}",
            "button primary": f"pure-button pure-button-primary{size}",
            "icon": f"pure-button{rng.choice(('', ' outline', ' text', ' pure-button-primary'))}{size}",
            "table": "pure-table" + rng.choice(("", " pure-table-bordered", " pure-table-horizontal", " pure-table-striped")),
        }
        self.style = STYLE + self._colours(rng, hue, font) + (self._dark() if self.dark else "")

    def _colours(self, rng: random.Random, hue: float, font: str) -> str:
        """Pure leaves these to the page; its own handbook colours buttons like this."""
        primary = hsl(hue, rng.uniform(0.3, 1), rng.uniform(0.25, 0.6)) if rng.random() < 0.6 else (0.0, 0.47, 0.906)
        second = rng.choice(("#42b8dd", "#1cb841", css(hsl(rng.random(), 0.6, 0.45)), "#e6e6e6", "#e6e6e6"))
        radius = rng.choice(("2px", "2px", "4px", "0", "8px", "2em"))
        shade = rng.choice(
            (
                "none",
                "none",
                "linear-gradient(rgba(255,255,255,.35), rgba(0,0,0,.08))",
                "linear-gradient(transparent, rgba(0,0,0,.05) 40%, rgba(0,0,0,.1))",
            )
        )
        shadow = rng.choice(("none", "none", "0 0 0 1px rgba(0,0,0,.2) inset", "0 2px 4px rgba(0,0,0,.25)"))
        on = "rgba(0,0,0,.8)" if second == "#e6e6e6" else "#fff;text-shadow:0 1px 1px rgba(0,0,0,.2)"
        fields = rng.choice(
            (
                "",
                "",
                f"box-shadow: none; border-radius: {radius};",
                "padding: .8em 1em; height: auto;",
                "padding: .25em .4em; height: auto;",
                "border-width: 2px; border-color: #999;",
            )
        )
        return f"""
html, button, input, select, textarea, .pure-g [class*=pure-u] {{ font-family: {font}; }} body {{ font-size: {rng.choice((12, 13, 14, 16, 16, 18)) * self.zoom / 100:.1f}px; color: {rng.choice(("#000", "#444", "#526066", "#777"))}; line-height: {rng.choice((1.15, 1.4, 1.7))} }}
.pure-button {{ border-radius: {radius}; background-image: {shade}; box-shadow: {shadow}; padding: {rng.choice((".5em 1em", ".5em 1em", ".35em .8em", ".7em 1.6em"))}; }} .pure-button-primary {{ background-color: {css(primary)}; color: {css(readable(primary, rng, 3.5))}; }} .pure-button.secondary {{ background-color: {second}; color: {on} }}
.pure-button.danger {{ background-color: {rng.choice(("#ca3c3c", "#df7514"))}; color: #fff }} .pure-button.outline {{ background: none; box-shadow: inset 0 0 0 1px currentColor; color: inherit }} .pure-button.text {{ background: none; box-shadow: none; color: {css(hsl(hue, 0.8, 0.35))} }}
.pure-button.small {{ font-size: 85% }} .pure-button.large {{ font-size: 110% }} .pure-button.xlarge {{ font-size: 125% }} .pure-form input:not([type=submit], [type=checkbox], [type=radio], [type=range], [type=file]), .pure-form select, .pure-form textarea {{ {fields} }} .pure-form input.wrong.wrong {{ border-color: #e9322d; color: #b94a48 }}
.pure-menu-selected > a.pure-menu-link {{ {rng.choice(("background: #eee", f"background: {css(primary)}; color: {css(readable(primary, rng, 3.5))}", "font-weight: bold", f"border-bottom: 3px solid {css(primary)}"))} }} a {{ color: {css(hsl(hue, 0.8, 0.35))} }} a.pure-menu-link {{ color: #666 }}
"""

    def _dark(self) -> str:
        return """
html, body { background: #1f2329; color: #dde; color-scheme: dark } h1, h2, h3, .pure-form legend { color: #fff } .pure-form input, .pure-form select, .pure-form textarea { background-color: #2b3138 !important; color: #eee; border-color: #555 !important; box-shadow: none !important }
.pure-table thead { background: #333a43; color: #fff } .pure-table-striped tr:nth-child(2n-1) td { background: #262b32 } .pure-button:not(.pure-button-primary, .danger, .secondary, .outline, .text) { background-color: #444c56; color: #fff } .panel { border-color: #444 } .pure-button.text, a, a.pure-menu-link { color: #8bf }
.y-dialog { background: #272c33 } .pure-form-message, .pure-menu-heading { color: #aab } .pure-menu-selected > a.pure-menu-link { color: #fff; background: #3a414b } .pure-menu-active > .pure-menu-link { background: #333 }
"""

    def head(self) -> str:
        return self.font_links + super().head()

    def body_attributes(self) -> str:
        return 'class="pure-form"'

    def field(self, c: Control) -> str:
        html = super().field(c)
        if self.joined and c.form in TYPED and self.rng.random() < 0.4:
            button = Control(f"{c.id}-go", "button", self.rng.choice(("OK", "Go", "Search", "+")), disabled=c.disabled)
            return f'<span style="display:inline-flex;max-width:100%">{html}<button type="button" {button.native()} {button.truth()} class="pure-button" style="border-radius:0 4px 4px 0">{button.label}</button></span>'
        return html

    def combobox(self, c: Control) -> str:
        known = f'type="button" id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}" {"disabled" if c.disabled else ""} {c.truth()}'
        arrow = self.rng.choice(("▾", self.chevron()))
        return f'<button {known} class="pure-button combo"><span>{escape(c.value)}</span><span>{arrow}</span></button>'

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()}>'
        return box if c.aria else f'<label class="pure-{c.form}">{box} {escape(c.label)}</label>'

    def row(self, c: Control) -> str:
        html = super().row(c)
        return html.replace('class="y-row ', 'class="y-row wide ', 1) if self.wide else html

    def tabs(self, tabs: Sequence[Control]) -> str:
        if self.joined:
            items = "".join(self._tab(c, f"pure-button{' pure-button-selected' if c.checked else ''}") for c in tabs)
            return f'<div role="tablist" class="pure-button-group">{items}</div>'
        items = "".join(
            f'<li class="pure-menu-item {"pure-menu-selected" if c.checked else ""}">{self._tab(c, "pure-menu-link")}</li>'
            for c in tabs
        )
        return f'<div role="tablist" class="pure-menu pure-menu-horizontal {self.rng.choice(("", "tabs"))}"><ul class="pure-menu-list">{items}</ul></div>'

    def _tab(self, c: Control, classes: str) -> str:
        return f'<a role="tab" href="#{c.id}" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()} class="{classes}">{c.icon} {escape(c.label)}</a>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        at = self.rng.randrange(len(links) + 1)
        items = "".join(
            f'<li class="pure-menu-item {"pure-menu-selected" if n == at else ""}">{self.link(replace(c, icon=""), "menu")}</li>'
            for n, c in enumerate(links)
        )
        items = items.replace("<a ", '<a class="pure-menu-link" ')
        return f'<div class="y-nav pure-menu pure-menu-horizontal"><span class="pure-menu-heading">{escape(brand)}</span><ul class="pure-menu-list">{items}</ul><div class="y-end">{more}</div></div>'
