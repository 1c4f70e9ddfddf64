"""The report of a test session as people meet it: opened from a file in a real Chromium, with torn records and hostile names."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from handeye.tasks.report.session_folder import begin, write_session_json
from handeye.tasks.report.session_report import remember, write_session_report
from handeye.tasks.ui_test.history import Ended, History, Ran, add, read, write
from handeye.tools.browser.chromium import BrowserOptions, arguments_for, executable_for
from handeye.tools.errors import BadInput
from handeye.tools.frame import Frame, decode_picture
from handeye.tools.geometry import Box

from .session_sample import multiply, record
from .test_report import HOSTILE, SAVE, Reader, Record, painted, screen

NOON_S = 1772362800.0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = BrowserOptions()
        path = executable_for(options, playwright.chromium.executable_path)
        yield playwright.chromium.launch(executable_path=path, args=arguments_for(options))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser)
    yield reader
    for page in reader.pages:
        page.context.close()
    assert not reader.wrong
    assert not reader.asked_elsewhere()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A session that has begun."""
    begin(tmp_path / "report", NOON_S)
    return tmp_path / "report"


def ended(report: Path, **more: Any) -> Path:
    about: dict[str, Any] = {"began_s": NOON_S, "seconds": 12.5, "command": "pytest tests -n 2", "exit_code": 1, **more}
    write_session_json(report, **about)
    path = write_session_report(report)
    assert path is not None
    assert path == report / "report.html"
    return path


def tried(report: Path, test: str, verdict: str = "passed", frames: Sequence[Frame] = (), /, **more: Any) -> Path:
    """One try whose film has a step from each frame to the next; the last of them ended as the test did."""
    folder = report / "tests" / f"{test}-{more.get('attempt', 1)}"
    record = Record(folder)
    frames = frames or (painted(1), painted(2))
    for n, (before, after) in enumerate(pairwise(frames), start=1):
        is_last = n == len(frames) - 1
        status = "wrong" if is_last and verdict == "failed" else "unsure" if is_last and verdict == "unsure" else "confirmed"
        record.step(f"press Save, time {n}", before, after, status)
    record.recorder.close()
    told: dict[str, Any] = {
        "nodeid": f"tests/test_{test}.py::{test}",
        "name": test,
        "file": f"tests/test_{test}.py",
        "line": 7,
        "verdict": verdict,
        "attempt": 1,
        "worker": "",
        "began": NOON_S,
        "seconds": 1.5,
        "message": "'Saved' is not visible\n> screen.check()" if verdict in ("failed", "unsure") else "",
        "claim": "'Saved' is visible" if verdict in ("failed", "unsure") else "",
        "instead": "it says Error" if verdict in ("failed", "unsure") else "",
        "picture": "",
        "tags": [],
        **more,
    }
    (folder / "test.json").write_text(json.dumps(told))
    return folder


def some(report: Path) -> None:
    tried(report, "login", seconds=0.5, tags=["smoke"], worker="gw0", began=NOON_S + 1)
    tried(report, "cart", "failed", seconds=4.0, worker="gw1", began=NOON_S + 2)
    tried(report, "pay", "failed", began=NOON_S + 3)
    tried(report, "pay", "passed", attempt=2, began=NOON_S + 5)
    tried(report, "news", "unsure", began=NOON_S + 4)
    tried(report, "later", "skipped", message="not on Sundays", began=NOON_S + 6)


def listed(page: Page) -> list[str]:
    """The names of the tests that are to be seen, from the top."""
    return page.locator("#tests li:visible b").all_text_contents()


def shows(page: Page, what: str) -> None:
    """Which picture of the film is to be seen, such as "step-3 after"."""
    expect(page.locator(".stage canvas")).to_have_attribute("data-shows", what)


def opened(page: Page, name: str) -> None:
    page.locator("#tests li:visible", has_text=name).first.locator("a").click()
    showing(page, name)


def showing(page: Page, name: str) -> None:
    expect(page.locator("#page[data-shows] > header h2")).to_have_text(name)


def test_its_head_tells_in_ten_seconds_what_came_of_the_tests(report: Path, reader: Reader) -> None:
    some(report)
    page = reader.open(ended(report, others={"passed": 30, "failed": 1}))
    told = "2 of 5 tests passed, 1 of them only on a later try, 1 failed, 1 unsure, 1 skipped; without a screen, 1 failed"
    expect(page).to_have_title(f"{told} · handeye")
    expect(page.locator(".badge").first).to_have_text("✗ failed")
    expect(page.locator("h1")).to_have_text(told)
    expect(page.locator(".totals li")).to_have_text(["1✓passed", "1✗failed", "1?unsure", "1↻flaky", "1–skipped"])
    for said in (
        "Took12.5 s", "Workers2", "Tests without a screen30 passed, 1 failed", "Commandpytest tests -n 2", "cart 4.0 s", "Python",
    ):  # fmt: skip
        expect(page.locator(".head .facts")).to_contain_text(said)


@pytest.mark.parametrize(
    ("verdicts", "exit_code", "badge", "said"),
    [
        (["passed"], 0, "✓ passed", "1 test passed"),
        (["passed", "passed"], 0, "✓ passed", "All 2 tests passed"),
        (["passed", "unsure"], 1, "? unsure", "1 of 2 tests passed, 1 unsure"),
        (["passed", "error"], 1, "✗ failed", "1 of 2 tests passed, 1 error"),
        (["passed"], 2, "■ interrupted", "1 test passed"),
        (["passed"], None, "✂ cut off", "1 test passed"),
    ],
)
def test_how_a_session_ended(
    report: Path, reader: Reader, verdicts: list[str], exit_code: int | None, badge: str, said: str
) -> None:
    for n, verdict in enumerate(verdicts):
        tried(report, f"test{n}", verdict)
    page = reader.open(ended(report, exit_code=exit_code))
    expect(page.locator(".badge").first).to_have_text(badge)
    expect(page.locator("h1")).to_have_text(said)


def test_tests_are_found_chosen_and_ordered(report: Path, reader: Reader) -> None:
    some(report)
    page = reader.open(ended(report))
    assert listed(page) == ["cart", "news", "pay", "login", "later"], "those first that did not pass"
    expect(page.locator("#tests li").first).to_contain_text("'Saved' is not visible")
    expect(page.locator("#tests li", has_text="pay").first).to_contain_text("2 tries")
    page.keyboard.press("/")
    page.keyboard.type("SMOKE")
    assert listed(page) == ["login"]
    expect(page.locator("#count")).to_have_text("1 of 5 tests")
    page.get_by_role("searchbox").fill("test_ skipped")
    assert listed(page) == ["later"]
    page.get_by_role("searchbox").fill("nowhere")
    expect(page.get_by_text("No test is like that.")).to_be_visible()
    page.get_by_role("searchbox").fill("")
    page.get_by_label("How they ended").select_option("flaky")
    assert listed(page) == ["pay"]
    page.locator(".totals a", has_text="failed").click()
    assert listed(page) == ["cart"]
    page.get_by_label("How they ended").select_option("")
    page.get_by_label("Order").select_option("slowest")
    assert listed(page) == ["cart", "pay", "news", "later", "login"]
    page.get_by_label("Order").select_option("name")
    assert listed(page) == ["cart", "later", "login", "news", "pay"]
    page.get_by_label("Order").select_option("worst")
    assert listed(page) == ["cart", "news", "pay", "login", "later"]


def test_an_opened_test_tells_why_it_failed(report: Path, reader: Reader) -> None:
    after = screen("Error").rgb.copy()
    after[600:640, 900:1000] = (200, 0, 0)
    tried(report, "cart", "failed", [painted(1), screen("Ready"), Frame.of(after, "painted")], tags=["shop"], worker="gw1")
    page = reader.open(ended(report))
    opened(page, "cart")
    shows(page, "step-2 after")
    told = page.locator("#page")
    expect(page.locator("#list")).to_be_hidden()
    for said in ("✗ failed", "tests/test_cart.py::cart", "tests/test_cart.py:7", "gw1", "shop", "> screen.check()"):
        expect(told).to_contain_text(said)
    expect(page.locator(".claims div")).to_have_text(["Claimed'Saved' is visible", "Seen insteadit says Error"])
    expect(page.get_by_role("link", name="its folder")).to_have_attribute("href", "tests/cart-1/")
    expect(page.locator(".pair figcaption")).to_have_text(["Before: press Save, time 2", "After: press Save, time 2"])
    assert [pixels(canvas) for canvas in page.locator(".pair canvas").all()] == [
        same(screen("Ready")),
        same(Frame.of(after, "x")),
    ]
    (target,), (seen,) = outlines(page, 0, "target"), outlines(page, 1, "evidence")
    for drawn, box in ((target, SAVE), (seen, Box(100, 100, 80, 20))):
        assert Box(*drawn).shared(box) > 0.99
        assert drawn[2] < box.w + 40, "close around it"
    page.locator(".pair .picture").first.click()
    shows(page, "step-2 before")


def pixels(canvas: Any) -> bytes:
    return decode_picture(base64.b64decode(canvas.evaluate("c => c.toDataURL().split(',')[1]"))).tobytes()


def same(frame: Frame) -> bytes:
    return frame.rgb.tobytes()


def outlines(page: Page, figure: int, kind: str) -> list[list[float]]:
    found = page.locator(".pair svg").nth(figure).locator(f"rect.mark.{kind}")
    return found.evaluate_all("all => all.map(r => ['x', 'y', 'width', 'height'].map(n => Number(r.getAttribute(n))))")


def test_keys_move_through_the_film_and_from_test_to_test(report: Path, reader: Reader) -> None:
    tried(report, "one", "failed", [painted(n) for n in range(1, 5)], began=NOON_S)
    tried(report, "two", "failed", [painted(n) for n in range(5, 8)], began=NOON_S + 1)
    page = reader.open(ended(report))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tests a").first).to_be_focused()
    page.keyboard.press("Enter")
    showing(page, "one")
    expect(page.locator("#page h2").first).to_be_focused()
    shows(page, "step-3 after")
    for key, expected, colour in (
        ("ArrowLeft", "step-2 after", 3), ("ArrowLeft", "step-1 after", 2), ("ArrowLeft", "step-1 after", 2), (" ", "step-1 before", 1),
        ("ArrowRight", "step-2 before", 2), ("End", "step-3 before", 3), (" ", "step-3 after", 4), ("Home", "step-1 after", 2),
    ):  # fmt: skip
        page.keyboard.press(key)
        shows(page, expected)
        assert colour_shown_in_stage(page) == [20 * colour, 255 - 20 * colour, 100]
        assert page.evaluate("location.hash") == f"#test=one-1&step={expected.split()[0]}" or key == " "
    page.keyboard.press("n")
    showing(page, "two")
    shows(page, "step-2 after")
    expect(page.get_by_role("button", name="Next test")).to_be_disabled()
    page.keyboard.press("p")
    showing(page, "one")
    page.keyboard.press("Escape")
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#tests a").first).to_be_focused()
    page.go_back()
    showing(page, "one")


def colour_shown_in_stage(page: Page) -> list[int]:
    return page.evaluate(
        "[...document.querySelector('.stage canvas').getContext('2d').getImageData(5, 5, 1, 1).data].slice(0, 3)"
    )


def test_a_deep_link_opens_its_test_at_its_step(report: Path, reader: Reader) -> None:
    tried(report, "cart", "failed", [painted(n) for n in range(1, 5)])
    tried(report, "login")
    path = ended(report)
    page = reader.open(path, "#test=cart-1&step=step-2")
    showing(page, "cart")
    shows(page, "step-2 after")
    page.evaluate("location.hash = '#test=login-1'")
    showing(page, "login")
    for nowhere in ("#test=gone", "#test=", "#test=cart-1%E0%A4%A", "#constructor"):
        page = reader.open(path, nowhere)
        expect(page.locator("#list")).to_be_visible()


def test_each_try_has_its_film(report: Path, reader: Reader) -> None:
    tried(report, "pay", "failed", [painted(1), painted(2)])
    tried(report, "pay", "passed", [painted(1), painted(3)], attempt=2)
    page = reader.open(ended(report))
    expect(page.locator("#tests li")).to_have_count(1)
    opened(page, "pay")
    shows(page, "step-1 after")
    assert colour_shown_in_stage(page) == [60, 195, 100]
    page.locator(".other-tries a", has_text="try 1").click()
    expect(page.locator("#page .badge")).to_have_text("✗ failed")
    shows(page, "step-1 after")
    assert colour_shown_in_stage(page) == [40, 215, 100]
    assert page.evaluate("location.hash") == "#test=pay-1"


def test_pictures_stand_in_it_once_and_are_shown_pixel_for_pixel(report: Path, reader: Reader) -> None:
    """Though most are kept as what differs from another one, maybe of another test."""
    rng = np.random.default_rng(4)
    films = list[list[Frame]]()
    for n in range(6):
        rgb, film = screen("small text 0O1lI").rgb.copy(), [screen("small text 0O1lI")]
        rgb[5:20, 1000 + 9 * n : 1100] = (n, 99, 200)
        for step in range(4):
            rgb = rgb.copy()
            rgb[90 * step : 90 * step + 7, 40:700] = rng.integers(0, 255, 3)
            rgb[700 - step : 702, 1270:1280] = rng.integers(0, 255, 3)
            film.append(Frame.of(rgb, "painted"))
        films.append(film)
        tried(report, f"test{n}", "passed", film)
    path = ended(report)
    names = {frame.sha256 for film in films for frame in film}
    page = reader.open(path)
    expect(page.locator("script[id^=picture-]")).to_have_count(len(names))
    for n, film in ((5, films[5]), (0, films[0]), (3, films[3])):
        page.evaluate(f"location.hash = '#test=test{n}-1'")
        showing(page, f"test{n}")
        for step in (4, 1, 2):
            page.locator(".steps a").nth(step - 1).click()
            shows(page, f"step-{step} after")
            assert pixels(page.locator(".stage canvas")) == same(film[step])
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    shows(page, "step-1 before")
    assert pixels(page.locator(".stage canvas")) == same(films[3][0])


def test_each_call_of_a_test_has_its_own_part_of_the_steps(report: Path, reader: Reader) -> None:
    """Though each of them counts its steps, and the parts of its plan, anew."""
    folder = report / "tests" / "calls"
    record = Record(folder)
    for n, said in enumerate(("press Save", "press Send")):
        record.tell("plan", goals=[said])
        for part, index in ((0, 1), (0, 2)):
            name = record.recorder.keep(painted(4 * n + 2 * index))
            action = {"action": "click", "point": [560, 420]}
            record.tell("intent", step=index, part=part, said=said, frame=name, action=action)
            record.tell("verdict", step=index, part=part, said=said, frame=name, status="confirmed", why="seen", changed=[])
        record.tell("ended", status="done", why="seen")
    record.recorder.close()
    page = reader.open(ended(report), "#test=calls")
    expect(page.locator(".steps > li > p")).to_have_text(["press Save", "press Send"])
    expect(page.locator(".steps .number")).to_have_text(["1", "2", "3", "4"])
    shows(page, "step-4 after")


def test_the_film_of_several_screens_is_one(report: Path, reader: Reader) -> None:
    folder = tried(report, "two", "passed", [painted(1), painted(2)])
    record = Record(folder / "screen-2").tell("plan", goals=["look"]).step("press Send", painted(3), painted(4))
    record.recorder.close()
    page = reader.open(ended(report), "#test=two-1")
    shows(page, "step-2 after")
    assert colour_shown_in_stage(page) == [80, 175, 100]
    expect(page.locator(".steps .number")).to_have_text(["1", "2"])


def test_a_try_that_was_killed_is_cut_off(report: Path, reader: Reader) -> None:
    killed = tried(report, "killed", "passed", [painted(7), painted(8)])
    (killed / "test.json").unlink()
    with (killed / "events.jsonl").open("a") as file:
        file.write('{"n":9,"event":"deliv')
    (killed / "frames" / f"{painted(8).sha256}.png").unlink()
    known = tried(report, "known")
    (known / "test.json").write_text(json.dumps({"nodeid": "tests/test_known.py::known", "name": "known"}))
    torn = tried(report, "torn")
    (torn / "test.json").write_text('{"nodeid": "tests/te')
    (torn / "events.jsonl").write_text("nonsense\n" + (torn / "events.jsonl").read_text())
    empty = report / "tests" / "empty"
    empty.mkdir()
    page = reader.open(ended(report))
    expect(page.locator(".totals")).to_contain_text("4✂cut off")
    assert sorted(listed(page)) == ["empty", "killed-1", "known", "torn-1"]
    for name, said in (
        ("killed-1", "it was killed, or is still going on"),
        ("known", "it was killed, or is still going on"),
        ("torn-1", "The record of its steps cannot be read."),
        ("empty", "Nothing was looked at"),
    ):
        page.evaluate("location.hash = ''")
        opened(page, name)
        expect(page.locator("#page .badge")).to_have_text("✂ cut off")
        expect(page.locator("#page")).to_contain_text(said)
    page.evaluate("location.hash = '#test=killed-1'")
    expect(page.locator(".stage .picture p")).to_have_text("This picture is missing.")
    page.keyboard.press(" ")
    shows(page, "step-1 before")


def test_a_report_without_any_session_json_is_written_as_well(report: Path, reader: Reader) -> None:
    tried(report, "cart")
    (report / "session.json").write_text("{torn")
    assert write_session_report(report) == report / "report.html"
    expect(reader.open(report / "report.html").locator(".badge").first).to_have_text("✂ cut off")


def test_where_no_test_used_a_screen_there_is_no_report(report: Path) -> None:
    assert write_session_report(report) is None
    assert remember(report) == ""
    assert sorted(path.name for path in report.iterdir()) == ["session.json", "tests"]


STRANGE = [
    HOSTILE,
    "\u202eevil\u202c \x1b[31m\x00 שלום مرحبا",
    "lone \ud800 surrogate",
    "test_a[" + "very long " * 3000 + "]",
    "\n\n",
]


def test_strange_names_stay_words(report: Path, reader: Reader) -> None:
    for n, bad in enumerate(STRANGE):
        words = dict.fromkeys(("nodeid", "name", "file", "worker", "message", "claim", "instead", "picture"), bad)
        folder = tried(report, f"t{n}", "failed", **words, tags=[bad, bad], line=n)
        with (folder / "events.jsonl").open("a") as file:
            file.write(json.dumps({"event": "plan", "goals": [bad]}) + "\n")
            file.write(json.dumps({"event": "intent", "step": 2, "part": 0, "said": bad, "frame": bad, "hope": bad}) + "\n")
    (report / "tests" / "t0-1").rename(report / "tests" / "a <b>&amp; 100% ü #?+'\"\x07\u202e")
    page = reader.open(ended(report, command=HOSTILE, others={HOSTILE: 1}))
    expect(page.locator("#tests li")).to_have_count(len(STRANGE))
    for n in range(len(STRANGE)):
        page.locator("#tests a").nth(n).click()
        expect(page.locator("#page[data-shows]")).to_be_visible()
        page.keyboard.press("ArrowLeft")
        shows(page, "step-1 after")
        assert page.locator("#page").locator("img, script, style, iframe, meta, base, a[href^=javascript]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not set(page.locator("body").inner_text()) & set("\x00\x07\x1b\u202e\u202c\ud800")
        page.keyboard.press("Escape")
        expect(page.locator("#list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "owned" not in page.title().split("·")[0]
    page.locator("#tests a", has_text="fetch(").first.click()
    folder = page.get_by_role("link", name="its folder").evaluate("link => decodeURIComponent(link.href)")
    assert folder.endswith("tests/a <b>&amp; 100% ü #?+'\"\x07\u202e/")


def test_passed_tests_go_without_pictures_first(report: Path, reader: Reader) -> None:
    rng = np.random.default_rng(2)
    for name, verdict in (("good", "passed"), ("bad", "failed")):
        frames = [Frame.of(rng.integers(0, 256, (200, 300, 3), np.uint8), "painted") for _ in range(4)]
        tried(report, name, verdict, frames)
    packed = reader.open(ended(report)).locator("script[id^=picture-]").all_text_contents()
    assert len(packed) == 8
    path = write_session_report(report, pictures_bytes=sum(len(base64.b64decode(each)) for each in packed[:4]))
    assert path is not None
    page = reader.open(path)
    expect(page.locator("script[id^=picture-]")).to_have_count(4)
    expect(page.locator(".troubles")).to_have_text(
        "Left out, so that this report can be mailed: pictures of 1 test; its folder has them."
    )
    opened(page, "bad")
    for key in ("End", "Home"):
        page.keyboard.press(key)
        shows(page, "step-3 after" if key == "End" else "step-1 after")
    page.evaluate("location.hash = '#test=good-1'")
    showing(page, "good")
    expect(page.locator(".stage .picture p")).to_have_text("This picture was left out to keep this report small.")
    expect(page.locator("article.current h2")).to_contain_text("press Save, time 3")


def test_films_go_where_even_words_are_too_many(report: Path, reader: Reader) -> None:
    tried(report, "good")
    tried(report, "bad", "failed")
    first = write_session_report(report, films_bytes=3_000)
    assert first is not None
    page = reader.open(first)
    expect(page.locator(".troubles")).to_have_text(
        "Left out, so that this report can be mailed: the film of 1 test; its folder has it."
    )
    opened(page, "bad")
    shows(page, "step-1 after")
    page.evaluate("location.hash = '#test=good-1'")
    expect(page.locator("#page .nothing")).to_contain_text("The film of this test was left out")


def test_the_last_runs_are_marked(report: Path, reader: Reader) -> None:
    nodeid, history = "tests/test_cart.py::cart", History()
    for n, ending in enumerate(("passed", "failed", "flaky")):
        history = add(history, Ran(NOON_S - 9000 + n, {nodeid: Ended(ending, 2.5), "other": Ended("passed", 1)}))
    write(report / "history.json", add(history, Ran(NOON_S - 60, {"other": Ended("passed", 1)})))
    tried(report, "cart", "unsure", seconds=3.25)
    tried(report, "new")
    assert remember(report, 4) == ""
    page = reader.open(ended(report))
    marks = page.locator("#tests li", has_text="test_cart.py").locator(".marks")
    expect(marks.locator("i")).to_have_text(["✗", "↻", "·", "?"])
    expect(marks).to_have_attribute("aria-label", "last 4 runs: 1 failed, 1 unsure, 1 flaky; 100% flaky")
    marks.locator("i").nth(0).hover()
    title = marks.locator("i").nth(0).get_attribute("title") or ""
    assert title.startswith("failed · 2.5 s · 1 March 2026")
    marks.locator("i").nth(2).hover()
    assert (marks.locator("i").nth(2).get_attribute("title") or "").startswith("not part of that run · 1 March")
    expect(page.locator("#tests li", has_text="test_new.py").locator(".marks")).to_have_attribute(
        "aria-label", "last 4 runs: 1 passed"
    )


def test_the_history_survives_the_next_session(report: Path) -> None:
    tried(report, "cart", "failed")
    tried(report, "cart", attempt=2)
    ended(report)
    remember(report)
    begin(report, NOON_S + 60)
    assert sorted(path.name for path in report.iterdir()) == ["history.json", "session.json", "tests"]
    assert not any((report / "tests").iterdir())
    tried(report, "cart")
    remember(report)
    rows = read(report / "history.json").of("tests/test_cart.py::cart")
    assert [each and (each.ending, each.seconds) for each in rows] == [("flaky", 3.0), ("passed", 1.5)]
    (report / "history.json").write_text("torn")
    assert "begun anew" in remember(report)
    assert len(read(report / "history.json").runs) == 1


def test_only_what_is_ours_is_replaced(report: Path, tmp_path: Path) -> None:
    tried(report, "cart")
    (report / "junit.xml").write_text("mine")
    (report / "tests" / "notes").mkdir()
    (report / "tests" / "notes" / "todo.txt").write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    tried(elsewhere, "other")
    (report / "tests" / "link").symlink_to(elsewhere / "tests" / "other-1")
    begin(report, NOON_S)
    assert (report / "junit.xml").read_text() == "mine"
    assert sorted(path.name for path in (report / "tests").iterdir()) == ["link", "notes"]
    assert (elsewhere / "tests" / "other-1" / "test.json").exists()


@pytest.mark.parametrize("found", ["tests/test_a.py", "README.md", "report.html"])
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, found: str) -> None:
    (tmp_path / found).parent.mkdir(exist_ok=True)
    (tmp_path / found).write_text("mine")
    with pytest.raises(BadInput, match=f"holds {found.split('/')[0]}, and no report of tests; name a new or empty folder"):
        begin(tmp_path, NOON_S)
    assert (tmp_path / found).read_text() == "mine"
    (tmp_path / "session.json").write_text('{"began": 1}')
    with pytest.raises(BadInput, match="was not written by handeye"):
        begin(tmp_path, NOON_S)
    assert (tmp_path / found).read_text() == "mine"


def test_a_new_folder_an_empty_one_and_one_with_a_history_are_taken(tmp_path: Path) -> None:
    for name in ("new/inner", "empty", "known"):
        folder = tmp_path / name
        if name != "new/inner":
            folder.mkdir()
        if name == "known":
            (folder / "history.json").write_text("{}")
        begin(folder, NOON_S)
        assert json.loads((folder / "session.json").read_text())["began"] == NOON_S
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="is a file; name a folder"):
        begin(tmp_path / "file", NOON_S)


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_it_is_light_or_dark_and_fits_a_phone(report: Path, reader: Reader, scheme: str, is_dark: bool) -> None:
    long = "a_very_long_word_that_has_no_place_to_break_in_it_" * 4
    tried(report, "cart", "failed", name=long, message=long, claim=long, tags=[long])
    page = reader.open(ended(report), color_scheme=scheme, viewport={"width": 390, "height": 844}, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, colour[4:-1].split(","))) < 200) == is_dark
    page.locator("#tests a").click()
    shows(page, "step-1 after")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_scripts_the_list_can_be_read(report: Path, reader: Reader) -> None:
    some(report)
    page = reader.open(ended(report), java_script_enabled=False)
    assert listed(page) == ["cart", "news", "pay", "login", "later"]
    expect(page.get_by_text("scripts are switched off")).to_be_visible()
    expect(page.locator("#tests li").first).to_contain_text("'Saved' is not visible")


def test_it_is_private_and_written_whole_or_not_at_all(report: Path) -> None:
    tried(report, "cart")
    path = ended(report)
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match=r"report\.html"):
        write_session_report(report)
    assert [each.name for each in report.iterdir() if "report.html" in each.name] == ["report.html"]


@pytest.mark.full
def test_two_hundred_real_tests_are_one_file_that_can_be_mailed(tmp_path: Path, reader: Reader) -> None:
    multiply(record(tmp_path), tmp_path / "report", 200)
    path = write_session_report(tmp_path / "report")
    assert path is not None
    assert path.stat().st_size <= 14_000_000
    page = reader.open(path)
    expect(page.locator("#tests li")).to_have_count(200)
    expect(page.locator(".troubles")).to_have_count(0)
    page.locator("#tests a", has_text="case 111").click()
    expect(page.locator("#page[data-shows] > header h2")).to_contain_text("case 111")
    page.keyboard.press("Home")
    shows(page, "step-1 after")
