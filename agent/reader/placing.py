"""Placing: which value goes to which field, and which keys and fields are still free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .fields import Field, Fields
from .groups import Group

Value = str | tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """Where a value goes."""

    keys: tuple[str, ...]
    """The keys it came from; several where they were joined."""
    value: Value
    field: Field | None = None
    group: Group | None = None
    others: tuple[str, ...] = ()
    """Other spellings of the value that a list may use."""
    how: str = ""
    """What was done to the value, for people who watch."""
    into: Field | None = None
    """Of two lists side by side the one that holds what is chosen; `field` is the other."""


@dataclass
class Matching:
    """The keys that are still to be placed, and the fields of this sight that are still free."""

    fields: Fields
    values: Mapping[str, Value]
    placed: list[Placed]

    @property
    def left(self) -> list[str]:
        done = {key for each in self.placed for key in each.keys}
        return [key for key in self.values if key not in done]

    def free(self, field: Field) -> bool:
        return not any(field in (each.field, each.into) or (each.group and field in each.group.choices) for each in self.placed)

    def put(self, keys: Sequence[str], value: Value, field: Field, how: str = "", others: tuple[str, ...] = ()) -> None:
        self.placed.append(Placed(tuple(keys), value, field, None, others, how))
