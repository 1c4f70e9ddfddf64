"""Way: the one way out of a cage: a socket in a folder that is shown there, behind which a proxy on our loopback is."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

from .cage import WAY
from .egress import CONNECTIONS_OF_A_SANDBOX
from .inside import joined


class Way:
    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        join = joined(lambda: asyncio.open_connection("127.0.0.1", self._port))

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if len(self._busy) >= CONNECTIONS_OF_A_SANDBOX:
                writer.transport.abort()
                return
            task = asyncio.ensure_future(join(reader, writer))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

        self._server = await asyncio.start_unix_server(accept, sock=_bound(self._folder / WAY))

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)


def _bound(path: Path) -> socket.socket:
    """The kernel takes no more than 107 letters, which a temporary folder's name alone may have."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        listener.bind(f"/proc/self/fd/{folder}/{path.name}")
    except BaseException:
        listener.close()
        raise
    finally:
        os.close(folder)
    return listener
