"""Peer: one end of a connection that speaks HTTP/1.1, with limits on what it may cost and how long it may be silent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import TypeVar

import h11

T = TypeVar("T")

CHUNK_BYTES = 64 * 1024
HEAD_MAX_BYTES = 64 * 1024
"""Of the first lines and headers of a message; a body is never kept, so it may have any length."""

AHEAD_MAX_BYTES = 64 * 1024
"""What is taken from a browser while nobody is ready for it."""

SILENT_S = 600.0
"""From one byte to the next, either way: longer than any page is patient."""

LET_GO_S = 30.0
"""For what was written to arrive."""


class Lost(Exception):
    """This end is gone, or what it says is no HTTP any more. Always caught within the proxy."""

    def __init__(self, peer: Peer, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.peer = peer
        self.why = why
        self.status = status
        """What to answer, where it said something that cannot be understood; else 0."""


class Peer:
    def __init__(
        self, role: type[h11.CLIENT] | type[h11.SERVER], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """`role` is ours towards it: we are the server of a browser."""
        self.http = h11.Connection(role, max_incomplete_event_size=HEAD_MAX_BYTES)
        self.method = b""
        """Of its last request."""
        self.sent_bytes = 0
        self.received_bytes = 0
        self._reader = reader
        self._writer = writer
        self._cut = ""

    async def receive(self, silent_s: float | None = SILENT_S) -> h11.Event:
        """The next part of what it says; `Lost` at an end that is not the end of a message."""
        while True:
            try:
                event = self.http.next_event()
            except h11.RemoteProtocolError as error:
                why = self._cut or ("it hung up" if self._reader.at_eof() else f"it does not speak HTTP: {error}")
                raise Lost(self, why, error.error_status_hint) from None
            if event is h11.NEED_DATA:
                self.http.receive_data(await self.read_raw(silent_s))
            elif event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                raise Lost(self, self._cut or "it hung up")
            else:
                assert not isinstance(event, type)
                if isinstance(event, h11.Request):
                    self.method = event.method
                return event

    async def send(self, event: h11.Event) -> None:
        data = self.http.send(event)
        if data:
            await self.write_raw(data)

    async def read_raw(self, silent_s: float | None = SILENT_S) -> bytes:
        """b"" at its end."""
        data = await self._within(silent_s, self._reader.read(CHUNK_BYTES))
        self.received_bytes += len(data)
        return data

    async def write_raw(self, data: bytes) -> None:
        """Returns when it has taken enough of it to be given more."""
        self._writer.write(data)
        self.sent_bytes += len(data)
        await self._within(SILENT_S, self._writer.drain())

    async def begins(self, within_s: float) -> bool:
        """Waits for its first or next message; False where none comes."""
        if not self.http.trailing_data[0]:
            with contextlib.suppress(Lost):
                self.http.receive_data(await self.read_raw(within_s))
        return bool(self.http.trailing_data[0])

    async def gone(self) -> None:
        """Returns once it has hung up. What it says meanwhile is kept for later, up to a limit."""
        try:
            while len(self.http.trailing_data[0]) < AHEAD_MAX_BYTES:
                data = await self._reader.read(CHUNK_BYTES)
                self.received_bytes += len(data)
                self.http.receive_data(data)
                if not data:
                    return
            await asyncio.get_running_loop().create_future()
        except OSError:
            self.http.receive_data(b"")

    @property
    def has_left(self) -> bool:
        """Whether its end was seen, by `receive` or `gone`."""
        return self.http.trailing_data[1]

    def cut(self, why: str) -> None:
        """Ends it at once, both ways."""
        self._cut = why
        self._writer.transport.abort()

    async def close(self) -> None:
        """Lets what was written arrive: to close on what was not read yet would take the answer away again."""
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(LET_GO_S):
                if self._writer.can_write_eof():
                    self._writer.write_eof()
                while await self._reader.read(CHUNK_BYTES):
                    pass
                self._writer.close()
                await self._writer.wait_closed()
        self._writer.transport.abort()

    async def _within(self, limit_s: float | None, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(limit_s):
                return await work
        except TimeoutError:
            raise Lost(self, f"it was silent for {limit_s or 0:g} s", 408) from None
        except OSError as error:
            raise Lost(self, self._cut or error.strerror or "the connection broke") from None
