"""Inside: the first program in a cage: it binds itself to limits, opens the one way out, and becomes the command.

    python -I inside.py [--processes N] [--memory BYTES] [--way PORT SOCKET] -- command argument…

A program of its own, with nothing but the standard library. With `--way`, whoever connects to that port on the cage's
loopback speaks with the socket, behind which somebody outside listens.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import errno
import os
import resource
import socket
import sys
from collections.abc import Awaitable, Callable

CHUNK_BYTES = 1 << 16

_KEYCTL = {"x86_64": 250, "aarch64": 219}
"""The number of the system call, which the C library has no name for."""
_JOIN_SESSION_KEYRING = 1

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def main(arguments: list[str]) -> None:
    split = arguments.index("--")
    command = arguments[split + 1 :]
    options = argparse.ArgumentParser()
    options.add_argument("--processes", type=int, default=0)
    options.add_argument("--memory", type=int, default=0)
    options.add_argument("--way", nargs=2, default=())
    asked = options.parse_args(arguments[:split])
    _forget_keys()
    if asked.way:
        _open_way(int(asked.way[0]), asked.way[1])
    _limit(resource.RLIMIT_CORE, 0)
    if asked.processes:
        _limit(resource.RLIMIT_NPROC, asked.processes)
    if asked.memory:
        # Not the address space, of which browsers set aside far more than they use.
        _limit(resource.RLIMIT_DATA, asked.memory)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        print(f"cannot start {command[0]}: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(126 if error.errno == errno.EACCES else 127)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _forget_keys() -> None:
    """Takes an empty ring instead of the kernel's one with the user's keys, which comes along into every namespace."""
    if number := _KEYCTL.get(os.uname().machine):
        ctypes.CDLL(None).syscall(number, _JOIN_SESSION_KEYRING, None)


def _open_way(port: int, path: str) -> None:
    """Returns once it is open; who keeps it open is a child of the cage's own first process, not of the command."""
    listener = socket.create_server(("127.0.0.1", port), backlog=128)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        listener.close()
        return
    os.setsid()
    if not os.fork():
        os.closerange(3, listener.fileno())  # pipes meant for the command: its end alone must close them
        os.closerange(listener.fileno() + 1, 256)
        asyncio.run(_keep_open(listener, path))
    os._exit(0)


async def _keep_open(listener: socket.socket, path: str) -> None:
    async with await asyncio.start_server(joined(lambda: asyncio.open_unix_connection(path)), sock=listener) as server:
        await server.serve_forever()


def joined(beyond: Callable[[], Awaitable[Ends]]) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """What to do with each connection: it is joined to one that is opened `beyond`, until both have said all."""

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            other_reader, other_writer = await beyond()
        except OSError:
            writer.transport.abort()
            return
        try:
            await asyncio.gather(_pour(reader, other_writer), _pour(other_reader, writer))
        except OSError:  # one side broke off: so does the other
            pass
        finally:
            writer.transport.abort()
            other_writer.transport.abort()

    return join


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK_BYTES):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


if __name__ == "__main__":
    main(sys.argv[1:])
