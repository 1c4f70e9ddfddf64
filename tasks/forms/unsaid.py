"""Unsaid: columns whose values are nobody's business, such as passwords, and what is told of a row without them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import yaml
from pydantic import ValidationError

from ..yaml_text import load
from .entry import Entry
from .job import Job
from .row import Cell
from .written import written

HIDDEN = "••••••"
LEAST_SECRET = 4
"""Shorter ones stand in words of everybody's, and are hidden only where they stand alone."""

_ANYWHERE = re.compile(
    r"\b(pass ?(word|phrase|code|key)s?|passwd|pwd|pw|cv[vc]2?|secret|token|api ?key|security code"
    r"|passwort|kennwort|mot de passe|contraseña|senha|palavra passe|hasło|wachtwoord|lösenord|passord|adgangskode"
    r"|salasana|parola|heslo|jelszó|пароль)\b|密码|密碼|パスワード|비밀번호",
    re.IGNORECASE,
)
_ALONE = re.compile(r"pin|pin (code|number)|pass|clave|otp|tan", re.IGNORECASE)
_JOINT = re.compile(r"[\W_]+|(?<=[a-zà-ÿ])(?=[A-Z])")


def is_secret(name: str) -> bool:
    """By what a column, or its field, is called."""
    words = _JOINT.sub(" ", name).strip()
    return bool(_ANYWHERE.search(words) or _ALONE.fullmatch(words))


@dataclass(eq=False)
class Unsaid:
    """What is not said of the rows of one job."""

    job: Job | None = None
    map_file: Path | None = None
    _known: dict[frozenset[str], frozenset[str]] = field(default_factory=dict[frozenset[str], frozenset[str]])

    def columns(self, columns: Collection[str]) -> frozenset[str]:
        """By their own names, by what the job calls their fields, and by what these are called on the form itself."""
        asked = frozenset(columns)
        if asked not in self._known:
            self._known[asked] = secret_columns(asked, self.job, self.map_file)
        return self._known[asked]

    def secrets(self, entry: Entry) -> tuple[str, ...]:
        """The longest first: one may be a part of another."""
        values = (written(entry.cells[name]) for name in self.columns(entry.cells))
        return tuple(sorted(filter(None, values), key=len, reverse=True))

    def value(self, entry: Entry, name: str) -> Cell:
        cell = entry.cells[name]
        return HIDDEN if cell and name in self.columns(entry.cells) else cell


def secret_columns(columns: Collection[str], job: Job | None = None, map_file: Path | None = None) -> frozenset[str]:
    names = {column: [column] for column in columns}
    if job is not None:
        for column in columns:
            names[column].append(job.label(column))
    for column, words in _mapped(map_file):
        names.get(column, []).append(words)
    key = None if job is None else job.key
    return frozenset(column for column, called in names.items() if column != key and any(map(is_secret, called)))


def _mapped(map_file: Path | None) -> Iterator[tuple[str, str]]:
    if map_file is None:
        return
    from .map_file import MapKept

    try:
        kept = MapKept.model_validate(load(map_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, yaml.YAMLError, ValidationError):
        return
    for page in kept.pages:
        for each in page.fields:
            yield from ((column, each.words) for column in (each.column, *each.also))


def without(said: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        if said == secret:
            return HIDDEN
        if len(secret) >= LEAST_SECRET:
            said = said.replace(secret, HIDDEN)
    return said


def all_without(told: object, secrets: Sequence[str]) -> object:
    """The same of whatever JSON may hold."""
    match told:
        case str():
            return without(told, secrets)
        case Mapping():
            return {name: all_without(each, secrets) for name, each in cast("Mapping[str, object]", told).items()}
        case list() | tuple():
            return [all_without(each, secrets) for each in cast("Sequence[object]", told)]
        case _:
            return told
