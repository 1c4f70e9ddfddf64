"""Look: how controls and what stands around them become HTML; as the browser draws them where nothing else is said."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from .control import Control
from .icons import CHEVRON, drawn


class Look:
    """What all looks share. Frameworks give their `classes`, and say anew what they draw in another way."""

    name = "plain"
    tuned = True
    links: tuple[str, ...] = ()
    """Style sheets, by their paths in node_modules."""
    classes: Mapping[str, str] = {}
    """By what they are for: "field", "button primary", "card" …"""
    style = ""
    extras = True
    """Whether it has icons in buttons, custom selects and the like."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.label_at = rng.choice(("above", "above", "above", "left", "left", "right-of-left"))
        self.star = rng.choice(("text", "text", "generated", "none"))
        self.zoom = rng.choice((100, 100, 100, 90, 115, 130))

    # The page

    def head(self) -> str:
        return (
            "".join(f'<link rel="stylesheet" href="/m/{path}">' for path in self.links)
            + f"<style>html {{ font-size: {self.zoom}% }}{self.style}</style>"
        )

    def body_attributes(self) -> str:
        return ""

    def html_attributes(self) -> str:
        return ""

    def of(self, *keys: str) -> str:
        """The class attribute for the first of the keys that has one."""
        found = next((self.classes[key] for key in keys if key in self.classes), "")
        return f' class="{found}"' if found else ""

    # Controls

    def control(self, c: Control) -> str:
        """The control alone; what can be checked comes with its words."""
        match c.form:
            case "checkbox" | "radio":
                return self.tick(c)
            case "switch":
                return self.switch(c)
            case "textarea":
                return self.textarea(c)
            case "select":
                return self.select(c)
            case "combobox":
                return self.combobox(c)
            case "slider":
                return self.slider(c)
            case "file":
                return self.file(c)
            case "button" | "submit":
                return self.button(c)
            case "icon":
                return self.icon_button(c)
            case "link":
                return self.link(c)
            case _:
                return self.field(c)

    def field(self, c: Control) -> str:
        return f'<input type="{c.form}" value="{escape(c.value)}" {c.native()} {self.invalid(c)} {c.truth()}{self.of(*self.states(c, "field"))}>'

    def textarea(self, c: Control) -> str:
        rows = self.rng.randint(2, 5)
        return f'<textarea rows="{rows}" {c.native()} {c.truth()}{self.of(*self.states(c, "textarea"), "field")}>{escape(c.value)}</textarea>'

    def states(self, c: Control, key: str) -> tuple[str, ...]:
        return (f"{key} invalid", key) if c.error else (key,)

    def invalid(self, c: Control) -> str:
        return 'aria-invalid="true"' if c.error else ""

    def options(self, c: Control) -> str:
        return "".join(f"<option{' selected' if option == c.value else ''}>{escape(option)}</option>" for option in c.options)

    def select(self, c: Control) -> str:
        return f"<select {c.native()} {c.truth()}{self.of('select')}>{self.options(c)}</select>"

    def combobox(self, c: Control) -> str:
        """A select that is none to the browser; looks without one of their own show the native one."""
        return self.select(c)

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()}{self.of(c.form, "tick")}>'
        if c.aria:
            return box
        if self.rng.random() < 0.5:
            return f"<label{self.of('tick label')}>{box} {escape(c.label)}</label>"
        return f'{box} <label for="{c.id}"{self.of("tick label")}>{escape(c.label)}</label>'

    def switch(self, c: Control) -> str:
        """As a checkbox, where the look has no switches."""
        return self.tick(replace(c, form="checkbox"))

    def slider(self, c: Control) -> str:
        return f'<input type="range" value="{c.value}" {c.native()} {c.truth()}{self.of("slider")}>'

    def file(self, c: Control) -> str:
        return f'<input type="file" {c.native()} {c.truth("button")}{self.of("file")}>'

    def button(self, c: Control) -> str:
        known = self.of(f"button {c.tone}", "button")
        if c.form == "submit":
            return f'<input type="submit" value="{escape(c.label)}" {c.native()} {c.truth()}{known}>'
        words = f"<span>{escape(c.label)}</span>"
        inner = words if not c.icon else f"{c.icon} {words}" if self.rng.random() < 0.75 else f"{words} {c.icon}"
        return f'<button type="button" {c.native()} {c.truth()}{known}>{inner}</button>'

    def icon_button(self, c: Control) -> str:
        return f'<button type="button" {c.native()} title="{escape(c.label)}" {c.truth()}{self.of("icon", f"button {c.tone}", "button")}>{c.icon}</button>'

    def link(self, c: Control, key: str = "link") -> str:
        return f'<a href="#{c.id}" id="{c.id}" {c.truth()}{self.of(key)}>{c.icon}{" " if c.icon else ""}{escape(c.label)}</a>'

    # Rows: a control with its label and help

    def label(self, c: Control, key: str = "label") -> str:
        star = ""
        if c.required:
            star = {"text": " *", "generated": '<span class="y-star"></span>', "none": ""}[self.star]
        return f'<label for="{c.id}"{self.of(key)}>{escape(c.label)}{star}</label>'

    def notes(self, c: Control) -> str:
        help_text = f"<small{self.of('help')}>{escape(c.help)}</small>" if c.help else ""
        return help_text + (f'<div class="{self.classes.get("error", "y-error")}">{escape(c.error)}</div>' if c.error else "")

    def row(self, c: Control) -> str:
        if c.form in ("checkbox", "radio", "switch", "button", "submit", "icon", "link"):
            return f'<div class="y-row {self.classes.get("tick row", "")}">{self.control(c)}{self.notes(c)}</div>'
        inner = f'<div class="y-control">{self.control(c)}{self.notes(c)}</div>'
        return f'<div class="y-row y-{self.label_at} {self.classes.get("row", "")}">{self.label(c)}{inner}</div>'

    def choice(self, question: str, controls: Sequence[Control]) -> str:
        """A question with radios or checkboxes."""
        across = " y-across" if self.rng.random() < 0.5 else ""
        ticks = "".join(f'<div class="{self.classes.get("tick row", "y-tick")}">{self.control(c)}</div>' for c in controls)
        return f'<div class="y-row"><div{self.of("question", "label")}>{escape(question)}</div><div class="y-ticks{across}">{ticks}</div></div>'

    def setting(self, c: Control, words: str) -> str:
        """One line of a list of settings: words on the left, the control alone on the right."""
        note = f"<small{self.of('help')}>{escape(words)}</small>" if words else ""
        return f'<div class="y-setting"><div><label for="{c.id}">{escape(c.label)}</label>{note}</div><div>{self.bare(c)}</div></div>'

    def bare(self, c: Control) -> str:
        """The control without words of its own."""
        return self.control(replace(c, aria=c.label)) if c.form in ("checkbox", "radio", "switch") else self.control(c)

    # What stands around

    def heading(self, text: str, level: int = 2) -> str:
        return f"<h{level}{self.of(f'h{level}')}>{escape(text)}</h{level}>"

    def card(self, inner: str) -> str:
        return f"<div{self.of('card')}>{inner}</div>" if "card" in self.classes else f'<div class="y-card">{inner}</div>'

    def fieldset(self, legend: str, inner: str) -> str:
        return f"<fieldset{self.of('fieldset')}><legend>{escape(legend)}</legend>{inner}</fieldset>"

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        top = "".join(f"<th>{escape(text)}</th>" for text in head)
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<table{self.of('table')}><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"

    def tabs(self, tabs: Sequence[Control]) -> str:
        # A look without tabs of its own draws them as buttons: nobody sees that they are none.
        seen = [c if "tab" in self.classes else replace(c, form="button") for c in tabs]
        items = "".join(
            f'<button type="button" role="tab" aria-selected="{str(c.checked == "selected").lower()}" '
            f'id="{c.id}" {c.truth()}{self.of("tab on" if c.checked else "tab", "tab")}>{c.icon} {escape(c.label)}</button>'
            for c in seen
        )
        return f'<div role="tablist" class="{self.classes.get("tabs", "y-tabs")}">{items}</div>'

    def navigation(self, brand: str, links: Sequence[Control], more: str) -> str:
        items = "".join(self.link(c, "nav link") for c in links)
        return f'<header class="y-nav {self.classes.get("nav", "")}"><b>{escape(brand)}</b><nav>{items}</nav><div class="y-end">{more}</div></header>'

    def dialog(self, title: str, inner: str, buttons: str) -> str:
        return (
            f'<div class="y-veil"></div><div role="dialog" class="y-dialog {self.classes.get("dialog", "")}">'
            f"{self.heading(title, 3)}{inner}<div class='y-buttons'>{buttons}</div></div>"
        )

    def badge(self, text: str) -> str:
        return f'<span class="{self.classes.get("badge", "y-badge")}">{escape(text)}</span>'

    def alert(self, text: str) -> str:
        return f'<div class="{self.classes.get("alert", "y-alert")}">{escape(text)}</div>'

    def chevron(self) -> str:
        return drawn(CHEVRON)
