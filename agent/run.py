"""Run: what one run has in its hands: the computer, the brain, the record, the policy; and what flows from node to node."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from typing_extensions import TypedDict  # whose shape pydantic can tell before Python 3.12, as Studio asks

from ..tools.action import Action, Back, Dialog, Goto, Tab, Upload
from ..tools.computer import Computer, Freezable, Locating, Written
from ..tools.frame import Frame, Pixels
from ..tools.geometry import Box
from ..tools.sight import Sight
from ..tools.target import Target
from .brain import Brain, Cost, Costly, Knowing
from .eyes import QUIET_S, Ahead, Looked, Looker, shows_the_same
from .network import Network
from .policy import Policy
from .proof import stands_there
from .recorder import Recorder
from .state import Budget, Evidence, Goal, Holds, Intent, Past, Reads, Reconcile, Says, Situation, Spent, Stands, Verdict

Watcher = Callable[[dict[str, object]], None]


class Flow(TypedDict, total=False):
    """What is written down between nodes: plain and small, so that a run can go on elsewhere. Pictures go by their names."""

    task: str
    plan: list[dict[str, str]]
    at: int
    """Which part of the plan is on."""
    tries: int
    """How often it was tried without success."""
    undone: int
    """How often something was taken back,"""
    undone_at: int
    """and which part of the plan was done anew for that last."""
    moved: int
    """How often nothing was sent for it, because the screen had changed just before."""
    history: list[dict[str, str]]
    verdict: dict[str, Any]
    frame: str
    spent: dict[str, float]
    approved: str
    """The key of the one action that a person has said yes to."""
    question: dict[str, str]
    outcome: dict[str, Any]
    answer: Any
    past: str
    """What was done before the run was cut off, and cannot be done again."""
    claimed: str
    """What the brain said when it called all of it done."""


@dataclass(frozen=True, slots=True)
class Later:
    """What was delivered and is proven with what follows, on one look."""

    intent: Intent
    before: Looked
    step: int
    part: int
    took: dict[str, float]


@dataclass(eq=False)
class Run:
    computer: Computer
    brain: Brain
    looker: Looker
    recorder: Recorder
    policy: Policy
    budget: Budget = field(default_factory=Budget)
    watcher: Watcher | None = None
    network: Network = field(default_factory=Network)
    checks: tuple[str, ...] = ()
    """Claims that must hold in the end."""
    reconcile: Reconcile | None = None
    pause_s: float = 0.0
    """So long it stands still after each action, for people who watch."""
    minds_trouble: bool = True
    """What the page tells or answers of an error means that a step was not done."""
    undo: bool = False
    """What went wrong is taken back, by a computer that can go back to how it was."""
    undone_to: int | None = None
    """The part of the plan for which the last action was done, which can be taken back; None where none was."""
    undone_mark: int = 0
    """Of the network, when that began."""
    freezes: bool = False
    """A computer that can stand still does so while the brain thinks."""
    before_commit: Callable[[], Awaitable[None]] | None = None
    """Writes down elsewhere that something is about to be changed for good; awaited before the hands move."""
    after_commit: Callable[[], Any] | None = None
    """Keeps what the run needs to go on from here in another process; awaited once a commit is proven."""
    now: Looked | None = None
    """The last look; lost when the run goes on elsewhere, and then taken again."""
    is_glance: bool = False
    """Whether the last look was one picture only."""
    first: Looked | None = None
    before: Looked | None = None
    """The look on which the last action was decided."""
    pending: list[Intent] = field(default_factory=list[Intent])
    """What was decided on the last look and is not done yet; decided again when the run goes on elsewhere."""
    later: list[Later] = field(default_factory=list[Later])
    mark: int = 0
    """Of the network, when the last action began."""
    unproven: str = ""
    """What was delivered, may have changed something for good, and has no verdict yet."""
    hidden: list[Box] = field(default_factory=list[Box])
    """Fields of this page that hold a secret."""
    sought: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    """Texts that were scrolled to, each with the part of the plan it was for."""
    took: dict[str, float] = field(default_factory=dict[str, float])
    """Seconds of each phase of the step that is on."""
    began_s: float = field(default_factory=time.monotonic)
    _written: WeakKeyDictionary[Looked, tuple[Written, ...] | None] = field(default_factory=WeakKeyDictionary)  # type: ignore[type-arg]
    """What the computer itself says is written on a look, where a run has secrets."""
    _cost_before: Cost = field(default_factory=Cost)

    def begin(self) -> None:
        """Another task on the same screen: nothing of the one before counts for it."""
        self._cost_before = self.brain.cost if isinstance(self.brain, Costly) else Cost()
        self.first = self.before = None
        self.pending, self.later, self.unproven, self.took = [], [], "", {}
        self.sought.clear()
        self.mark = self.network.mark()
        self.began_s = time.monotonic()

    def tell(self, event: str, /, **more: object) -> None:
        """Into the record first, then to whoever watches."""
        said = self.recorder.event(event, **more)
        if self.watcher is not None:
            self.watcher(said)

    def clean(self, text: str) -> str:
        """With nothing secret in it, for what goes into the graph from outside; what its nodes return is cleaned there."""
        return self.recorder.redactor.text(text)

    @asynccontextmanager
    async def thinking(self) -> AsyncGenerator[Brain]:
        """The brain, while it is asked for something; a screen that is frozen then shows afterwards what it was asked about."""
        if not self.freezes or not isinstance(self.computer, Freezable):
            yield self.brain
            return
        await self.computer.freeze()
        try:
            yield self.brain
        finally:
            await self.computer.thaw()

    @contextmanager
    def timed(self, phase: str) -> Generator[None]:
        began_s = time.perf_counter()
        try:
            yield
        finally:
            self.took[phase] = round(self.took.get(phase, 0.0) + time.perf_counter() - began_s, 4)

    async def look_again(self) -> Looked:
        """Where nothing has changed since the last look that held still, one picture will do."""
        last = self.now
        if last is None or self.is_glance or last.frame.busy:
            return await self.look()
        now = await self.peek()
        is_still = last.still or now.still or now.frame.taken_s - last.frame.taken_s >= QUIET_S
        if not is_still or now.frame.dialog is not None or not shows_the_same(now.frame, last.frame):
            return await self.look()
        self.now, self.is_glance = replace(now, still=True), False
        self.first = self.first or self.now
        return self.now

    async def look(self, *, limit_s: float | None = None) -> Looked:
        """Where nothing more was decided, what is to be seen is understood meanwhile: something is decided next."""
        with self.timed("look"):
            self.now, self.is_glance = await self.looker.look(ahead=self._ahead(), limit_s=limit_s), False
            if self.policy.secrets and isinstance(self.computer, Locating):
                self._written[self.now] = await self.computer.written(self.now.frame)
        self.first = self.first or self.now
        if self.before is not None and self.before.frame.url != self.now.frame.url:
            self.hidden.clear()
        return self.now

    async def glance(self) -> Looked:
        """What a brain that knows this screen may decide on; it is looked properly where that does not do."""
        self.now, self.is_glance = await self.peek(), True
        self.first = self.first or self.now
        return self.now

    async def peek(self) -> Looked:
        """One picture, for what needs no more; whether that holds still is not waited for."""
        with self.timed("look"):
            return await self.looker.peek(ahead=self._prove_ahead)

    def _ahead(self) -> Ahead | None:
        intent = self.pending[0] if self.pending else None
        needs_eyes = intent is not None and isinstance(intent.hope, Says if self.knows else Stands | Says)
        if len(self.pending) > 1 and not needs_eyes:
            return None

        async def enough(picture: Looked, asked: Awaitable[Looked]) -> None:
            await self._prove_ahead(picture)
            if intent is not None and isinstance(intent.hope, Reads):
                # Where it is known what the words look like, the first picture may still show the page that is being left.
                if intent.hope.looks is None:
                    await picture.read()
                return
            looked = await asked
            if intent is not None and await stands_there(intent, looked):
                return
            if not needs_eyes and self.knows and looked.named() is not None:
                return
            if needs_eyes or await looked.told() is None:
                await looked.sight()

        return enough

    async def _prove_ahead(self, picture: Looked) -> None:
        """Whether fields show what was typed into them is worked out before it is asked."""
        intents = [*(each.intent for each in self.later), *self.pending[:1]]
        typed = [(each.target.box, each.hope.text) for each in intents if each.target and isinstance(each.hope, Holds)]
        if not typed or self.policy.secrets:
            return
        await picture.read_ahead([box for box, _ in typed])
        for box, text in typed:
            await picture.shows(box, text)

    async def keep(self, looked: Looked) -> str:
        """The name of a picture that is kept; a secret in it is covered."""
        return self.recorder.keep(looked.frame, await self._cover(looked))

    async def _cover(self, looked: Looked) -> Pixels | None:
        """The picture with its secrets covered; None where there are none."""
        if not self.policy.secrets:
            return None
        if looked not in self._written and isinstance(self.computer, Locating):
            self._written[looked] = await self.computer.written(looked.frame)
        lines = (await looked.sight()).lines
        return self.recorder.redactor.picture(looked.frame.rgb, lines, self.hidden, self._written.get(looked, ()))

    async def shown(self, looked: Looked) -> Sight:
        """What a brain may see of a look that shows pictures to others."""
        covered, sight = await self._covered(looked), await looked.sight()
        return sight if covered is None else replace(sight, frame=covered)

    async def _covered(self, looked: Looked) -> Frame | None:
        if not self.policy.secrets or not isinstance(self.brain, Costly):
            return None
        pixels = await self._cover(looked)
        frame = looked.frame
        return None if pixels is None else Frame.of(pixels, frame.source, view=frame.view, url=frame.url)

    @property
    def cost(self) -> Cost:
        """What its brain's thinking has cost since this task began."""
        known = self.brain.cost if isinstance(self.brain, Costly) else Cost()
        return known.since(self._cost_before)

    @cached_property
    def _allowed(self) -> tuple[str, ...]:
        """The actions that not every computer can do, and this one can."""
        asked: tuple[Action, ...] = (Goto("about:blank"), Back(), Tab("next"), Upload(("a file",)), Dialog(accept=True))
        return tuple(each.action for each in asked if not self.computer.refuses(each))

    async def told(self) -> Sight | None:
        """What the computer says of what is to be seen now, where that is more quickly there than what the eyes see."""
        assert self.now is not None
        return await self.now.told()

    @property
    def knows(self) -> bool:
        """Whether its brain has seen this screen before."""
        return isinstance(self.brain, Knowing) and self.brain.knows

    def named(self) -> Sight | None:
        """What the computer names of what is to be seen now; nothing is read for that."""
        assert self.now is not None
        return self.now.named()

    async def situation(self, flow: Flow, told: Sight | None = None) -> Situation:
        """`told`: the sight to decide on, if it shall not be what the eyes see."""
        assert self.now is not None
        return Situation(
            task=flow.get("task", ""),
            plan=tuple(Goal(part["words"], part["then"]) for part in flow.get("plan", [])),
            at=flow.get("at", 0),
            sight=told or await self.now.sight(),
            is_told=told is not None,
            is_glance=self.is_glance,
            effect=self.now.effect,
            allowed=self._allowed,
            covered=await self._covered(self.now),
            history=tuple(Past(each["said"], Verdict(each["status"], each["why"])) for each in flow.get("history", [])),  # type: ignore[arg-type]
            closer=flow.get("tries", 0) > 0,
            is_undone=flow.get("tries", 0) > 0 and flow.get("undone_at") == flow.get("at", 0),
        )


def spent_of(flow: Flow, run: Run) -> Spent:
    known = flow.get("spent", {})
    return Spent(
        steps=int(known.get("steps", 0)),
        seconds=known.get("seconds_before", 0.0) + time.monotonic() - run.began_s,
        tokens=int(known.get("tokens_before", 0)) + run.cost.tokens,
        model_calls=int(known.get("calls_before", 0)) + run.cost.calls,
        price=run.cost.price,
    )


def verdict_to(verdict: Verdict) -> dict[str, Any]:
    return {"status": verdict.status, "why": verdict.why, "evidence": [_evidence_to(each) for each in verdict.evidence]}


def _evidence_to(each: Evidence) -> dict[str, Any]:
    return {"what": each.what, "box": box_to(each.box), "frame": each.frame}


def box_to(box: Box | None) -> list[float] | None:
    return None if box is None else [round(float(side), 1) for side in (box.x, box.y, box.w, box.h)]


def target_to(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "words": target.words,
        "kind": target.kind,
        "relation": target.relation,
        "box": box_to(target.box),
        "source": target.source,
    }
