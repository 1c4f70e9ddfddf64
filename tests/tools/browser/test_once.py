"""A commit leaves once: over TLS too, where nobody between browser and server could keep a repeat from it."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from handeye.sandbox.egress import Egress
from handeye.tools.action import Click, Goto, Upload, bind
from handeye.tools.browser import Browser, BrowserOptions, SharedChromium
from handeye.tools.computer import Effect, Request, opened
from handeye.tools.errors import BadInput
from handeye.tools.motion import settle

from ..conftest import LIMIT_S, Live, Loop
from ..site import Answer, Site

CERTIFICATE = Path(__file__).parent / "certificate.pem"
FORM = "<form method=post action=/save><input name=who value='Zoë & co'><button style='width:200px;height:60px'>Save</button></form>"


@pytest.fixture(scope="module")
def module_site() -> Iterator[Site]:
    site = Site(CERTIFICATE)
    yield site
    site.close()


@pytest.fixture
def site(module_site: Site) -> Site:
    module_site.answers.clear()
    for kept in (module_site.posted, module_site.heard, module_site.seen):
        kept.clear()
    return module_site


@pytest.fixture(scope="module")
def shared(loop: Loop) -> Iterator[Browser]:
    trusting = ("--ignore-certificate-errors",)  # service workers are fetched by nobody whose trust a page could set
    browser = Browser(BrowserOptions(once=True, any_certificate=True, arguments=trusting))
    loop.run(browser.open())
    yield browser
    loop.run(browser.close())


@pytest.fixture(scope="module")
def usual(loop: Loop) -> Iterator[Browser]:
    browser = Browser(BrowserOptions(any_certificate=True))
    loop.run(browser.open())
    yield browser
    loop.run(browser.close())


@pytest.fixture
def live(loop: Loop, site: Site, shared: Browser) -> Live:
    return Live(loop, site, shared)


def sent(effect: Effect) -> list[Request]:
    return [request for request in effect.requests if request.method != "GET"]


def settled(live: Live) -> Effect:
    """What the last action came to, once its requests are over."""
    return live.told(lambda effect: sent(effect) and all(each.status or each.failed for each in sent(effect)))


HANG_UP = {
    "a form": (FORM, "Save"),
    "a script": (
        "<button onclick=\"fetch('/save', {method: 'POST', body: 'x'}).catch(() => { document.title = 'lost' })\">Save</button>",
        "Save",
    ),
}


@pytest.mark.parametrize("by", HANG_UP)
def test_a_server_that_stores_and_hangs_up_stores_once(live: Live, loop: Loop, site: Site, usual: Browser, by: str) -> None:
    html, button = HANG_UP[by]
    site.answers["/save"] = Answer(hangs_up=True)
    plain = Live(loop, site, usual)
    plain.show(html)
    plain.click(button)
    (request,) = sent(settled(plain))
    assert len(site.posted) > 1, "Chromium by itself sends it again"
    assert request.failed
    assert request.times is None
    site.posted.clear()
    live.show(html)
    live.click(button)
    (request,) = sent(settled(live))
    assert len(site.posted) == 1
    assert (request.times, request.status) == (1, None)
    assert request.failed
    if by == "a script":
        live.becomes("document.title", "lost")


def test_a_redirect_is_followed_and_its_cookies_are_kept(live: Live, site: Site) -> None:
    site.page("<h1>Welcome</h1>", "/done")
    site.answers["/save"] = Answer(
        status=303, headers={"Location": "/done?näme=ü", "Set-Cookie": "sid=secret; HttpOnly; SameSite=Strict"}
    )
    live.show(FORM)
    live.click("Save")
    live.until(lambda: live.look().url.partition("?")[0].endswith("/done"))
    (request,) = sent(live.run(live.browser.effect()))
    assert (request.times, request.status) == (1, 303)
    assert site.posted == [("/save", b"who=Zo%C3%AB+%26+co")]
    (cookie,) = live.run(live.browser.page.context.cookies())
    assert (cookie.get("name"), cookie.get("value"), cookie.get("httpOnly"), cookie.get("sameSite")) == (
        "sid",
        "secret",
        True,
        "Strict",
    )
    live.run(live.browser.page.context.clear_cookies())


@pytest.mark.full
def test_a_redirect_that_keeps_the_method_leaves_once_each(live: Live, site: Site) -> None:
    site.page("<h1>Stored</h1>", "/other")
    site.answers["/save"] = Answer(status=307, headers={"Location": "/other"})
    live.show(FORM)
    live.click("Save")
    live.until(lambda: live.look().url.endswith("/other"))
    assert [path for path, _ in site.posted] == ["/save", "/other"]
    assert [request.times for request in sent(settled(live))] == [1, 1]


def test_files_arrive_to_the_byte(live: Live, site: Site, tmp_path: Path) -> None:
    paper, picture = tmp_path / 'paper ü "2".txt', tmp_path / "picture.bin"
    paper.write_text("Zażółć\r\n--boundary\n")
    picture.write_bytes(bytes(range(256)) * 20_000)
    site.page("<h1>Thanks</h1>", "/save")
    live.show(
        "<form method=post action=/save enctype=multipart/form-data><input name=who value=Ada>"
        "<label>Papers <input type=file name=f multiple></label><button>Save</button></form>"
    )
    live.click("Papers")
    live.told(lambda effect: effect.file_chooser)
    live.do(Upload((str(paper), str(picture))))
    live.click("Save")
    live.until(lambda: live.look().url.endswith("/save"))
    (request,) = sent(settled(live))
    ((_, body),) = site.posted
    kind = next(value for name, value in site.heard[0][1].items() if name.lower() == "content-type")
    boundary = kind.partition("boundary=")[2].encode()
    parts = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in body.split(b"--" + boundary)[1:-1]]
    assert parts == [b"Ada", paper.read_bytes(), picture.read_bytes()]
    assert request.times == 1
    assert 'filename="paper ü %222%22.txt"'.encode() in body


def test_a_file_that_changed_since_is_left_to_chromium(live: Live, site: Site, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("as it was")
    live.show(
        "<form method=post action=/save enctype=multipart/form-data><label>Paper <input type=file name=f></label><button>Save</button></form>"
    )
    live.click("Paper")
    live.told(lambda effect: effect.file_chooser)
    live.do(Upload((str(paper),)))
    paper.write_text("as it is now")
    live.click("Save")
    (request,) = sent(settled(live))
    assert request.times is None
    assert not any(b"as it was" in body for _, body in site.posted)


SCRIPTS: dict[str, tuple[str, list[bytes]]] = {
    "json": (
        "fetch('/api', {method: 'POST', body: JSON.stringify({a: 'ü'}), headers: {'Content-Type': 'application/json'}})",
        ['{"a":"ü"}'.encode()],
    ),
    "xhr": (
        "new Promise(done => { const x = new XMLHttpRequest(); x.open('PUT', '/api'); x.onload = done; x.send(new Uint8Array([0, 255, 13, 10])) })",
        [b"\x00\xff\r\n"],
    ),
    "nothing": ("fetch('/api', {method: 'DELETE'})", [b""]),
    "a file": ("fetch('/api', {method: 'PATCH', body: new File(['abc'], 'a.txt')})", [b"abc"]),
    "twice": ("Promise.all([1, 2].map(() => fetch('/api', {method: 'POST', body: 'x'})))", [b"x", b"x"]),
}


@pytest.mark.parametrize("what", ["json", *(pytest.param(each, marks=pytest.mark.full) for each in SCRIPTS if each != "json")])
def test_what_scripts_send_arrives_as_it_would_have(live: Live, loop: Loop, site: Site, usual: Browser, what: str) -> None:
    script, bodies = SCRIPTS[what]
    site.answers["/api"] = Answer(gzip.compress("söme answer".encode()), headers={"Content-Encoding": "gzip", "X-Told": "yes"})
    heard: list[list[dict[str, str]]] = []
    for each in (Live(loop, site, usual), live):
        site.heard.clear()
        site.posted.clear()
        each.show(
            '<button onclick="' + script.replace('"', "&quot;") + ".then(() => { document.title = 'done' })\">Send</button>"
        )
        each.click("Send")
        each.becomes("document.title", "done")
        assert [body for _, body in site.posted] == bodies
        heard.append([headers for _, headers in site.heard])
    # What says of no kind what it is would get one on its way, so it is left to Chromium.
    assert {request.times for request in sent(settled(live))} == {None if what in ("xhr", "a file") else 1}
    names = [{name.lower(): value for name, value in headers[0].items()} for headers in heard]
    for name in ("accept-encoding", "connection", "transfer-encoding", "content-length"):  # of the connection, not of the page
        for each in names:
            each.pop(name, None)
    assert names[0] == names[1]
    said = live.js(
        "fetch('/api', {method: 'POST'}).then(async r => [await r.text(), r.headers.get('X-Told'), r.status, r.url])"
    )
    assert said == ["söme answer", "yes", 200, site.root + "/api"]


def test_other_sites_are_asked_first_and_answer_to_chromium(live: Live, site: Site) -> None:
    """What a script may send to another site is that site's to say, so that is left to Chromium, and told as such."""
    site.answers["/api"] = Answer(b"no")
    put = f"fetch('{site.elsewhere}/api', {{method: 'PUT', body: 'x'}}).catch(() => {{ document.title = 'refused' }})"
    live.show(f'<button onclick="{put}">Put</button>')
    live.click("Put")
    live.becomes("document.title", "refused")
    assert site.posted == []
    assert [what for what, _ in site.heard] == ["OPTIONS /api"]
    site.answers["/api"] = Answer(b"yes", headers={"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT"})
    live.show(f'<button onclick="{put}">Put</button>')
    live.click("Put")
    live.until(lambda: site.posted)
    assert {request.times for request in sent(settled(live)) if request.method == "PUT"} == {None}


def test_new_tabs_and_frames_too(live: Live, site: Site) -> None:
    site.answers["/save"] = Answer(hangs_up=True)
    live.show(FORM.replace("<form", "<form target=_blank"))
    live.click("Save")
    settled(live)
    assert len(site.posted) == 1
    live.told(lambda effect: effect.tabs_opened)
    live.run(live.browser.page.close())
    site.page(FORM, "/inner")
    live.show(f"<iframe src='{site.elsewhere}/inner' width=500 height=200></iframe>")
    live.click("Save")
    settled(live)
    assert len(site.posted) == 2


@pytest.mark.full
def test_a_worker_of_the_page_that_sends_for_it_is_no_exception(live: Live, site: Site) -> None:
    site.answers["/service.js"] = Answer(
        b"addEventListener('fetch', e => e.respondWith(fetch(e.request))); addEventListener('install', () => skipWaiting());"
        b"addEventListener('activate', e => e.waitUntil(clients.claim()))",
        "text/javascript",
    )
    site.answers["/save"] = Answer(hangs_up=True)
    live.show(
        "<button onclick=\"fetch('/save', {method: 'POST', body: 'x'}).catch(() => { document.title = 'lost' })\">Save</button>"
    )
    live.js(
        "new Promise(done => { navigator.serviceWorker.oncontrollerchange = done; navigator.serviceWorker.register('/service.js') }).then(() => 0)"
    )
    live.click("Save")
    live.becomes("document.title", "lost")
    assert len(site.posted) == 1
    live.js(
        "navigator.serviceWorker.getRegistrations().then(all => Promise.all(all.map(each => each.unregister()))).then(() => 0)"
    )


@pytest.mark.full
def test_an_answer_to_keep_is_downloaded(live: Live, site: Site) -> None:
    site.answers["/save"] = Answer(
        b"the paper", "application/pdf", headers={"Content-Disposition": "attachment; filename=paper.pdf"}
    )
    live.show(FORM)
    live.click("Save")
    (path,) = live.told(lambda effect: effect.downloads).downloads
    assert path.read_bytes() == b"the paper"
    assert len(site.posted) == 1


@pytest.mark.full
def test_a_page_that_leaves_before_the_answer_harms_nobody(live: Live, site: Site) -> None:
    held = threading.Event()
    site.answers["/save"] = Answer(b"late", held_until=held)
    live.show(FORM)
    live.do(Click(live.hint("Save").box.center))
    live.until(lambda: site.posted)
    other = site.page("<h1>Another</h1>", "/another")
    live.do(Goto(other))
    held.set()
    live.settle()
    assert live.look().url == other
    assert len(site.posted) == 1


async def saved(browser: Browser, start: str) -> Effect:
    """Presses Save, and waits until what was sent is over."""
    await browser.open(start)
    async with asyncio.timeout(LIMIT_S):
        while not (found := [hint for hint in await browser.hints() if hint.name == "Save"]):
            pass
        frame = (await settle(browser.look, browser.watch, limit_s=LIMIT_S)).frame
        await browser.do(bind(Click(found[0].box.center), frame))
        while not (so_far := sent(await browser.effect())) or not all(each.status or each.failed for each in so_far):
            await browser.look()
    await settle(browser.look, browser.watch, limit_s=LIMIT_S)
    return await browser.effect()


def test_it_goes_out_through_the_proxy_and_a_refusal_is_no_answer(loop: Loop, site: Site) -> None:
    site.page("<h1>Stored</h1>", "/save")
    elsewhere = FORM.replace("/save", f"{site.elsewhere}/save")

    async def run() -> None:
        told: list[Any] = []
        async with Egress([f"127.0.0.1:{site.port}"], watch=told.append) as way:
            options = BrowserOptions(once=True, any_certificate=True, proxy=way.url)
            async with opened(Browser(options)) as browser:
                (request,) = sent(await saved(browser, site.page(FORM)))
                assert (request.times, request.status) == (1, 200)
                assert {(each.method, each.host, each.port) for each in told} == {("CONNECT", "127.0.0.1", site.port)}
                (request,) = sent(await saved(browser, site.page(elsewhere)))
                assert (request.times in (0, 1), request.status) == (True, None)
                assert request.failed
        assert len(site.posted) == 1

    loop.run(run())


@pytest.mark.full
def test_in_a_shared_chromium_each_sends_its_own(loop: Loop, site: Site) -> None:
    start = site.page("<iframe src=/inner width=500 height=200></iframe>")
    site.page(FORM, "/inner")
    site.page("<h1>Stored</h1>", "/save")

    async def run() -> None:
        async with AsyncExitStack() as stack:
            chromium = await stack.enter_async_context(SharedChromium())
            every: list[Browser] = []
            for once in (True, True, False):
                way = await stack.enter_async_context(Egress([f"127.0.0.1:{site.port}"]))
                options = BrowserOptions(within=chromium, once=once, any_certificate=True, proxy=way.url)
                every.append(await stack.enter_async_context(opened(Browser(options))))
            effects = [await saved(browser, start) for browser in every]
            assert [[request.times for request in sent(effect)] for effect in effects] == [[1], [1], [None]]
            await every[0].close()
            effects = [await saved(browser, start) for browser in every[1:]]
            assert [[request.times for request in sent(effect)] for effect in effects] == [[1], [None]]
        assert len(site.posted) == 5

    loop.run(run())


def test_a_running_browser_cannot_be_told() -> None:
    with pytest.raises(BadInput, match="leave out `once`"):
        BrowserOptions(attach="http://127.0.0.1:9222", once=True).check()
