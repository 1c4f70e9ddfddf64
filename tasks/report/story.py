"""Story: what a run's folder says of it: what was asked for, how it ended, its film, its models; and what is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...agent.recorder import read_events
from ...tools.errors import BadInput
from .film import film_of
from .scene import Scene
from .told import Event, mapping, number, several, text

CUT_OFF = "the record stops in the middle: the run was killed, or it is still going on"
ENDINGS = frozenset({"done", "failed", "unsure", "refused", "waiting", "interrupted"})
STARTS_AGAIN = frozenset({"answered", "resumed"})
ENDS = frozenset({"asked", "ended"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a model."""

    role: str
    seconds: float
    tokens: int
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    run: str
    """The folder's name."""
    task: str
    about: Event
    """run.json."""
    status: str
    code: str
    why: str
    proof: str
    began_at: float | None
    """Seconds since 1970."""
    seconds: float | None
    steps: int
    model_calls: int
    tokens: int
    answers: tuple[tuple[str, object], ...]
    """What was asked for and what was read."""
    plan: tuple[str, ...]
    scenes: tuple[Scene, ...]
    calls: tuple[Call, ...]
    phases: dict[str, float]
    """Seconds of each phase of the whole run."""
    troubles: tuple[str, ...] = ()
    """What is wrong with the record, for people."""

    @property
    def first_shown(self) -> int:
        """The scene that says why it ended so."""
        last = len(self.scenes) - 1
        if self.status == "done" or self.code in ("budget", "interrupted"):
            return last
        return max((at for at, scene in enumerate(self.scenes) if not scene.is_good), default=last)


def story_of(folder: Path) -> Story:
    if not (folder / "run.json").exists() and not (folder / "events.jsonl").exists():
        raise BadInput(f"{folder} is no folder of a run: neither run.json nor events.jsonl is in it")
    events = list(read_events(folder))
    about, troubles = _about(folder)
    result = mapping(about.get("result"))
    scenes = film_of(events)
    calls = tuple(_call(event) for event in events if event.get("event") == "model")
    times = [at for event in events if (at := number(event.get("at"))) is not None]
    spent_s = number(result.get("seconds"))
    status, code, why, proof = _ending(events, result)
    return Story(
        run=folder.resolve().name,
        task=text(about.get("task")),
        about=about,
        status=status,
        code=code,
        why=why,
        proof=proof,
        began_at=times[0] if times else None,
        seconds=spent_s if spent_s is not None or not times else times[-1] - times[0],
        steps=_count(result, "steps", sum(1 for scene in scenes if scene.number)),
        model_calls=_count(result, "model_calls", len(calls)),
        tokens=_count(result, "tokens", sum(call.tokens for call in calls)),
        answers=_answers(events, result),
        plan=_plan(events),
        scenes=scenes,
        calls=calls,
        phases=_phases(events, scenes),
        troubles=troubles,
    )


def _about(folder: Path) -> tuple[Event, tuple[str, ...]]:
    path = folder / "run.json"
    if not path.exists():
        return {}, ("run.json is missing: what was asked for is not known",)
    try:
        return mapping(json.loads(path.read_bytes())), ()
    except ValueError:
        return {}, ("run.json cannot be read: what was asked for is not known",)


def _ending(events: Sequence[Event], result: Event) -> tuple[str, str, str, str]:
    """Status, code, why and proof; the record decides, and where it is silent, what run.json says."""
    turns = [event for event in events if event.get("event") in ENDS | STARTS_AGAIN]
    last: Event = turns[-1] if turns else {}
    said: Event = {}
    match last.get("event"):
        case "ended" if last.get("status") in ENDINGS:
            said = {**last, "proof": last.get("proof") or result.get("proof")}
        case "asked":
            said = {"status": "waiting", "code": "waiting", "why": last.get("question")}
        case "answered" | "resumed" if result.get("status") in ("waiting", "interrupted"):
            pass  # That was said before the run went on.
        case _:
            said = result
    if said.get("status") not in ENDINGS:
        return "cut off", "", CUT_OFF, "none"
    return text(said["status"]), text(said.get("code")), text(said.get("why")), text(said.get("proof")) or "none"


def _count(result: Event, name: str, counted: int) -> int:
    said = number(result.get(name))
    return int(said) if said is not None and said >= counted else counted


def _answers(events: Sequence[Event], result: Event) -> tuple[tuple[str, object], ...]:
    told = [(text(event.get("said")), event.get("answer")) for event in events if event.get("event") == "answer"]
    whole = result.get("answer")
    return tuple(told) if told or whole is None else (("", whole),)


def _plan(events: Sequence[Event]) -> tuple[str, ...]:
    """The plan that was last made."""
    plans = [event for event in events if event.get("event") == "plan"]
    return tuple(map(text, several(plans[-1].get("goals")))) if plans else ()


def _call(event: Event) -> Call:
    spent, tokens = number(event.get("seconds")), number(event.get("tokens"))
    return Call(text(event.get("role")) or "model", spent or 0.0, int(tokens or 0), text(event.get("text")))


def _phases(events: Sequence[Event], scenes: Sequence[Scene]) -> dict[str, float]:
    def told(name: str) -> float:
        return sum(number(event.get("seconds")) or 0.0 for event in events if event.get("event") == name)

    total = {"plan": told("plan")}
    for scene in scenes:
        for phase, spent_s in scene.seconds.items():
            total[phase] = total.get(phase, 0.0) + spent_s
    # Where steps tell of their looks, these are the same looks.
    total.setdefault("look", told("look"))
    return {phase: spent_s for phase, spent_s in total.items() if spent_s > 0}
