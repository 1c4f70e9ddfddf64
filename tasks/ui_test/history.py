"""History: how each test ended in the last runs, in one small file that is written whole.

    {"handeye_history":1,"runs":[1772362800,1772366400],"tests":{"tests/test_cart.py::test_total":["pf",[123,340]]}}

A letter for each run, "-" where a test was not part of it, and the hundredths of a second that each of the others took.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ...tools.errors import BadInput
from ...tools.whole import write_whole

Ending = Literal["passed", "failed", "unsure", "error", "skipped", "flaky", "cut off"]
"""How a test ended in a run, all its tries taken together; flaky: it passed, but only on a later try."""

KEPT_RUNS = 20
LETTERS: dict[Ending, str] = {
    "passed": "p",
    "failed": "f",
    "unsure": "u",
    "error": "e",
    "skipped": "s",
    "flaky": "l",
    "cut off": "c",
}
ENDINGS: dict[str, Ending] = {letter: ending for ending, letter in LETTERS.items()}
ABSENT = "-"
LONGEST_NAME = 300
LONGEST_S = 10_000_000.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How one test ended in one run."""

    ending: Ending
    seconds: float


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: when it began, and its tests by their node ids."""

    began_s: float
    tests: Mapping[str, Ended]


@dataclass(frozen=True, slots=True)
class History:
    runs: tuple[float, ...] = ()
    """When each began, in seconds since 1970; the last run is the last."""
    tests: Mapping[str, tuple[Ended | None, ...]] = field(default_factory=dict[str, tuple[Ended | None, ...]])
    """Of each run; None where the test was not part of it."""
    trouble: str = ""
    """Why what was known before is lost, for people."""

    def of(self, nodeid: str) -> tuple[Ended | None, ...]:
        return self.tests.get(_name(nodeid), ())


class _File(BaseModel):
    model_config = ConfigDict(strict=True)

    handeye_history: Literal[1] = 1
    runs: list[float] = Field(default_factory=list[float])
    tests: dict[str, tuple[str, list[int]]] = Field(default_factory=dict[str, tuple[str, list[int]]])

    @model_validator(mode="after")
    def _fits(self) -> _File:
        for name, (letters, took) in self.tests.items():
            if len(letters) != len(self.runs) or len(took) != len(letters.replace(ABSENT, "")):
                raise ValueError(f"{name} does not tell as many runs as there are")
            if unknown := set(letters) - {*ENDINGS, ABSENT}:
                raise ValueError(f"{name} ended as {min(unknown)}, which nobody knows")
        return self


def read(path: Path) -> History:
    """What is known; where that cannot be read, nothing and why."""
    try:
        told = _File.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return History()
    except (OSError, ValidationError):
        return History(trouble=f"{path} cannot be read as the history of earlier runs; it is begun anew")
    return History(tuple(told.runs), {name: _ended(*row) for name, row in told.tests.items()})


def add(history: History, run: Ran, keep: int = KEPT_RUNS) -> History:
    """With one more run; of older ones than the last `keep`, and of tests that were in none of these, nothing is left."""
    if keep < 1:
        raise BadInput(f"a history of {keep} runs is none; keep at least 1")
    ended = {_name(nodeid): each for nodeid, each in run.tests.items()}
    before = (None,) * len(history.runs)
    rows = {name: (*history.tests.get(name, before), ended.get(name))[-keep:] for name in {**history.tests, **ended}}
    kept = {name: row for name, row in rows.items() if any(row)}
    return replace(history, runs=(*history.runs, run.began_s)[-keep:], tests=kept)


def write(path: Path, history: History) -> None:
    """Whole or not at all; of several processes that test together, only the one that directs them may."""
    told = {
        "handeye_history": 1,
        "runs": [round(began_s, 1) for began_s in history.runs],
        "tests": {name: _row(row) for name, row in history.tests.items()},
    }
    write_whole(path, json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())


def flaky(history: History, nodeid: str) -> float:
    """The share of its runs in which a test passed only on a later try, or did not end as it had the time before.

    A test that broke once and stays broken is hardly flaky by this; one that fails every other time is wholly so.
    """
    ran = [each.ending for each in history.of(nodeid) if each is not None and each.ending != "skipped"]
    turned = sum((one in ("passed", "flaky")) != (other in ("passed", "flaky")) for one, other in pairwise(ran))
    return min((turned + ran.count("flaky")) / len(ran), 1.0) if ran else 0.0


def _ended(letters: str, took: list[int]) -> tuple[Ended | None, ...]:
    left = iter(took)
    return tuple(None if letter == ABSENT else Ended(ENDINGS[letter], next(left) / 100) for letter in letters)


def _row(row: tuple[Ended | None, ...]) -> tuple[str, list[int]]:
    letters = "".join(ABSENT if each is None else LETTERS[each.ending] for each in row)
    return letters, [round(min(max(each.seconds, 0.0), LONGEST_S) * 100) for each in row if each is not None]


def _name(nodeid: str) -> str:
    """As it is kept: as text that can be written, and no longer than a name may be."""
    name = nodeid.encode("utf-8", "replace").decode()
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 20]}…{hashlib.sha256(name.encode()).hexdigest()[:16]}"
