"""Network: what a run's guarded way out tells and asks: what was sent, what was refused, what is held until somebody decides.

A request that may change something is expected while a step is on that the user's own words name, or that a person
approved; any other is held, and whether it goes on is a question of the run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ..tools.hosts import AllowList, words_to_allow
from .policy import Asking

HELD = "held "
"""How the key of a question about a held request begins."""
KEPT = 1000
"""So many of the last requests are remembered."""


class Exchange(Protocol):
    """One request, as the way out tells of it whenever it gets further."""

    @property
    def number(self) -> int: ...
    @property
    def method(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def target(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def delivery(self) -> str: ...
    @property
    def status(self) -> int | None: ...
    @property
    def why(self) -> str: ...
    @property
    def leads_to(self) -> str: ...
    @property
    def may_change_something(self) -> bool: ...


class WayOut(Protocol):
    """What can be asked of the guard itself."""

    @property
    def allowed(self) -> AllowList: ...
    def narrow(self, hosts: Iterable[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A request that waits for somebody to decide."""

    said: str
    answer: asyncio.Future[bool] = field(compare=False)

    @property
    def question(self) -> str:
        return f"the page wants to send {self.said}, which no step asked for. Shall it be sent?"


@dataclass(eq=False)
class Network:
    ask: Asking = "risky"
    tell: Callable[..., object] = lambda *_, **__: None
    """Writes down what was sent, before its first byte leaves, and what was not."""
    way: WayOut | None = None
    """None: nothing guards this computer's network, as on a desktop."""
    news: Callable[[], Iterable[Exchange]] = tuple
    """What came to a way out that belongs to somebody else, and tells only when it is asked."""
    is_expected: bool = False
    """Whether the step that is on was asked for, and may send something; opening a page is no such step."""
    approved: set[str] = field(default_factory=set[str])
    """What a person said yes to before it was asked for, such as "POST 127.0.0.1:8000/join"; once for each yes."""
    _latest: dict[int, Exchange] = field(default_factory=dict)  # type: ignore[type-arg]
    _held: list[Held] = field(default_factory=list[Held])

    @property
    def held(self) -> Held | None:
        self._held = [each for each in self._held if not each.answer.done()]
        return self._held[0] if self._held else None

    def heard(self, exchange: Exchange) -> None:
        if exchange.decision == "sent" and not exchange.may_change_something:
            return
        self._latest[exchange.number] = exchange
        if len(self._latest) > KEPT:
            del self._latest[next(iter(self._latest))]
        self.tell(
            "request",
            number=exchange.number,
            method=exchange.method,
            host=exchange.host,
            port=exchange.port,
            target=exchange.target,
            decision=exchange.decision,
            delivery=exchange.delivery,
            status=exchange.status,
            why=exchange.why,
            leads_to=exchange.leads_to,
        )

    async def decide(self, exchange: Exchange) -> Literal["allow", "refuse"]:
        """For a request that may change something: asked before anything of it is sent."""
        said = _said(exchange)
        if self.is_expected or self.ask == "never":
            return "allow"
        if said in self.approved:
            self.approved.remove(said)
            return "allow"
        held = Held(said, asyncio.get_running_loop().create_future())
        self._held.append(held)
        return "allow" if await held.answer else "refuse"

    def answer(self, said: str, *, yes: bool) -> None:
        """What a person decided about a request that is held: a yes is for one, a no for all that are like it."""
        waiting = [each for each in self._held if each.said == said and not each.answer.done()]
        if yes and not waiting:
            self.approved.add(said)
        for each in waiting[:1] if yes else waiting:
            each.answer.set_result(yes)

    def catch_up(self) -> None:
        for exchange in self.news():
            self.heard(exchange)

    def mark(self) -> int:
        """This moment, for `sent_since` and `refused_since`."""
        self.catch_up()
        return max(self._latest, default=0)

    def sent_since(self, mark: int) -> tuple[Exchange, ...]:
        """What was sent and may have changed something."""
        return tuple(each for each in self._since(mark) if each.decision == "sent")

    def refused_since(self, mark: int) -> tuple[Exchange, ...]:
        return tuple(each for each in self._since(mark) if each.decision == "refused")

    def _since(self, mark: int) -> list[Exchange]:
        self.catch_up()
        return [each for number, each in self._latest.items() if number > mark]

    def permits(self, host: str, port: int) -> bool:
        return self.way is None or self.way.allowed.permits(host, port)

    def shut_off(self, host: str, port: int) -> bool:
        """Whether it might be reached until a secret was typed that is for others."""
        return self.way is not None and any(each.permits(host, port) for each in self.way.allowed.trusted)

    def narrow(self, hosts: Iterable[str]) -> None:
        if self.way is not None:
            self.way.narrow(hosts)


def to_allow(exchange: Exchange) -> str:
    """What to type to have its host allowed."""
    return words_to_allow(exchange.host, exchange.port)


def _said(exchange: Exchange) -> str:
    return f"{exchange.method} {exchange.host}:{exchange.port}{exchange.target}"
