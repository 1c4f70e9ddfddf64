"""Rows: what the network keeps of each token, in room that is made ahead; a new token is written behind, nothing is copied."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

AHEAD = 1024
"""Room is made for so many tokens at once."""


def growing_memory(config: Any) -> Any:
    from transformers import Cache

    layer = _layer()
    return cast(Any, Cache)(layers=[layer() for _ in range(config.num_hidden_layers)])


@cache
def _layer() -> Any:
    """The library's own layer copies all there is for each token."""
    from transformers.cache_utils import DynamicLayer

    class Rows(cast(Any, DynamicLayer)):
        rooms: tuple[Any, ...] = ()
        length = 0

        def update(self, key_states: Any, value_states: Any, *_: Any, **__: Any) -> tuple[Any, Any]:
            if not self.is_initialized:
                self.lazy_initialization(key_states, value_states)
            end = self.length + key_states.shape[-2]
            if not self.rooms or end > self.rooms[0].shape[-2]:
                self._grow(end, (key_states, value_states))
            for room, new in zip(self.rooms, (key_states, value_states), strict=True):
                room[..., self.length : end, :] = new
            self._show(end)
            return self.keys, self.values

        def crop(self, tokens_to_remove: int) -> None:
            """As all of the library's, with a number below zero."""
            if self.rooms:
                self._show(self.length + tokens_to_remove)

        def _grow(self, length: int, like: tuple[Any, Any]) -> None:
            ahead = -(-length // AHEAD) * AHEAD
            rooms = tuple(states.new_empty((*states.shape[:2], ahead, states.shape[-1])) for states in like)
            for old, room in zip(self.rooms, rooms, strict=False):
                room[..., : self.length, :] = old[..., : self.length, :]
            self.rooms = rooms

        def _show(self, length: int) -> None:
            self.length = length
            self.keys, self.values = (room[..., :length, :] for room in self.rooms)

    return Rows
