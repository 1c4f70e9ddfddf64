"""The proxy passes HTTP on whole, judges before anything is sent, sends once, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import socket
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal

import pytest

from handeye.sandbox import egress as egress_module
from handeye.sandbox.egress import Egress, Exchange, relay, without_values
from handeye.tools.errors import BadInput
from handeye.tools.hosts import Address

LIMIT_S = 60.0

Answering = Callable[[bytes, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, LIMIT_S))
    gc.collect()  # whatever was left open complains now, and that fails the test


class Server:
    """Listens on loopback, remembers who came and what they said, and answers as it is told."""

    def __init__(self, answering: Answering) -> None:
        self.heads: list[bytes] = []
        self.connections = 0
        self.ended = asyncio.Event()
        """Once any connection to it is over."""
        self._answering = answering

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head)
            await self._answering(head, reader, writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()
            self.ended.set()

    def header(self, name: str) -> list[str]:
        lines = self.heads[-1].decode("latin-1").split("\r\n")[1:]
        return [line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name.lower()}:")]


@asynccontextmanager
async def serving(answering: Answering) -> AsyncGenerator[tuple[Server, str]]:
    """A server, and its host and port as they stand in addresses."""
    server = Server(answering)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    try:
        yield server, f"127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()


def replying(reply: bytes) -> Answering:
    async def answer(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del head, reader
        writer.write(reply)
        await writer.drain()

    return answer


OK = replying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


async def connect(egress: Egress) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", int(egress.url.rpartition(":")[2]))


async def ask(egress: Egress, request: bytes | str) -> bytes:
    """All that comes back until the proxy closes."""
    reader, writer = await connect(egress)
    writer.write(request.encode() if isinstance(request, str) else request)
    try:
        return await reader.read()
    finally:
        writer.close()


def get(url: str, more: str = "", method: str = "GET", body: str = "") -> str:
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{method} {url} HTTP/1.1\r\nHost: whatever.test\r\nConnection: close\r\n{length}{more}\r\n{body}"


async def until(is_so: Callable[[], object]) -> None:
    until_s = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < until_s
        await asyncio.sleep(0.005)


def test_a_request_goes_on_in_origin_form_to_the_host_it_names() -> None:
    async def work() -> None:
        async with serving(OK) as (server, at), Egress([at]) as egress:
            more = "Proxy-Connection: x\r\nX-Kept: ä\r\nX-Dropped: 1\r\nKeep-Alive: 1\r\nTE: trailers\r\n".encode("latin-1")
            sent = get(f"http://{at}?q=1").encode().replace(b"close\r\n", b"close, X-Dropped\r\n" + more)
            reply = await ask(egress, sent)
            assert reply.startswith(b"HTTP/1.1 200 OK\r\n")
            assert reply.endswith(b"\r\n\r\nok")
            assert server.heads[0].startswith(b"GET /?q=1 HTTP/1.1\r\n")
            assert server.header("host") == [at]
            assert server.header("connection") == ["close"]
            assert b"X-Kept: \xe4" in server.heads[0]
            for gone in ("proxy-connection", "x-dropped", "keep-alive", "te"):
                assert not server.header(gone)

    run(work())


def test_one_connection_carries_request_after_request() -> None:
    async def work() -> None:
        async with serving(OK) as (server, at), Egress([at]) as egress:
            reader, writer = await connect(egress)
            for method in ("GET", "POST", "HEAD", "DELETE", "GET"):
                writer.write(get(f"http://{at}/", method=method).replace("Connection: close\r\n", "").encode())
                head = await reader.readuntil(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 200 OK")
                if method != "HEAD":
                    assert await reader.readexactly(2) == b"ok"
            writer.write(get("http://off.test/", method="POST", body="x" * 9).replace("Connection: close\r\n", "").encode())
            assert b" 403 " in await reader.readuntil(b"\r\n\r\n")
            writer.close()
            assert server.connections == 5, "each one over a connection of its own"

    run(work())


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_large_bodies_stream_both_ways(method: str) -> None:
    """Chunked up, chunked down, with neither side ever holding much of it."""
    piece, pieces = b"x" * 100_000, 300
    got = 0

    async def count(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal got
        del head
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while size := int(await reader.readline(), 16):
            got += len(await reader.readexactly(size))
            await reader.readline()
        for _ in range(pieces):
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
        writer.write(b"0\r\nX-Trailer: 1\r\n\r\n")
        await writer.drain()

    async def work() -> None:
        async with serving(count) as (_, at), Egress([at]) as egress:
            reader, writer = await connect(egress)
            writer.write(get(f"http://{at}/", "Transfer-Encoding: chunked\r\n", method).encode())

            async def send() -> None:
                for _ in range(pieces):
                    writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    await writer.drain()
                writer.write(b"0\r\n\r\n")

            sending = asyncio.create_task(send())
            await reader.readuntil(b"\r\n\r\n")
            back = 0
            while data := await reader.read(1 << 20):
                back += len(data)
            await sending
            writer.close()
            assert got == len(piece) * pieces
            assert back > len(piece) * pieces

    run(work())


def test_a_reader_that_is_slow_slows_the_server_down() -> None:
    written = 0

    async def pour(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        del head, reader
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            writer.write(b"x" * 100_000)
            written += 100_000
            await writer.drain()

    async def work() -> None:
        async with serving(pour) as (server, at), Egress([at]) as egress:
            _, writer = await connect(egress)
            writer.write(get(f"http://{at}/").encode())
            before = -1
            while before != written or not written:
                before = written
                await asyncio.sleep(0.2)
            assert written < 30_000_000, "what the system keeps for two connections, and no more"
            writer.transport.abort()
            await server.ended.wait()

    run(work())


@pytest.mark.parametrize(
    ("method", "reply", "comes"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"content-length: 5"),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b"204 no content"),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: x\r\n\r\n", b"etag: x"),
        ("GET", b"HTTP/1.0 200 Fine\r\n\r\nuntil the end", b"until the end"),
        ("GET", b"HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n", b"200 ok"),
        (
            "GET",
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
            b"103 early hints",
        ),
        ("GET", b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n", b"set-cookie: b=2"),
    ],
)
def test_answers_of_every_shape(method: str, reply: bytes, comes: bytes) -> None:
    events: list[Exchange] = []

    async def work() -> None:
        async with serving(replying(reply)) as (_, at), Egress([at], watch=events.append) as egress:
            got = (await ask(egress, get(f"http://{at}/", method=method))).lower()
            assert comes in got
            assert b"x-hop" not in got
            assert events[-1].delivery == "answered"

    run(work())


def test_100_continue() -> None:
    async def answer(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert b"Expect: 100-continue" in head
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await reader.readexactly(4)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body)

    async def work() -> None:
        async with serving(answer) as (_, at), Egress([at]) as egress:
            reader, writer = await connect(egress)
            expecting = "Expect: 100-continue\r\nContent-Length: 4\r\n"
            writer.write(get(f"http://{at}/", expecting, "POST").encode())
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            writer.write(b"body")
            assert (await reader.read()).endswith(b"\r\n\r\nbody")
            writer.close()
            assert b" 403 " in await ask(egress, get("http://off.test/", expecting, "POST")), "refused without its body"

    run(work())


def test_an_answer_before_the_body_is_over_arrives() -> None:
    async def refuse(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del head, reader
        writer.write(b"HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno")
        await asyncio.sleep(0.5)  # to hang up at once would take the answer away again

    async def work() -> None:
        async with serving(refuse) as (_, at), Egress([at]) as egress:
            reader, writer = await connect(egress)
            writer.write(
                get(f"http://{at}/", "Content-Length: 20000000\r\n", "POST").replace("Connection: close\r\n", "").encode()
            )
            for _ in range(200):
                writer.write(b"x" * 100_000)
                await writer.drain()
            assert b" 413 " in await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(2) == b"no"
            writer.write(get("http://off.test/").encode())
            assert b" 403 " in await reader.read(), "and the connection is still good"
            writer.close()

    run(work())


async def echo(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    del head
    while data := await reader.read(65536):
        writer.write(data.upper())
        await writer.drain()


def test_an_upgrade_becomes_a_line_of_its_own() -> None:
    async def answer(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert b"Connection: Upgrade\r\n" in head
        assert b"Upgrade: shouting\r\n" in head
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: shouting\r\n\r\nhi ")
        await echo(head, reader, writer)

    async def work() -> None:
        async with serving(answer) as (server, at), Egress([at]) as egress:
            reader, writer = await connect(egress)
            writer.write(f"GET http://{at}/ HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: shouting\r\n\r\n".encode())
            assert b"Upgrade: shouting" in await reader.readuntil(b"\r\n\r\n")
            writer.write(b"there")
            assert await reader.readexactly(8) == b"hi THERE"
            writer.close()
            await server.ended.wait()

    run(work())


def test_a_tunnel_carries_bytes_until_one_side_ends() -> None:
    events: list[Exchange] = []

    async def shout(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert head == b"early\r\n\r\n"
        await echo(head, reader, writer)

    async def work() -> None:
        async with serving(shout) as (server, at), Egress([at], watch=events.append) as egress:
            reader, writer = await connect(egress)
            writer.write(f"CONNECT {at} HTTP/1.1\r\nHost: {at}\r\n\r\nearly\r\n\r\n".encode())
            assert b" 200 Connection established\r\n" in await reader.readuntil(b"\r\n\r\n")
            writer.write(b"a" * 1_000_000)
            assert await reader.readexactly(1_000_000) == b"A" * 1_000_000
            writer.close()
            await server.ended.wait()
            await until(lambda: events[-1].delivery == "answered")
            last = events[-1]
            assert (last.method, last.target, last.status) == ("CONNECT", "", 200)
            assert (last.up_bytes, last.down_bytes) == (1_000_009, 1_000_000)
            assert not egress.sent_since(0), "what is in it nobody can see"

    run(work())


@pytest.mark.parametrize(
    "request_",
    [
        "GET / HTTP/1.1\r\nHost: AT\r\n\r\n",
        "GET https://AT/ HTTP/1.1\r\nHost: AT\r\n\r\n",
        "GET ftp://AT/ HTTP/1.1\r\nHost: AT\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: AT\r\n\r\n",
        "GET http://AT@evil.test/ HTTP/1.1\r\nHost: AT\r\n\r\n",
        "GET http://evil.test\\@AT/ HTTP/1.1\r\nHost: AT\r\n\r\n",
        "CONNECT evil.test HTTP/1.1\r\nHost: AT\r\n\r\n",
        "CONNECT AT HTTP/1.1\r\nHost: AT\r\nContent-Length: 4\r\n\r\nbody",
        "POST http://AT/ HTTP/1.1\r\nHost: AT\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST http://AT/ HTTP/1.1\r\nHost: AT\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
        "GET http://AT/ HTTP/1.1\r\nHost: AT\r\nBad Header: 1\r\n\r\n",
        "GET http://AT/\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01",
        "nonsense\r\n\r\n",
    ],
)
def test_what_makes_no_sense_is_answered_and_goes_nowhere(request_: str) -> None:
    async def work() -> None:
        async with serving(OK) as (server, at), Egress([at]) as egress:
            reader, writer = await connect(egress)
            writer.write(request_.replace("AT", at).encode("latin-1"))
            writer.write_eof()
            reply = await reader.read()
            writer.close()
            assert reply.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))
            assert b"\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n" in reply
            assert server.connections == 0

    run(work())


def test_off_the_list_nothing_is_sent_not_even_a_question() -> None:
    asked: list[str] = []
    events: list[Exchange] = []

    async def ask_for(name: str) -> tuple[Address, ...]:
        asked.append(name)
        return ()

    async def work() -> None:
        async with serving(OK) as (server, at), Egress(["example.org"], watch=events.append, ask=ask_for) as egress:
            reply = await ask(egress, get(f"http://{at}/?secret=1", method="POST", body="secret"))
            assert reply.startswith(b"HTTP/1.1 403 Forbidden\r\n")
            assert f"To allow it: --allow {at}\n".encode() in reply
            assert b"secret" not in reply
            for tricky in (
                get(at, method="CONNECT"),
                get("http://other.test/"),
                get("http://org/"),
            ):
                assert b" 403 " in await ask(egress, tricky.replace("whatever.test", "example.org"))
            assert server.connections == 0
            assert asked == []
            assert [(event.method, event.decision, event.delivery) for event in events] == [
                ("POST", "refused", "none"),
                ("CONNECT", "refused", "none"),
                ("GET", "refused", "none"),
                ("GET", "refused", "none"),
            ]
            assert events[0].target == "/?secret=…"
            assert egress.sent_since(0) == ()

    run(work())


def test_names_are_asked_for_once_and_may_not_turn_out_to_be_this_machine() -> None:
    asked: list[str] = []
    means: dict[str, str] = {"rebound.test": "127.0.0.1", "own.test": "127.0.0.1", "nobody.test": ""}

    async def ask_for(name: str) -> tuple[Address, ...]:
        asked.append(name)
        return tuple(map(ipaddress.ip_address, means[name].split()))

    async def work() -> None:
        async with serving(OK) as (server, at):
            port = at.partition(":")[2]
            async with Egress(["rebound.test", "nobody.test"], ask=ask_for) as egress:
                reply = await ask(egress, get(f"http://rebound.test:{port}/"))
                assert b" 403 " in reply
                assert f"--allow {at}".encode() in reply
                assert b"no machine of that name" in await ask(egress, get("http://nobody.test/"))
                assert server.connections == 0
            asked.clear()
            async with Egress(["own.test", at, f"localhost:{port}", f"a.localhost:{port}"], ask=ask_for) as egress:
                assert b" 200 " in await ask(egress, get(f"http://own.test:{port}/"))
                assert server.header("host") == [f"own.test:{port}"]
                assert asked == ["own.test"]
                for name in ("localhost", "a.localhost", "LOCALHOST."):
                    assert b" 200 " in await ask(egress, get(f"http://{name}:{port}/"))
                assert asked == ["own.test"], "loopback is known without asking"

    run(work())


def test_nobody_there_is_said() -> None:
    events: list[Exchange] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{taken.getsockname()[1]}"

        async def work() -> None:
            async with Egress([at], watch=events.append) as egress:
                reply = await ask(egress, get(f"http://{at}/", method="POST"))
                assert b" 502 " in reply
                assert b"nothing answers there" in reply
                assert (events[-1].decision, events[-1].delivery) == ("failed", "none")
                assert egress.sent_since(0) == ()

        run(work())


def test_what_may_change_something_waits_for_a_decision() -> None:
    events: list[Exchange] = []
    verdicts: dict[str, asyncio.Future[Literal["allow", "refuse"]]] = {}

    async def hold(exchange: Exchange) -> Literal["allow", "refuse"]:
        return await verdicts.setdefault(exchange.target, asyncio.get_running_loop().create_future())

    async def work() -> None:
        async with serving(OK) as (server, at), Egress([at], hold=hold, watch=events.append) as egress:
            for method in ("GET", "HEAD", "OPTIONS"):
                assert b" 200 " in await ask(egress, get(f"http://{at}/free", method=method))
            assert server.connections == 3
            mark = egress.mark()
            yes = asyncio.create_task(ask(egress, get(f"http://{at}/yes", method="POST", body="x")))
            no = asyncio.create_task(ask(egress, get(f"http://{at}/no", method="DELETE")))
            await until(lambda: len(verdicts) == 2)
            await asyncio.sleep(0.1)
            assert server.connections == 3, "not even a connection while it is held"
            assert egress.sent_since(mark) == ()
            assert [event.decision for event in events[-2:]] == ["held", "held"]
            verdicts["/yes"].set_result("allow")
            assert b" 200 " in await yes
            verdicts["/no"].set_result("refuse")
            assert b"not approved" in await no
            assert server.connections == 4
            (sent,) = egress.sent_since(mark)
            assert (sent.method, sent.target, sent.status, sent.delivery) == ("POST", "/yes", 200, "answered")
            assert egress.sent_since(egress.mark()) == ()
            of_yes = [(event.decision, event.delivery) for event in events if event.number == sent.number]
            assert of_yes == [("held", "none"), ("sent", "under way"), ("sent", "answered")]

    run(work())


def test_a_browser_that_gives_up_what_is_held_has_sent_nothing() -> None:
    events: list[Exchange] = []
    ended: list[str] = []

    async def hold(exchange: Exchange) -> Literal["allow", "refuse"]:
        try:
            await asyncio.sleep(LIMIT_S)
        finally:
            ended.append(exchange.target)
        return "allow"

    async def work() -> None:
        async with serving(OK) as (server, at), Egress([at], hold=hold, watch=events.append) as egress:
            _, writer = await connect(egress)
            writer.write(get(f"http://{at}/", method="POST", body="x" * 1000).encode())
            await until(lambda: events)
            writer.close()
            await until(lambda: ended)
            await until(lambda: events[-1].decision == "refused")
            assert events[-1].why == "the browser gave it up"
            assert server.connections == 0

    run(work())


def test_a_decision_that_fails_is_a_no_and_known() -> None:
    async def hold(exchange: Exchange) -> Literal["allow", "refuse"]:
        raise RuntimeError(f"cannot decide {exchange.target}")

    async def work() -> None:
        told: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        async with serving(OK) as (server, at), Egress([at], hold=hold) as egress:
            assert b" 403 " in await ask(egress, get(f"http://{at}/x", method="POST"))
            assert server.connections == 0
            await until(lambda: told)
        assert [str(context["exception"]) for context in told] == ["cannot decide /x"]

    run(work())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 407 X\r\n\r\n",
    ],
)
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_server_that_does_not_answer_is_answered_for(answer: bytes, reset: bool) -> None:
    events: list[Exchange] = []

    async def drop(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del head
        await reader.readexactly(4)
        writer.write(answer)
        await writer.drain()
        if reset:
            writer.transport.abort()

    async def work() -> None:
        async with serving(drop) as (server, at), Egress([at], watch=events.append) as egress:
            reader, writer = await connect(egress)
            writer.write(get(f"http://{at}/", method="POST", body="body").replace("Connection: close\r\n", "").encode())
            head = await reader.readuntil(b"\r\n\r\n")
            while b" 100 " in head:
                head = await reader.readuntil(b"\r\n\r\n")
            assert b" 502 " in head
            assert b"may have done" in await reader.readline()
            writer.write(get("http://off.test/").encode())
            assert b" 403 " in await reader.read(), "the browser's own connection goes on"
            writer.close()
            assert server.connections == 1
            assert (events[1].decision, events[1].delivery, events[1].status) == ("sent", "unknown", None)
            assert egress.sent_since(0) == (events[1],)

    run(work())


def test_half_an_answer_is_cut_and_of_unknown_delivery() -> None:
    async def work() -> None:
        half = replying(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        async with serving(half) as (server, at), Egress([at]) as egress:
            assert (await ask(egress, get(f"http://{at}/", method="POST"))).endswith(b"\r\n\r\nhalf")
            (sent,) = egress.sent_since(0)
            assert (sent.delivery, sent.status) == ("unknown", 200)
            assert server.connections == 1

    run(work())


@pytest.mark.parametrize("status", [408, 421])
def test_what_would_make_a_browser_send_it_again_is_hidden_from_it(status: int) -> None:
    async def work() -> None:
        async with (
            serving(replying(b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\nok" % status)) as (_, at),
            Egress([at]) as egress,
        ):
            assert b" 502 " in await ask(egress, get(f"http://{at}/", method="POST"))
            assert [sent.status for sent in egress.sent_since(0)] == [status]

    run(work())


def test_a_browser_that_leaves_ends_it_on_both_sides() -> None:
    async def never(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del head, writer
        await reader.read()

    async def work() -> None:
        async with serving(never) as (server, at), Egress([at]) as egress:
            _, writer = await connect(egress)
            writer.write(get(f"http://{at}/", method="POST").encode())
            await until(lambda: server.heads)
            writer.close()
            await server.ended.wait()
            await until(lambda: egress.sent_since(0)[0].delivery == "unknown")
            assert egress.sent_since(0)[0].why == "the browser gave it up"

    run(work())


def test_narrowing_ends_what_is_open_and_refuses_what_comes() -> None:
    async def work() -> None:
        async with (
            serving(echo) as (one, at),
            serving(echo) as (two, other),
            serving(echo) as (three, waiting),
            Egress([at, other, waiting]) as egress,
        ):
            lines = [await connect(egress) for _ in range(2)]
            for (reader, writer), host in zip(lines, (at, other), strict=True):
                writer.write(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\nx\r\n\r\n".encode())
                await reader.readuntil(b"\r\n\r\n")
            slow = asyncio.create_task(ask(egress, get(f"http://{waiting}/", method="POST")))
            await until(lambda: one.heads and two.heads and three.heads)
            egress.narrow([at, "never.allowed.test"])
            assert await lines[1][0].read() == b""
            await two.ended.wait()
            reply = await slow
            assert b" 502 " in reply
            assert b"taken off the list" in reply
            assert egress.sent_since(0)[0].delivery == "unknown"
            for host in (other, "never.allowed.test"):
                assert b" 403 " in await ask(egress, get(f"http://{host}/"))
            lines[0][1].write(b"still")
            assert await lines[0][0].readexactly(5) == b"STILL"
            for _, writer in lines:
                writer.close()

    run(work())


def test_what_was_held_is_judged_again_when_the_list_was_narrowed() -> None:
    held = asyncio.Event()
    go = asyncio.Event()

    async def hold(exchange: Exchange) -> Literal["allow", "refuse"]:
        del exchange
        held.set()
        await go.wait()
        return "allow"

    async def work() -> None:
        async with serving(OK) as (server, at), Egress([at], hold=hold) as egress:
            asking = asyncio.create_task(ask(egress, get(f"http://{at}/", method="POST")))
            await held.wait()
            egress.narrow([])
            go.set()
            assert b" 403 " in await asking
            assert server.connections == 0

    run(work())


def test_leaving_it_ends_everything() -> None:
    async def hold(exchange: Exchange) -> Literal["allow", "refuse"]:
        del exchange
        await asyncio.sleep(LIMIT_S)
        return "allow"

    async def work() -> None:
        before = asyncio.all_tasks()
        async with serving(echo) as (server, at):
            events: list[Exchange] = []
            egress = Egress([at], hold=hold, watch=events.append)
            async with egress:
                lines = [await connect(egress) for _ in range(4)]
                lines[0][1].write(f"CONNECT {at} HTTP/1.1\r\nHost: {at}\r\n\r\nx\r\n\r\n".encode())
                lines[1][1].write(get(f"http://{at}/").encode())
                lines[2][1].write(get(f"http://{at}/", method="POST").encode())
                await until(lambda: len(server.heads) == 2 and any(event.decision == "held" for event in events))
                port = int(egress.url.rpartition(":")[2])
            for reader, writer in lines:
                with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                    await reader.readexactly(1000)
                writer.close()
            with socket.socket() as again:
                assert again.connect_ex(("127.0.0.1", port)) != 0
            await until(lambda: asyncio.all_tasks() == before)
            last = {event.number: event for event in events}.values()
            assert sorted((event.decision, event.delivery) for event in last) == [
                ("refused", "none"),
                ("sent", "unknown"),
                ("sent", "unknown"),
            ]

    run(work())


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress_module, "HEAD_S", 0.3)
    monkeypatch.setattr(egress_module, "IDLE_S", 0.3)
    monkeypatch.setattr(relay, "SILENT_S", 0.3)
    monkeypatch.setattr(relay, "ANSWER_S", 0.3)

    async def silent(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if b"/half" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        if b"/long" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000 + b"\r\n\r\n")
        if b"/hints" in head:
            while not writer.is_closing():
                writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
                await writer.drain()
        await reader.read()

    async def work() -> None:
        async with serving(silent) as (_, at), Egress([at], most=3) as egress:
            assert b" 502 " in await ask(egress, get(f"http://{at}/silent"))
            assert (await ask(egress, get(f"http://{at}/half"))).endswith(b"half")
            assert b" 502 " in await ask(egress, get(f"http://{at}/long"))
            assert b" 502 " in await ask(egress, get(f"http://{at}/hints"))
            assert b" 431 " in await ask(egress, get(f"http://{at}/", "X: " + "x" * 300_000 + "\r\n"))
            assert b" 408 " in await ask(egress, "GET http://slow.test/ HT")
            assert await ask(egress, "") == b"", "a connection that says nothing is closed"
            lines = [await connect(egress) for _ in range(3)]
            await asyncio.sleep(0.05)
            with suppress(ConnectionResetError):
                assert await ask(egress, get(f"http://{at}/")) == b"", "one too many"
            for _, writer in lines:
                writer.close()

    run(work())


def test_the_redactor_has_the_last_word() -> None:
    events: list[Exchange] = []

    async def work() -> None:
        async with serving(OK) as (_, at):
            async with Egress([at], watch=events.append, redact=lambda target: target.replace("hunter2", "•••")) as egress:
                await ask(egress, get(f"http://{at}/hunter2?a=hunter2"))
            assert events[-1].target == "/•••?a=•••"

    run(work())


def test_a_host_that_is_none_is_refused_before_anything_starts() -> None:
    with pytest.raises(BadInput, match=r"\*\.example\.org"):
        Egress(["*.example.org"])


@pytest.mark.parametrize(
    ("target", "shown"),
    [("/a", "/a"), ("/a?", "/a?"), ("/a?b=c&d=e=f&g", "/a?b=…&d=…&…"), ("/?=x", "/?=…")],
)
def test_values_of_a_query_are_not_for_the_record(target: str, shown: str) -> None:
    assert without_values(target) == shown
