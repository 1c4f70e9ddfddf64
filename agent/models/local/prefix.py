"""Prefix: what was already read of a conversation is not read again; only where it goes on differently is it cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .prompt import Prompt
from .rows import growing_memory

STEP = 4096
"""A cache of fixed length has a multiple of so many tokens."""


@dataclass(eq=False)
class Conversation:
    """What the network keeps of the tokens that it has read."""

    cache: Any
    marks: list[int | str]
    """One for each token in the cache."""
    capacity: int | None = None
    """None: it grows."""

    def cut(self, length: int) -> None:
        """Forgets what comes after so many tokens."""
        surplus = len(self.marks) - length
        if not surplus:
            return
        if self.capacity is None:
            self.cache.crop(-surplus)
        else:
            for layer in self.cache.layers:
                layer.cumulative_length.fill_(length)
        del self.marks[length:]


class Conversations:
    """The last few, so that a question in between costs the others nothing."""

    def __init__(self, model: Any, *, kept: int, fixed: bool) -> None:
        self.config, self.fixed = model.config.get_text_config(), fixed
        self.remembers = kept > 0
        self.kept = 1 if fixed else kept
        """One of fixed length takes much room, and is the only one."""
        self._kept: list[Conversation] = []
        """The oldest first."""

    def take(self, prompt: Prompt, more: int) -> Conversation:
        """The one that goes on as this prompt does, cut where it no longer does; else a new one. `more`: tokens to come."""
        marks, wanted = prompt.marks(), len(prompt.ids) + more
        roomy = [one for one in self._kept if one.capacity is None or one.capacity >= wanted]
        best = max(roomy, key=lambda one: _shared(one.marks, marks), default=None)
        # The last token is read in any case: what follows it is asked.
        shared = _outside(min(_shared(best.marks, marks), len(marks) - 1), prompt) if best and self.remembers else 0
        full = len(self._kept) >= self.kept
        if best is None or not shared:
            return self._begin(wanted, full)
        if shared * 2 >= len(best.marks) or (full and best is self._kept[0]):
            self._kept.remove(best)
            best.cut(shared)
            return best
        # Little of it is shared, and it may itself go on later.
        if full:
            del self._kept[0]
        return _branch(best, shared, self.config)

    def keep(self, conversation: Conversation) -> None:
        self._kept.append(conversation)
        del self._kept[: max(len(self._kept) - self.kept, 0)]

    def forget(self) -> None:
        self._kept.clear()

    def _begin(self, wanted: int, full: bool) -> Conversation:
        from transformers import StaticCache

        oldest = self._kept.pop(0) if full and self._kept else None
        if not self.fixed:
            return Conversation(growing_memory(self.config), [])
        if oldest and (oldest.capacity or 0) >= wanted:
            # A compiled network knows its cache by the address: the same one is used again.
            oldest.cut(0)
            return oldest
        capacity = -(-wanted // STEP) * STEP
        return Conversation(StaticCache(config=self.config, max_cache_len=capacity), [], capacity)


def _branch(conversation: Conversation, length: int, config: Any) -> Conversation:
    """A copy of its beginning."""
    cache = growing_memory(config)
    for n, layer in enumerate(conversation.cache.layers):
        cache.update(layer.keys[..., :length, :], layer.values[..., :length, :], n)
    return Conversation(cache, conversation.marks[:length])


def _shared(one: list[int | str], other: list[int | str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _outside(length: int, prompt: Prompt) -> int:
    """Never in the middle of a picture."""
    return next((place.start for place in prompt.places if place.start < length < place.stop), length)
