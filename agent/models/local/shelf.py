"""Shelf: hands out loaded models; two that fit stay, and where they do not one makes room for the other."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from ....tools.errors import BadInput
from .cost import cost_in_words
from .engine import Engine, Ways
from .hub import Hub, Tell, check_folder
from .load import best_device, check_extra, check_family, decide_numbers, load
from .memory import free_bytes, needed_bytes, read_config, weights_bytes
from .source import Source

T = TypeVar("T")
Key = tuple[str, str]


class Shelf:
    """All work is done on a thread of its own, one thing after the other: loading, answering, putting away."""

    def __init__(
        self,
        tell: Tell,
        *,
        device: str | None = None,
        ways: Ways | None = None,
        free: Callable[[str], int | None] | None = None,
        hub: Hub | None = None,
    ) -> None:
        """`device` None: the best there is. `free`: how many bytes of memory a device has left, None where nobody can tell."""
        self.tell, self.device, self.ways, self.hub = tell, device, ways, hub or Hub()
        self._free = free or free_bytes
        self._engines: dict[Key, Engine] = {}
        """The one used longest ago first."""
        self._users: Counter[Key] = Counter()
        self._costs_told: set[str] = set()
        self._thread = ThreadPoolExecutor(1, "handeye-model")

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(work))

    def loaded(self, source: Source) -> Engine | None:
        return self._engines.get(_key(source))

    def fetch(self, source: Source) -> Engine:
        """Loaded first where it is not. Only on the shelf's thread."""
        key = _key(source)
        engine = self._engines.pop(key, None) or self._load(source)
        self._engines[key] = engine
        return engine

    def join(self, source: Source) -> None:
        self._users[_key(source)] += 1

    async def leave(self, source: Source) -> None:
        """It is put away when its last user goes; the last one of all closes the shelf."""
        key = _key(source)
        self._users[key] -= 1
        if not self._users[key]:
            await self.run(lambda: self._put_away(key))
        if not self._users.total():
            self._thread.shutdown(wait=False)

    def _load(self, source: Source) -> Engine:
        check_extra()
        device = self.device or best_device()

        def allow(config: dict[str, Any], on_disk: int) -> None:
            check_family(source, config)
            self._make_room(source, device, needed_bytes(on_disk, config, decide_numbers(source, config, device)))

        folder = self.hub.find(source) or self.hub.download(source, self.tell, allow)
        check_folder(folder)
        config = read_config(folder)
        allow(config, weights_bytes(folder))
        loaded = load(source, folder, device, decide_numbers(source, config, device), self.tell)
        engine = Engine(loaded, self.ways, tell=self.tell)
        if device == "cpu" and source.name not in self._costs_told:
            self._costs_told.add(source.name)
            self.tell(cost_in_words(source.name, engine.loaded.model))
        return engine

    def _make_room(self, source: Source, device: str, needed: int) -> None:
        while (free := self._free(device)) is not None and free < needed:
            if not self._engines:
                raise BadInput(
                    f"{source.name} needs about {needed / 1e9:.1f} GB of memory on {device}, and {free / 1e9:.1f} GB are free:"
                    " take a smaller one, end its name in :4bit, or give the address of a server"
                )
            oldest = next(iter(self._engines))
            other = self._engines[oldest].loaded.name
            self.tell(f"{other} and {source.name} do not fit into memory together: {other} makes room until it is needed")
            self._put_away(oldest)

    def _put_away(self, key: Key) -> None:
        import torch

        if (engine := self._engines.pop(key, None)) is None:
            return
        engine.forget()
        if engine.network.compiled:
            torch.compiler.reset()
        del engine
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _key(source: Source) -> Key:
    return (source.hub_id or str(source.folder), source.precision)
