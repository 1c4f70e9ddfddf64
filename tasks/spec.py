"""Spec: a task as people write it down, in words or as YAML.

start: localhost:8000/join
inputs: {name: Ada}
secrets: secrets.yaml
steps: |
  type {name} into Full name
  type {password} into Password
  press Create account
checks: ["'Welcome' is visible"]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ..agent.reader.parse import parse_claims
from ..agent.state import Budget
from ..tools.errors import BadInput, nearest
from ..tools.hosts import parse_host
from .brains import Spec, parse_spec
from .yaml_text import load

Asking = Literal["never", "risky", "always"]
VM = "vm:"


def where_said(said: str) -> str:
    """`browser`, `desktop`, or `vm:NAME`, a machine that is up."""
    if said in ("browser", "desktop") or (said.startswith(VM) and said != VM):
        return said
    raise BadInput(f'it happens on browser, desktop or vm:NAME, not on "{said}"')


def _where(said: str) -> str:
    try:
        return where_said(said)
    except BadInput as error:
        raise ValueError(str(error)) from None


On = Annotated[str, AfterValidator(_where)]


def _lines(said: object) -> object:
    """Steps may be one text or a list of lines."""
    return "\n".join(str(each) for each in said) if isinstance(said, list) else said  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _listed(said: object) -> object:
    return [said] if isinstance(said, str) else said


Words = Annotated[str, BeforeValidator(_lines)]
Several = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Plain = Annotated[str, Field(coerce_numbers_to_str=True)]


class LookedUp(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    open: str
    seen: str


class Task(BaseModel):
    """What is to be done, where, and within what limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    goal: str = ""
    """In one sentence, for a brain that plans; the reader follows steps."""
    steps: Words = ""
    start: str = ""
    """A URL, or a program on a desktop."""
    on: On = "browser"
    """`browser`, `desktop`, or `vm:NAME`."""
    inputs: Mapping[str, Plain] = Field(default_factory=dict)
    """What `{name}` stands for in steps and checks."""
    checks: Several = ()
    """Claims that must be so in the end."""
    secrets: Path | None = None
    """The file that holds them."""
    allow: Several = ()
    """Hosts beside the start's own."""
    ask: Asking = "risky"
    budget: Mapping[str, int] = Field(default_factory=dict)
    upload_from: Several = ()
    """Folders and files that may be uploaded from, beside the files the steps name."""
    reconcile: LookedUp | None = None
    """Where to look whether something was stored, after a crash."""
    model: str = "reader"

    @property
    def is_for_reader(self) -> bool:
        return parse_spec(self.model) == Spec()

    @property
    def said(self) -> str:
        return self.steps or self.goal

    def check(self, *, is_open: bool = False) -> None:
        """Refuses what makes no sense, before anything is opened; `is_open`: what is to be done is said later."""
        if not self.said.strip() and not is_open:
            raise BadInput("there is nothing to do: write steps, such as: open localhost:8000, click Save")
        if self.steps and self.goal:
            raise BadInput("say either a goal or steps, not both")
        parse_spec(self.model)
        for host in self.allow:
            parse_host(host)
        for claim in self.checks:
            parse_claims(claim)
        if self.reconcile is not None:
            parse_claims(self.reconcile.seen)
        budget_of(self.budget)


def read_task(said: str) -> Task:
    """A task from the words themselves, or from the YAML file that they name."""
    if "\n" not in said and said.strip().endswith((".yaml", ".yml")):
        return from_file(Path(said.strip()))
    return Task(steps=said)


def from_file(file: Path) -> Task:
    """Paths in it are meant from where it lies."""
    try:
        told = load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the task in {file} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f":{where.line + 1}" if where is not None else ""
        raise BadInput(f"{file}{line} is not YAML: {getattr(error, 'problem', None) or 'it cannot be taken apart'}") from None
    if not isinstance(told, dict):
        raise BadInput(f"{file} is no task; it begins with lines such as: steps: open localhost:8000, click Save")
    try:
        task = Task.model_validate(told)
    except ValidationError as error:
        raise BadInput(f"{file}: {complaint(error)}") from None
    beside = file.parent
    here = {"secrets": beside / task.secrets} if task.secrets is not None else {}
    return task.model_copy(update={**here, "upload_from": tuple(str(beside / each) for each in task.upload_from)})


def complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = tuple(Task.model_fields)
        return f'a task has no "{place}".{nearest(place, known)} There are: {", ".join(known)}'
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {said[:1].lower()}{said[1:]}"


def budget_of(parts: Mapping[str, int]) -> Budget:
    known = ("steps", "seconds", "tokens", "model_calls")
    for name, most in parts.items():
        if name not in known:
            raise BadInput(f'there is no budget "{name}".{nearest(name, known)} There are: {", ".join(known)}')
        if most <= 0:
            raise BadInput(f'"{name}={most}" is no budget; write such as {name}=50')
    return Budget(**parts)
