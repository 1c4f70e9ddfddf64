"""Element Plus, light and dark, in its sizes and with any colour."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from ..control import Control
from ..icons import random_icon
from .element_around import ElementAround
from .fonts import random_font
from .parts import choosing, mixed, sign, slider_outline, tags, ticking, unchosen

_COLOURS = (
    "#409eff",
    "#409eff",
    "#626aef",
    "#67c23a",
    "#e6a23c",
    "#f56c6c",
    "#00a884",
    "#9b59b6",
    "#1d6fdc",
    "#d6336c",
    "#303133",
    "#0ea5b7",
)
_DARK = "#141414"


class Element(ElementAround):
    name = "element"
    links = ("element-plus/dist/index.css", "element-plus/theme-chalk/dark/css-vars.css")
    classes = {"tick row": "y-tick", "help": "el-help"}
    style = """
    *, ::before, ::after { box-sizing: border-box } body { margin: 0; font-size: 14px; line-height: 1.6; color: var(--el-text-color-primary); background: var(--el-bg-color) } h1 { font-size: 26px } h2 { font-size: 19px } h3 { font-size: 16px } h1, h2, h3 { margin: .5em 0; font-weight: 600 }
    .el-help { color: var(--el-text-color-secondary); font-size: 12px; line-height: 1.5; width: 100% } .y-tick { min-height: 24px } .y-across .y-tick { display: inline-flex } .el-alert, .el-card { margin: 10px 0 } .y-inline .el-form-item { margin-bottom: 0; min-width: 180px } .el-link, .el-link__inner { display: inline } button, input, textarea { font-family: inherit } .el-table table { table-layout: auto }
    .y-toolbar .el-select, td .el-select, .y-setting .el-select { min-width: 150px } .y-setting .el-slider { width: 170px } .y-nav .y-end .el-input { width: 180px } .y-nav nav { flex: 1 } .y-nav nav .el-menu { height: 44px; border: 0; background: none } .el-menu-item .el-link { color: inherit } td .el-input { min-width: 110px }
    .switch-line { display: inline-flex; gap: 10px; align-items: center } .el-form-item__label { line-height: 1.5 !important; height: auto !important; align-items: center } .el-dialog { max-height: 94vh; overflow: auto } fieldset { border: 1px solid var(--el-border-color); border-radius: var(--el-border-radius-base); margin: 0 0 14px }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.is_dark = rng.random() < 0.3
        self.size = rng.choice(("", "", "", "small", "large"))
        main, family = rng.choice(_COLOURS), random_font(rng)
        if self.is_dark and main == "#303133":
            main = _COLOURS[0]
        self.font_links = family[1]
        self.style += f"{self._variables(main, rng)} body {{ font-family: {family[0]} }}"
        self.shape = rng.choice(("", "", "", " is-round"))
        self.tones = {
            "primary": "el-button--primary",
            "outline": rng.choice(("", "", "el-button--primary is-plain")),
            "danger": rng.choice(("el-button--danger", "el-button--danger is-plain")),
        }
        self.tones["secondary"] = rng.choice(
            ("", "el-button--info", "el-button--success", "el-button--info is-plain", "el-button--warning is-plain")
        )
        self.tones["text"] = rng.choice(
            ("is-text", "is-text is-has-bg", "is-link el-button--primary", "is-text el-button--primary")
        )
        self.tab_style = rng.choice(("", "", "el-tabs--card", "el-tabs--border-card", "segmented", "radio"))
        self.table_style = rng.choice(
            ("", "", " el-table--border", " el-table--striped", " el-table--border el-table--striped", " el-table--small")
        )
        self.bordered = rng.random() < 0.12
        self.switch_words = rng.choice((("", ""), ("", ""), ("", ""), ("ON", "OFF"), (sign("plus"), sign("minus"))))
        self.with_icons = rng.choice((0.0, 0.2, 0.6))
        self.controls_right = rng.random() < 0.4

    def _variables(self, main: str, rng: random.Random) -> str:
        paper, ink = (_DARK, "#ffffff") if self.is_dark else ("#ffffff", "#000000")
        pairs = {f"color-primary-light-{n}": mixed(main, paper, 1 - n / 10) for n in (3, 5, 7, 8, 9)}
        pairs |= {
            "color-primary": main,
            "color-primary-dark-2": mixed(main, ink, 0.8),
            "border-radius-base": f"{rng.choice((4, 4, 4, 0, 2, 8, 12))}px",
        }
        pairs |= {
            "font-size-base": f"{rng.choice((14, 14, 14, 13, 15))}px",
            "border-radius-small": f"{rng.choice((2, 2, 2, 0, 4))}px",
        }
        return (
            ("html.dark {" if self.is_dark else ":root {")
            + "".join(f"--el-{key}:{value};" for key, value in pairs.items())
            + "}"
        )

    def head(self) -> str:
        return self.font_links + super().head()

    def html_attributes(self) -> str:
        return 'class="dark"' if self.is_dark else ""

    def field(self, c: Control) -> str:
        draw = self.rng.random()
        if c.form == "number" and draw < 0.6:
            return self._number(c)
        before = after = ""
        if c.form in ("date", "time") and draw < 0.8:
            c, before = (
                replace(c, form="text", placeholder=f"Pick a {c.form}"),
                sign("calendar" if c.form == "date" else "clock"),
            )
        elif self.rng.random() < self.with_icons:
            before, after = self.rng.choice(((random_icon(self.rng), ""), ("", random_icon(self.rng))))
        after = sign("eye") if c.form == "password" and draw < 0.7 else sign("close") if c.value and draw < 0.06 else after
        added = (
            self.rng.choice(("Http://", ".com", "$", "+1", "kg", random_icon(self.rng)))
            if draw > 0.94 and c.form in ("text", "url", "tel")
            else ""
        )
        return self._input(c, before, after, added)

    def _input(self, c: Control, before: str = "", after: str = "", added: str = "") -> str:
        if before:
            before = f'<span class="el-input__prefix"><span class="el-input__prefix-inner"><i class="el-icon el-input__icon">{before}</i></span></span>'
        if after:
            after = f'<span class="el-input__suffix"><span class="el-input__suffix-inner"><i class="el-icon el-input__icon">{after}</i></span></span>'
        inner = f'<input class="el-input__inner" type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)}>'
        html = f'<div class="el-input__wrapper{" is-focus" if c.focused else ""}" {c.truth()}>{before}{inner}{after}</div>'
        states = (
            (" is-disabled" if c.disabled else "")
            + (" el-input--prefix" if before else "")
            + (" el-input--suffix" if after else "")
        )
        if added:
            at = self.rng.choice(("prepend", "append"))
            block, states = f'<div class="el-input-group__{at}">{added}</div>', f"{states} el-input-group el-input-group--{at}"
            html = block + html if at == "prepend" else html + block
        return f'<div class="{self.sized("el-input")}{states}">{html}</div>'

    def _number(self, c: Control) -> str:
        signs = ("up", "down") if self.controls_right else ("plus", "minus")
        arrows = f'<span class="el-input-number__decrease"><i class="el-icon">{sign(signs[1])}</i></span><span class="el-input-number__increase"><i class="el-icon">{sign(signs[0])}</i></span>'
        inner = self._input(replace(c, form="text")).replace(c.truth(), "", 1)
        states = (" is-disabled" if c.disabled else "") + (" is-controls-right" if self.controls_right else "")
        return f'<div class="{self.sized("el-input-number")}{states}" {c.truth()}>{arrows}{inner}</div>'

    def textarea(self, c: Control) -> str:
        inner = f'<textarea rows="{self.rng.randint(2, 5)}" class="el-textarea__inner" {c.native()} {c.truth()}>{escape(c.value)}</textarea>'
        return f'<div class="{self.sized("el-textarea")}{" is-disabled" if c.disabled else ""}">{inner}</div>'

    def select(self, c: Control) -> str:
        return self.combobox(replace(c, form="combobox"))

    def combobox(self, c: Control) -> str:
        c = unchosen(c, self.rng)
        several = tags(c, self.rng)
        faint = "" if c.value else " is-transparent"
        shown = f'<div class="el-select__selected-item el-select__placeholder{faint}"><span>{escape(c.value or c.placeholder)}</span></div>'
        if several:
            close = f'<i class="el-icon el-tag__close">{sign("close")}</i>'
            shown = "".join(
                f'<div class="el-select__selected-item"><span class="el-tag is-closable el-tag--info el-tag--light"><span class="el-tag__content"><span class="el-select__tags-text">{escape(tag)}</span></span>{close}</span></div>'
                for tag in several
            )
        arrow = f'<div class="el-select__suffix"><i class="el-icon el-select__caret el-select__icon">{sign("down")}</i></div>'
        inner = f'<div class="el-select__selection{" is-near" if several else ""}">{shown}</div>{arrow}'
        known = f"{choosing(c)} {c.truth(value=' '.join(several) or c.value)}"
        return f'<div class="{self.sized("el-select")}"><div class="el-select__wrapper{" is-disabled" if c.disabled else ""}" {known}>{inner}</div></div>'

    def tick(self, c: Control) -> str:
        name, on = f"el-{c.form}", {"checked": " is-checked", "mixed": " is-indeterminate"}.get(c.checked, "")
        states = on + (" is-disabled" if c.disabled else "")
        box = f'<span class="{name}__input{states}">{ticking(c).replace("<input", f"<input class={name}__original", 1)}<span class="{name}__inner" {c.truth()}></span></span>'
        if c.aria:
            return f'<label class="{self.sized(name)}{states}">{box}</label>'
        return f'<label class="{self.sized(name)}{states}{" is-bordered" if self.bordered else ""}">{box}<span class="{name}__label">{escape(c.label)}</span></label>'

    def switch(self, c: Control) -> str:
        on = c.checked == "checked"
        words = self.switch_words[0 if on else 1]
        inner = f'<div class="el-switch__inner"><span class="el-switch__inner-wrapper">{words}</span></div>' if words else ""
        core = f'<span class="el-switch__core" {c.truth()}>{inner}<div class="el-switch__action"></div></span>'
        states = (" is-checked" if on else "") + (" is-disabled" if c.disabled else "")
        html = f'<div class="{self.sized("el-switch")}{states}">{ticking(c, "checkbox").replace("<input", "<input class=el-switch__input", 1)}{core}</div>'
        return html if c.aria else f'<span class="switch-line">{html}<label for="{c.id}">{escape(c.label)}</label></span>'

    def slider(self, c: Control) -> str:
        thumb = f'<div class="el-slider__button-wrapper" style="left:{c.value}%"><div class="el-slider__button"></div></div>'
        inner = f'<div class="el-slider__bar" style="left:0;width:{c.value}%"></div>{thumb}{slider_outline(c, (20, 20), 6)}'
        return f'<div class="{self.sized("el-slider")}"><div class="el-slider__runway{" is-disabled" if c.disabled else ""}">{inner}</div></div>'

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Click to upload", "Select file", "Upload"))
        icon = f'<i class="el-icon">{sign("upload")}</i>' if self.rng.random() < 0.5 else ""
        button = f'<button type="button" {"disabled" if c.disabled else ""} {c.truth(shown=words)} class="{self._button(c)}">{icon}<span>{words}</span></button>'
        return f'<div class="el-upload"><input type="file" {c.native()} style="display:none">{button}</div>'

    def _button(self, c: Control) -> str:
        return f"{self.sized('el-button')} {self.tones[c.tone]}{' is-disabled' if c.disabled else ''}"

    def button(self, c: Control) -> str:
        icon = c.icon and f'<i class="el-icon">{c.icon}</i>'
        return f'<button type="button" {c.native()} {c.truth()} class="{self._button(c)}{self.shape}">{icon}<span>{escape(c.label)}</span></button>'

    def icon_button(self, c: Control) -> str:
        shape = self.rng.choice((" is-circle", "", ""))
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()} class="{self._button(c)}{shape}"><i class="el-icon">{c.icon}</i></button>'

    def link(self, c: Control, key: str = "link") -> str:
        kind = (
            ""
            if key == "nav link"
            else self.rng.choice((" el-link--primary", " el-link--primary is-underline", " el-link--default"))
        )
        return f'<a href="#{c.id}" id="{c.id}" {c.truth()} class="el-link{kind}">{c.icon}<span class="el-link__inner">{escape(c.label)}</span></a>'
