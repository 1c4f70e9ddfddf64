"""The member form as HTML: labels above, help or a message beneath, the rules as attributes that form.js reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import groupby

from .bodies import Form
from .fields import BORN_FROM, MOST_PICTURE_BYTES, Field, latest_birthday
from .members import Entry

WIDE = ("radios", "checks", "switch", "lines", "tick")
"""Kinds that take a whole row; two of the others share one."""
GROUPS = ("radios", "checks")
PICTURES = "image/png,image/jpeg,image/gif,image/webp"


@dataclass(frozen=True)
class Filled:
    """The form with what stands in it."""

    values: Form = field(default_factory=lambda: Form({"guests": ("0",)}))
    mistakes: Mapping[str, str] = field(default_factory=dict[str, str])


def filled_from(entry: Entry) -> Filled:
    values = {
        "full_name": (entry.full_name,),
        "email": (entry.email,),
        "born": (entry.born.isoformat(),),
        "phone": (entry.phone,),
        "country": (entry.country,),
        "plan": (entry.plan,),
        "guests": (str(entry.guests),),
        "interests": entry.interests,
        "newsletter": ("on",) if entry.newsletter else (),
        "comments": (entry.comments,),
    }
    return Filled(Form(values))


def form_html(fields: Iterable[Field], filled: Filled, *, action: str, button: str, cancel: str, today: date) -> str:
    parts = [
        f'<section class="part"><h2>{escape(part)}</h2><div class="fields">'
        + "".join(_field(field, filled, today) for field in group)
        + "</div></section>"
        for part, group in groupby(fields, key=lambda field: field.part)
    ]
    count = len(filled.mistakes)
    summary = f"{count} {'thing needs' if count == 1 else 'things need'} another look." if count else ""
    return (
        f'<form method="post" action="{escape(action)}" enctype="multipart/form-data" class="card" data-checked>'
        f'<p class="summary" role="alert"{"" if count else " hidden"}>{summary}</p>'
        f'<p class="quiet">Fields with <span class="star">*</span> are required.</p>{"".join(parts)}'
        f'<div class="actions"><button class="main">{escape(button)}</button><a href="{escape(cancel)}">Cancel</a></div></form>'
    )


def _field(field: Field, filled: Filled, today: date) -> str:
    mistake = filled.mistakes.get(field.name, "")
    star = '<span class="star" aria-hidden="true">&nbsp;*</span>' if field.required else ""
    label = f"{escape(field.label)}{star}"
    control = _control(field, filled, today)
    about = (
        f'<p class="about" id="{field.name}-about"{" hidden" if mistake else ""}>{escape(field.about)}</p>'
        f'<p class="mistake" id="{field.name}-mistake"{"" if mistake else " hidden"}>{escape(mistake)}</p>'
    )
    said = "".join(
        f' data-{when}="{escape(text)}"'
        for when, text in (("missing", field.missing), ("wrong", field.wrong), ("beyond", field.said_beyond))
    )
    shape = f'class="field {field.kind}{" wide" if field.kind in WIDE else ""}"'
    if field.kind in GROUPS:
        return f"<fieldset {shape}{said}><legend>{label}</legend>{control}{about}</fieldset>"
    if field.kind in ("tick", "switch"):
        return f"<div {shape}{said}><label>{control} <span>{label}</span></label>{about}</div>"
    return f'<div {shape}{said}><label for="{field.name}">{label}</label>{control}{about}</div>'


def _control(field: Field, filled: Filled, today: date) -> str:
    values, common = filled.values, _common(field, filled)
    value = escape(values.one(field.name))
    match field.kind:
        case "select":
            options = "".join(
                f"<option{' selected' if choice.label == values.one(field.name) else ''}>{escape(choice.label)}</option>"
                for choice in field.choices
            )
            return f'<select id="{field.name}" {common}><option value="">Choose a country…</option>{options}</select>'
        case "radios" | "checks":
            return _choices(field, filled)
        case "tick" | "switch":
            role = ' role="switch"' if field.kind == "switch" else ""
            return f'<input type="checkbox" id="{field.name}"{role} {common}{" checked" if value else ""}>'
        case "lines":
            # The parser drops the first line break after the tag.
            return f'<textarea id="{field.name}" rows="3" dir="auto" {common}>\n{value}</textarea>'
        case "file":
            return f'<input type="file" id="{field.name}" accept="{PICTURES}" data-most-bytes="{MOST_PICTURE_BYTES}" {common}>'
        case "password":
            return f'<input type="password" id="{field.name}" {common}>'
        case "date":
            limits = f'min="{BORN_FROM}" max="{latest_birthday(today)}"'
            return f'<input type="date" id="{field.name}" {limits} {common} value="{value}">'
        case "number":
            limits = f'min="{field.least}" max="{field.most}" step="1"'
            return f'<input type="number" id="{field.name}" {limits} {common} value="{value}">'
        case "text":
            return f'<input id="{field.name}" dir="auto" {common} value="{value}">'
        case "email" | "tel":
            return f'<input type="{field.kind}" id="{field.name}" {common} value="{value}">'


def _common(field: Field, filled: Filled) -> str:
    """The attributes that every control may have."""
    is_text = field.kind in ("text", "email", "password", "tel", "lines")
    told = {
        "name": field.name,
        "aria-describedby": f"{field.name}-about {field.name}-mistake",
        "autocomplete": "" if field.kind in ("file", *GROUPS) else field.autocomplete,
        "placeholder": field.placeholder,
        "minlength": str(field.least) if is_text and field.least else "",
        "maxlength": str(field.most) if is_text and field.most else "",
        "pattern": field.pattern,
        "aria-invalid": "true" if field.name in filled.mistakes else "",
    }
    words = [f'{name}="{escape(value)}"' for name, value in told.items() if value]
    flags = ["required"] * (field.required and field.kind != "checks")
    return " ".join([*words, *flags, *["autofocus"] * (field.name == next(iter(filled.mistakes), ""))])


def _choices(field: Field, filled: Filled) -> str:
    chosen = filled.values.all(field.name)
    kind = "radio" if field.kind == "radios" else "checkbox"
    said: list[str] = []
    for place, choice in enumerate(field.choices):
        # Only one of a group can have the focus when the page opens.
        common = _common(field, filled).removesuffix(" autofocus" if place else "")
        marked = " checked" if choice.label in chosen else ""
        name, about = escape(choice.label), escape(choice.about)
        own = f"{field.name}-{place}"
        # Named by its first word alone; what it costs describes it.
        named = f' aria-labelledby="{own}-name"' if about else ""
        common = common.replace('aria-describedby="', f'aria-describedby="{own}-more ') if about else common
        more = f'<small id="{own}-more">{about}</small>' if about else ""
        said.append(
            f'<label><input type="{kind}" id="{own}" value="{name}"{named} {common}{marked}>'
            f'<span><span id="{own}-name">{name}</span>{more}</span></label>'
        )
    return f'<div class="choices">{"".join(said)}</div>'
