"""Bootstrap 3, flat or with gradients, as it comes or themed, with the plugins that usually stand beside it."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import TYPED, Control
from ..look import Look
from .bootstrap3_css import PLUGINS, theme_of

GLYPHS = (
    "plus", "pencil", "trash", "search", "cog", "user", "ok", "remove", "refresh", "lock", "print", "bell", "star", "envelope", "home", "file",
    "download-alt", "upload", "list", "filter", "edit", "share", "calendar", "info-sign", "warning-sign", "shopping-cart", "save", "eye-open",
    "link", "heart", "chevron-left", "chevron-right", "menu-hamburger", "option-vertical", "zoom-in", "tag", "play", "off", "paperclip",
)  # fmt: skip


def glyph(name: str) -> str:
    return f'<span class="glyphicon glyphicon-{name}" aria-hidden="true"></span>'


class Bootstrap3(Look):
    name = "bootstrap3"
    classes = {
        "label": "control-label",
        "row": "form-group",
        "help": "help-block",
        "error": "help-block",
        "button text": "btn btn-link",
        "button danger": "btn btn-danger",
    }

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        gradients = rng.random() < 0.45
        sheets = ("bootstrap.min.css", "bootstrap-theme.min.css") if gradients else ("bootstrap.min.css",)
        self.links = tuple(f"bootstrap3/dist/css/{sheet}" for sheet in sheets)
        self.style = PLUGINS + theme_of(rng, gradients=gradients)
        self.glyphs = rng.random() < 0.6
        self.addons = rng.choice((0.0, 0.15, 0.5))
        self.ticks = rng.choice(("native", "native", "awesome"))
        self.switches = rng.choice(("native", "toggle", "switch"))
        self.sliders = rng.choice(("native", "round", "square"))
        self.combos = rng.choice(("select", "select", "dropdown", "form"))
        self.size = rng.choice(("", "", "", "-sm", "-lg"))
        self.panel = rng.choice(("default", "default", "primary", "info", "success", "warning"))
        button = f" btn{self.size}" if self.size else rng.choice(("", "", "", " btn-xs"))
        field = f"form-control input{self.size}" if self.size else "form-control"
        tones = {
            "primary": rng.choice(("primary", "primary", "success", "info")),
            "secondary": rng.choice(("default", "info", "warning")),
            "outline": "default",
            "text": "link",
            "danger": "danger",
        }
        self.classes = {
            **self.classes,
            **{f"button {tone}": f"btn btn-{name}{button}" for tone, name in tones.items()},
            "field": field,
            "textarea": field,
            "select": field,
            "icon": f"btn btn-{rng.choice(('default', 'default', 'link', 'primary'))}{rng.choice((button, ' btn-sm', ' btn-xs'))}",
            "card": rng.choice(("well", "well well-sm", "thumbnail caption", f"panel panel-{self.panel} panel-body")),
            "table": "table" + "".join(f" table-{more}" for more in ("striped", "bordered", "condensed") if rng.random() < 0.4),
        }

    def control(self, c: Control) -> str:
        return super().control(replace(c, icon=glyph(self.rng.choice(GLYPHS))) if c.icon and self.glyphs else c)

    def field(self, c: Control) -> str:
        html = super().field(c)
        if self.rng.random() > self.addons:
            return html
        addon = f'<span class="input-group-addon">{self.rng.choice(("@", "$", "€", "#", *(glyph(name) for name in GLYPHS[:8])))}</span>'
        if c.form == "number" and self.rng.random() < 0.5:
            inner = f"{self._beside(c, 'minus')}{html}{self._beside(c, 'plus')}"
        elif self.rng.random() < 0.4:
            inner = html + self._beside(c, {"search": "search", "date": "calendar", "password": "eye-open"}.get(c.form, "ok"))
        else:
            inner = addon + html if self.rng.random() < 0.65 else html + addon
        return f'<div class="input-group{f" input-group{self.size}" if self.size else ""}">{inner}</div>'

    def _beside(self, c: Control, name: str) -> str:
        button = Control(f"{c.id}-{name}", "icon", name.title(), icon=glyph(name), disabled=c.disabled)
        tone = "primary" if name == "search" else "default"
        return f'<span class="input-group-btn"><button type="button" {button.native()} title="{button.label}" {button.truth()} class="btn btn-{tone}">{button.icon}</button></span>'

    def combobox(self, c: Control) -> str:
        known = f'type="button" id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}" {"disabled" if c.disabled else ""} {c.truth()}'
        size = f" {'input' if self.combos == 'form' else 'btn'}{self.size}" if self.size else ""
        look = {"select": "btn btn-default combo", "dropdown": "btn btn-default", "form": "form-control combo"}[self.combos]
        return f'<button {known} class="{look}{size}"><span class="chosen">{escape(c.value)}</span> <span class="caret"></span></button>'

    def tick(self, c: Control) -> str:
        words = "&nbsp;" if c.aria else escape(c.label)
        if self.ticks == "awesome":
            return f'<div class="{c.form} awesome"><input type="{c.form}" {c.native()}><label for="{c.id}" {c.truth("::before")}>{words}</label></div>'
        box = f'<input type="{c.form}" {c.native()} {c.truth()}>'
        return box if c.aria else f'<div class="{c.form}"><label>{box}{words}</label></div>'

    def switch(self, c: Control) -> str:
        if self.switches == "native":
            return self.tick(replace(c, form="checkbox"))
        on = c.checked == "checked"
        words = ("On", "Off") if self.switches == "toggle" else ("ON", "OFF")
        side = f'<span class="{"on" if on else "off"}">{words[0] if on else words[1]}</span>'
        tone = "primary" if on or self.switches == "switch" else "default"
        box = f'<input type="checkbox" role="switch" {c.native()}>'
        parts = f"{side}<i></i>" if on else f"<i></i>{side}"
        html = (
            f'<span class="{self.switches} btn btn-{tone}{" disabled" if c.disabled else ""}" {c.truth()}>{parts}{box}</span>'
        )
        return html if c.aria else f'{html} <label for="{c.id}" style="font-weight:400">{escape(c.label)}</label>'

    def slider(self, c: Control) -> str:
        if self.sliders == "native":
            return super().slider(c)
        known = f'id="{c.id}" role="slider" tabindex="0" aria-valuenow="{c.value}" aria-label="{escape(c.label)}" aria-disabled="{str(c.disabled).lower()}"'
        return f'<div class="slide {self.sliders}" style="--at:{c.value}%" {known} {c.truth("+::after")}><div style="width:{c.value}%"></div></div>'

    def file(self, c: Control) -> str:
        if self.rng.random() < 0.5:
            return super().file(c)
        words = self.rng.choice(("Browse…", "Choose file", "Upload"))
        return f'<span class="btn btn-default btn-file" {c.truth(shown=words)}>{words}<input type="file" {c.native()}></span>'

    def icon_button(self, c: Control) -> str:
        if self.rng.random() < 0.07:
            return self.close(c)
        return super().icon_button(c)

    def close(self, c: Control) -> str:
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="close"><span aria-hidden="true">×</span></button>'

    def row(self, c: Control) -> str:
        html = super().row(c)
        state = (
            " has-error" if c.error else self.rng.choice((" has-success", " has-warning")) if self.rng.random() < 0.04 else ""
        )
        if state and self.addons < 0.5 and c.form in TYPED[:3]:
            mark = f'<span class="glyphicon glyphicon-{"remove" if c.error else "ok"} form-control-feedback"></span>'
            html = html.replace('class="y-control">', f'class="y-control has-feedback">{mark}', 1)
        return html.replace('class="y-row ', f'class="y-row{state} ', 1)

    def tabs(self, tabs: Sequence[Control]) -> str:
        style = self.rng.choice(("nav-tabs", "nav-tabs", "nav-pills", "nav-tabs nav-justified"))
        items = ""
        for c in tabs:
            icon = f"{glyph(self.rng.choice(GLYPHS)) if self.glyphs else c.icon} " if c.icon else ""
            items += f'<li class="{"active" if c.checked else ""}"><a role="tab" href="#{c.id}" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()}>{icon}{escape(c.label)}</a></li>'
        return f'<ul class="nav {style}" role="tablist">{items}</ul>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        at = self.rng.randrange(len(links) + 1)
        items = "".join(f'<li class="{"active" if n == at else ""}">{self.link(c)}</li>' for n, c in enumerate(links))
        look = self.rng.choice(("navbar-default", "navbar-inverse"))
        end = f'<div class="navbar-form navbar-right y-end">{more}</div>' if more else ""
        return f'<div class="navbar {look} navbar-static-top"><div class="container-fluid"><div class="navbar-header"><span class="navbar-brand">{escape(brand)}</span></div><ul class="nav navbar-nav">{items}</ul>{end}</div></div>'

    def fieldset(self, legend: str, inner: str) -> str:
        if "panel" not in self.classes["card"]:
            return super().fieldset(legend, inner)
        return f'<div class="panel panel-{self.panel}"><div class="panel-heading"><h3 class="panel-title">{escape(legend)}</h3></div><div class="panel-body">{inner}</div></div>'

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        head = f'<div class="modal-header">{self.close(Control("close", "icon", "Close"))}<h4 class="modal-title">{escape(title)}</h4></div>'
        return f'<div class="y-veil"></div><div role="dialog" class="y-dialog modal-content">{head}<div class="modal-body">{inner}</div><div class="modal-footer">{buttons}</div></div>'

    def badge(self, text: str) -> str:
        look = self.rng.choice(
            ("badge", "label label-default", "label label-success", "label label-primary", "label label-warning")
        )
        return f'<span class="{look}">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        look = self.rng.choice(("success", "info", "warning", "danger"))
        return f'<div class="alert alert-{look}">{glyph("info-sign") + " " if self.glyphs else ""}{escape(text)}</div>'
