"""Cases: a file's tests, ready to be run: with the values of its row, every step understood, every mistake with its line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from ...agent.reader.parse import parse_claims, parse_steps
from ...tools.errors import BadInput, HandeyeError, nearest
from ..forms.row import BadRow
from ..forms.rows import rows_of
from ..inputs import Inputs
from ..secrets import read_secrets
from .flow import CaseModel, FlowModel, Params, Step, StepModel, Steps
from .lines import Lined, Place, read

MOST_INCLUDED = 20
"""So deep files may include one another."""
SHORT = 40
"""Letters of a row's values that name its test."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One step, and where it stands."""

    step: StepModel
    at: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """One test."""

    name: str
    line: int
    opening: Mapping[str, Any]
    tags: tuple[str, ...]
    setup: tuple[Ready, ...]
    steps: tuple[Ready, ...]
    teardown: tuple[Ready, ...]
    inputs: Mapping[str, str] = field(default_factory=dict[str, str])


def cases_in(path: Path, *, with_a_model: bool = False) -> Iterator[Case]:
    """BadInput says file, line and what is wrong. `with_a_model`: steps need not be understood by the reader."""
    lined, flow = _flow(path)
    check = _Checker(lined, flow, with_a_model)
    setup, teardown = check.steps(flow.setup, ("setup",)), check.steps(flow.teardown, ("teardown",))
    for number, case in enumerate(flow.cases or (_only_case(path, flow),)):
        place: Place = ("cases", number) if flow.cases else ()
        steps = check.steps(case.steps, (*place, "steps"))
        rows, whose = (case.params, (*place, "params")) if case.params else (flow.params, ("params",))
        for line, name, row in _rows(lined, case.name, rows, whose):
            inputs = {**flow.inputs, **row}
            for ready in (*setup, *steps, *teardown):
                check.understood(ready, inputs)
            yield Case(
                name=name,
                line=line or lined.line(place),
                opening=_opening(flow, case, path, inputs),
                tags=tuple(dict.fromkeys((*flow.tags, *case.tags))),
                setup=setup,
                steps=steps,
                teardown=teardown,
                inputs=inputs,
            )


def _only_case(path: Path, flow: FlowModel) -> CaseModel:
    return CaseModel(name=path.name.partition(".")[0], steps=flow.steps)


def _flow(path: Path) -> tuple[Lined, FlowModel]:
    lined = read(path)
    if not isinstance(cast("object", lined.data), dict):
        raise BadInput(f"{path.name}:1: a file of UI tests begins with lines such as: start: /cart")
    try:
        return lined, FlowModel.model_validate(lined.data)
    except ValidationError as error:
        raise BadInput(_complaint(lined, error)) from None


def _complaint(lined: Lined, error: ValidationError) -> str:
    """The first thing that is wrong; of the readings that a step may have, that which comes furthest."""
    first = max(error.errors(include_url=False), key=_telling)
    place = tuple(part for part in first["loc"] if part != "str" and part != "StepModel")
    name = str(place[-1]) if place else ""
    if first["type"] == "extra_forbidden":
        known = _known_at(place)
        return f'{lined.at(place)}: there is no "{name}" here.{nearest(name, known)} There are: {", ".join(known)}'
    if first["type"] == "missing":
        return f'{lined.at(place[:-1])}: "{name}" is missing'
    said = first["msg"].removeprefix("Value error, ")
    return f"{lined.at(place)}: {said[:1].lower()}{said[1:]}"


def _telling(each: Any) -> tuple[bool, int, bool]:
    """A name that is not known says more than another that is missing for it."""
    return each["type"] == "extra_forbidden", len(each["loc"]), each["type"] != "string_type"


def _known_at(place: Place) -> tuple[str, ...]:
    if any(part in ("steps", "setup", "teardown") for part in place[:-1]):
        return tuple(field.alias or name for name, field in StepModel.model_fields.items())
    return tuple((CaseModel if "cases" in place[:-1] else FlowModel).model_fields)


def _rows(lined: Lined, name: str, params: Params, place: Place) -> Iterator[tuple[int, str, Mapping[str, str]]]:
    if not params:
        yield 0, name, {}
        return
    if isinstance(params, str):
        yield from _rows_of_file(lined, name, params, place)
        return
    columns = set(params[0])
    for number, row in enumerate(params):
        if other := columns.symmetric_difference(row):
            at = lined.at((*place, number))
            raise BadInput(f'{at}: "{sorted(other)[0]}" is not in every row; each row has the same names')
        yield lined.line((*place, number)), f"{name}[{_short(row, number)}]", dict(row)


def _rows_of_file(lined: Lined, name: str, file: str, place: Place) -> Iterator[tuple[int, str, Mapping[str, str]]]:
    try:
        rows = list(rows_of(lined.path.parent / file))
    except HandeyeError as error:
        raise BadInput(f"{lined.at(place)}: {error}") from None
    for number, row in enumerate(rows):
        if isinstance(row, BadRow):
            raise BadInput(f"{lined.at(place)}: {file}:{row.line}: {row.why}")
        values = {key: value if isinstance(value, str) else "; ".join(value) for key, value in row.cells}
        yield lined.line(place), f"{name}[{_short(values, number)}]", values


def _short(row: Mapping[str, str], number: int) -> str:
    return "-".join(row.values())[:SHORT] or str(number)


def _opening(flow: FlowModel, case: CaseModel, path: Path, inputs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "start": flow.start if case.start is None else case.start,
        "size": flow.size,
        "locale": flow.locale,
        "timezone": flow.timezone,
        "scheme": flow.scheme,
        "on": flow.on,
        "reset": flow.reset,
        "allow": flow.allow,
        "secrets": None if flow.secrets is None else path.parent / flow.secrets,
        "inputs": dict(inputs),
    }


@dataclass(eq=False)
class _Checker:
    lined: Lined
    flow: FlowModel
    with_a_model: bool
    depth: int = 0

    def steps(self, steps: Steps, place: Place) -> tuple[Ready, ...]:
        """With those of included files in their places."""
        found: list[Ready] = []
        for number, step in enumerate(steps):
            at = self.lined.at((*place, number))
            model = _as_model(step)
            found += self._included(model.include, at) if model.include else [Ready(model, at)]
        return tuple(found)

    def _included(self, said: str, at: str) -> list[Ready]:
        file, _, wanted = said.partition("#")
        path = self.lined.path.parent / file
        if self.depth >= MOST_INCLUDED:
            raise BadInput(f"{at}: {file} is included by itself, by way of others")
        if not path.is_file():
            raise BadInput(f"{at}: there is no file {file} beside {self.lined.path.name}")
        lined, flow = _flow(path)
        inner = _Checker(lined, flow, self.with_a_model, self.depth + 1)
        steps, place = flow.steps, ("steps",)
        if flow.cases:
            numbers = [number for number, case in enumerate(flow.cases) if case.name == wanted or not wanted]
            if len(numbers) != 1:
                names = ", ".join(case.name for case in flow.cases)
                raise BadInput(f"{at}: say which case of {file} is meant, as {file}#NAME; there are: {names}")
            steps, place = flow.cases[numbers[0]].steps, ("cases", numbers[0], "steps")
        return [*inner.steps(flow.setup, ("setup",)), *inner.steps(steps, place)]

    def understood(self, ready: Ready, values: Mapping[str, str]) -> None:
        """Before anything is run: the words of a step, and the names in them."""
        known = {**values, **dict.fromkeys(_read_before(self.flow), "x")}
        try:
            inputs = Inputs.of(known, read_secrets(self._secrets(), os.environ))
            step = ready.step
            if step.do is not None:
                self._parsed(inputs.in_words(step.do))
            if step.during is not None:
                self._parsed(inputs.in_words(step.during))
            if step.check is not None and not self.with_a_model:
                parse_claims(inputs.in_words(step.check))
        except HandeyeError as error:
            raise BadInput(f"{ready.at}: {error}") from None

    def _parsed(self, words: str) -> None:
        if not self.with_a_model:
            parse_steps(words)

    def _secrets(self) -> Path | None:
        return None if self.flow.secrets is None else self.lined.path.parent / self.flow.secrets


def _as_model(step: Step) -> StepModel:
    return StepModel(do=step) if isinstance(step, str) else step


def _read_before(flow: FlowModel) -> set[str]:
    """Names that steps give to what they read."""
    steps = (*flow.setup, *flow.steps, *flow.teardown, *(step for case in flow.cases for step in case.steps))
    return {step.as_ for step in steps if isinstance(step, StepModel) and step.as_}
