"""Answers: what the screen says, read by its labels and tables; typed where a schema is given; never guessed.

read("the order number", sight)        → "A-10493"
read("the order", sight, Order)        → Order(number="A-10493", total=Decimal("1234.50"), …)
read("the items", sight, list[Item])   → [Item(…), Item(…)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ...tools.errors import Ambiguous, NotFound, Unsupported
from ...tools.find import parse_phrase
from ...tools.reading.shows import shows
from ...tools.sight import Sight
from .asked_text import cell_or_heading, text_itself
from .grid import grid_of
from .labelled import values_of
from .numbers import sign_in
from .page import Page, Value
from .typed import bare_type, fits, typed

SURELY = 0.9
"""A text that is read less surely is no answer."""
HOW = 'ask for a label ("the order number"), or give a schema whose fields are called as labels or heads of columns are'
LONGEST_NAME = 6
"""A description of more words is no label."""


class Doubtful(Ambiguous):
    """It is there, and cannot be read without a doubt."""


def read(question: str, sight: Sight, schema: object = None) -> object:
    """NotFound, Ambiguous (or Doubtful) and Unsupported say what stands in the way."""
    if schema is None or schema is str:
        return text_of(question, sight)
    kind = bare_type(schema)
    if get_origin(kind) is list and (item := _model(get_args(kind)[0])) is not None:
        return _rows(sight, item, question)
    if (model := _model(kind)) is not None:
        return _one(sight, model)
    page = Page(sight)
    value = _only(page, question, [_words(question)], kind)
    if value is None:
        raise NotFound(f"{question} is not to be seen as a label with a value; {HOW}")
    return typed(kind, sure(sight, question, value), question, _sign(sight))


def text_of(question: str, sight: Sight) -> str:
    """The value beside a label, else the text that is meant."""
    return value_of(question, sight).text


def value_of(question: str, sight: Sight) -> Value:
    """The same, with where it stands."""
    page = Page(sight)
    value = cell_or_heading(page, question) or _only(page, question, [_words(question)], str) or text_itself(page, question)
    if value is None:
        raise NotFound(f"{question} is not to be seen; {HOW}")
    sure(sight, question, value)
    return value


def _words(question: str) -> str:
    return parse_phrase(question).words or question


def _model(kind: object) -> type[BaseModel] | None:
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def names_of(name: str, info: FieldInfo) -> tuple[str, ...]:
    """What a field may be called on a screen: its title or alias, else its own name; a short description too."""
    said = (info.title, info.alias if info.alias != name else None, name.replace("_", " "), info.description)
    return tuple(dict.fromkeys(each for each in said if each and len(each.split()) <= LONGEST_NAME))


def _one(sight: Sight, model: type[BaseModel]) -> BaseModel:
    names = {name: names_of(name, info) for name, info in model.model_fields.items()}
    found: dict[str, object] = {}
    lacking: list[str] = []
    for name, info in model.model_fields.items():
        value = _of_field(sight, name, info, names)
        if value is not None:
            found[name] = value
        elif info.is_required():
            lacking.append(names[name][0])
    if lacking:
        raise NotFound(f"not to be seen: {', '.join(lacking)}; each is looked for as a label with its value beside or below it")
    return _validated(model, found)


def _of_field(sight: Sight, name: str, info: FieldInfo, names: Mapping[str, tuple[str, ...]]) -> object:
    kind = bare_type(info.annotation)
    if get_origin(kind) is list and (item := _model(get_args(kind)[0])) is not None:
        return _rows(sight, item, names[name][0], may_lack=not info.is_required())
    if (inner := _model(kind)) is not None:
        return _one(sight, inner)
    others = tuple(said for other, each in names.items() if other != name for said in each)
    value = _only(Page(sight, others), names[name][0], names[name], kind)
    if value is None or (not value.text and not info.is_required()):
        return None
    return typed(kind, sure(sight, names[name][0], value), names[name][0], _sign(sight))


def _only(page: Page, question: str, names: Sequence[str], kind: object) -> Value | None:
    """The one value of these names; several that say the same are one."""
    values = values_of(page, names, lambda text: fits(kind, text))
    if len(values) > 1 and kind is not str:
        values = [value for value in values if fits(kind, value.text)] or values
    texts = dict.fromkeys(value.text for value in values)
    if len(texts) > 1:
        raise Ambiguous(f"{question} may be any of {len(texts)} values: {', '.join(list(texts)[:5])}; say in which row or part")
    return values[0] if values else None


def _rows(sight: Sight, model: type[BaseModel], question: str, *, may_lack: bool = False) -> list[BaseModel]:
    """A table whose heads are called as the fields are, or else the same labels again and again."""
    page = Page(sight)
    fields = model.model_fields
    names = {name: names_of(name, info) for name, info in fields.items()}
    there = [name for name in fields if fields[name].is_required() or grid_of(page, [names[name]]) is not None]
    grid = grid_of(page, [names[name] for name in there])
    if grid is not None:
        return [_validated(model, _of_row(sight, model, there, names, row)) for row in grid.rows]
    cards = list(_cards(page, model, names))
    if not cards and not may_lack:
        heads = ", ".join(names[name][0] for name in fields if fields[name].is_required())
        raise NotFound(f"{question}: no table is to be seen with the columns {heads}")
    return [_validated(model, card) for card in cards]


def _of_row(
    sight: Sight,
    model: type[BaseModel],
    there: Sequence[str],
    names: Mapping[str, tuple[str, ...]],
    row: Sequence[Value | None],
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, cell in zip(there, row, strict=True):
        info = model.model_fields[name]
        if cell is not None:
            found[name] = typed(info.annotation, sure(sight, names[name][0], cell), names[name][0], _sign(sight))
        elif info.annotation is str:
            found[name] = ""
    return found


def _cards(page: Page, model: type[BaseModel], names: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, object]]:
    """Items that each show the same labels with their values."""
    fields = model.model_fields
    columns = {name: sorted(values_of(page, names[name]), key=lambda value: value.box.y) for name in fields}
    counts = {len(values) for name, values in columns.items() if fields[name].is_required()}
    if len(counts) != 1 or counts == {0}:
        return
    (count,) = counts
    full = [name for name, values in columns.items() if len(values) == count]
    for at in range(count):
        yield {
            name: typed(
                fields[name].annotation, sure(page.sight, names[name][0], columns[name][at]), names[name][0], _sign(page.sight)
            )
            for name in full
        }


def _sign(sight: Sight) -> str:
    return sign_in(line.text for line in sight.lines)


def sure(sight: Sight, question: str, value: Value) -> str:
    """The text, where it was read beyond doubt: figures and codes are compared with the picture once more."""
    text = value.text
    if value.told or not text:
        return text
    if value.score < SURELY or (any(char.isdigit() for char in text) and not _is_shown(sight, value)):
        raise Doubtful(
            f'{question} is read as "{text}", and not surely: letters or figures in it may be others that look alike'
        )
    return text


def _is_shown(sight: Sight, value: Value) -> bool:
    return shows(sight.frame, value.box.grow(3), value.text) == "yes"


def _validated(model: type[BaseModel], found: Mapping[str, object]) -> BaseModel:
    """By the schema itself, which may ask for more than a kind of value."""
    aliased = {model.model_fields[name].alias or name: value for name, value in found.items()}
    try:
        return model.model_validate(aliased)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Unsupported(
            f'{where}: "{first.get("input")}" was read, and {first["msg"][:1].lower()}{first["msg"][1:]}'
        ) from None
