"""Roles: which of the two models is asked for what, how, and what becomes of it when it fails or is slow.

plan, and whatever was in doubt or failed twice   → Thinking, while it answers in time
act, ground, read, judge                          → Instruct
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from ...tools.errors import ModelError
from ..brain import Cost, Tell, untold
from ..models.model import Limits, Message, Model, Reply, Sampling, Schema
from ..models.prices import Prices
from ..models.scripted import EVENT, as_event
from .badreply import BadReply
from .breaker import Breaker
from .conversation import with_error

T = TypeVar("T")
Role = Literal["plan", "act", "ground", "read", "judge"]

EXACT = Sampling()
"""Places and single actions: the likeliest, and nothing held against what was said before, as a coordinate's digits are."""
THOUGHTFUL = Sampling(temperature=0.6, top_p=0.95, top_k=20)
"""As the makers of the Thinking models advise, which go round in circles when the likeliest is always taken."""
LIMITS: Mapping[Role, Limits] = {
    "plan": Limits(tokens=2048, thoughts=4096, seconds=180.0),
    "act": Limits(tokens=512, thoughts=2048, seconds=90.0),
    "ground": Limits(tokens=512, thoughts=1024, seconds=60.0),
    "read": Limits(tokens=2048, thoughts=1024, seconds=90.0),
    "judge": Limits(tokens=256, thoughts=1024, seconds=60.0),
}
SLOW_S = {True: 60.0, False: 30.0}
"""A Thinking model's answer, and another's, that took longer is slow."""


@dataclass(eq=False)
class Roles:
    """Asks, counts, and tells of every answer."""

    instruct: Model
    thinking: Model | None = None
    """None: the one model does all."""
    prices: Prices = field(default_factory=Prices)
    keeps_thoughts: bool = False
    """Whether what was thought is written down, too."""
    tell: Tell = untold
    cost: Cost = field(default_factory=Cost)
    _breakers: dict[str, Breaker] = field(default_factory=dict[str, Breaker])

    async def ask(
        self,
        role: Role,
        messages: tuple[Message, ...],
        read: Callable[[Reply], T],
        *,
        schema: Schema | None = None,
        harder: bool = False,
    ) -> T:
        """What `read` makes of the reply. A reply it cannot read is told to the model once, with what was wrong."""
        thinking = self.thinking if self.thinking is not None and (role == "plan" or harder) else None
        if thinking is not None and not self._breaker(thinking).is_open:
            try:
                return await self._read(thinking, role, messages, read, schema)
            except ModelError as error:
                self.tell("model failed", role=role, model=thinking.name, why=str(error), then=self.instruct.name)
        elif thinking is not None:
            self.tell("model rests", role=role, model=thinking.name, then=self.instruct.name)
        return await self._read(self.instruct, role, messages, read, schema)

    async def _read(
        self, model: Model, role: Role, messages: tuple[Message, ...], read: Callable[[Reply], T], schema: Schema | None
    ) -> T:
        reply = await self._reply(model, role, messages, schema)
        try:
            return read(reply)
        except BadReply as error:
            self.tell("bad reply", role=role, model=model.name, why=str(error))
            again = with_error(messages, reply.text, error)
        reply = await self._reply(model, role, again, schema)
        try:
            return read(reply)
        except BadReply:
            self._breaker(model).failed()
            raise

    async def _reply(self, model: Model, role: Role, messages: tuple[Message, ...], schema: Schema | None) -> Reply:
        sampling = THOUGHTFUL if model.thinks else EXACT
        try:
            reply = await model.ask(messages, schema=schema, limits=LIMITS[role], sampling=sampling)
        except ModelError:
            self._breaker(model).failed()
            raise
        self._breaker(model).answered(reply.seconds)
        price = self.prices.of(model.name, reply.usage)
        self.cost = self.cost.and_call(reply.usage.tokens, price)
        kept = reply if self.keeps_thoughts else replace(reply, reasoning="")
        cost = {} if price is None else {"price": round(price, 6)}
        self.tell(EVENT, role=role, tokens=reply.usage.tokens, **as_event(model.name, kept), **cost)
        return reply

    def _breaker(self, model: Model) -> Breaker:
        return self._breakers.setdefault(model.name, Breaker(SLOW_S[model.thinks]))

    async def close(self) -> None:
        for model in (self.instruct, self.thinking):
            if model is not None:
                await model.close()
