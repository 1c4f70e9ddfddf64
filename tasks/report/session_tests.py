"""Tests of a session: what its folder says of each try of each test, and how the test ended, all tries taken together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..ui_test.history import Ended, Ending, Ran
from .session_folder import folders_of, read_session_json
from .told import Event, mapping, number, several, text

Verdict = Literal["passed", "failed", "unsure", "error", "skipped", "cut off"]
VERDICTS: tuple[Verdict, ...] = ("passed", "failed", "unsure", "error", "skipped")
WORST_FIRST: tuple[Ending, ...] = ("failed", "error", "cut off", "unsure", "flaky", "passed", "skipped")
BAD = frozenset[Ending]({"failed", "error", "cut off", "unsure"})
CUT_OFF = "The record of this try stops in the middle: it was killed, or is still going on."


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """One attempt of one test."""

    folder: Path
    nodeid: str
    """Empty where the try was killed before it could say."""
    name: str
    place: str
    """File and line."""
    verdict: Verdict
    attempt: int
    worker: str
    began_s: float | None
    seconds: float | None
    message: str
    claim: str
    instead: str
    picture: str
    """The name of the one that the verdict rests on."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test:
    tries: tuple[Try, ...]
    """The first one first."""

    __test__ = False

    @property
    def last(self) -> Try:
        return self.tries[-1]

    @property
    def ending(self) -> Ending:
        is_flaky = self.last.verdict == "passed" and any(each.verdict in BAD for each in self.tries[:-1])
        return "flaky" if is_flaky else self.last.verdict

    @property
    def seconds(self) -> float:
        return sum(each.seconds or 0.0 for each in self.tries)


@dataclass(frozen=True, slots=True)
class Session:
    tests: tuple[Test, ...]
    """Those first that did not pass."""
    about: Event
    """session.json."""

    @property
    def counts(self) -> dict[Ending, int]:
        """How many tests ended how; those first that passed, then the worst."""
        endings = [test.ending for test in self.tests]
        return {ending: endings.count(ending) for ending in ("passed", *WORST_FIRST)}

    def ran(self) -> Ran:
        """For the history."""
        ended = {test.last.nodeid: Ended(test.ending, test.seconds) for test in self.tests if test.last.nodeid}
        return Ran(number(self.about.get("began")) or 0.0, ended)


def session_of(report: Path) -> Session:
    tries: dict[str, list[Try]] = {}
    for folder in folders_of(report):
        one = _try_of(folder)
        tries.setdefault(one.nodeid or f"folder {folder.name}", []).append(one)
    tests = [Test(tuple(sorted(several_tries, key=_turn))) for several_tries in tries.values()]
    return Session(tuple(sorted(tests, key=_rank)), read_session_json(report))


def _turn(one: Try) -> tuple[int, float]:
    return one.attempt, one.began_s or 0.0


def _rank(test: Test) -> tuple[int, float, str]:
    return WORST_FIRST.index(test.ending), test.tries[0].began_s or 0.0, test.last.nodeid


def _try_of(folder: Path) -> Try:
    told = _read(folder / "test.json")
    verdict = text(told.get("verdict"))
    # A try that was killed may have said in its other file which test it is.
    about = told if told else _read(folder / "run.json")
    place = text(about.get("file"))
    line, attempt = number(about.get("line")), number(about.get("attempt"))
    return Try(
        folder=folder,
        nodeid=text(about.get("nodeid")),
        name=text(about.get("name")) or text(about.get("nodeid")) or folder.name,
        place=f"{place}:{line:.0f}" if place and line is not None else place,
        verdict=verdict if verdict in VERDICTS else "error" if verdict else "cut off",
        attempt=int(attempt) if attempt is not None else 1,
        worker=text(about.get("worker")),
        began_s=number(about.get("began")),
        seconds=number(told.get("seconds")),
        message=text(told.get("message")) if verdict else CUT_OFF,
        claim=text(told.get("claim")),
        instead=text(told.get("instead")),
        picture=Path(text(told.get("picture"))).stem,
        tags=tuple(dict.fromkeys(filter(None, map(text, several(told.get("tags")))))),
    )


def _read(path: Path) -> Mapping[str, object]:
    try:
        return mapping(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}
