"""Flow: the test as it grows, written whole after each step, so that whatever ends the recording loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from ...tools.errors import BadInput
from ...tools.geometry import Size
from ...tools.whole import SHARED, write_whole
from .params import Params

ENDING = ".ui.yaml"
SECRETS = "secrets.yaml"
WIDTH = 110


@dataclass(frozen=True, slots=True)
class Line:
    """A step, or a remark about something that is none."""

    text: str
    is_step: bool = True


@dataclass(eq=False)
class Flow:
    out: Path
    start: str
    size: Size
    params: Params = field(default_factory=Params)
    lines: list[Line] = field(default_factory=list[Line])

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.write()

    def take_back(self) -> None:
        """The last line is said otherwise."""
        self.lines.pop()

    def write(self) -> None:
        write_whole(self.out, self.text.encode(), SHARED)

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in (*self._head(), *self._case()))

    def _head(self) -> Iterator[str]:
        yield f"# Recorded with handeye. Play it: handeye test {self.out.name}"
        if self.params.secrets:
            yield f"# What was not written down belongs into {SECRETS} beside this file, which only you may read (chmod 600):"
            yield from (f"#   {name}: …" for name in self.params.secrets)
            yield f"secrets: {SECRETS}"
        yield f"start: {scalar(self.start)}"
        yield f"size: {self.size.w}x{self.size.h}"

    def _case(self) -> Iterator[str]:
        yield "cases:"
        yield f"  - name: {scalar(_name_of(self.out))}"
        if self.params.values:
            yield "    params:"
            yield from _row(self.params.values)
        if not any(line.is_step for line in self.lines):
            yield "    steps: []"
            yield from (f"      # {line.text}" for line in self.lines)
            return
        yield "    steps:"
        yield from (f"      - {scalar(line.text)}" if line.is_step else f"      # {line.text}" for line in self.lines)


def check_out(out: Path, *, force: bool) -> None:
    """Refused before anything is opened."""
    stem, _, ending = out.name.partition(".")
    if f".{ending}" != ENDING or not stem:
        raise BadInput(f"UI tests are found by their names: write -o {stem or 'flow'}{ENDING}, not {out.name}")
    if not out.parent.is_dir():
        raise BadInput(f"there is no folder {out.parent} to write {out.name} in; make it first")
    if out.exists() and not force:
        raise BadInput(f"{out} is there already; take another name, or write over it with --force")


def _name_of(out: Path) -> str:
    return out.name.removesuffix(ENDING).replace("-", " ").replace("_", " ").strip() or "recorded"


def _row(values: dict[str, str]) -> Iterator[str]:
    pairs = [f"{scalar(name)}: {scalar(value)}" for name, value in values.items()]
    in_braces = [f"{scalar(name)}: {scalar(value, in_braces=True)}" for name, value in values.items()]
    line = f"      - {{{', '.join(in_braces)}}}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield from (f"      {'-' if at == 0 else ' '} {pair}" for at, pair in enumerate(pairs))


def scalar(text: str, *, in_braces: bool = False) -> str:
    """As YAML, on one line: bare where it then is read as the same text."""
    said = _dumped([text] if in_braces else text, default_flow_style=in_braces or None).removesuffix("\n...")
    said = said[1:-1] if in_braces else said
    return _dumped(text, default_style='"') if "\n" in said else said


def _dumped(value: object, **how: object) -> str:
    return cast("str", yaml.safe_dump(value, allow_unicode=True, width=float("inf"), **cast("Any", how))).rstrip("\n")
