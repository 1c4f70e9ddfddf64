"""What is seen in a real browser: captures, dialogs, hints, settling."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import numpy as np
import pytest

from handeye.tools.action import Click, Dialog, Goto, Move, Press, Scroll, Tab, Type, bind
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.computer import opened
from handeye.tools.errors import BadInput, PageError
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point, Size
from handeye.tools.motion import difference, settle

from .conftest import LIMIT_S, Live, Loop
from .site import Answer, Site


def test_a_look_is_the_page_to_the_pixel(live: Live) -> None:
    live.show(
        "<style>body{margin:0}</style><div style='position:absolute;left:40px;top:30px;width:100px;height:50px;background:#1e90ff'>"
    )
    frame = live.look()
    assert frame.size == Size(1280, 720)
    assert tuple(frame.rgb[30, 40]) == tuple(frame.rgb[79, 139]) == (0x1E, 0x90, 0xFF)
    assert tuple(frame.rgb[29, 40]) == tuple(frame.rgb[80, 139]) == (255, 255, 255)
    assert frame.source == "browser"
    assert frame.url == live.site.root + "/"


def standing(live: Live) -> Frame:
    """A look at a page at rest, once the browser has told that it drew it."""

    def look() -> Frame | None:
        frame = live.look()
        return frame if live.browser.stands(frame) else None

    return live.until(look) or live.look()


def test_a_look_stands_until_something_is_drawn(live: Live) -> None:
    live.show("<p id=a>one</p>")
    before = standing(live)
    live.js("setInterval(() => { a.textContent += ' more' }, 300)")
    assert not live.browser.stands(before), "somebody else may have changed it"
    before = standing(live)
    live.until(lambda: not live.browser.stands(before))
    assert difference(before, live.look())


def test_no_look_stands_once_something_was_done(live: Live) -> None:
    live.show("<p>one</p>")
    before = standing(live)
    live.do(Press(("shift",)))
    assert not live.browser.stands(before)
    assert live.look().sha256 == before.sha256


def test_nothing_stands_on_a_page_that_others_have(loop: Loop, site: Site) -> None:
    async def looked() -> tuple[bool, bool]:
        async with opened(Browser(), site.page("<p>one</p>")) as browser:
            for_us = False
            while not for_us:
                for_us = browser.stands(await browser.look())
            await browser.page.title()
            frame = await browser.look()
            await asyncio.wait_for(browser.page.wait_for_function("new Promise(drawn => setTimeout(drawn, 50, 1))"), LIMIT_S)
            return for_us, browser.stands(frame)

    assert loop.run(looked()) == (True, False)


@pytest.mark.parametrize("kind", ["alert", "confirm", "prompt"])
def test_dialogs_are_drawn_and_answered(live: Live, kind: str) -> None:
    before = live.show(f"<button onclick=\"said = String({kind}('Delete Ada?'))\">Ask</button><script>said = null</script>")
    effect = live.click("Ask")
    assert [(d.kind, d.message) for d in effect.dialogs] == [(kind, "Delete Ada?")]
    frame = live.look()
    assert frame.source == "drawn"
    assert frame.dialog is not None
    assert frame.dialog.message == "Delete Ada?"
    assert difference(before, frame), "the dialog is in the picture"
    assert live.look().sha256 == frame.sha256
    live.do(Dialog(accept=True, text="yes" if kind == "prompt" else None))
    live.settle()
    assert live.look().dialog is None
    assert live.js("said") == {"alert": "undefined", "confirm": "true", "prompt": "yes"}[kind]


def test_a_drawn_dialog_takes_clicks_and_keys(live: Live) -> None:
    live.show("<button onclick=\"said = String(prompt('Name?', 'Bob'))\">Ask</button><script>said = null</script>")
    live.click("Ask")
    live.do(Type("Zoë"))
    live.click("OK")
    assert live.js("said") == "Zoë"
    live.click("Ask")
    live.click("Cancel")
    assert live.js("said") == "null"
    live.click("Ask")
    live.do(Press(("enter",)))
    live.settle()
    assert live.js("said") == "Bob"
    live.click("Ask")
    live.do(Press(("escape",)))
    live.settle()
    assert live.js("said") == "null"


def test_what_is_behind_a_dialog_is_out_of_reach(live: Live) -> None:
    live.show("<button onclick='alert(1)'>Ask</button><input id=n>")
    live.click("Ask")
    for action in (Press(("a",)), Goto("about:blank"), Tab("new"), Scroll(Point(5, 5), dy=50)):
        with pytest.raises(PageError, match="a dialog stands in the way"):
            live.do(action)
    live.do(Move(Point(3, 3)))
    live.do(Dialog(accept=True))
    with pytest.raises(BadInput, match="dialog: none is open"):
        live.do(Dialog(accept=True))


def test_dialogs_from_timers_and_while_loading_hang_nothing(live: Live) -> None:
    live.site.page("<script>alert('before anything')</script><p>loaded</p>", "/loading")
    live.do(Goto(live.site.root + "/loading"))
    assert live.until(lambda: live.look().dialog).message == "before anything"  # type: ignore[union-attr]
    live.do(Dialog(accept=True))
    live.settle()
    live.show("<script>setTimeout(() => { confirm('late'); confirm('and again') }, 150)</script>")
    for message in ("late", "and again"):
        assert live.until(lambda: live.look().dialog).message == message  # type: ignore[union-attr]
        live.do(Dialog(accept=False))
    assert live.settle().dialog is None


def test_leaving_a_page_that_asks_first(live: Live) -> None:
    live.site.page("<p>elsewhere", "/elsewhere")
    live.show("<input aria-label=Draft><script>onbeforeunload = e => e.preventDefault()</script>")
    live.click("Draft")
    live.do(Type("unsaved"))
    live.do(Goto(live.site.root + "/elsewhere"))
    dialog = live.look().dialog
    assert dialog is not None
    assert dialog.kind == "beforeunload"
    live.do(Dialog(accept=False))
    assert live.hint("Draft").value == "unsaved"
    live.do(Goto(live.site.root + "/elsewhere"))
    live.click("Leave")
    live.until(lambda: live.look().url.endswith("/elsewhere"))


def test_looks_during_navigations_all_return(live: Live, full: bool) -> None:
    times = 50 if full else 20
    for n in range(5):
        live.site.page(f"<h1>Page {n}</h1>" + "<p>words</p>" * 200, f"/{n}")

    async def storm() -> int:
        page, looks = live.browser.page, 0
        for n in range(times):
            going = asyncio.ensure_future(page.evaluate(f"location.href = '/{n % 5}'"))
            frame = await asyncio.wait_for(live.browser.look(), LIMIT_S)
            assert frame.rgb.shape == (720, 1280, 3)
            looks += 1
            await asyncio.wait([going])
            going.exception()
        return looks

    assert live.run(storm(), 300) == times
    live.settle()


def test_settle_waits_for_what_the_page_still_loads(live: Live) -> None:
    hold = threading.Event()
    live.site.answers["/late"] = Answer(b"late words", kind="text/plain", held_until=hold)
    live.show(
        "<button onclick=\"fetch('/late').then(r => r.text()).then(t => out.textContent = t)\">Load</button><p id=out></p>"
    )
    live.do(Click(live.hint("Load").box.center))
    threading.Timer(0.6, hold.set).start()
    live.settle()
    assert live.js("out.textContent") == "late words"


def test_settle_says_when_the_limit_ended_it(live: Live) -> None:
    live.show("<p>still</p>")
    live.js("(() => { let n = 0; setInterval(() => document.body.style.background = `hsl(${n += 7} 90% 60%)`, 20) })()")
    # Not so long that it would be known to move by itself.
    settled = live.run(settle(live.browser.look, live.browser.watch, limit_s=1))
    assert not settled.still
    assert "the picture still moved" in settled.why


def test_a_blinking_caret_is_ambient_and_a_letter_is_not(live: Live) -> None:
    live.show("<style>body{margin:0}input{font:30px monospace;border:0;outline:0}</style><input id=n>")
    live.do(Click(Point(30, 20)))

    async def watch_for(seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while loop.time() < until:
            live.browser.watch.add(await live.browser.look())

    live.run(watch_for(2.5))
    before = live.look()
    live.run(watch_for(0.7))
    assert live.browser.watch.changes(before, live.look()) == ()
    live.do(Type("l"))
    assert live.browser.watch.changes(before, live.look()) != ()


def test_hints_tell_role_name_value_state_and_place(live: Live) -> None:
    live.show(
        "<label>Name <input id=a required value=Ada></label><label><input type=checkbox id=b checked> I agree</label>"
        "<input type=password id=c aria-label=Secret value=hunter2><select id=d aria-label=Land><option>Polska<option selected>Österreich</select>"
        "<button id=e disabled>Off</button><a href=/x id=f>More</a><div role=switch tabindex=0 aria-checked=true id=g>Wifi</div>"
        "<label for=h>Plan B</label><input type=radio id=h style='position:absolute;opacity:0'><input placeholder='Phone number' id=i>"
        "<button style='display:none'>Gone</button><p style='margin-top:3000px'><button>Below</button>"
    )
    found = {hint.name: hint for hint in live.hints()}
    said = {name: (hint.role, hint.value, hint.state, hint.options) for name, hint in found.items()}
    assert said == {
        "Name": ("textbox", "Ada", ("required",), ()),
        "I agree": ("checkbox", "", ("checked",), ()),
        "Secret": ("textbox", "•" * 7, ("masked",), ()),
        "Land": ("combobox", "Österreich", (), ("Polska", "Österreich")),
        "Off": ("button", "", ("disabled",), ()),
        "More": ("link", "", (), ()),
        "Wifi": ("switch", "", ("checked",), ()),
        "Plan B": ("radio", "", ("unchecked",), ()),
        "Phone number": ("textbox", "", (), ()),
    }
    assert found["Name"].box.overlap(live.place("#a")) > 0.98
    assert live.run(live.browser.hint_at(found["Land"].box.center)) == found["Land"]


def test_what_is_covered_is_no_hint(live: Live) -> None:
    live.show(
        "<button style='position:absolute;left:20px;top:20px'>Under</button><button style='position:absolute;left:20px;top:200px'>Free</button>"
        "<div style='position:absolute;inset:0 0 auto 0;height:100px;background:#ccc'></div>"
    )
    assert [hint.name for hint in live.hints()] == ["Free"]


@pytest.mark.parametrize("scale", [1.25, 1.5, 2, 3])
def test_other_scales_speak_frame_px(loop: Loop, site: Site, scale: float) -> None:
    async def run() -> None:
        async with opened(
            Browser(BrowserOptions(size=Size(800, 600), scale=scale)),
            site.page("<button onclick='hit=event.clientX'>B</button>"),
        ) as browser:
            frame = (await settle(browser.look, browser.watch)).frame
            assert frame.size == Size(round(800 * scale), round(600 * scale))
            (hint,) = await browser.hints()
            assert hint.box.overlap(difference_from_white(frame)) > 0.9
            await browser.do(bind(Click(hint.box.center), frame, hint.box, hint))
            css = frame.view.to_screen(hint.box.center)
            assert abs(await browser.page.evaluate("hit") - css.x) <= 1

    loop.run(run())


def test_clicks_beside_a_capture_go_where_they_should(loop: Loop, site: Site) -> None:
    start = site.page(
        "<style>body{margin:0;height:300px}</style><script>at = []; onmousedown = e => at.push([e.x, e.y])</script>"
    )

    async def run() -> None:
        async with opened(Browser(BrowserOptions(size=Size(400, 300), scale=2)), start) as browser:
            frame = (await settle(browser.look, browser.watch)).frame
            for _ in range(40):
                looking = asyncio.ensure_future(browser.look())
                await asyncio.sleep(0)
                await browser.do(bind(Click(Point(600, 400)), frame))
                await looking
            assert await browser.page.evaluate("at") == [[300, 200]] * 40

    loop.run(run())


def difference_from_white(frame: Frame) -> Box:
    (region,) = difference(Frame.of(np.full_like(frame.rgb, 255), "painted"), frame)
    return region


def test_locale_timezone_colours_and_storage(loop: Loop, site: Site, tmp_path: Path) -> None:
    saved = tmp_path / "state.json"
    start = site.page("<p>x")

    async def run() -> None:
        first = BrowserOptions(locale="pl-PL", timezone="Asia/Tokyo", color_scheme="dark")
        async with opened(Browser(first), start) as browser:
            assert await browser.page.evaluate(
                "[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, matchMedia('(prefers-color-scheme: dark)').matches]"
            ) == ["pl-PL", "Asia/Tokyo", True]
            await browser.page.evaluate("localStorage.kept = 'yes'; document.cookie = 'who=ada; max-age=1000'")
            await browser.save_storage(saved)
        assert saved.stat().st_mode & 0o777 == 0o600
        async with opened(Browser(BrowserOptions(storage=saved)), start) as browser:
            assert await browser.page.evaluate("[localStorage.kept, document.cookie]") == ["yes", "who=ada"]
        with pytest.raises(BadInput, match="no saved storage"):
            await Browser(BrowserOptions(storage=tmp_path / "none.json")).open()

    loop.run(run())


def test_downloads_are_kept_under_safe_names(loop: Loop, site: Site, tmp_path: Path) -> None:
    disposition = {"Content-Disposition": 'attachment; filename="../../we ird.csv"'}
    site.answers["/get"] = Answer(b"a;b", kind="text/csv", headers=disposition)
    start = site.page("<a href=/get>Export</a>")

    async def run() -> None:
        async with opened(Browser(BrowserOptions(downloads=tmp_path / "files")), start) as browser:
            for _ in range(2):
                (hint,) = await browser.hints()
                await browser.do(bind(Click(hint.box.center), await browser.look(), hint.box, hint))
                while not (kept := (await browser.effect()).downloads):
                    await settle(browser.look, browser.watch)
                (path,) = kept
                assert path.read_bytes() == b"a;b"

    loop.run(run())
    names = sorted(path.name for path in (tmp_path / "files").iterdir())
    assert len(names) == 2, "the second did not replace the first"
    assert all(name.endswith(".csv") for name in names)
    assert [path.name for path in tmp_path.iterdir()] == ["files"], "nothing was written beside the folder"
