"""Answers: what a plan, a judgement and a reading look like when a model writes them as JSON.

answer_in(reply, Judged)       → Judged(reason="The page says 'Saved'.", verdict="yes")
answer_in(reply, Seen[str])    → Seen(found=True, value="A-10493")
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Generic, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ..models.model import Json, Reply
from .badreply import BadReply, complaint, short
from .calls import Coordinate, Words
from .lenient import NotJson, Value, read_value
from .parse import spoken
from .slips import pair

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

MOST_TRIES = 20
_BEGINS = re.compile(r"[{\[]")


def _one_line(text: str) -> str:
    return short(text, 1000)


Line: TypeAlias = Annotated[Words, AfterValidator(_one_line)]


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldValue(Answer):
    """One field of a form that is on the screen."""

    field: Annotated[Line, Field(min_length=1)]
    value: Words
    point_2d: Annotated[Coordinate | None, BeforeValidator(pair)] = None


class Part(Answer):
    words: Annotated[Line, Field(min_length=1)]
    then: Line = ""
    fields: tuple[FieldValue, ...] = ()
    """All of a form page at once, so that it takes one call."""


class Planned(Answer):
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class Judged(Answer):
    """The reason comes first: what is said first is thought before what is said then."""

    reason: Line
    verdict: Literal["yes", "no", "unsure"]


class Seen(Answer, Generic[T]):
    """What is asked for, or that it is not to be seen."""

    found: bool
    value: T | None = None


def asked_as(kind: type[BaseModel]) -> Json:
    """What a model is held to; the name is for servers that want one."""
    return Json(kind.model_json_schema(), re.sub(r"\W+", "_", kind.__name__).strip("_").lower())


def answer_in(reply: Reply, kind: type[M]) -> M:
    """The first JSON in it that is such a value, words and fences around it set aside; BadReply where there is none."""
    text = spoken(reply)
    first: BadReply | None = None
    at = 0
    for _ in range(MOST_TRIES):
        begins = _BEGINS.search(text, at)
        if begins is None:
            break
        try:
            value, at = read_value(text, begins.start())
            return kind.model_validate(_as_object(value, kind))
        except NotJson as error:
            at = begins.end()
            first = first or BadReply("not_json", f"the answer is not JSON: {short(error)}")
        except ValidationError as error:
            first = first or BadReply("bad_argument", f"the answer: {complaint(error)}")
    raise first or BadReply("no_answer", f"no answer in the reply; answer in JSON like {_example(kind)}")


def _as_object(value: Value, kind: type[BaseModel]) -> Value:
    """A list where an object with only a list in it is wanted."""
    return {next(iter(kind.model_fields)): value} if isinstance(value, list) and len(kind.model_fields) == 1 else value


def _example(kind: type[BaseModel]) -> str:
    return json.dumps(dict.fromkeys(kind.model_fields, "…"), ensure_ascii=False)
