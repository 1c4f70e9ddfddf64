"""Maker: draws random controls, each with a label, a value and a state that a form might have."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .control import TYPED, Control
from .icons import random_icon
from .tongue import Tongue

FORMS = {
    "text": 10, "email": 3, "password": 3, "number": 4, "date": 2, "time": 1, "search": 1, "tel": 3, "url": 2, "textarea": 4,
    "select": 8, "combobox": 5, "checkbox": 5, "switch": 3, "slider": 4, "file": 2,
}  # fmt: skip
"""How often each comes in a form."""


@dataclass
class Maker:
    rng: random.Random
    tongue: Tongue
    plain: bool = False
    """Without icons."""
    made: int = 0
    focused: bool = False

    def new_id(self) -> str:
        self.made += 1
        return f"w{self.made}"

    def form(self) -> str:
        return self.rng.choices(list(FORMS), list(FORMS.values()))[0]

    def control(self, form: str = "", *, group: str = "", row: str = "", column: str = "", label: str = "") -> Control:
        form = form or self.form()
        c = Control(self.new_id(), form, label or self._label(form), group=group, row=row, column=column)
        if form in ("button", "submit", "icon"):
            return self._button(c)
        if form == "link":
            return replace(c, icon=self._icon(0.1))
        c = replace(c, disabled=self.chance(0.06))
        if form in ("checkbox", "switch", "radio"):
            mixed = form == "checkbox" and self.chance(0.08)
            return replace(c, checked="mixed" if mixed else "checked" if self.chance(0.5) else "unchecked")
        if form in ("select", "combobox"):
            options = self.tongue.choices()
            return self._noted(replace(c, options=options, value=self.rng.choice(options), required=self.chance(0.2)))
        if form == "slider":
            return replace(c, value=str(self.rng.randint(0, 100)))
        return self._noted(self._filled(c)) if form != "file" else c

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _label(self, form: str) -> str:
        known = {"combobox": "select", "submit": "button", "icon": "button", "datetime-local": "date"}
        return self.tongue.label(known.get(form, form))

    def _icon(self, share: float) -> str:
        return random_icon(self.rng) if not self.plain and self.chance(share) else ""

    def _filled(self, c: Control) -> Control:
        is_empty = self.chance(0.4)
        holds = {} if is_empty else {"value": self.tongue.value(c.form)}
        hint = self.tongue.one("hint") if self.chance(0.5) else ""
        can_hint = (c.form in TYPED and c.form not in ("date", "time")) or c.form == "textarea"
        c = replace(c, placeholder=hint if can_hint else "", required=self.chance(0.25), readonly=self.chance(0.04), **holds)
        if not self.focused and not c.disabled and self.chance(0.06):
            self.focused = True
            c = replace(c, focused=True)
        return c

    def _noted(self, c: Control) -> Control:
        if self.chance(0.15):
            return replace(c, help=self.tongue.one("help") if self.chance(0.7) else self.tongue.sentence())
        return replace(c, error=self.tongue.one("help")) if self.chance(0.08) else c

    def _button(self, c: Control) -> Control:
        tone = self.rng.choices(("primary", "secondary", "outline", "text", "danger"), (5, 4, 4, 2, 1))[0]
        icon = random_icon(self.rng) if c.form == "icon" else self._icon(0.25) if c.form == "button" else ""
        return replace(c, tone=tone, icon=icon, disabled=self.chance(0.08))

    # Several at once

    def radios(self, question: str, form: str = "radio") -> tuple[Control, ...]:
        name, options = self.new_id(), self.tongue.choices()
        chosen = self.rng.randrange(len(options) + 1)
        base = [self.control(form, group=question, label=option) for option in options]
        if form == "radio":
            return tuple(replace(c, name=name, checked="checked" if at == chosen else "unchecked") for at, c in enumerate(base))
        return tuple(base)

    def tabs(self) -> tuple[Control, ...]:
        words = self.tongue.some("tab", self.rng.randint(2, 6))
        chosen, icons = self.rng.randrange(len(words)), self.chance(0.2) and not self.plain
        return tuple(
            Control(
                self.new_id(),
                "tab",
                text,
                checked="selected" if at == chosen else "",
                icon=random_icon(self.rng) if icons else "",
            )
            for at, text in enumerate(words)
        )

    def links(self, least: int, most: int) -> tuple[Control, ...]:
        words = self.tongue.some("link", self.rng.randint(least, most))
        return tuple(self.control("link", label=text) for text in words)

    def buttons(self, most: int = 3, words: Sequence[str] = ()) -> tuple[Control, ...]:
        words = words or self.tongue.some("button", self.rng.randint(1, most))
        return tuple(self.control("submit" if self.chance(0.12) else "button", label=text) for text in words)
