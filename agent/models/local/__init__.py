"""Local: a Qwen3-VL that runs in this process, with transformers."""

from __future__ import annotations

import asyncio

from ..model import LIMITS, SAMPLING, Limits, Message, Reply, Sampling, Schema
from .engine import Question
from .halt import Halt
from .hub import Tell
from .shelf import Shelf
from .source import Source, parse_source


class LocalModel:
    """A `Model`. Its weights are on a shelf, where other models may share them or take their place for a while."""

    def __init__(self, source: Source, shelf: Shelf) -> None:
        self.source, self.shelf = source, shelf
        self._closed = False
        shelf.join(source)

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def thinks(self) -> bool:
        engine = self.shelf.loaded(self.source)
        return engine.thinks if engine else self.source.seems_to_think

    async def ready(self) -> None:
        """Loads it, so that whatever is wrong is known before anything begins. BadInput, ModelError."""
        await self.shelf.run(lambda: self.shelf.fetch(self.source))

    async def ask(
        self,
        messages: tuple[Message, ...],
        /,
        *,
        schema: Schema | None = None,
        thinking: bool | None = None,
        limits: Limits = LIMITS,
        sampling: Sampling = SAMPLING,
    ) -> Reply:
        question = Question(messages=messages, schema=schema, thinking=thinking, limits=limits, sampling=sampling)
        halt = Halt(limits.seconds)
        try:
            return await self.shelf.run(lambda: self.shelf.fetch(self.source).answer(question, halt))
        except asyncio.CancelledError:
            halt.cancel()
            raise

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            await self.shelf.leave(self.source)


def open_models(*specs: str, tell: Tell, shelf: Shelf | None = None) -> tuple[LocalModel, ...]:
    """One for each; those of the same weights share them. BadInput where one is unknown. They load when first needed."""
    shelf = shelf or Shelf(tell)
    return tuple(LocalModel(source, shelf) for source in [parse_source(spec) for spec in specs])
