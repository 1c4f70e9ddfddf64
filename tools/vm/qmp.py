"""Qmp: one conversation with a QEMU over its control socket.

qmp = await Qmp.connect(Path("control.sock"))
await qmp.ask("query-status")            # {"status": "running", "running": True}
await qmp.say("savevm clean")            # a line for people; what it answers is a complaint, and raised
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from ..errors import BadInput, ComputerGone, HandeyeError, Unsupported

ANSWERS_WITHIN_S = 30.0
"""QEMU answers in a millisecond; one that has not after so long is taken to hang."""

GREETS_WITHIN_S = 10.0
"""A socket serves one program at a time, and greets the next when that one has left; nobody while it saves its memory."""

LONGEST_LINE = 1 << 24

PATH_LIMIT = 100
"""So long a path of a socket may be, in bytes, on every system."""


class Qmp:
    def __init__(self, socket: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._socket = socket
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._listening: asyncio.Task[None] | None = None
        self._gone = ""

    @classmethod
    async def connect(cls, socket: Path) -> Qmp:
        if len(str(socket).encode()) > PATH_LIMIT:
            raise BadInput(f"the path {socket} is too long for a socket: {PATH_LIMIT} bytes at most")
        try:
            reader, writer = await asyncio.open_unix_connection(socket, limit=LONGEST_LINE)
        except OSError as error:
            raise ComputerGone(f"there is no machine at {socket}: {error.strerror or error}; is it running?") from None
        qmp = cls(socket, reader, writer)
        try:
            await qmp._greet()
        except BaseException:
            await qmp.close()
            raise
        return qmp

    async def ask(
        self, command: str, arguments: Mapping[str, object] | None = None, *, limit_s: float = ANSWERS_WITHIN_S
    ) -> Any:
        """What QEMU returns; a refusal of its is `Unsupported`, with its own words."""
        if self._gone:
            raise ComputerGone(self._gone)
        number = next(self._numbers)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        message = {"execute": command, "id": number, **({"arguments": arguments} if arguments else {})}
        try:
            async with asyncio.timeout(limit_s):
                self._writer.write(json.dumps(message).encode() + b"\n")
                with suppress(ConnectionError):  # whoever listens knows, and says so better
                    await self._writer.drain()
                said = await answer
        except TimeoutError:
            raise ComputerGone(
                f"the machine at {self._socket} has not answered {command} for {limit_s:g} s: "
                "its QEMU hangs or was stopped; end it, and start the machine again"
            ) from None
        finally:
            self._waiting.pop(number, None)
        if "error" in said:
            raise Unsupported(f"the machine refused {command}: {said['error'].get('desc', said['error'])}")
        return said["return"]

    async def hear(self, line: str, *, limit_s: float = ANSWERS_WITHIN_S) -> str:
        """What QEMU's monitor for people answers to a line."""
        return cast("str", await self.ask("human-monitor-command", {"command-line": line}, limit_s=limit_s))

    async def say(self, line: str, *, limit_s: float = ANSWERS_WITHIN_S) -> None:
        """A line that is done without a word: this monitor tells of failures in its text alone."""
        if text := (await self.hear(line, limit_s=limit_s)).strip():
            complaint = text.splitlines()[-1].removeprefix("Error: ")
            raise Unsupported(f'the machine could not do "{line}": {complaint}')

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
        self._end(f"the conversation with the machine at {self._socket} was ended")
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def _greet(self) -> None:
        try:
            async with asyncio.timeout(GREETS_WITHIN_S):
                line = await self._reader.readline()
        except TimeoutError:
            why = "another program drives it, or saves it; wait for that one, or end it"
            raise HandeyeError(f"the machine at {self._socket} does not greet: {why}") from None
        except OSError:
            line = b""
        if "QMP" not in (_parsed(line) or {}):
            raise ComputerGone(f"what answers at {self._socket} is no machine's control socket, or it ended just now")
        self._listening = asyncio.create_task(self._listen())
        await self.ask("qmp_capabilities")

    async def _listen(self) -> None:
        why = f"the machine at {self._socket} is no longer there: its QEMU ended"
        try:
            while line := await self._reader.readline():
                said = _parsed(line)
                if said is None:
                    why = f"the machine at {self._socket} said what is not its language: {line[:60]!r}"
                    return
                answer = self._waiting.get(said.get("id", 0))
                if answer is not None and not answer.done():
                    answer.set_result(said)
        except (OSError, ValueError) as error:  # cut in the middle, or a line without an end
            why = f"{why} ({error})"
        finally:
            self._end(why)

    def _end(self, why: str) -> None:
        self._gone = self._gone or why
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ComputerGone(self._gone))


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return cast("dict[str, Any]", said) if isinstance(said, dict) else None
