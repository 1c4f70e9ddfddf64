"""Mapping: which column of a table belongs into which field of a form, asked in one call for all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from ...tools.frame import Frame
from ..models.model import Reply
from .answers import Answer, Line, answer_in, asked_as
from .badreply import BadReply, short
from .dialect import defused
from .prompt import prompt
from .roles import Roles

LONGEST = 200


class Place(Answer):
    column: Annotated[Line, Field(min_length=1)]
    field: Line = ""


class Mapped(Answer):
    places: tuple[Place, ...]


async def mapped(roles: Roles, columns: Mapping[str, str], labels: Sequence[str], frame: Frame) -> dict[str, str]:
    """From a column to the label of its field; columns that have none are left out."""

    def read(reply: Reply) -> dict[str, str]:
        return _checked(answer_in(reply, Mapped), columns, labels)

    messages = prompt("map").messages(
        (frame,),
        columns="\n".join(
            f"{json.dumps(name)}: {json.dumps(value[:LONGEST], ensure_ascii=False)}" for name, value in columns.items()
        ),
        fields="\n".join(map(_said, labels)),
    )
    return await roles.ask("plan", messages, read, schema=asked_as(Mapped))


def _said(text: str) -> str:
    """In quotes, and harmless whatever it says."""
    return json.dumps(defused(text), ensure_ascii=False)


def _checked(said: Mapped, columns: Mapping[str, str], labels: Sequence[str]) -> dict[str, str]:
    found = {each.column: each.field for each in said.places if each.field}
    if strange := [name for name in found if name not in columns]:
        raise BadReply("bad_argument", f'there is no column "{short(strange[0])}"; the columns are: {", ".join(columns)}')
    if strange := [label for label in found.values() if label not in labels]:
        raise BadReply("bad_argument", f'there is no field "{short(strange[0])}"; the fields are: {", ".join(labels)}')
    if len(set(found.values())) < len(found):
        twice = next(label for label in found.values() if list(found.values()).count(label) > 1)
        raise BadReply("bad_argument", f'"{short(twice)}" takes one column only')
    return found
