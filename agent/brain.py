"""Brain: what plans, acts, judges and reads; a new one is written in one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from ..tools.errors import NotFound
from ..tools.frame import Frame
from ..tools.sight import Sight
from .state import Evidence, Intent, Plan, Situation, Verdict


class WantsEyes(NotFound):
    """It may well be there: what the computer says of itself is not enough to decide on."""


class Brain(Protocol):
    async def plan(self, situation: Situation, /) -> Plan:
        """The parts of the task, each with what should then be seen. BadInput where it is not understood."""
        ...

    async def act(self, situation: Situation, /) -> list[Intent]:
        """What to do next for the part that is on; several where all were decided on this one frame. Empty: it is reached."""
        ...

    async def judge(self, claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...], /) -> Verdict:
        """Whether something is so, where cheap witnesses left doubt."""
        ...

    async def read(self, question: str, sight: Sight, schema: type | None = None, /) -> object:
        """What the screen says; a value of the schema where one is given."""
        ...


@runtime_checkable
class Maps(Protocol):
    """A brain that can tell which column of a table belongs into which field of a form."""

    async def places(self, columns: Mapping[str, str], labels: Sequence[str], shown: Frame, /) -> Mapping[str, str]:
        """From a column to the label of its field; `columns`: each with an example. One that has no field is left out."""
        ...


Tell: TypeAlias = Callable[..., None]
"""An event by its name, and what is to be said of it."""


def untold(_event: str, /, **_more: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What thinking has cost so far."""

    calls: int = 0
    tokens: int = 0
    price: float | None = None
    """Of those calls whose price is known."""

    def and_call(self, tokens: int, price: float | None) -> Cost:
        total = self.price if price is None else (self.price or 0.0) + price
        return Cost(self.calls + 1, self.tokens + tokens, total)

    def since(self, before: Cost) -> Cost:
        price = None if self.price is None else self.price - (before.price or 0.0)
        return Cost(self.calls - before.calls, self.tokens - before.tokens, price)


@runtime_checkable
class Knowing(Protocol):
    """A brain that has seen this screen before, so that the names of its things may be enough to decide on."""

    @property
    def knows(self) -> bool:
        """Where it finds less than it knows, it raises NotFound, and is asked again with more."""
        ...


@runtime_checkable
class Costly(Protocol):
    """A brain that asks models; what it asks is told, and counted."""

    tell: Tell

    @property
    def cost(self) -> Cost: ...

    async def close(self) -> None: ...
