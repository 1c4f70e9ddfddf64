"""Scene: one step of the film: what was to be done, on which picture, what was seen afterwards, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...tools.geometry import Box, Point

Status = Literal[
    "confirmed",
    "no_effect",
    "wrong",
    "unsure",
    "not_sent",
    "unknown",
    "sent",
    "uncertain",
    "no_way",
    "refused",
    "waiting",
    "agreed",
    "read",
    "went_on",
    "seen",
]
"""A verdict, or what became of a step that got none, or what stopped the run or made it go on."""

GOOD = frozenset[Status]({"confirmed", "sent", "agreed", "read", "went_on", "seen"})
"""Nothing in these needs looking into."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a step was about."""

    words: str
    kind: str = ""
    relation: str = ""
    source: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Where something was looked for, and what was there."""

    what: str
    box: Box | None
    picture: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the network guard said of one request."""

    what: str
    """Method, host and target."""
    decision: str
    number: str = ""
    answer: str = ""
    """Its status, or how far it came without one."""
    why: str = ""

    @property
    def is_sent(self) -> bool:
        return self.decision == "sent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    anchor: str
    """Its deep link."""
    number: str = ""
    """The step's; "" where nothing was done on the screen."""
    said: str
    status: Status
    why: str = ""
    part: int | None = None
    """Which part of the plan it belongs to, where the record says so."""
    before: str = ""
    """The name of the picture it was decided on."""
    after: str = ""
    url: str = ""
    began_s: float | None = None
    """Since the run began."""
    action: Mapping[str, object] = field(default_factory=dict[str, object])
    points: tuple[Point, ...] = ()
    aim: Aim | None = None
    hope: str = ""
    risk: str = ""
    changed: tuple[Box, ...] | None = None
    """Where the two pictures differ; None where the record does not say."""
    proofs: tuple[Proof, ...] = ()
    requests: tuple[str, ...] = ()
    """What the browser reported of the action."""
    guarded: tuple[Asked, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def is_good(self) -> bool:
        return self.status in GOOD

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of all pictures it needs, in the order in which they were taken."""
        named = (self.before, self.after, *(proof.picture for proof in self.proofs if proof.box is not None))
        return tuple(dict.fromkeys(name for name in named if name))
