"""Checks what came with the member form: the mistakes field by field, or the Entry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from .bodies import Form
from .fields import BORN_FROM, MOST_PICTURE_BYTES, Field, latest_birthday
from .members import Entry, Picture

SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)


def find_mistakes(form: Form, fields: Iterable[Field], today: date) -> dict[str, str]:
    """What to say beside each field that is not right."""
    said = ((field.name, _mistake(field, form, today)) for field in fields)
    return {name: message for name, message in said if message}


def entry_from(form: Form) -> Entry:
    """Of a form without mistakes."""
    return Entry(
        full_name=one_line(form, "full_name"),
        email=one_line(form, "email"),
        born=read_day(one_line(form, "born")),
        phone=one_line(form, "phone"),
        country=one_line(form, "country"),
        plan=one_line(form, "plan"),
        guests=int(one_line(form, "guests")),
        interests=form.all("interests"),
        newsletter=bool(form.one("newsletter")),
        comments=_lines(form, "comments"),
    )


def picture_from(form: Form) -> Picture | None:
    data = form.uploads.get("picture", b"")
    kind = _picture_kind(data)
    return Picture(kind, data) if kind else None


def read_day(text: str) -> date:
    """As a date input sends it; `date.fromisoformat` would take weeks and shorter forms too."""
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a birthday is in no time zone)


def one_line(form: Form, name: str) -> str:
    return form.one(name).strip()


def _lines(form: Form, name: str) -> str:
    return form.one(name).replace("\r\n", "\n").strip()


def _mistake(field: Field, form: Form, today: date) -> str:
    match field.kind:
        case "file":
            return _picture_mistake(field, form.uploads.get(field.name))
        case "checks":
            return _choice_mistake(field, form.all(field.name))
        case "password":  # its spaces are its owner's
            text = form.one(field.name)
        case "lines":
            text = _lines(form, field.name)
        case _:
            text = one_line(form, field.name)
    if not text:
        return field.missing if field.required else ""
    match field.kind:
        case "date":
            return _date_mistake(field, text, today)
        case "number":
            return "" if re.fullmatch(r"[0-9]{1,9}", text) and field.least <= int(text) <= field.most else field.wrong
        case "select" | "radios":
            return _choice_mistake(field, (text,))
        case "switch" | "tick":
            return ""
        case _:
            return _text_mistake(field, text)


def _text_mistake(field: Field, text: str) -> str:
    if len(text) < field.least or (field.pattern and not re.fullmatch(field.pattern, text)):
        return field.wrong
    allowed = "\n\t" if field.kind == "lines" else ""
    if any(unicodedata.category(letter) == "Cc" and letter not in allowed for letter in text):
        return field.wrong
    return field.said_beyond if field.most and len(text) > field.most else ""


def _date_mistake(field: Field, text: str, today: date) -> str:
    try:
        day = read_day(text)
    except ValueError:
        return field.wrong
    if day < BORN_FROM:
        return field.wrong
    return field.said_beyond if day > latest_birthday(today) else ""


def _choice_mistake(field: Field, chosen: tuple[str, ...]) -> str:
    known = [choice.label for choice in field.choices]
    return "" if set(chosen) <= set(known) and len(chosen) == len(set(chosen)) else field.wrong


def _picture_mistake(field: Field, data: bytes | None) -> str:
    if data is None:
        return ""
    if len(data) > MOST_PICTURE_BYTES:
        return field.said_beyond
    return "" if _picture_kind(data) else field.wrong


def _picture_kind(data: bytes) -> str:
    return next((kind for signature, kind in SIGNATURES if signature.match(data)), "")
