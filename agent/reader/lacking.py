"""Lacking: the fields of a form that must have a value and have none, as far as they are to be seen."""

from __future__ import annotations

import re

from ...tools.find.wording import Wording
from .fields import Field, Fields

_MUST = re.compile(r"[*✱＊]\s*:?$|^\s*[*✱＊]|\b(?:required|pflichtfeld|wymagane|obligatoire|obligatorio)\)?\s*$|必填", re.I)
_VERBS = r"choose|select|pick|auswählen|wählen|wybierz|choisi\w+|s[ée]lectionne\w*|elija|seleccion\w+"
_INVITES = re.compile(rf"[-–—\s.…]*|.*(?:…|\.\.\.)|(?:--|[-–—] ).*|(?:please |bitte |proszę )?(?:{_VERBS})\b.*|请选择.*", re.I)
"""What a select shows while nothing is chosen."""


def name_of(field: Field) -> str:
    """What a form is said to lack: of radios the question, not each answer."""
    return Wording.of((field.widget.group if field.thing.kind == "radio" else "") or field.label).bare


def is_required(field: Field) -> bool:
    return "required" in field.widget.state or any(_MUST.search(name) for name, _ in field.names)


def invites(field: Field) -> bool:
    """Whether a field says that something is to be chosen, as a list does that only looks like a field."""
    value = field.widget.value.strip()
    return (
        bool(value) and field.widget.hint is None and bool(_INVITES.fullmatch(value)) and any(char.isalpha() for char in value)
    )


def is_empty(field: Field, fields: Fields) -> bool:
    widget = field.widget
    if field.thing.kind == "radio":
        group = [each for each in fields.marks if each.widget.group == widget.group]
        return not any({"checked", "selected"} & set(each.widget.state) for each in group)
    if field.is_mark:
        return "unchecked" in widget.state
    if field.said_kind in ("select", "list"):
        return bool(_INVITES.fullmatch(widget.value))
    return not widget.value.strip() and field.said_kind not in ("button", "clickable", "slider", "color")
