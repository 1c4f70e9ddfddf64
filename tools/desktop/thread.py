"""OneThread: runs short pieces of work on a thread of their own, one after the other.

Far lighter than an executor, because a look at a screen takes no longer than an executor's way
there and back; and it never keeps the process alive.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

R = TypeVar("R")

_Piece = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class OneThread:
    def __init__(self, name: str) -> None:
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._last: Callable[[], None] | None = None
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, work: Callable[[], R]) -> R:
        """What `work` returns or raises. A caller that is cancelled stops waiting; the work is still done."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[R] = loop.create_future()
        self._pieces.put((work, loop, answer))
        return await answer

    def end(self, last: Callable[[], None] | None = None) -> None:
        """After what is still waiting, and after `last`, for which nobody waits."""
        self._last = last
        self._pieces.put(None)

    def _work(self) -> None:
        while (piece := self._pieces.get()) is not None:
            work, loop, answer = piece
            try:
                result, error = work(), None
            except BaseException as raised:  # it belongs to the caller, whatever it is
                result, error = None, raised
            with suppress(RuntimeError):  # the loop was closed: nobody waits any more
                loop.call_soon_threadsafe(_tell, answer, result, error)
            # Nothing of a look may stay here until the next one.
            del piece, work, answer, result, error
        if self._last is not None:
            self._last()


def _tell(answer: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if answer.cancelled():
        return
    if error is None:
        answer.set_result(result)
    else:
        answer.set_exception(error)
