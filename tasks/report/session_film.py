"""Film of a try: its scenes in a row, though each call of a test plans and counts its steps anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ...agent.recorder import read_events
from ...tools.errors import BadInput
from .film import film_of
from .scene import Scene
from .told import Event, number, several, text

FURTHER = "screen-"


@dataclass(frozen=True, slots=True)
class Film:
    scenes: tuple[Scene, ...] = ()
    plan: tuple[str, ...] = ()
    """The parts of all plans, one after the other."""
    trouble: str = ""
    """Why there is none, for people."""

    def turning(self, *, is_bad: bool) -> int | None:
        """The scene that says why it ended so: the last that was not good, else the last."""
        last = len(self.scenes) - 1 if self.scenes else None
        wrong = (at for at, scene in enumerate(self.scenes) if not scene.is_good)
        return max(wrong, default=last) if is_bad else last


def film_in(folder: Path) -> Film:
    """Of all screens of a try, in the order of time."""
    films = [_film_of(each, f" · screen {n}" if n > 1 else "") for n, each in enumerate(records_in(folder), start=1)]
    plan, timed = list[str](), list[tuple[float, Scene]]()
    for film in films:
        offset = len(plan)
        timed += (
            (at_s, scene if scene.part is None else replace(scene, part=scene.part + offset)) for at_s, scene in film.timed
        )
        plan += film.plan
    if len(films) > 1:
        timed.sort(key=lambda pair: pair[0])
    trouble = next((film.trouble for film in films if film.trouble), "")
    return Film(tuple(_counted(scene for _, scene in timed)), tuple(plan), trouble)


def records_in(folder: Path) -> tuple[Path, ...]:
    """The folder itself, and those in it of a try's further screens."""
    return (folder, *sorted((each.parent for each in folder.glob(f"{FURTHER}*/events.jsonl")), key=_number))


def _number(folder: Path) -> tuple[int, str]:
    """screen-10 comes after screen-9."""
    return len(folder.name), folder.name


@dataclass(frozen=True, slots=True)
class _Record:
    timed: tuple[tuple[float, Scene], ...] = ()
    """Each scene with when it began, in seconds since 1970."""
    plan: tuple[str, ...] = ()
    trouble: str = ""


def _film_of(record: Path, whose: str) -> _Record:
    try:
        events = list(read_events(record))
    except (BadInput, OSError):
        return _Record(trouble="The record of its steps cannot be read.")
    goals = (goal for event in events if event.get("event") == "plan" for goal in several(event.get("goals")))
    began_s = next((at_s for event in events if (at_s := number(event.get("at"))) is not None), 0.0)
    scenes = film_of(_in_a_row(events))
    return _Record(
        tuple((began_s + (scene.began_s or 0.0), scene) for scene in scenes), tuple(text(goal) + whose for goal in goals)
    )


def _in_a_row(events: Iterable[Event]) -> Iterator[Event]:
    """Each part of each plan has a number of its own."""
    before = here = 0
    for event in events:
        if event.get("event") == "plan":
            before, here = here, here + len(several(event.get("goals")))
        part = number(event.get("part"))
        yield event if part is None else {**event, "part": before + part}


def _counted(scenes: Iterable[Scene]) -> Iterator[Scene]:
    steps = 0
    for at, scene in enumerate(scenes, start=1):
        steps += bool(scene.number)
        yield replace(scene, anchor=f"step-{at}", number=str(steps) if scene.number else "")
