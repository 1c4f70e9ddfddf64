"""Run: what one run has in its hands: the computer, the brain, the record, the policy; and what flows from node to node."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypedDict

from ..tools.computer import Computer
from .brain import Brain
from .eyes import Looked, Looker
from .policy import Policy
from .recorder import Recorder
from .state import Budget, Evidence, Goal, Intent, Past, Situation, Spent, Verdict

Watcher = Callable[[dict[str, object]], None]


class Flow(TypedDict, total=False):
    """What is written down between nodes: plain and small, so that a run can go on elsewhere. Pictures go by their names."""

    task: str
    plan: list[dict[str, str]]
    at: int
    """Which part of the plan is on."""
    tries: int
    """How often it was tried without success."""
    history: list[dict[str, str]]
    verdict: dict[str, Any]
    frame: str
    spent: dict[str, float]
    approved: str
    """The key of the one action that a person has said yes to."""
    question: dict[str, str]
    outcome: dict[str, Any]
    answer: Any


@dataclass(eq=False)
class Run:
    computer: Computer
    brain: Brain
    looker: Looker
    recorder: Recorder
    policy: Policy
    budget: Budget = field(default_factory=Budget)
    watcher: Watcher | None = None
    now: Looked | None = None
    """The last look; lost when the run goes on elsewhere, and then taken again."""
    before: Looked | None = None
    """The look on which the last action was decided."""
    pending: list[Intent] = field(default_factory=list[Intent])
    """What was decided on the last look and is not done yet; decided again when the run goes on elsewhere."""
    began_s: float = field(default_factory=time.monotonic)

    def tell(self, event: str, **more: object) -> None:
        """Into the record first, then to whoever watches."""
        said = self.recorder.event(event, **more)
        if self.watcher is not None:
            self.watcher(said)

    async def situation(self, flow: Flow) -> Situation:
        assert self.now is not None
        return Situation(
            task=flow.get("task", ""),
            plan=tuple(Goal(part["words"], part["then"]) for part in flow.get("plan", [])),
            at=flow.get("at", 0),
            sight=await self.now.sight(),
            effect=self.now.effect,
            history=tuple(Past(each["said"], Verdict(each["status"], each["why"])) for each in flow.get("history", [])),  # type: ignore[arg-type]
            closer=flow.get("tries", 0) > 0,
        )


def spent_of(flow: Flow, run: Run) -> Spent:
    known = flow.get("spent", {})
    return Spent(
        steps=int(known.get("steps", 0)),
        seconds=known.get("seconds_before", 0.0) + time.monotonic() - run.began_s,
        tokens=int(known.get("tokens", 0)),
        model_calls=int(known.get("model_calls", 0)),
    )


def verdict_to(verdict: Verdict) -> dict[str, Any]:
    return {"status": verdict.status, "why": verdict.why, "evidence": [_evidence_to(each) for each in verdict.evidence]}


def _evidence_to(each: Evidence) -> dict[str, Any]:
    box = [each.box.x, each.box.y, each.box.w, each.box.h] if each.box else None
    return {"what": each.what, "box": box, "frame": each.frame}
