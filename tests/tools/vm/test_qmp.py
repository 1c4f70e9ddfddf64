"""The conversation with a QEMU, when it does not go well."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from handeye.tools.errors import BadInput, ComputerGone, HandeyeError, Unsupported
from handeye.tools.vm import qmp as module
from handeye.tools.vm.qmp import Qmp

GREETING = {"QMP": {"version": "7.2"}}

Answer = Callable[[dict[str, Any]], Iterator[object]]
"""What a server says to one message: objects are written as JSON, bytes as they are, None hangs up."""


async def with_server(
    folder: Path, answer: Answer, talk: Callable[[Path], Awaitable[None]], greeting: object = GREETING
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(what: object) -> None:
            writer.write(what if isinstance(what, bytes) else json.dumps(what).encode() + b"\n")

        with suppress(ConnectionError):
            if greeting is not None:
                say(greeting)
            while line := await reader.readline():
                message = json.loads(line)
                if message["execute"] == "qmp_capabilities":
                    say({"return": {}, "id": message["id"]})
                    continue
                for what in answer(message):
                    if what is None:
                        writer.close()
                        return
                    say(what)
        writer.close()

    socket = folder / "socket"
    server = await asyncio.start_unix_server(serve, socket)
    async with server:
        await talk(socket)


def run(folder: Path, answer: Answer, talk: Callable[[Qmp], Awaitable[None]]) -> None:
    async def connected(socket: Path) -> None:
        qmp = await Qmp.connect(socket)
        try:
            await talk(qmp)
        finally:
            await qmp.close()

    asyncio.run(with_server(folder, answer, connected))


def test_answers_find_their_questions_among_events_and_each_other(tmp_path: Path) -> None:
    held: list[dict[str, Any]] = []

    def answer(message: dict[str, Any]) -> Iterator[object]:
        held.append(message)
        yield {"event": "RESUME", "timestamp": {"seconds": 1, "microseconds": 0}}
        if len(held) == 3:
            for each in reversed(held):
                yield {"return": each["arguments"]["n"], "id": each["id"]}

    async def talk(qmp: Qmp) -> None:
        assert await asyncio.gather(*(qmp.ask("ask", {"n": n}) for n in range(3))) == [0, 1, 2]

    run(tmp_path, answer, talk)


def test_a_refusal_is_one_line_with_its_words(tmp_path: Path) -> None:
    def answer(message: dict[str, Any]) -> Iterator[object]:
        yield {"error": {"class": "GenericError", "desc": "no luck"}, "id": message["id"]}

    async def talk(qmp: Qmp) -> None:
        with pytest.raises(Unsupported, match=r"^the machine refused screendump: no luck$"):
            await qmp.ask("screendump")

    run(tmp_path, answer, talk)


def test_a_failure_that_comes_as_text_is_a_failure(tmp_path: Path) -> None:
    def answer(message: dict[str, Any]) -> Iterator[object]:
        text = "" if message["arguments"]["command-line"] == "savevm good" else "Error: it is full\r\n"
        yield {"return": text, "id": message["id"]}

    async def talk(qmp: Qmp) -> None:
        await qmp.say("savevm good")
        with pytest.raises(Unsupported, match=r'^the machine could not do "savevm bad": it is full$'):
            await qmp.say("savevm bad")

    run(tmp_path, answer, talk)


@pytest.mark.parametrize(
    ("said", "words"),
    [(None, "no longer there: its QEMU ended"), (b"not its language\n", "not its language"), (b"[1]\n", "not its language")],
)
def test_a_conversation_that_breaks_ends_for_everybody_who_waits(tmp_path: Path, said: object, words: str) -> None:
    def answer(_: dict[str, Any]) -> Iterator[object]:
        yield said

    async def talk(qmp: Qmp) -> None:
        asked = await asyncio.gather(qmp.ask("stop"), qmp.ask("cont"), return_exceptions=True)
        assert [type(each) for each in asked] == [ComputerGone] * 2
        assert all(words in str(each) for each in asked), asked
        with pytest.raises(ComputerGone, match=words):
            await qmp.ask("stop")

    run(tmp_path, answer, talk)


def test_an_answer_that_never_comes_is_not_awaited_for_ever(tmp_path: Path) -> None:
    def answer(_: dict[str, Any]) -> Iterator[object]:
        return iter(())

    async def talk(qmp: Qmp) -> None:
        with pytest.raises(ComputerGone, match=r"has not answered stop for 0\.05 s"):
            await qmp.ask("stop", limit_s=0.05)

    run(tmp_path, answer, talk)


def test_who_is_not_greeted_hears_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GREETS_WITHIN_S", 0.05)

    async def talk(socket: Path) -> None:
        with pytest.raises(HandeyeError, match="another program drives it"):
            await Qmp.connect(socket)

    asyncio.run(with_server(tmp_path, lambda _: iter(()), talk, greeting=None))


def test_what_is_no_machine_is_told_from_one(tmp_path: Path) -> None:
    async def talk(socket: Path) -> None:
        with pytest.raises(ComputerGone, match="is no machine's control socket"):
            await Qmp.connect(socket)

    asyncio.run(with_server(tmp_path, lambda _: iter(()), talk, greeting={"hello": 1}))


def test_a_path_that_no_socket_can_have(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="too long for a socket: 100 bytes"):
        asyncio.run(Qmp.connect(tmp_path / ("x" * 100)))
    with pytest.raises(ComputerGone, match="there is no machine at"):
        asyncio.run(Qmp.connect(tmp_path / "none"))
