"""jQuery UI in each of its themes, or in one rolled at random, with what its script would have made written out."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import Control
from ..look import Look
from .colours import Scheme, random_scheme

THEMES = (
    "base", "black-tie", "blitzer", "cupertino", "dark-hive", "dot-luv", "eggplant", "excite-bike", "flick", "hot-sneaks", "humanity",
    "le-frog", "mint-choc", "overcast", "pepper-grinder", "redmond", "smoothness", "south-street", "start", "sunny", "swanky-purse",
    "trontastic", "ui-darkness", "ui-lightness", "vader",
)  # fmt: skip
FAINT = (
    "blitzer",
    "dot-luv",
    "excite-bike",
    "hot-sneaks",
    "le-frog",
    "mint-choc",
    "redmond",
    "start",
    "swanky-purse",
    "trontastic",
    "ui-lightness",
)
"""Their checkboxes show the mark in nearly the colour of the box."""
ICONS = (
    "gear", "trash", "pencil", "plus", "plusthick", "minus", "close", "check", "search", "disk", "print", "mail-closed", "folder-open",
    "document", "person", "home", "star", "heart", "help", "info", "refresh", "wrench", "locked", "cart", "calendar", "clock", "tag", "flag",
    "play", "pause", "seek-next", "seek-prev", "arrowthick-1-e", "arrowthick-1-w", "circle-plus", "circle-close", "copy", "scissors", "zoomin",
)  # fmt: skip
STYLE = """
.ui-state-disabled { pointer-events: auto !important } .text { padding: .4em; box-sizing: border-box } .y-row .text { width: 100% } .ui-selectmenu-button.ui-button { max-width: 100%; box-sizing: border-box }
.ui-icon { text-indent: 0 } .ui-checkboxradio-label { margin: 1px 0 } td .ui-checkboxradio-label { padding: .2em .6em } .y-end .text { width: auto } fieldset { margin: 0 0 12px } .panel { padding: .6em 1em; margin: 8px 0 }
.y-nav { background-clip: padding-box; font-size: 1.05em } .y-dialog.ui-dialog { padding: .2em; position: fixed; left: 50%; top: 50%; z-index: 901 } .y-control small { display: block } .y-slider { position: relative; padding: .5em .8em; min-width: 130px } .y-outline { position: absolute; z-index: 3 }
.grid { border-collapse: collapse; width: 100% } .grid th, .grid td { border: 1px solid #8887; text-align: left; padding: .35em .6em } .combobox { position: relative; display: inline-block; white-space: nowrap; max-width: 100% }
.combobox input { margin: 0; padding: .35em .6em; box-sizing: border-box; width: calc(100% - 2.2em); border-radius: 0; vertical-align: top; height: 2.3em } .combobox .ui-button { width: 2.2em; height: 2.3em; margin: 0 0 0 -1px; padding: 0; box-sizing: border-box; vertical-align: top }
.ui-tabs-nav.bare { border: 0; background: none; border-bottom: 1px solid #8888 } .ui-spinner-input { width: 9em; outline: 0 } h1, h2, h3 { font-weight: normal; margin: .6em 0 .4em } .y-alert2 { padding: .6em .8em; margin: 10px 0 } .y-badge2 { padding: 0 .5em; font-size: .85em }
"""


def sprite(name: str, more: str = "") -> str:
    return f'<span class="{more} ui-icon ui-icon-{name}"></span>'


def rolled(rng: random.Random, s: Scheme) -> str:
    """A theme as the theme roller would make one."""
    shade = rng.choice(("none", "none", "linear-gradient(#fff5, #fff0 50%, #0000 50%, #0001)", "linear-gradient(#fff3, #0002)"))
    radius = rng.choice((0, 2, 4, 6, 10, 16))
    icons = "/m/jquery-ui/dist/themes/base/images/ui-icons_{}_256x240.png"
    tint = "ffffff" if int(s.on_second[3:5], 16) > 127 else "444444"
    return f"""
.ui-widget, .ui-widget input, .ui-widget select, .ui-widget textarea, .ui-widget button {{ font-family: {rng.choice(("Ubuntu", "'Nimbus Sans'", "'DejaVu Sans'", "'DejaVu Serif'", "C059", "'URW Gothic'"))}, sans-serif; }}
.ui-widget-content, .ui-widget.ui-widget-content {{ background: {s.panel}; color: {s.ink}; border-color: {s.line}; }} .ui-widget-content a {{ color: {s.ink}; }} .ui-widget-header, .ui-widget-header a {{ background: {s.accent} {shade}; color: {s.on_accent}; border-color: {s.line}; }} .ui-widget-header a {{ background: none }}
.ui-state-default, .ui-widget-content .ui-state-default, .ui-widget-header .ui-state-default, .ui-button {{ background: {s.second} {shade}; color: {s.on_second}; border-color: {s.line}; }} .ui-state-default a, a.ui-button {{ color: {s.on_second}; }} .ui-button .ui-icon {{ background-image: url({icons.format(tint)}) }} .ui-icon-background.ui-icon {{ background-color: #fff; background-image: url({icons.format("444444")}) }}
.ui-state-active, .ui-widget-content .ui-state-active, .ui-widget-header .ui-state-active {{ background: {s.panel}; color: {s.ink}; border-color: {s.line}; }} .ui-state-active a {{ color: {s.ink}; }} body {{ background: {s.paper}; color: {s.ink}; }} a {{ color: {s.ink}; }} [class*=ui-corner] {{ --r: {radius}px }}
.ui-corner-all {{ border-radius: var(--r) }} .ui-corner-top {{ border-radius: var(--r) var(--r) 0 0 }}
"""


class JqueryUi(Look):
    name = "jquery-ui"
    classes = {"error": "ui-state-error-text", "label": "", "h3": "ui-helper-reset"}

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        rolls = rng.random() < 0.25
        theme = "base" if rolls else rng.choice(THEMES)
        self.links = (f"jquery-ui/dist/themes/{theme}/jquery-ui.min.css",)
        self.plain = rng.random() < 0.3
        self.ticks = "native" if theme in FAINT else rng.choice(("native", "button", "button"))
        self.combos = rng.choice(("menu", "menu", "box"))
        self.sprites = rng.random() < 0.8
        self.tabs_look = rng.choice(("ui-corner-all ui-widget-header", "ui-corner-all ui-widget-header", "bare"))
        self.on_paper = rolls or rng.random() < 0.6
        self.knob = rng.random() < 0.25
        field = "" if self.plain else "text ui-widget-content ui-corner-all"
        base = "ui-button ui-corner-all ui-widget"
        self.classes = {
            **self.classes,
            **(
                {"field": field, "textarea": field, "select": field, "field invalid": f"{field} ui-state-error"}
                if field
                else {}
            ),
            "button": base,
            "button primary": base + rng.choice((" ui-priority-primary", "", " ui-state-active")),
            "button secondary": base + rng.choice(("", " ui-priority-secondary")),
            "button danger": f"{base} ui-state-error",
            "card": "panel ui-widget ui-widget-content ui-corner-all",
            "fieldset": "ui-widget-content ui-corner-all",
            "nav": rng.choice(("ui-widget-header", "ui-widget-header", "ui-state-default", "")),
        }
        self.style = (
            f"body {{ margin: 0; border: 0 !important; font-size: {rng.choice((10, 11, 12, 13, 14, 14, 16)) * self.zoom / 100:.1f}px; min-height: 100vh }}"
            + STYLE
            + (rolled(rng, random_scheme(rng)) if rolls else "")
        )

    def body_attributes(self) -> str:
        return f'class="ui-widget {"" if self.on_paper else "ui-widget-content"}"'

    def control(self, c: Control) -> str:
        html = super().control(
            replace(c, icon=sprite(self.rng.choice(ICONS), "ui-button-icon")) if c.icon and self.sprites else c
        )
        return (
            html.replace("ui-button ui-corner-all", "ui-button ui-state-disabled ui-corner-all", 1)
            if c.disabled and c.form in ("button", "submit", "icon")
            else html
        )

    def icon_button(self, c: Control) -> str:
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="ui-button ui-corner-all ui-widget ui-button-icon-only" style="text-indent:0">{c.icon}&nbsp;</button>'

    def field(self, c: Control) -> str:
        if c.form == "number" and not self.plain:
            arrows = "".join(
                f'<a tabindex="-1" class="ui-button ui-widget ui-spinner-button ui-spinner-{at} ui-corner-{at[0]} ui-button-icon-only">{sprite(f"triangle-1-{to}", "ui-button-icon")}</a>'
                for at, to in (("up", "n"), ("down", "s"))
            )
            inner = (
                f'<input type="text" role="spinbutton" value="{escape(c.value)}" {c.native()} class="ui-spinner-input">{arrows}'
            )
            return f'<span class="ui-spinner ui-corner-all ui-widget ui-widget-content{" ui-state-disabled" if c.disabled else ""}" {c.truth()}>{inner}</span>'
        return super().field(replace(c, form="text") if c.form == "date" and not self.plain else c)

    def combobox(self, c: Control) -> str:
        known = f'id="{c.id}" role="combobox" aria-expanded="false" aria-label="{escape(c.label)}" aria-disabled="{str(c.disabled).lower()}"'
        off = " ui-state-disabled" if c.disabled else ""
        if self.combos == "box":
            inner = f'<input {known} type="text" value="{escape(c.value)}" class="ui-widget ui-widget-content ui-state-default ui-corner-left">'
            return f'<span class="combobox{off}" {c.truth()}>{inner}<a tabindex="-1" class="ui-button ui-widget ui-button-icon-only ui-corner-right">{sprite("triangle-1-s", "ui-button-icon")}</a></span>'
        inner = f'{sprite("triangle-1-s", "ui-selectmenu-icon")}<span class="ui-selectmenu-text">{escape(c.value)}</span>'
        return f'<span {known} tabindex="0" {c.truth()} class="ui-selectmenu-button ui-selectmenu-button-closed ui-corner-all ui-button ui-widget{off}">{inner}</span>'

    def tick(self, c: Control) -> str:
        if self.ticks == "native":
            return super().tick(c)
        on = c.checked == "checked"
        c = replace(c, checked="checked" if on else "unchecked")
        mark = ("check ui-state-checked" if c.form == "checkbox" else "blank") if on else "blank"
        icon = (
            f'<span class="ui-checkboxradio-icon ui-corner-all ui-icon ui-icon-background ui-icon-{mark}" {c.truth()}></span>'
        )
        state = (" ui-checkboxradio-checked ui-state-active" if on else "") + (
            " ui-checkboxradio-disabled ui-state-disabled" if c.disabled else ""
        )
        kind = " ui-checkboxradio-radio-label" if c.form == "radio" else ""
        words = "" if c.aria else f'<span class="ui-checkboxradio-icon-space"> </span>{escape(c.label)}'
        return f'<input type="{c.form}" {c.native()} class="ui-helper-hidden-accessible"><label for="{c.id}" class="ui-checkboxradio-label{kind} ui-corner-all ui-button ui-widget{state}">{icon}{words}</label>'

    def slider(self, c: Control) -> str:
        known = f'id="{c.id}" role="slider" tabindex="0" aria-valuenow="{c.value}" aria-label="{escape(c.label)}" aria-disabled="{str(c.disabled).lower()}"'
        wide = f"min(-1px, {c.value}% - .6em)", f"min(-1px, {100 - int(c.value)}% - .6em - 2px)"
        outline = (
            f'<i class="y-outline" {c.truth()} style="top:-.3em;height:calc(1.2em + 2px);left:{wide[0]};right:{wide[1]}"></i>'
        )
        filled = (
            f'<div class="ui-slider-range ui-corner-all ui-widget-header ui-slider-range-min" style="width:{c.value}%"></div>'
            if self.knob
            else ""
        )
        handle = f'<span {known} class="ui-slider-handle ui-corner-all ui-state-default" style="left:{c.value}%"></span>'
        return f'<div class="y-slider"><div class="ui-slider ui-corner-all ui-slider-horizontal ui-widget ui-widget-content{" ui-state-disabled" if c.disabled else ""}">{filled}{handle}{outline}</div></div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = ""
        for c in tabs:
            on = bool(c.checked)
            state = "ui-tabs-active ui-state-active" if on else ""
            items += f'<li role="tab" tabindex="0" aria-selected="{str(on).lower()}" id="{c.id}" {c.truth()} class="ui-tabs-tab ui-corner-top ui-state-default ui-tab {state}"><a class="ui-tabs-anchor">{c.icon} {escape(c.label)}</a></li>'
        return f'<div class="ui-tabs ui-corner-all ui-widget ui-widget-content"><ul role="tablist" class="ui-tabs-nav ui-helper-reset ui-helper-clearfix {self.tabs_look}">{items}</ul></div>'

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        html = super().table(head, rows).replace("<table", '<table class="grid ui-widget ui-widget-content"', 1)
        return html.replace("<tr>", f'<tr class="{self.rng.choice(("ui-widget-header", "ui-state-default"))}">', 1)

    def fieldset(self, legend: str, inner: str) -> str:
        if self.plain:
            return super().fieldset(legend, inner)
        return f'<div class="ui-widget ui-widget-content ui-corner-all" style="margin:0 0 12px;padding:.3em"><div class="ui-widget-header ui-corner-all" style="padding:.3em .6em">{escape(legend)}</div><div style="padding:.5em 1em">{inner}</div></div>'

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        c = Control("close", "icon", "Close")
        close = f'<button type="button" {c.native()} title="Close" {c.truth()} class="ui-button ui-corner-all ui-widget ui-button-icon-only ui-dialog-titlebar-close">{sprite("closethick", "ui-button-icon")}</button>'
        head = f'<div class="ui-dialog-titlebar ui-corner-all ui-widget-header ui-helper-clearfix"><span class="ui-dialog-title">{escape(title)}</span>{close}</div>'
        foot = f'<div class="ui-dialog-buttonpane ui-widget-content ui-helper-clearfix"><div class="ui-dialog-buttonset">{buttons}</div></div>'
        return f'<div class="y-veil"></div><div role="dialog" class="y-dialog ui-dialog ui-corner-all ui-widget ui-widget-content ui-front">{head}<div class="ui-dialog-content ui-widget-content">{inner}</div>{foot}</div>'

    def badge(self, text: str) -> str:
        return f'<span class="y-badge2 ui-corner-all {self.rng.choice(("ui-state-default", "ui-state-highlight", "ui-state-error"))}">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        state, icon = self.rng.choice((("highlight", "info"), ("error", "alert")))
        return f'<div class="y-alert2 ui-state-{state} ui-corner-all">{sprite(icon)} {escape(text)}</div>'
