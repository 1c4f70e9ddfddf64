"""Vuetify: Material design in four kinds of fields, three densities, light and dark, with any main colour."""

# ruff: noqa: E501, RUF012  (HTML reads better unfolded; names of classes are only read)
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ..control import TYPED, Control
from ..icons import random_icon
from .fonts import random_font
from .parts import choosing, sign, slider_outline, tags, ticking, unchosen
from .vuetify_around import VuetifyAround
from .vuetify_css import STYLE, theme_css

_BOX, _RING = (
    "M19 3H5C3.9 3 3 3.9 3 5V19A2 2 0 0 0 5 21H19A2 2 0 0 0 21 19V5C21 3.9 20.1 3 19 3",
    "M12 2A10 10 0 0 0 2 12A10 10 0 0 0 12 22A10 10 0 0 0 22 12A10 10 0 0 0 12 2M12 20A8 8 0 0 1 4 12A8 8 0 0 1 12 4A8 8 0 0 1 20 12A8 8 0 0 1 12 20Z",
)
_TICKS = {
    "checkbox unchecked": f"{_BOX}M19 5V19H5V5H19Z",
    "checkbox checked": f"M10 17L5 12L6.4 10.6L10 14.2L17.6 6.6L19 8{_BOX}Z",
    "checkbox mixed": f"M17 13H7V11H17{_BOX}Z",
    "radio unchecked": _RING,
    "radio checked": f"{_RING}M12 7A5 5 0 0 0 7 12A5 5 0 0 0 12 17A5 5 0 0 0 17 12A5 5 0 0 0 12 7Z",
}
_MARKS = {"checkbox": "12.5%", "radio": "8.33%"}
"""How far inside its picture the outline of a box lies."""


def _icon(inner: str, more: str = "") -> str:
    return f'<i class="v-icon notranslate v-icon--size-default {more}" aria-hidden="true">{inner}</i>'


def _filled(path: str) -> str:
    return f'<svg viewBox="0 0 24 24" fill-rule="evenodd"><path d="{path}"/></svg>'


class Vuetify(VuetifyAround):
    name = "vuetify"
    links = ("vuetify/dist/vuetify.min.css",)
    classes = {
        "h1": "text-h4",
        "h2": "text-h5",
        "h3": "text-h6",
        "help": "mute",
        "tick row": "y-tick",
        "link": "text-primary",
        "error": "text-error",
    }

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        dark, family = rng.random() < 0.3, random_font(rng)
        if rng.random() < 0.5:
            family = (
                "Roboto",
                "".join(f'<link rel="stylesheet" href="/m/@fontsource/roboto/{weight}.css">' for weight in (400, 500)),
            )
        self.font_links = family[1]
        self.style = f"{STYLE} {theme_css(rng, dark=dark)} body, .v-application [class*=text-], input, textarea, button {{ font-family: {family[0]} !important }}"
        self.variant = rng.choice(
            ("outlined", "outlined", "filled", "filled", "underlined", "underlined", "solo", "solo-filled")
        )
        self.density = rng.choice(("default", "comfortable", "compact", "compact"))
        self.rounded = rng.choice(("", "", "", "rounded-0", "rounded-lg", "rounded-xl"))
        self.floats = rng.random() < 0.65
        self.size = rng.choice(("default", "default", "small", "large", "x-small"))
        self.cased = rng.choice(("", "text-none"))
        self.tones = {
            "primary": f"bg-primary v-btn--variant-{rng.choice(('elevated', 'flat'))}",
            "secondary": rng.choice(
                (
                    "v-btn--variant-elevated",
                    "text-primary v-btn--variant-tonal",
                    "v-btn--variant-tonal",
                    "bg-secondary v-btn--variant-flat",
                )
            ),
            "outline": rng.choice(("v-btn--variant-outlined", "text-primary v-btn--variant-outlined")),
            "text": rng.choice(("text-primary v-btn--variant-text", "v-btn--variant-text")),
            "danger": rng.choice(
                ("bg-error v-btn--variant-flat", "text-error v-btn--variant-tonal", "text-error v-btn--variant-outlined")
            ),
        }
        self.colour = rng.choice(("primary", "primary", "primary", "secondary", "success", "error"))
        self.inset = rng.random() < 0.4
        self.tab_style = rng.choice(("", "", "v-tabs--inset", "toggle"))
        self.thumb, self.track = rng.choice(((20, 4), (20, 4), (14, 2), (24, 8), (16, 10)))
        self.card_style = rng.choice(("elevated", "elevated", "outlined", "flat", "tonal"))
        self.with_icons = rng.choice((0.0, 0.2, 0.6))
        self.style += rng.choice(("", "a { text-decoration: none }"))

    def head(self) -> str:
        return self.font_links + super().head()

    def body_attributes(self) -> str:
        return 'class="v-application v-theme--own v-locale--is-ltr"'

    def _input(self, c: Control, kind: str, inner: str, density: str = "") -> str:
        states = (" v-input--disabled" if c.disabled else "") + (" v-input--error" if c.error else "")
        notes = (
            f'<div class="v-input__details"><div class="v-messages"><div class="v-messages__message">{escape(c.error or c.help)}</div></div></div>'
            if c.error or c.help
            else ""
        )
        return f'<div class="v-input v-input--horizontal v-input--center-affix v-input--density-{density or self.density} {kind}{states}"><div class="v-input__control">{inner}</div>{notes}</div>'

    # Fields

    def _boxed(self, c: Control, kind: str, inner: str, known: str = "", *, label: str = "", after: str = "") -> str:
        """A field, with its label in it or on its edge."""
        active = bool(c.value or c.placeholder or c.focused or c.form in ("date", "time"))
        before = _icon(random_icon(self.rng, 22)) if self.rng.random() < self.with_icons else ""
        states = {
            "active": active,
            "dirty": bool(c.value),
            "disabled": c.disabled,
            "error": bool(c.error),
            "focused": c.focused,
        }
        states |= {
            "no-label": not label,
            "single-line": not label,
            "prepended": bool(before),
            "appended": bool(after),
            "center-affix": self.variant != "underlined" and c.form != "textarea",
        }
        classes = " ".join(f"v-field--{name}" for name, on in states.items() if on)
        text = (
            f'<label for="{c.id}" class="v-label v-field-label{" v-field-label--floating" if active else ""}">{label}</label>'
            if label
            else ""
        )
        on_edge = active and self.variant in ("outlined", "underlined")
        edge = text if on_edge else ""
        if self.variant == "outlined":
            notch = f'<div class="v-field__outline__notch">{edge}</div>' if edge else ""
            edge = f'<div class="v-field__outline__start"></div>{notch}<div class="v-field__outline__end"></div>'
        parts = f'<div class="v-field__overlay"></div>{before and f"<div class=v-field__prepend-inner>{before}</div>"}<div class="v-field__field">{"" if on_edge else text}{inner}</div>'
        parts += f"{after and f'<div class=v-field__append-inner>{after}</div>'}<div class='v-field__outline'>{edge}</div>"
        return self._input(
            c,
            kind,
            f'<div class="v-field v-field--variant-{self.variant} {classes} {self.rounded}" {known or c.truth()}>{parts}</div>',
        )

    def field(self, c: Control, label: str = "") -> str:
        if label and not c.value and self.rng.random() < 0.5:
            c = replace(c, placeholder="")
        after = _icon(sign("eye", "22px")) if c.form == "password" and self.rng.random() < 0.6 else ""
        inner = (
            f'<input size="1" type="{c.form}" value="{escape(c.value)}" class="v-field__input" {c.native()} {self.invalid(c)}>'
        )
        return self._boxed(c, "v-text-field", inner, label=label, after=after)

    def textarea(self, c: Control, label: str = "") -> str:
        if label and not c.value and self.rng.random() < 0.5:
            c = replace(c, placeholder="")
        inner = f'<textarea rows="{self.rng.randint(2, 5)}" class="v-field__input" {c.native()}>{escape(c.value)}</textarea>'
        return self._boxed(c, f"v-textarea v-text-field {self.rng.choice(('', 'v-textarea--no-resize'))}", inner, label=label)

    def select(self, c: Control, label: str = "") -> str:
        return self.combobox(replace(c, form="combobox"), label)

    def combobox(self, c: Control, label: str = "") -> str:
        c = unchosen(c, self.rng)
        if label and not c.value:
            c = replace(c, placeholder="")
        several = tags(c, self.rng)
        faint = "" if c.value else ' style="opacity:.5"'
        shown = f'<div class="v-select__selection"{faint}><span class="v-select__selection-text">{escape(c.value or c.placeholder)}</span></div>'
        if several:
            chip = "v-chip v-chip--density-default v-chip--size-small v-chip--variant-tonal rounded-xl"
            shown = "".join(
                f'<div class="v-select__selection"><span class="{chip}"><span class="v-chip__underlay"></span><div class="v-chip__content">{escape(tag)}</div></span></div>'
                for tag in several
            )
        known = f"{choosing(c)} {c.truth(value=' '.join(several) or c.value)}"
        arrow = _icon(_filled("M7 10L12 15L17 10H7Z"), "v-select__menu-icon")
        return self._boxed(
            c, "v-text-field v-select", f'<div class="v-field__input">{shown}</div>', known, label=label, after=arrow
        )

    # What is ticked, slid and pressed

    def _ticked(self, c: Control, kind: str, inner: str) -> str:
        dirty = " v-selection-control--dirty" if c.checked in ("checked", "mixed") else ""
        off = " v-selection-control--disabled" if c.disabled else ""
        words = "" if c.aria else f'<label class="v-label v-label--clickable" for="{c.id}">{escape(c.label)}</label>'
        classes = f"v-selection-control v-selection-control--density-{self.density}{dirty}{off}"
        return self._input(replace(c, error="", help=""), kind, f'<div class="{classes}">{inner}{words}</div>')

    def tick(self, c: Control) -> str:
        inset = _MARKS[c.form]
        mark = f'<span class="mark" style="inset:{inset}" {c.truth()}></span>'
        box = _icon(_filled(_TICKS[f"{c.form} {c.checked}"]) + mark) + ticking(c)
        tinted = f" text-{self.colour}" if c.checked != "unchecked" and not c.disabled else ""
        return self._ticked(
            c,
            f"v-{c.form}",
            f'<div class="v-selection-control__wrapper{tinted}"><div class="v-selection-control__input">{box}</div></div>',
        )

    def switch(self, c: Control) -> str:
        on = c.checked == "checked"
        tint = f" bg-{self.colour}" if on else ""
        place = f"left:calc(50% - {18 if on else 20}px);top:calc(50% - 10px);width:38px;height:20px"
        place = "left:0;right:0;top:calc(50% - 16px);height:32px" if self.inset else place
        mark = f'<span class="mark" style="{place}" {c.truth()}></span>'
        thumb = f'<div class="v-selection-control__input">{ticking(c, "checkbox")}<div class="v-switch__thumb{"" if self.inset else tint}"></div></div>'
        track = f'<div class="v-switch__track{tint}" data-hit="{c.id}"></div>'
        return self._ticked(
            c,
            f"v-switch {'v-switch--inset' if self.inset else ''}",
            f'<div class="v-selection-control__wrapper">{track}{thumb}{mark}</div>',
        )

    def slider(self, c: Control) -> str:
        back = f'<div class="v-slider-track__background v-slider-track__background--opacity bg-{self.colour}" style="width:100%"></div>'
        fill = f'<div class="v-slider-track__fill bg-{self.colour}" style="inset-inline-start:0;width:{c.value}%"></div>'
        track = f'<div class="v-slider-track" style="--v-slider-track-size:{self.track}px">{back}{fill}</div>'
        thumb = f'<div class="v-slider-thumb" style="--v-slider-thumb-position:{c.value}%;--v-slider-thumb-size:{self.thumb}px"><div class="v-slider-thumb__surface text-{self.colour} elevation-2"></div></div>'
        return self._input(
            replace(c, help="", error=""),
            "v-slider",
            f'<div class="v-slider__container">{track}{thumb}{slider_outline(c, (self.thumb, self.thumb), self.track + 2)}</div>',
        )

    def _pressed(self, c: Control, inner: str, more: str) -> str:
        off = " v-btn--disabled" if c.disabled else ""
        sheets = '<span class="v-btn__overlay"></span><span class="v-btn__underlay"></span>'
        return f'<button type="button" {c.native()} {c.truth()} class="v-btn v-btn--density-default {self.tones[c.tone]} {self.cased} {self.rounded}{off} {more}">{sheets}{inner}</button>'

    def button(self, c: Control) -> str:
        icon = c.icon and f'<span class="v-btn__prepend">{c.icon}</span>'
        return self._pressed(c, f'{icon}<span class="v-btn__content">{escape(c.label)}</span>', f"v-btn--size-{self.size}")

    def icon_button(self, c: Control) -> str:
        density = self.rng.choice(("default", "comfortable", "comfortable", "compact"))
        html = self._pressed(
            c, f'<span class="v-btn__content">{c.icon}</span>', f"v-btn--icon v-btn--size-default v-btn--density-{density}"
        )
        return html.replace("v-btn--density-default ", "", 1)

    def file(self, c: Control) -> str:
        words = self.rng.choice(("Upload", "Choose file", "Browse"))
        button = self._pressed(
            replace(c, tone=self.rng.choice(("primary", "outline"))),
            f'<span class="v-btn__content">{words}</span>',
            f"v-btn--size-{self.size}",
        )
        return f'<input type="file" {c.native()} style="display:none">{button.replace(c.native(), "disabled" if c.disabled else "", 1)}'

    def row(self, c: Control) -> str:
        boxed = c.form in (*TYPED, "textarea", "select", "combobox")
        if boxed and self.floats:
            label = escape(c.label) + (" *" if c.required else "")
            draw = {"textarea": self.textarea, "select": self.select, "combobox": self.combobox}.get(c.form, self.field)
            return f'<div class="y-row">{draw(c, label)}</div>'
        html = super().row(c)
        return html.replace(self.notes(c), "", 1) if boxed and self.notes(c) else html

    def choice(self, question: str, controls: Sequence[Control]) -> str:
        return super().choice(question, controls).replace("<div>", '<div class="v-label">', 1)
