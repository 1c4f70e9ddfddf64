"""Prices: what a model's tokens cost, from a table that the user may edit; what is not in it has no price.

qwen/qwen3-vl-8b-instruct: {prompt: 0.08, answer: 0.50, cached: 0.08}     # per million tokens
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .model import Usage

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Of a million tokens, in whatever currency the table is."""

    prompt: float = 0.0
    answer: float = 0.0
    cached: float | None = None
    """Of a prompt's tokens that needed no computing again; None: as much as any other."""


@dataclass(frozen=True, slots=True)
class Prices:
    table: Mapping[str, Price] = field(default_factory=dict[str, Price])

    def of(self, model: str, usage: Usage) -> float | None:
        price = self.table.get(model)
        if price is None:
            return None
        cached = price.prompt if price.cached is None else price.cached
        anew = usage.prompt - usage.cached
        return (anew * price.prompt + usage.cached * cached + usage.answer * price.answer) / MILLION
