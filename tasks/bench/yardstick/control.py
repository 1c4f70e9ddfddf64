"""Control: one thing on a yardstick page that can be used, as data, and what its truth is called."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

KIND_OF = {
    "text": "field", "email": "field", "password": "field", "number": "field", "date": "field", "time": "field",
    "search": "field", "tel": "field", "url": "field", "datetime-local": "field", "textarea": "text area",
    "select": "select", "combobox": "select", "checkbox": "checkbox", "radio": "radio", "switch": "switch",
    "slider": "slider", "file": "button", "button": "button", "submit": "button", "icon": "icon button",
    "link": "link", "tab": "tab",
}  # fmt: skip
"""The kind (of `KINDS` in tools/widgets) that each form of control is."""

TYPED = ("text", "email", "password", "number", "date", "time", "search", "tel", "url")


@dataclass(frozen=True)
class Control:
    id: str
    form: str
    """A key of `KIND_OF`."""
    label: str
    name: str = ""
    """Radios of one name exclude each other."""
    value: str = ""
    placeholder: str = ""
    options: tuple[str, ...] = ()
    checked: str = ""
    """Of what can be checked: checked, unchecked or mixed; of a tab: selected or ""."""
    disabled: bool = False
    readonly: bool = False
    required: bool = False
    focused: bool = False
    aria: str = ""
    """Its name for those who do not see it, where nothing visible names it."""
    help: str = ""
    error: str = ""
    icon: str = ""
    """An SVG picture."""
    tone: str = "primary"
    """Of a button: primary, secondary, outline, text or danger."""
    group: str = ""
    row: str = ""
    column: str = ""

    @property
    def kind(self) -> str:
        return KIND_OF[self.form]

    def truth(self, part: str = "", **more: str) -> str:
        """The attributes that mark the element which is its visible outline; `part` where only a pseudo-element
        or an inner part of it is ("::before", "::after", "button"), or sticks out of it ("+::after")."""
        known = {
            "label": self.label, "aria": self.aria, "group": self.group, "row": self.row, "column": self.column,
            "value": self.value if self.form in ("combobox", "slider") else "",
            "placeholder": self.placeholder.strip(),
        }  # fmt: skip
        said = json.dumps({key: value for key, value in {**known, **more}.items() if value}, ensure_ascii=False)
        return f'data-w="{self.id}" data-kind="{self.kind}" data-part="{part}" data-said="{escape(said)}"'

    def native(self) -> str:
        """The attributes of its native element, value and class left out."""
        flags = {
            "disabled": self.disabled,
            "readonly": self.readonly,
            "required": self.required and self.form in TYPED,
            "autofocus": self.focused,
            "checked": self.checked == "checked" and self.form in ("checkbox", "radio", "switch"),
            "data-mixed": self.checked == "mixed",
        }
        pairs = {"id": self.id, "name": self.name, "placeholder": self.placeholder, "aria-label": self.aria}
        said = [f'{key}="{escape(value)}"' for key, value in pairs.items() if value]
        return " ".join(said + [key for key, on in flags.items() if on])
