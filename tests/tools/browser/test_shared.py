"""Several browsers in one Chromium: all work at once as if each were alone, and each has its own way out."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from handeye.sandbox.egress import BROWSER_FLAGS, Egress, Exchange
from handeye.tools.action import Click, Dialog, Goto, Press, Tab, Type, bind, bind_keys
from handeye.tools.browser import Browser, BrowserOptions, SharedChromium
from handeye.tools.computer import opened
from handeye.tools.errors import BadInput, ComputerGone, PageError
from handeye.tools.frame import Frame
from handeye.tools.geometry import Point, Size
from handeye.tools.motion import difference, settle

from ..conftest import LIMIT_S, Loop
from ..site import Answer, Site
from ..test_browser_life import browser_pid, descendants, wait_until_gone

MANY = 4


@pytest.fixture(scope="module")
def chromium(loop: Loop) -> Iterator[SharedChromium]:
    chromium = SharedChromium(BrowserOptions(arguments=BROWSER_FLAGS))
    yield chromium
    loop.run(chromium.close())


@asynccontextmanager
async def browsers(chromium: SharedChromium, start: str, **options: Any) -> AsyncGenerator[list[Browser]]:
    every = [Browser(BrowserOptions(within=chromium, **options)) for _ in range(MANY)]
    try:
        await asyncio.gather(*(browser.open(start) for browser in every))
        yield every
    finally:
        await asyncio.gather(*(browser.close() for browser in every))


async def still(browser: Browser) -> Frame:
    return (await settle(browser.look, browser.watch, limit_s=LIMIT_S)).frame


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not await is_so():  # noqa: ASYNC110 (it is another process that tells, in its own time)
            await asyncio.sleep(0.01)


FORM = (
    "".join(f"<p><label>Field {n} <input id=f{n}></label></p>" for n in range(2))
    + "<p><select id=s aria-label=Colour onchange='changes++'><option>red<option>green<option>blue<option>pink</select></p>"
    + "<script>changes = 0; lost = 0; onblur = () => lost++</script>"
)


async def filled(browser: Browser, mine: int) -> None:
    """As a person would: looks, clicks by position, types; each its own texts, and each its own colour."""
    for n in range(2):
        field = next(hint for hint in await browser.hints() if hint.name == f"Field {n}")
        await browser.do(bind(Click(field.box.center), await browser.look(), field.box, field))
        await browser.do(bind_keys(Type(f"{mine} writes {n}"), field))
        assert await browser.page.evaluate("document.hasFocus()")
    colour = next(hint for hint in await browser.hints() if hint.name == "Colour")
    before = await still(browser)
    await browser.do(bind(Click(colour.box.center), before, colour.box, colour))
    rows, after = [], before
    while not rows:
        after = await still(browser)
        rows = [box for box in difference(before, after) if box.bottom > colour.box.bottom + 30]
    row_h = (rows[0].bottom - colour.box.bottom) / 4
    at = Point(colour.box.center.x, colour.box.bottom + row_h * (mine + 0.5))
    await browser.do(bind(Click(at), after))


def test_all_fill_their_forms_at_once_as_if_each_were_alone(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    start = site.page(FORM)

    async def run() -> None:
        async with browsers(chromium, start) as every, opened(Browser(), start) as alone:
            await asyncio.gather(*(filled(browser, mine) for mine, browser in enumerate(every)))
            for mine, browser in enumerate(every):
                said = await browser.page.evaluate("[f0.value, f1.value, s.value, lost]")
                colour = ["red", "green", "blue", "pink"][mine]
                assert said == [*(f"{mine} writes {n}" for n in range(2)), colour, 0]
            await filled(alone, 2)
            assert (await still(alone)).sha256 == (await still(every[2])).sha256, "they look the same to the pixel"
            assert await alone.hints() == await every[2].hints()

    loop.run(run())


@pytest.mark.full
def test_keys_reach_one_while_another_is_in_front(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    start = site.page("<textarea id=t autofocus style='position:fixed;inset:0'></textarea>")

    async def run() -> None:
        async with browsers(chromium, start) as every:
            await asyncio.gather(*(still(browser) for browser in every))
            wanted = [""] * MANY
            for n in range(12):
                typed_into, pressed_in = (n + 1) % MANY, (n + 2) % MANY
                await every[n % MANY].page.bring_to_front()
                await every[typed_into].do(Type(f"{n} "))
                await every[pressed_in].do(Press(("x",)))
                wanted[typed_into] += f"{n} "
                wanted[pressed_in] += "x"
            assert await asyncio.gather(*(browser.page.evaluate("t.value") for browser in every)) == wanted

    loop.run(run())


@pytest.mark.full
def test_what_is_in_the_background_is_drawn_as_fast(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    start = site.page(
        "<canvas id=c width=256 height=20></canvas><script>n = 0; const pen = c.getContext('2d');"
        "(function draw() { pen.fillStyle = `rgb(${++n % 256} 0 0)`; pen.fillRect(0, 0, 256, 20); requestAnimationFrame(draw) })()</script>"
    )

    async def shades(browser: Browser) -> int:
        seen = set[int]()
        for _ in range(10):
            seen.add(int((await browser.look()).rgb[18, 100, 0]))
        return len(seen)

    async def run() -> None:
        async with browsers(chromium, start) as every:
            await every[0].page.bring_to_front()
            before = [await browser.page.evaluate("n") for browser in every]
            assert min(await asyncio.gather(*(shades(browser) for browser in every))) >= 8, "a look shows a new picture"
            drawn = [await browser.page.evaluate("n") - n for browser, n in zip(every, before, strict=True)]
            assert min(drawn) > max(drawn) / 4, drawn

    loop.run(run())


@pytest.mark.full
def test_dialogs_stand_in_the_way_of_their_own_browser_only(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    start = site.page("<button style='position:fixed;inset:0' onclick='answer = prompt(\"Who?\")'>Ask</button>")

    async def run() -> None:
        async with browsers(chromium, start) as every:
            asking, waiting = every[:2], every[2:]
            for browser in asking:
                await browser.do(bind(Click(Point(50, 50)), await still(browser)))
            assert [(await browser.look()).dialog is not None for browser in every] == [True, True, False, False]
            for browser in waiting:
                assert await browser.page.evaluate("document.hasFocus()")
            for n, browser in enumerate(asking):
                await browser.do(Dialog(True, f"number {n}"))
                assert await browser.page.evaluate("answer") == f"number {n}"

    loop.run(run())


def test_each_has_its_own_cookies_size_locale_and_storage(
    loop: Loop, site: Site, chromium: SharedChromium, tmp_path: Path
) -> None:
    start = site.page(
        "<p id=p></p><script>p.textContent = [document.cookie, localStorage.who, navigator.language, innerWidth]</script>"
    )
    kept = tmp_path / "kept.json"

    async def run() -> None:
        async with opened(Browser(BrowserOptions(within=chromium, size=Size(800, 600), locale="de-DE")), start) as first:
            await first.page.evaluate("document.cookie = 'who=first', localStorage.who = 'first'")
            await first.save_storage(kept)
            second = Browser(BrowserOptions(within=chromium, locale="fr-FR"))
            third = Browser(BrowserOptions(within=chromium, size=Size(640, 480), storage=kept, locale="pl-PL"))
            async with opened(second, start), opened(third, start):
                await first.do(Goto(start))
                said = [await each.page.locator("p").text_content() for each in (first, second, third)]
                assert said == ["who=first,first,de-DE,800", ",,fr-FR,1280", "who=first,first,pl-PL,640"]
                assert [(await each.look()).size.w for each in (first, second, third)] == [800, 1280, 640]

    loop.run(run())


WORKER = """addEventListener('fetch', e => e.respondWith(fetch(e.request)));
addEventListener('install', () => skipWaiting()); addEventListener('activate', e => e.waitUntil(clients.claim()))"""
WAYS = """async () => {
  const who = location.search, add = (tag, more) => document.body.appendChild(Object.assign(document.createElement(tag), more));
  fetch('/fetch' + who); fetch('/post' + who, {method: 'POST', body: 'x'}); navigator.sendBeacon('/beacon' + who, 'x');
  fetch(ELSEWHERE + '/else' + who, {mode: 'no-cors'});
  new Image().src = '/image' + who; add('iframe', {src: '/frame' + who}); new EventSource('/events' + who);
  add('link', {rel: 'prefetch', href: '/prefetch' + who}); new WebSocket(location.origin.replace('http', 'ws') + '/socket' + who);
  new Worker(URL.createObjectURL(new Blob([`fetch('${location.origin}/worker${who}', {mode: 'no-cors'})`])));
  open('/popup' + who);
  const served = new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', done));
  await navigator.serviceWorker.register('/service.js' + who);
  await served;
  await fetch('/served' + who);
}"""
PATHS = {
    *("/", "/fetch", "/post", "/beacon", "/else", "/image", "/frame", "/events", "/prefetch", "/socket", "/worker", "/popup"),
    *("/service.js", "/served", "/icon"),
}


def test_each_goes_out_through_its_own_proxy_and_nothing_goes_past_it(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    """Service workers, favicons, sockets and loopback included; and what belongs to none of them gets out nowhere."""
    site.page(
        f"<link rel=icon id=icon><body><script>ELSEWHERE = {site.elsewhere!r}; icon.href = '/icon' + location.search</script>"
    )
    site.answers["/service.js"] = Answer(WORKER.encode(), "text/javascript")
    said: list[list[Exchange]] = [[] for _ in range(MANY)]

    async def run() -> None:
        ways = [Egress([f"127.0.0.1:{site.port}", f"localhost:{site.port}"], watch=heard.append, redact=str) for heard in said]
        await asyncio.gather(*(way.__aenter__() for way in ways))
        every = [Browser(BrowserOptions(within=chromium, proxy=way.url)) for way in ways]
        try:
            await asyncio.gather(*(browser.open(f"{site.root}/?{n}") for n, browser in enumerate(every)))
            await asyncio.gather(*(browser.page.evaluate(WAYS) for browser in every))
            await until(is_all_there)
        finally:
            await asyncio.gather(*(browser.close() for browser in every))
            await asyncio.gather(*(way.__aexit__() for way in ways))

    async def is_all_there() -> bool:
        return all(asked(heard) >= PATHS for heard in said)

    def asked(heard: list[Exchange]) -> set[str]:
        return {"/socket" if each.method == "CONNECT" else each.target.partition("?")[0] for each in heard}

    loop.run(run())
    for n, heard in enumerate(said):
        assert {each.target.partition("?")[2] for each in heard} <= {f"{n}", ""}, "another one's"
    told = Counter(each.target for heard in said for each in heard if each.decision == "sent" and each.delivery == "under way")
    sockets = {f"/socket?{n}": 1 for n in range(MANY)}  # in tunnels, whose requests nobody can see
    assert Counter(site.seen) <= told + Counter(sockets), "the site saw nothing that did not come through one of them"


def test_what_belongs_to_none_of_them_finds_no_way_out(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    start = site.page("<p>x")

    async def run() -> None:
        async with opened(Browser(BrowserOptions(within=chromium)), start) as browser:
            assert site.seen[0] == "/"
            process = browser.page.context.browser
            assert process is not None
            session = await process.new_browser_cdp_session()
            asked = {"url": site.root + "/outside"}
            target = cast("dict[str, str]", await session.send("Target.createTarget", asked))  # pyright: ignore[reportUnknownMemberType]

            async def is_there() -> bool:
                found = cast("dict[str, Any]", await session.send("Target.getTargets"))  # pyright: ignore[reportUnknownMemberType]
                pages = [each for each in found["targetInfos"] if each["targetId"] == target["targetId"]]
                return bool(pages) and pages[0]["title"] not in ("", "about:blank")

            await until(is_there)
            await session.send("Target.closeTarget", target)  # pyright: ignore[reportUnknownMemberType]
        lost = Browser(BrowserOptions(within=chromium, proxy="http://127.0.0.1:1"))
        with pytest.raises(PageError, match="the proxy does not answer"):
            async with opened(lost, start):
                pass

    loop.run(run())
    assert "/outside" not in site.seen


def test_one_closes_and_the_others_go_on(loop: Loop, site: Site, chromium: SharedChromium) -> None:
    start = site.page("<p>x<script>onbeforeunload = e => e.preventDefault()</script>")

    async def run() -> None:
        async with browsers(chromium, start) as every:
            pid = await browser_pid(every[0])
            await every[1].do(Tab("new"))
            await every[2].page.evaluate("void setTimeout(() => alert(1))")
            await every[3].page.evaluate("void setTimeout(() => { for (;;) {} })")
            await until(lambda: has_dialog(every[2]))
            for browser in every[1:]:
                await browser.close()
                with pytest.raises(ComputerGone, match="not open"):
                    await browser.look()
            assert (await every[0].look()).size == Size(1280, 720)
            process = every[0].page.context.browser
            assert process is not None
            assert len(process.contexts) == 1, "nothing of the others is left"
            async with opened(Browser(BrowserOptions(within=chromium)), start) as another:
                assert await browser_pid(another) == pid

    async def has_dialog(browser: Browser) -> bool:
        return (await browser.look()).dialog is not None

    loop.run(run())


@pytest.mark.parametrize("dies", ["browser", pytest.param("driver", marks=pytest.mark.full)])
def test_when_it_dies_all_are_gone_and_the_next_starts_it_anew(loop: Loop, site: Site, dies: str) -> None:
    start = site.page("<p>x")

    async def look_on(browser: Browser) -> None:
        while True:
            await browser.look()

    async def run() -> set[int]:
        before = descendants(os.getpid())
        async with SharedChromium() as chromium, browsers(chromium, start) as every:
            ours = descendants(os.getpid()) - before
            pid = await browser_pid(every[0])
            looking = [asyncio.ensure_future(look_on(browser)) for browser in every]
            await asyncio.sleep(0)
            os.kill(pid if dies == "browser" else parent_of(pid), signal.SIGKILL)
            for under_way in looking:
                with pytest.raises(ComputerGone, match="start it again"):
                    await asyncio.wait_for(under_way, LIMIT_S)
            async with browsers(chromium, start) as again:
                assert len({await browser_pid(browser) for browser in again} - {pid}) == 1
                await asyncio.to_thread(wait_until_gone, ours)
                ours = descendants(os.getpid()) - before
        return ours

    wait_until_gone(loop.run(run(), 300))


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.full
def test_nothing_starts_before_the_first_and_giving_up_harms_nobody(loop: Loop, site: Site) -> None:
    start = site.page("<p>x")

    async def run() -> set[int]:
        before = descendants(os.getpid())
        chromium = SharedChromium()
        async with chromium:
            assert descendants(os.getpid()) == before
            first, second = (Browser(BrowserOptions(within=chromium)) for _ in range(2))
            opening = asyncio.ensure_future(first.open(start))
            await asyncio.sleep(0)
            other = asyncio.ensure_future(second.open(start))
            await asyncio.sleep(0.1)
            opening.cancel()
            with pytest.raises(asyncio.CancelledError):
                await opening
            await other
            await first.open(start)
            assert await browser_pid(first) == await browser_pid(second)
            ours = descendants(os.getpid()) - before
        with pytest.raises(ComputerGone):
            await second.look()
        with pytest.raises(ComputerGone, match="shared Chromium was closed"):
            await Browser(BrowserOptions(within=chromium)).open()
        await first.close()
        await second.close()
        return ours

    wait_until_gone(loop.run(run()))


def test_what_one_cannot_have_for_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no proxy"):
        SharedChromium(BrowserOptions(proxy="http://127.0.0.1:1"))
    shared = SharedChromium(BrowserOptions(scale=2, arguments=BROWSER_FLAGS))
    BrowserOptions(within=shared, scale=2, arguments=BROWSER_FLAGS).check()
    BrowserOptions(within=shared, scale=2).check()
    for wrong, why in (
        (BrowserOptions(within=shared, scale=2, attach="http://127.0.0.1:1"), "not in both"),
        (BrowserOptions(within=shared), "have its scale, which is 2"),
        (BrowserOptions(within=shared, scale=2, headed=True), "`headed` is for the whole process"),
        (BrowserOptions(within=shared, scale=2, executable=tmp_path), "`executable` is for"),
        (BrowserOptions(within=shared, scale=2, arguments=("--x",)), "`arguments` is for"),
        (BrowserOptions(within=shared, scale=2, environment={}), "`environment` is for"),
    ):
        with pytest.raises(BadInput, match=why):
            wrong.check()
