"""Baseline: pictures that are kept, found again, compared and told, on real pages in a real browser."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import handeye
from handeye.tasks.ui_test.baseline import Compared, Pictures, matches, unused
from handeye.tasks.ui_test.baseline.kept import file_name
from handeye.tasks.ui_test.baseline.words import places_of
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.errors import Ambiguous, BadInput, NotFound
from handeye.tools.frame import Frame, Pixels, decode_picture
from handeye.tools.geometry import Box
from handeye.tools.motion import settle
from handeye.tools.reading.text import Line, Word
from handeye.tools.sight import Eyes, Sight

from ...tools.compare.letters import letters
from ...tools.conftest import Loop

SHOP = """<!doctype html><meta charset=utf-8><meta name=color-scheme content="light dark"><style>
body{font:15px sans-serif;margin:0;background:light-dark(#f4f5f8,#16181d)} header{background:#223;color:#fff;padding:14px 24px}
header span{float:right} main{padding:24px;display:flex;gap:24px} h2{margin-top:0}
section{background:light-dark(#fff,#23262e);border:1px solid light-dark(#d8dbe2,#3a3e48);border-radius:8px;padding:18px;flex:2}
section+section{flex:1} section+section span{float:right} table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:9px;border-bottom:1px solid #e4e6ec40}
button{background:#1d62f0;color:#fff;border:0;border-radius:6px;padding:10px 16px;font:inherit} button:hover{background:#1552d0}
</style><header><b>Kettle shop</b><span>Clock <time>12:34:56</time></span></header>
<main><section><h2>Your cart</h2><table><tr><th>Item<th>Count<th>Price</tr><tr><td>Copper kettle<td>1<td>£12.00
<tr><td>Tea strainer<td>2<td>£4.00<tr><td>Blue mug<td>1<td>£4.00</table>
<p><label>Voucher <input></label> <button id=apply>Apply</button></p></section>
<section><h2>Order summary</h2><p>Goods <span>£20.00</span></p><p>Shipping <span>£0.00</span></p>
<p><b>Total</b> <span id=total>£20.00</span></p><button>Place order</button></section></main>
<footer style="padding:0 24px;height:2000px">Last visit: 3 May 2026. 12 people online</footer>"""
RUNNING = "setInterval(() => { const t = document.querySelector('time'); t.textContent = new Date().toISOString().slice(11, 21) }, 60)"


class Shop:
    """A page of a shop, and its pictures."""

    def __init__(self, loop: Loop, browser: Browser, eyes: Eyes, folder: Path) -> None:
        self._run, self._browser, self._eyes = loop.run, browser, eyes
        self.folder = folder
        self.update = False

    @property
    def pictures(self) -> Pictures:
        return Pictures(self.folder / "test_shop.py", "test_cart", seen=self.folder / "report", update=self.update)

    @property
    def page(self) -> Any:
        return self._browser.page

    def do(self, work: Any) -> Any:
        return self._run(work)

    def js(self, said: str) -> Any:
        return self._run(self._browser.tab.evaluate(said))

    def look(self) -> Frame:
        settled = self._run(settle(self._browser.look, self._browser.watch, limit_s=60))
        assert settled.still, settled.why
        return settled.frame

    def sight(self, frame: Frame | None = None) -> Sight:
        return self._eyes.told(frame or self.look(), self._run(self._browser.hints()))

    def matches(self, name: str = "cart", *, moves: bool = False, **said: Any) -> Compared:
        """`moves`: the page never holds still."""
        frame = self._run(self._browser.look()) if moves else self.look()
        return matches(
            name, frame, self.sight(frame), place=said.pop("place", self.pictures), read_then=self._eyes.read, **said
        )

    def keep(self, name: str = "cart", **said: Any) -> Compared:
        self.update = True
        kept = self.matches(name, **said)
        self.update = False
        return kept


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def chromium(loop: Loop) -> Iterator[Browser]:
    browser = Browser(BrowserOptions())
    loop.run(browser.open())
    yield browser
    loop.run(browser.close())


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    return Eyes()


@pytest.fixture
def shop(loop: Loop, chromium: Browser, eyes: Eyes, tmp_path: Path) -> Shop:
    shop = Shop(loop, chromium, eyes, tmp_path)
    loop.run(chromium.page.mouse.move(2, 700))
    loop.run(chromium.page.goto("about:blank"))
    loop.run(chromium.page.set_content(SHOP))
    return shop


def told(compared: Compared) -> str:
    assert not compared.is_same
    return compared.why


# Kept


def test_without_a_picture_it_is_no_match_and_what_is_seen_is_saved(shop: Shop) -> None:
    first = shop.matches()
    assert told(first) == 'there is no picture of "cart" yet; run with --handeye-update to keep what is seen'
    assert first.before is None
    saved = shop.folder / "report" / "cart.png"
    assert first.seen == saved
    assert decode_picture(saved.read_bytes()).shape == (720, 1280, 3)
    assert not first.path.exists()


def test_an_update_keeps_it_beside_the_test_for_everybody_to_read(shop: Shop) -> None:
    kept = shop.keep()
    assert kept.is_same
    assert kept.written
    assert kept.path == shop.folder / "__pictures__" / "linux-1x" / "test_shop" / "cart.png"
    before = os.umask(0)
    os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.path.parent.iterdir()} == {0o666 & ~before}
    assert sorted(path.name for path in kept.path.parent.iterdir()) == ["cart.json", "cart.png"]
    assert kept.path.stat().st_size < 60_000
    again = shop.matches()
    assert again.is_same
    assert not again.written
    assert again.before is not None
    assert (again.before.rgb == kept.now.rgb).all()


def test_an_update_writes_only_what_changed(shop: Shop) -> None:
    path = shop.keep().path
    written_ns = path.stat().st_mtime_ns
    assert not shop.keep().written
    assert path.stat().st_mtime_ns == written_ns
    shop.js("total.textContent = '£18.00'")
    assert shop.keep().written
    assert shop.matches().is_same


def test_the_same_page_is_the_same_time_after_time(shop: Shop) -> None:
    shop.keep()
    for _ in range(20):
        shop.do(shop.page.set_content(SHOP))
        assert shop.matches().is_same
    shop.js("scrollTo(0, 700)")
    assert not shop.matches().is_same
    shop.js("scrollTo(0, 0)")
    assert shop.matches().is_same


# What differs


def test_one_digit_is_told_with_what_it_stands_beside_and_what_it_was(shop: Shop) -> None:
    shop.keep()
    shop.js("total.textContent = '£20.01'")
    compared = shop.matches()
    (place,) = compared.regions
    assert (
        told(compared) == f'the picture "cart" differs in 1 place: "£20.01" beside "Total", was "£20.00"'
        f" ({place.box.w:.0f}×{place.box.h:.0f} px at {place.box.x:.0f},{place.box.y:.0f})"
    )
    assert place.box.w < 12
    assert 0.1 < place.share <= 1
    assert compared.drawn is not None
    assert compared.drawn.size.h > 3 * 270


def test_a_button_that_moved_and_one_under_the_pointer_are_told_by_name(shop: Shop) -> None:
    shop.keep()
    shop.js("apply.style = 'position:relative;left:1px'")
    assert told(shop.matches()).startswith('the picture "cart" differs in 1 place: the "Apply" button (')
    shop.js("apply.style = ''")
    shop.do(shop.page.hover("#apply"))
    assert 'the "Apply" button' in told(shop.matches())
    shop.do(shop.page.mouse.move(2, 700))
    assert shop.matches().is_same


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("document.querySelector('section+section').style.borderColor = '#fff'", 'around "Order summary"'),
        ("document.querySelector('footer').style.color = '#223'", '"Last visit: 3 May 2026. 12 people online"'),
        ("document.querySelector('header').style.background = '#2a2a33'", '"Kettle shop"'),
        ("document.querySelector('input').remove()", '"Apply"'),
    ],
    ids=["border", "letters", "ground", "field"],
)
def test_what_no_word_changed_in_is_told_by_the_words_there(shop: Shop, change: str, what: str) -> None:
    shop.keep()
    shop.js(change)
    assert what in told(shop.matches())


def test_several_places_are_told_in_order(shop: Shop) -> None:
    shop.keep()
    shop.js("total.textContent = '£18.00'; document.querySelectorAll('td')[6].textContent = 'Blue cup'")
    compared = shop.matches()
    assert 'in 2 places: "£18.00" beside "Total", was "£20.00"' in told(compared)
    assert [place.box.y for place in compared.regions] == sorted(place.box.y for place in compared.regions)
    assert shop.matches(tolerance=0.01).is_same
    assert not shop.matches(tolerance=compared.share * 0.9).is_same


def test_another_size_is_said(shop: Shop) -> None:
    shop.keep()
    shop.do(shop.page.set_viewport_size({"width": 1280, "height": 600}))
    try:
        compared = shop.matches()
    finally:
        shop.do(shop.page.set_viewport_size({"width": 1280, "height": 720}))
    # The scroll bar is another one.
    assert told(compared).startswith('the picture "cart" is 1280×600 and was 1280×720; what both cover differs in 2 places: ')
    assert compared.drawn is not None


# What is ignored


def test_a_clock_that_runs_is_ignored_by_its_name(shop: Shop) -> None:
    shop.js(RUNNING)
    shop.keep(moves=True, ignore=["the clock"])
    shop.do(shop.page.wait_for_timeout(200))
    assert shop.matches(moves=True, ignore=["the clock"]).is_same
    assert '"Clock' in told(shop.matches(moves=True))
    shop.js("total.textContent = '£18.00'")
    assert '"£18.00"' in told(shop.matches(moves=True, ignore=["the clock"]))


@pytest.mark.parametrize("longer_now", [True, False])
def test_what_is_ignored_may_have_been_longer_then_or_be_longer_now(shop: Shop, longer_now: bool) -> None:
    texts = ["3 online", "12345678 people are online now"]
    first, then = texts if longer_now else texts[::-1]
    shop.js(f"document.querySelector('header b').textContent = '{first}'")
    kept = shop.keep(ignore=["/\\d+.* online.*/"])
    assert list(json.loads(kept.path.with_suffix(".json").read_text())["ignored"]) == ["/\\d+.* online.*/"]
    shop.js(f"document.querySelector('header b').textContent = '{then}'")
    assert shop.matches(ignore=["/\\d+.* online.*/"]).is_same
    assert not shop.matches().is_same, "what is no longer ignored counts again"


def test_what_moves_by_itself_and_places_are_left_out(shop: Shop) -> None:
    shop.keep()
    shop.js("document.querySelector('time').textContent = '23:59:59'")
    (place,) = shop.matches().regions
    assert shop.matches(moving=[place.box]).is_same
    assert shop.matches(ignore=[place.box]).is_same
    assert shop.matches(ignore=[(place.box.x, place.box.y, place.box.w, place.box.h)]).is_same


def test_words_mean_all_that_a_person_would_cover(shop: Shop) -> None:
    sight = shop.sight()

    def covered(said: str) -> str:
        boxes = places_of(said, sight)
        return " ".join(
            word.text for line in sight.lines for word in line.words if any(box.contains(word.box.center) for box in boxes)
        )

    assert covered("the clock") == "Clock 12:34:56"
    assert covered("'12:34:56'") == "12:34:56"
    assert covered("the time") == "12:34:56"
    assert covered("the date") == "3 May 2026."
    assert covered("the Shipping") == "Shipping £0.00"
    assert covered("/\\d+ people/") == "12 people"
    assert covered("the Apply button") == "Apply"
    assert covered("all '£4.00'") == "£4.00 £4.00"
    assert covered("the second '£4.00'") == "£4.00"
    table = {"Item", "Count", "Price", "Copper", "kettle", "Tea", "strainer", "Blue", "mug", "1", "2", "£12.00", "£4.00"}
    assert set(covered("the table").split()) == set(covered("the cart table").split()) == table


def test_words_that_are_nowhere_are_an_error_with_what_comes_nearest(shop: Shop) -> None:
    shop.keep()
    with pytest.raises(NotFound, match=r'the Apply buton is not to be seen; nearest is "Apply"\. What does not'):
        shop.matches(ignore=["the Apply buton"])
    with pytest.raises(NotFound, match=r"nothing that is to be read fits /\\d\{9\}/"):
        shop.matches(ignore=[r"/\d{9}/"])
    with pytest.raises(BadInput, match=r"/\(/ is no pattern"):
        shop.matches(ignore=["/(/"])
    with pytest.raises(Ambiguous, match=r"or: all '£4\.00'"):
        shop.matches(ignore=["'£4.00'"])


# A part of the screen


def test_a_part_is_compared_wherever_it_stands(shop: Shop) -> None:
    kept = shop.keep("summary", region="the order summary")
    assert kept.now.size.w < 500
    shop.js("document.querySelector('header b').textContent = 'Teapot shop'")
    assert shop.matches("summary", region="the order summary").is_same
    shop.js(
        "document.querySelector('header').insertAdjacentHTML('afterend', '<div style=\"padding:9px;background:#fe9\">News</div>')"
    )
    assert shop.matches("summary", region="the order summary").is_same
    shop.js("total.textContent = '£18.00'")
    compared = shop.matches("summary", region="the order summary")
    assert told(compared).startswith('the picture "summary" of the order summary differs in 1 place: "£18.00" beside "Total"')
    assert compared.regions[0].box.right < kept.now.size.w, "told in px of the part"
    with pytest.raises(NotFound, match="region: the weather is not to be seen"):
        shop.matches("weather", region="the weather")


def test_the_table_is_a_part(shop: Shop) -> None:
    shop.keep("table", region="the cart table")
    shop.js("total.textContent = '£18.00'")
    assert shop.matches("table", region="the cart table").is_same
    shop.js("document.querySelectorAll('td')[5].textContent = '£5.00'")
    assert '"£5.00"' in told(shop.matches("table", region="the cart table"))


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (1, -1), (-2, 2)])
def test_a_part_whose_edges_are_told_a_little_otherwise_is_the_same(tmp_path: Path, dx: int, dy: int) -> None:
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[50:80, 40:260] = letters("Total £18.00")

    def compared(box: Box, now: Pixels, *, update: bool = False) -> Compared:
        frame = Frame.of(now, "test")
        sight = Sight(frame, (Line((Word("Total", box, 1.0),)),), ())
        place = Pictures(tmp_path / "test_shop.py", update=update)
        return matches("total", frame, sight, place=place, region="the total", ignore=[Box(50, 50, 12, 30)])

    box = Box(48, 55, 80, 16)
    compared(box, pixels, update=True)
    assert compared(box.move(dx, dy), pixels).is_same
    other = pixels.copy()
    other[55:70, 52:58] = (200, 0, 0)
    assert compared(box.move(dx, dy), other).is_same, "what is ignored is ignored where it is"
    other[55:70, 100:104] = (200, 0, 0)
    assert not compared(box.move(dx, dy), other).is_same


# Other screens


def test_each_scale_and_scheme_has_pictures_of_its_own(loop: Loop, eyes: Eyes, shop: Shop) -> None:
    light = shop.keep()
    other = Browser(BrowserOptions(scale=2, color_scheme="dark"))
    loop.run(other.open())
    try:
        dark = Shop(loop, other, eyes, shop.folder)
        loop.run(other.page.set_content(SHOP))
        place = Pictures(shop.folder / "test_shop.py", "test_cart", update=True, scheme="dark", browser="Chromium 1")
        kept = dark.matches(place=place, ignore=["the clock"])
        assert kept.path == shop.folder / "__pictures__" / "linux-2x-dark" / "test_shop" / "cart.png"
        note = json.loads(kept.path.with_suffix(".json").read_text())
        assert (note["scale"], note["browser"], note["platform"]) == (2, "Chromium 1", "linux")
        dark.js("document.querySelector('time').textContent = '01:02:03'")
        place = Pictures(shop.folder / "test_shop.py", "test_cart", scheme="dark")
        assert dark.matches(place=place, ignore=["the clock"]).is_same
        dark.js("total.textContent = '£20.01'")
        place = Pictures(shop.folder / "test_shop.py", "test_cart", scheme="dark")
        compared = dark.matches(place=place, ignore=["the clock"])
        assert 'in 1 place: "£20.01" beside "Total", was "£20.00"' in told(compared)
    finally:
        loop.run(other.close())
    assert shop.matches().is_same
    assert light.path != kept.path


# Names and files


def plain(level: int = 240) -> tuple[Frame, Sight]:
    frame = Frame.of(np.full((40, 60, 3), level, np.uint8), "test")
    return frame, Sight(frame, (), ())


def keep_plain(name: str, place: Pictures, level: int = 240) -> Compared:
    frame, sight = plain(level)
    return matches(name, frame, sight, place=place)


def test_parameters_are_a_part_of_the_name_and_a_name_is_asked_for_once(tmp_path: Path) -> None:
    place = Pictures(tmp_path / "test_shop.py", "test_cart[CLUB-18.00]", update=True)
    assert keep_plain("cart", place).path.name == "cart-CLUB-18.00.png"
    with pytest.raises(BadInput, match='asked for the picture "Cart" before'):
        keep_plain("Cart", place)
    assert keep_plain("empty cart", place).path.name == "empty-cart-CLUB-18.00.png"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("cart", "cart"),
        ("Żółw / 2", "Żółw-2"),
        ("../../etc/passwd", r"etc-passwd-[0-9a-f]{6}"),
        ("a:b*c?", r"a-b-c-[0-9a-f]{6}"),
        ("CON", r"CON-[0-9a-f]{6}"),
        ("x" * 300, r"x{80}-[0-9a-f]{6}"),
    ],
)
def test_names_are_names_of_files_anywhere(said: str, name: str) -> None:
    assert re.fullmatch(name, file_name(said))


def test_a_name_without_a_letter_is_refused() -> None:
    with pytest.raises(BadInput, match="letters or digits are needed"):
        file_name("../..")


def test_two_tests_that_would_keep_two_pictures_under_one_name_are_told(tmp_path: Path) -> None:
    written: dict[Path, str] = {}

    def place(test: str) -> Pictures:
        return Pictures(tmp_path / "test_shop.py", test, update=True, written=written)

    keep_plain("cart", place("test_full"))
    assert keep_plain("cart", place("test_again")).is_same, "the same picture may be of both"
    assert keep_plain("cart", place("test_full"), 200).written, "the same test, tried again"
    with pytest.raises(BadInput, match=r'test_full has just kept another picture as "cart"; give one of them another name'):
        keep_plain("cart", place("test_empty"), 100)


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    place = Pictures(tmp_path / "test_shop.py", update=True)
    path = keep_plain("cart", place).path
    path.write_text("version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(BadInput, match=r"cart\.png is no picture; fetch it again \(git lfs pull\?\)"):
        keep_plain("cart", Pictures(tmp_path / "test_shop.py"))


def test_a_picture_without_its_note_is_a_picture_and_a_broken_note_is_said(tmp_path: Path) -> None:
    path = keep_plain("cart", Pictures(tmp_path / "test_shop.py", update=True)).path
    path.with_suffix(".json").unlink()
    assert keep_plain("cart", Pictures(tmp_path / "test_shop.py")).is_same
    path.with_suffix(".json").write_text("<<<<<<< ours")
    with pytest.raises(BadInput, match=r"cart\.json does not say what was ignored"):
        keep_plain("cart", Pictures(tmp_path / "test_shop.py"))


def test_pictures_that_nobody_asked_for_are_listed(tmp_path: Path) -> None:
    paths = [keep_plain(name, Pictures(tmp_path / "test_shop.py", update=True)).path for name in ("cart", "till", "door")]
    keep_plain("cart", Pictures(tmp_path / "test_other.py", update=True))
    assert unused([paths[0]]) == sorted(paths[1:])
    assert unused(paths) == []


def test_a_box_beside_the_picture_ignores_nothing(tmp_path: Path) -> None:
    keep_plain("cart", Pictures(tmp_path / "test_shop.py", update=True))
    frame, sight = plain(200)
    compared = matches("cart", frame, sight, place=Pictures(tmp_path / "test_shop.py"), ignore=[Box(100, 100, 5, 5)])
    assert told(compared) == 'the picture "cart" differs in 1 place: 60×40 px at 0,0'
    assert isinstance(compared.now, handeye.Frame)
