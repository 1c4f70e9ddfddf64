"""Ant Design, in its themes, sizes and colours: framed, filled or underlined, with its own selects and pickers."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from ..control import Control
from .ant_around import AntAround, ant_icon, ant_icons
from .fonts import random_font
from .parts import choosing, mixed, slider_outline, tags, ticking, unchosen

_COLOURS = (
    "#1677ff",
    "#1890ff",
    "#f5222d",
    "#fa541c",
    "#fa8c16",
    "#13c2c2",
    "#52c41a",
    "#2f54eb",
    "#722ed1",
    "#eb2f96",
    "#00b96b",
)
_FRAMED = ".ant-input:not(.ant-input-group > *, .ant-input-affix-wrapper > *),.ant-input-affix-wrapper,.ant-select-selector,.ant-picker,.ant-input-number"
_ROUND = f"{_FRAMED},.ant-btn:not(.ant-btn-circle,.ant-btn-round,.ant-input-search-button),.ant-card,.ant-modal-content,.ant-modal-header,.ant-alert,.ant-tag,.ant-segmented,.ant-segmented-item,.ant-select-selection-item"
_VARIANTS = {
    "outlined": "",
    "filled": f"{_FRAMED} {{ background: #8881 !important; border-color: transparent !important }}",
    "underlined": f"{_FRAMED} {{ border-width: 0 0 1px !important; border-radius: 0 !important; background: none !important }}",
}


class Ant(AntAround):
    name = "ant"
    classes = {
        "tick row": "y-tick",
        "help": "ant-form-item-explain",
        "h1": "ant-typography",
        "h2": "ant-typography",
        "h3": "ant-typography",
    }
    style = """
    h1.ant-typography { font-size: 30px } h2.ant-typography { font-size: 20px } h3.ant-typography { font-size: 16px } .ant-select { min-width: 110px } .ant-form-item .ant-select.wide, .ant-picker.wide { width: 100% }
    .y-inline .ant-form-item, .y-tick .ant-form-item, .y-setting .ant-form-item { margin-bottom: 0 } .y-inline .ant-form-item { min-width: 170px } .y-setting .ant-slider { width: 150px } small.ant-form-item-explain { display: block; opacity: .6 }
    .y-nav .y-end .ant-input { width: 170px } .y-nav nav .ant-menu { background: none; border: 0 } .y-nav nav { flex: 1 } .y-tick { padding: 4px 0 } .ant-tabs-ink-bar { left: 0; bottom: 0; width: 100%; height: 2px } td .ant-input { min-width: 90px }
    .ant-divider { margin: 14px 0 } .ant-alert { margin: 10px 0 } .y-veil { background: #00000073 } .ant-modal-content { max-height: 92vh; overflow: auto } .switch-line { display: inline-flex; gap: 8px; align-items: center } .ant-table-wrapper { margin-bottom: 12px }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        sheet = rng.choice(("variable", "variable", "variable", "dark", "dark", "compact", "aliyun"))
        self.is_dark = sheet == "dark"
        self.links = (f"ng-zorro-antd/ng-zorro-antd.{sheet}.min.css",)
        self.size = rng.choice(("", "", "", "-sm", "-lg"))
        family, self.font_links = random_font(rng)
        radius = rng.choice((2, 2, 6, 6, 8, 12, 0))
        variant = rng.choice(("outlined", "outlined", "outlined", "outlined", "filled", "underlined"))
        self.style += f"{_ROUND} {{ border-radius: {radius}px !important }} .ant-checkbox-inner {{ border-radius: {min(radius, 4)}px }} {_VARIANTS[variant]}"
        self.style += f"body {{ font-family: {family} }} .ant-btn-icon-only {{ min-width: {dict(zip(('', '-sm', '-lg'), (32, 24, 40), strict=True))[self.size]}px }}"
        self.style += self._coloured(rng.choice(_COLOURS)) if sheet == "variable" else ""
        self.shape = rng.choice(("", "", "", "ant-btn-round "))
        self.plain_link = rng.choice(("ant-btn-link", "ant-btn-text"))
        self.second = rng.choice(("ant-btn-default", "ant-btn-default", "ant-btn-dashed"))
        self.small_switch = rng.choice(("", "", " ant-switch-small"))
        self.switch_words = rng.choice((("", ""), ("", ""), ("On", "Off"), ("1", "0"), (ant_icon("check"), ant_icon("close"))))
        self.tab_style = rng.choice(("line", "line", "card", "segmented"))
        self.table_style = rng.choice(
            ("", "", " ant-table-small", " ant-table-middle", " ant-table-bordered", " ant-table-small ant-table-bordered")
        )
        self.with_icons = rng.choice((0.0, 0.2, 0.6))

    def _coloured(self, main: str) -> str:
        shades = {
            "color": main,
            "color-hover": mixed(main, "#ffffff", 0.8),
            "color-active": mixed(main, "#000000", 0.82),
            "5": mixed(main, "#ffffff", 0.8),
        }
        shades |= {
            "6": main,
            "7": mixed(main, "#000000", 0.82),
            "color-outline": f"{main}33",
            "color-deprecated-l-20": mixed(main, "#ffffff", 0.6),
        }
        shades |= {str(n): mixed(main, "#ffffff", share) for n, share in ((1, 0.08), (2, 0.25), (3, 0.45), (4, 0.62))}
        return "html {" + "".join(f"--ant-primary-{key}:{value};" for key, value in shades.items()) + "}"

    def head(self) -> str:
        return self.font_links + super().head()

    def body_attributes(self) -> str:
        return f'class="ant-form ant-form-{"vertical" if self.label_at == "above" else "horizontal"}"'

    def _sized(self, name: str, c: Control) -> str:
        """The class `name` in the page's size, also for what is wrong or off."""
        more = f" {name}-status-error" if c.error else ""
        more += f" {name}-disabled" if c.disabled else ""
        return f"{name} {name}{self.size}{more}" if self.size else f"{name}{more}"

    def field(self, c: Control) -> str:
        draw = self.rng.random()
        if c.form in ("date", "time") and draw < 0.85:
            return self._picker(c)
        if c.form == "number" and draw < 0.75:
            arrows = "".join(
                f'<span class="ant-input-number-handler ant-input-number-handler-{way}">{ant_icon(way).replace("anticon ", f"anticon ant-input-number-handler-{way}-inner ")}</span>'
                for way in ("up", "down")
            )
            arrows = f'<div class="ant-input-number-handler-wrap" style="opacity:{self.rng.choice((0, 0, 1))}">{arrows}</div>'
            inner = f'<div class="ant-input-number-input-wrap"><input class="ant-input-number-input" value="{escape(c.value)}" {c.native()}></div>'
            return f'<div class="{self._sized("ant-input-number", c)}" style="width:{self.rng.choice(("90px", "140px", "100%"))}" {c.truth()}>{arrows}{inner}</div>'
        before = ant_icon(self.rng.choice(ant_icons())) if self.rng.random() < self.with_icons else ""
        after = (
            ant_icon("eye-invisible")
            if c.form == "password"
            else ant_icon(self.rng.choice(ant_icons()))
            if self.rng.random() < self.with_icons / 3
            else ""
        )
        plain = (
            f'<input type="{c.form if c.form != "number" else "text"}" value="{escape(c.value)}" {c.native()} {self.invalid(c)}'
        )
        if before or after:
            focus = " ant-input-affix-wrapper-focused" if c.focused else ""
            parts = [
                f'<span class="ant-input-{at}">{icon}</span>' if icon else ""
                for at, icon in (("prefix", before), ("suffix", after))
            ]
            return f'<span class="{self._sized("ant-input-affix-wrapper", c)}{focus}" {c.truth()}>{parts[0]}{plain} class="ant-input">{parts[1]}</span>'
        alone = f'{plain} {c.truth()} class="{self._sized("ant-input", c)}">'
        if c.form == "search" and draw < 0.5:
            go = Control(f"{c.id}go", "icon", "Search", icon=ant_icon("search"))
            button = f'<button type="button" id="{go.id}" {go.truth()} class="ant-btn ant-btn{self.size} {self.rng.choice(("ant-btn-primary", ""))} ant-btn-icon-only ant-input-search-button">{go.icon}</button>'
            return f'<span class="ant-input-group-wrapper ant-input-search"><span class="ant-input-wrapper ant-input-group">{alone}<span class="ant-input-group-addon">{button}</span></span></span>'
        if c.form in ("url", "tel", "number", "text") and draw < 0.1:
            added = f'<span class="ant-input-group-addon">{self.rng.choice(("https://", "+49", "€", ".com", ant_icon("setting")))}</span>'
            inner = added + alone if self.rng.random() < 0.6 else alone + added
            return f'<span class="ant-input-group-wrapper ant-input-group-wrapper{self.size}"><span class="ant-input-wrapper ant-input-group">{inner}</span></span>'
        return alone

    def _picker(self, c: Control) -> str:
        size = {"-sm": " ant-picker-small", "-lg": " ant-picker-large"}.get(self.size, "")
        states = (
            (" ant-picker-disabled" if c.disabled else "")
            + (" ant-picker-status-error" if c.error else "")
            + (" ant-picker-focused" if c.focused else "")
        )
        c = replace(c, placeholder=f"Select {c.form}")
        inner = f'<input type="text" value="{escape(c.value)}" {c.native()}><span class="ant-picker-suffix">{ant_icon("calendar" if c.form == "date" else "clock-circle")}</span>'
        return f'<div class="ant-picker{size}{states} {self.rng.choice(("", "wide"))}" {c.truth()}><div class="ant-picker-input">{inner}</div></div>'

    def textarea(self, c: Control) -> str:
        return f'<textarea rows="{self.rng.randint(2, 5)}" {c.native()} {c.truth()} class="{self._sized("ant-input", c)}">{escape(c.value)}</textarea>'

    def select(self, c: Control) -> str:
        return self.combobox(replace(c, form="combobox"))

    def combobox(self, c: Control) -> str:
        c = unchosen(c, self.rng)
        several = tags(c, self.rng)
        shown = (
            f'<span class="ant-select-selection-item">{escape(c.value)}</span>'
            if c.value
            else f'<span class="ant-select-selection-placeholder">{escape(c.placeholder)}</span>'
        )
        if several:
            items = "".join(
                f'<div class="ant-select-selection-overflow-item"><span class="ant-select-selection-item"><span class="ant-select-selection-item-content">{escape(tag)}</span><span class="ant-select-selection-item-remove">{ant_icon("close")}</span></span></div>'
                for tag in several
            )
            shown = f'<div class="ant-select-selection-overflow">{items}</div>'
        mode = "ant-select-multiple" if several else "ant-select-single"
        arrow = f'<span class="ant-select-arrow">{ant_icon("down")}</span>'
        known = f'{choosing(c)} {c.truth(value=" ".join(several) or c.value)} class="{self._sized("ant-select", c)} {mode} ant-select-show-arrow {self.rng.choice(("wide", "wide", ""))}"'
        return f'<div {known}><div class="ant-select-selector">{shown}</div>{arrow}</div>'

    def tick(self, c: Control) -> str:
        name, on = f"ant-{c.form}", {"checked": "checked", "mixed": "indeterminate"}.get(c.checked, "")
        off = (f" {name}-disabled", f" {name}-wrapper-disabled") if c.disabled else ("", "")
        box = f'<span class="{name}{f" {name}-{on}" if on else ""}{off[0]}">{ticking(c).replace("<input", f"<input class={name}-input", 1)}<span class="{name}-inner" {c.truth()}></span></span>'
        return f'<label class="{name}-wrapper{off[1]}">{box}{"" if c.aria else f"<span>{escape(c.label)}</span>"}</label>'

    def switch(self, c: Control) -> str:
        on = c.checked == "checked"
        states = (" ant-switch-checked" if on else "") + (" ant-switch-disabled" if c.disabled else "") + self.small_switch
        inner = (
            f'<span class="ant-switch-handle"></span><span class="ant-switch-inner">{self.switch_words[0 if on else 1]}</span>'
        )
        html = f'<button type="button" role="switch" aria-checked="{str(on).lower()}" {c.native()} {c.truth()} class="ant-switch{states}">{inner}</button>'
        return html if c.aria else f'<span class="switch-line">{html}<label for="{c.id}">{escape(c.label)}</label></span>'

    def slider(self, c: Control) -> str:
        inner = f'<div class="ant-slider-rail"></div><div class="ant-slider-track" style="left:0;width:{c.value}%"></div><div class="ant-slider-handle" style="left:{c.value}%;transform:translateX(-50%)"></div>'
        return f'<div class="ant-slider{" ant-slider-disabled" if c.disabled else ""}">{inner}{slider_outline(c, (14, 14), 4)}</div>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Click to Upload", "Upload", "Select File"))
        button = f'<button type="button" {"disabled" if c.disabled else ""} {c.truth(shown=words)} class="ant-btn ant-btn-default">{ant_icon("upload")}<span>{words}</span></button>'
        return f'<div class="ant-upload ant-upload-select ant-upload-select-text"><input type="file" {c.native()} style="display:none">{button}</div>'

    def _button(self, c: Control) -> str:
        tones = {"primary": "ant-btn-primary", "outline": "ant-btn-default", "secondary": self.second, "text": self.plain_link}
        tone = tones.get(c.tone) or self.rng.choice(("ant-btn-primary ant-btn-dangerous", "ant-btn-default ant-btn-dangerous"))
        return f"ant-btn {tone} {f'ant-btn{self.size} ' if self.size else ''}"

    def button(self, c: Control) -> str:
        icon = c.icon and f'<span class="anticon">{c.icon}</span>'
        return f'<button type="button" {c.native()} {c.truth()} class="{self._button(c)}{self.shape}">{icon}<span>{escape(c.label)}</span></button>'

    def icon_button(self, c: Control) -> str:
        shape = self.rng.choice(("", "", " ant-btn-circle"))
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{self._button(c)}ant-btn-icon-only{shape}"><span class="anticon">{c.icon}</span></button>'
