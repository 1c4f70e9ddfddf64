"""The report of a run as people meet it: opened from a file in a real Chromium, with good records, hostile ones and torn ones."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from handeye.agent.recorder import Recorder
from handeye.tasks.cli import run
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.report.report import write_report
from handeye.tasks.report.words import action_in_words
from handeye.tools.browser.chromium import BrowserOptions, arguments_for, executable_for
from handeye.tools.errors import BadInput
from handeye.tools.frame import Frame, decode_picture
from handeye.tools.geometry import Box

DONE = {"status": "done", "code": None, "why": "'Saved' is visible", "proof": "checked"}
SAVE = Box(500, 400, 120, 40)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = BrowserOptions()
        path = executable_for(options, playwright.chromium.executable_path)
        yield playwright.chromium.launch(executable_path=path, args=arguments_for(options))


@dataclass
class Reader:
    """Opens reports as a person does, and writes down what their pages ask the network for and complain of."""

    browser: Browser
    asked: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])
    pages: list[Page] = field(default_factory=list[Page])

    def open(self, report: Path, anchor: str = "", **context: Any) -> Page:
        settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}, **context}
        page = self.browser.new_context(**settings).new_page()
        self.pages.append(page)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", self._dismiss)
        page.goto(report.as_uri() + anchor)
        return page

    def _dismiss(self, dialog: Dialog) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()

    def asked_elsewhere(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser)
    yield reader
    for page in reader.pages:
        page.context.close()
    assert not reader.wrong
    assert not reader.asked_elsewhere()


class Record:
    """A run's folder, written as runs write it."""

    def __init__(self, folder: Path, **about: object) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.recorder = Recorder(folder)
        self.steps = 0
        self.recorder.about(
            **{"task": "press Save", "start": "http://localhost:1", "on": "browser", "brain": "reader", **about}
        )

    def tell(self, event: str, **more: object) -> Record:
        self.recorder.event(event, **more)
        return self

    def step(self, said: str, before: Frame, after: Frame, status: str = "confirmed", **verdict: object) -> Record:
        self.steps += 1
        target = {"words": "Save", "kind": "button", "box": [500, 400, 120, 40], "source": "sight", "relation": "second"}
        self.tell(
            "intent",
            step=self.steps,
            said=said,
            frame=self.recorder.keep(before),
            action={"action": "click", "point": [560, 420]},
            target=target,
            hope="'Saved' is visible",
        )
        self.tell("delivered", step=self.steps, seconds=0.04)
        name = self.recorder.keep(after)
        said_of_it = {
            "why": "'Saved' is visible",
            "evidence": [{"what": "“Saved” text", "box": [100, 100, 80, 20], "frame": name}],
            "seconds": {"act": 0.2, "do": 0.04, "look": 0.1, "verify": 0.01},
            "proven": True,
        }
        return self.tell("verdict", step=self.steps, said=said, frame=name, status=status, **{**said_of_it, **verdict})

    def ended(self, **result: object) -> Path:
        self.tell("ended", **result)
        self.recorder.about(result={**result, "seconds": 3.5, "steps": self.steps, "model_calls": 0, "tokens": 0})
        return self.closed()

    def closed(self) -> Path:
        self.recorder.close()
        return write_report(self.folder)


def screen(text: str, colour: tuple[int, int, int] = (240, 240, 240)) -> Frame:
    image = Image.new("RGB", (1280, 720), colour)
    draw = ImageDraw.Draw(image)
    draw.text((110, 105), text, fill=(20, 20, 20))
    draw.rectangle((500, 400, 619, 439), fill=(30, 90, 200))
    return Frame.of(np.asarray(image), "painted")


def painted(index: int) -> Frame:
    """A picture that is known by its colour."""
    return screen(f"screen {index}", (20 * index, 255 - 20 * index, 100))


def colour_shown(page: Page) -> list[int]:
    expect(page.locator(".picture canvas")).not_to_have_attribute("data-shows", "")
    return page.evaluate(
        "[...document.querySelector('.picture canvas').getContext('2d').getImageData(5, 5, 1, 1).data].slice(0, 3)"
    )


def shows(page: Page, what: str) -> None:
    """Which picture is to be seen, such as "step-3 after"."""
    expect(page.locator(".picture canvas")).to_have_attribute("data-shows", what)


def film(folder: Path, steps: int = 5, **ends: object) -> Path:
    record = Record(folder)
    for n in range(steps):
        record.step(f"press Save, time {n + 1}", painted(n), painted(n + 1))
    return record.ended(**{**DONE, **ends})


def test_a_real_run_from_the_words_to_the_proof(tmp_path: Path, reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    words = "type Bob into Full name, click Create account, check that 'Welcome' is visible"
    with DemoSite(tmp_path / "site") as site:
        said = ["run", words, "--start", f"{site.url}/join", "--runs", str(tmp_path / "runs"), "--json"]
        with ThreadPoolExecutor(1) as aside:  # this thread has a loop already, the one that reads reports
            code = aside.submit(run, said).result()
    result = json.loads(capsys.readouterr().out)
    assert (code, result["status"]) == (1, "failed")
    page = reader.open(write_report(Path(result["run"])))
    expect(page.locator(".badge")).to_have_text("✗ failed")
    expect(page.locator("h1")).to_have_text(result["why"])
    expect(page.locator(".task")).to_have_text(words)
    expect(page.locator(".steps a[aria-current] .sign.bad")).to_be_visible()
    assert page.locator(".steps a .number:not(:empty)").count() == result["steps"]
    page.keyboard.press("Home")
    expect(page.locator("article.current h2")).to_contain_text('type "Bob" into Full name')
    shows(page, "step-1 after")


def test_its_head_tells_in_ten_seconds_what_happened(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path, task="open localhost:1\npress Save", start="http://localhost:1")
    record.tell("plan", goals=["open localhost:1", "press Save", "check it"], seconds=0.3)
    record.step("press Save", painted(1), painted(2)).step("press Save", painted(2), painted(2), "wrong", why="it says Error")
    record.tell("model", role="judge", seconds=1.5, tokens=1200, text="no").tell("model", role="plan", seconds=0.5, tokens=34)
    record.tell("answer", said="read the Order", answer={"number": 17, "items": ["tea", "milk"]})
    page = reader.open(record.ended(status="failed", code="wrong", why="it says Error"))
    expect(page).to_have_title("failed · it says Error · handeye")
    head = page.locator(".head")
    for said in (
        "✗ failed",
        "wrong",
        "it says Error",
        "open localhost:1\npress Save",
        "3.5 s",
        "Steps2",
        "Model calls2",
        "Tokens1\u202f234",
        "none",
    ):
        expect(head).to_contain_text(said)
    expect(page.locator(".answers")).to_contain_text("number17")
    expect(page.locator(".answers li")).to_have_text(["tea", "milk"])
    sections = page.locator(".sections")
    for said in ("planning300 ms", "deciding400 ms", "judge11.5 s1200", "plan1500 ms34"):
        expect(sections).to_contain_text(said)
    expect(page.locator("article.current header")).to_contain_text("2. press Save")
    expect(page.locator("article.current header")).to_contain_text("wrong: it says Error")


def test_the_plan_says_how_far_it_came(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path).tell("plan", goals=["tick News", "press Save", "check that 'Saved' is visible", "press Quit"])
    record.step("press Save", painted(1), painted(2), part=1)
    record.folder.joinpath("events.jsonl").write_text(
        record.folder.joinpath("events.jsonl").read_text().replace('"event":"intent",', '"event":"intent","part":1,')
    )
    page = reader.open(record.closed())
    expect(page.locator(".plan li")).to_have_text(
        ["tick News was so already", "press Save✓", "check that 'Saved' is visible not reached", "press Quit not reached"]
    )


def test_keys_buttons_slider_and_list_move_through_the_film(tmp_path: Path, reader: Reader) -> None:
    page = reader.open(film(tmp_path))
    shows(page, "step-5 after")
    for key, expected in (
        ("ArrowLeft", "step-4 after"), ("ArrowLeft", "step-3 after"), (" ", "step-3 before"), ("ArrowRight", "step-4 before"),
        ("Home", "step-1 before"), ("ArrowLeft", "step-1 before"), (" ", "step-1 after"), ("End", "step-5 after"),
    ):  # fmt: skip
        page.keyboard.press(key)
        shows(page, expected)
        step, side = expected.split()
        index = int(step[-1]) - (side == "before")
        assert colour_shown(page) == [20 * index, 255 - 20 * index, 100]
        assert page.evaluate("location.hash") == f"#{step}"
        expect(page.locator("article.current")).to_have_attribute("id", step)
        expect(page.locator(f".steps a[href='#{step}']")).to_have_attribute("aria-current", "step")
    page.get_by_role("link", name="press Save, time 2").click()
    shows(page, "step-2 after")
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("button", name="Before").click()
    shows(page, "step-3 before")
    page.keyboard.press(" ")
    shows(page, "step-3 after")
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    shows(page, "step-1 after")
    page.get_by_role("slider").fill("4")
    shows(page, "step-4 after")


def test_it_can_be_used_by_keyboard_alone(tmp_path: Path, reader: Reader) -> None:
    page = reader.open(film(tmp_path, 2))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shows(page, "step-1 after")
    before = page.get_by_role("button", name="Before")
    before.focus()
    page.keyboard.press(" ")
    shows(page, "step-1 before")
    expect(before).to_be_focused()


def test_a_deep_link_opens_its_step(tmp_path: Path, reader: Reader) -> None:
    report = film(tmp_path)
    page = reader.open(report, "#step-3")
    shows(page, "step-3 after")
    expect(page.locator("article.current h2")).to_have_text("✓3. press Save, time 3")
    expect(page.locator("article.current h2")).to_be_in_viewport()
    expect(page.locator(".picture canvas")).to_be_in_viewport(ratio=0.95)
    page.evaluate("location.hash = '#step-2'")
    shows(page, "step-2 after")
    shows(reader.open(report, "#step-99"), "step-5 after")


def test_a_failed_step_is_opened_first(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path)
    record.step("press Save", painted(1), painted(2)).step(
        "press Send", painted(2), painted(3), "unsure", why="it may have been sent"
    )
    page = reader.open(record.step("look again", painted(3), painted(3)).ended(status="unsure", why="it may have been sent"))
    shows(page, "step-2 after")
    expect(page.locator("article.current header")).to_contain_text("unsure: it may have been sent")


def outlines(page: Page, kind: str) -> list[list[float]]:
    return page.evaluate(
        f"[...document.querySelectorAll('.picture svg rect.mark.{kind}')].map(r => ['x', 'y', 'width', 'height'].map(n => Number(r.getAttribute(n))))"
    )


def around(outline: list[float], box: Box) -> bool:
    """Whether it lies close around a box."""
    return Box(*outline).shared(box) > 0.99 and abs(outline[0] - box.x) < 8 and abs(outline[2] - box.w) < 16


def test_the_target_is_marked_before_and_the_change_after(tmp_path: Path, reader: Reader) -> None:
    before = screen("Ready")
    rgb = before.rgb.copy()
    rgb[600:640, 900:1000] = (200, 0, 0)
    page = reader.open(Record(tmp_path).step("press Save", before, Frame.of(rgb, "painted")).ended(**DONE))
    shows(page, "step-1 after")
    (changed,), (seen,) = outlines(page, "changed"), outlines(page, "evidence")
    assert around(changed, Box(900, 600, 100, 40))
    assert around(seen, Box(100, 100, 80, 20))
    page.keyboard.press(" ")
    shows(page, "step-1 before")
    (target,) = outlines(page, "target")
    assert around(target, SAVE)
    assert page.locator(".picture svg circle.mark").evaluate("c => [c.cx.baseVal.value, c.cy.baseVal.value]") == [560, 420]
    page.get_by_role("button", name="Marks").click()
    assert outlines(page, "target") == []
    told = page.locator("article.current .telling")
    for said in (
        "click at 560, 420",
        "“Save” button second, found by sight",
        "'Saved' is visible",
        "1 place in the picture",
        "proving 10 ms",
    ):
        expect(told).to_contain_text(said)


def test_the_evidence_is_cut_out_of_its_picture(tmp_path: Path, reader: Reader) -> None:
    frame = screen("Saved", (3, 200, 90))
    page = reader.open(Record(tmp_path).step("press Save", painted(1), frame).ended(**DONE))
    crop = page.get_by_role("img", name="“Saved” text")
    expect(crop).to_have_attribute("width", "100")
    shown = crop.evaluate("c => [c.width, c.height, ...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]")
    assert shown[:2] == [100, 40]
    pixels = np.array(shown[2:], np.uint8).reshape(40, 100, 4)[:, :, :3]
    assert np.array_equal(pixels, frame.crop(Box(90, 90, 100, 40)))


def test_pictures_are_shown_pixel_for_pixel(tmp_path: Path, reader: Reader) -> None:
    """Though only what changed is kept of most of them."""
    record, rgb, frames = Record(tmp_path), screen("small text 0O1lI").rgb.copy(), list[Frame]()
    for n in range(30):
        rgb = rgb.copy()
        rgb[20 * n : 20 * n + 30, 37 * n : 37 * n + 50] = (8 * n, 250 - 8 * n, n)
        frames.append(Frame.of(rgb, "painted"))
    for before, after in pairwise(frames):
        record.step("go on", before, after)
    page = reader.open(record.ended(**DONE))
    for n in (29, 1, 25, 14):
        page.evaluate(f"location.hash = '#step-{n}'")
        shows(page, f"step-{n} after")
        shown = page.evaluate("document.querySelector('.picture canvas').toDataURL().split(',')[1]")
        assert np.array_equal(decode_picture(base64.b64decode(shown)), frames[n].rgb)


HOSTILE = "</script></style></title></pre>\"'><img src=URL/img onerror=fetch('URL/error')><script>fetch('URL/script');document.title='owned';alert(1)</script><svg onload=\"fetch('URL/svg')\"><style>@import 'URL/css'; body{{background:url(URL/bg)}}</style><meta http-equiv=refresh content='0;URL/refresh'><base href='URL/'><iframe src='URL/frame'></iframe><a href='javascript:alert(1)'>x</a><!-- \u202eevil\u202c \x1b[31m \x00 {{7*7}} ${{7*7}}"


def hostile_record(folder: Path, url: str) -> Path:
    """Strangers' words wherever a record has words."""
    bad = HOSTILE.replace("URL", url).replace("{{", "{").replace("}}", "}")
    record = Record(folder, task=bad, start=bad, on=bad, brain=bad)
    record.tell("look", frame=record.recorder.keep(painted(0)), url=bad, still=False, why=bad)
    record.tell("plan", goals=[bad, bad]).tell("model", role=bad, seconds=1, tokens=1, text=bad)
    target = {"words": bad, "kind": bad, "relation": bad, "source": bad, "box": [1, 2, 3, 4]}
    record.tell("intent", step=bad, said=bad, action={"action": "type", "text": bad}, target=target, hope=bad, risk=bad, part=0)
    record.tell("delivered", step=bad, requests=[bad])
    record.tell("request", method=bad, host=bad, port=1, target=bad, decision=bad, status=bad, why=bad)
    name = record.recorder.keep(painted(1))
    evidence = [{"what": bad, "box": [10, 10, 50, 50], "frame": name}, {"what": bad, "box": bad, "frame": bad}]
    record.tell(
        "verdict", step=bad, said=bad, frame=name, status="wrong", why=bad, evidence=evidence, changed=[bad], seconds={bad: 1}
    )
    record.tell("intent", step=2, said=bad, action={"action": bad, "point": bad}, frame=bad).tell(
        "answer", said=bad, answer={bad: [bad]}
    )
    record.tell("asked", question=bad).tell("answered", reply=bad).tell("forbidden", said=bad, why=bad).tell(bad, why=bad)
    return record.ended(status="failed", code=bad, why=bad, proof=bad)


def test_tabs_behind_a_text_are_to_be_seen() -> None:
    assert action_in_words({"action": "type", "text": "Ada\t\t"}) == "type “Ada” ⇥ ⇥"
    assert action_in_words({"action": "type", "text": "Ada"}) == "type “Ada”"


def test_hostile_words_stay_words(tmp_path: Path, reader: Reader) -> None:
    with DemoSite(tmp_path / "site") as site:
        page = reader.open(hostile_record(tmp_path / "run", site.url))
        expect(page.locator(".badge")).to_have_text("✗ failed")
        for _ in range(6):
            page.keyboard.press("ArrowLeft")
            page.keyboard.press(" ")
        expect(page.locator("h1")).to_contain_text("<script>fetch(")
        expect(page.locator(".task")).to_contain_text("onerror=fetch(")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", page.locator("body").text_content() or "")
        assert "owned" not in page.title().split("·")[0]
        assert page.locator("script, style, meta, base, iframe, a[href^=javascript]").evaluate_all("all => all.map(e => e.localName)") == [
            "meta", "meta", "meta", "meta", "meta", "style", "script", "script",
        ]  # fmt: skip
        page.wait_for_load_state("networkidle")
        assert site.requests == 0


def test_even_markup_that_got_in_would_do_nothing(tmp_path: Path, browser: Browser) -> None:
    """The content policy holds by itself."""
    report = film(tmp_path / "run", 1)
    reader = Reader(browser)
    with DemoSite(tmp_path / "site") as site:
        bad = (
            HOSTILE.replace("URL", site.url)
            .replace("<!--", "")
            .replace("<base href='", "<base data-x='")
            .replace("<meta", "<i")
        )
        report.write_text(report.read_text().replace("<main>", f"{bad}<main>"))
        page = reader.open(report)
        shows(page, "step-1 after")
        assert page.locator("img").count() == 1, "the picture is really in the page"
        page.wait_for_load_state("networkidle")
        assert page.title() == "done · 'Saved' is visible · handeye"
        assert site.requests == 0
    assert not reader.wrong
    page.context.close()


@pytest.mark.full
def test_a_hundred_steps_are_one_small_file(tmp_path: Path, reader: Reader, browser: Browser) -> None:
    record, taken = Record(tmp_path), list[Frame]()
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.set_content(BUSY)
        for n in range(101):
            page.evaluate(f"draw({n})")
            taken.append(Frame.of(decode_picture(page.screenshot()), "browser"))
    assert len({frame.sha256 for frame in taken}) == 101
    for before, after in pairwise(taken):
        record.step("go on", before, after)
    report = record.ended(**DONE)
    assert report.stat().st_size <= 15_000_000
    page = reader.open(report, "#step-60")
    shows(page, "step-60 after")
    shown = decode_picture(page.locator(".picture canvas").screenshot())
    assert shown.shape[1] > 600
    page.keyboard.press("End")
    shows(page, "step-100 after")


BUSY = """<style>body{margin:0;font:14px/1.5 sans-serif}canvas{position:absolute;right:0;top:0}main{columns:4;padding:10px;width:1260px;height:700px;overflow:hidden}</style>
<main></main><canvas width=280 height=200></canvas><script>
function draw(n) {
  let seed = n + 1; const next = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  document.body.style.background = `hsl(${next() * 360} 60% 92%)`;
  document.querySelector('main').innerHTML = Array.from({length: 260}, () => `<a style="color:hsl(${next() * 360} 70% 35%)">${next().toString(36).slice(2, 3 + next() * 9)}</a>`).join(' ');
  const paint = document.querySelector('canvas').getContext('2d');
  for (let i = 0; i < 60; i++) { paint.fillStyle = `hsla(${next() * 360} 80% 50% / .4)`; paint.beginPath(); paint.arc(next() * 280, next() * 200, next() * 60, 0, 7); paint.fill() }
}</script>"""


def test_photos_fit_as_well(tmp_path: Path) -> None:
    """What cannot be kept without loss is kept as well as there is room."""
    rng = np.random.default_rng(1)
    record = Record(tmp_path)
    frames = [noisy(rng) for _ in range(7)]
    for before, after in pairwise(frames):
        record.step("go on", before, after)
    size = record.ended(**DONE).stat().st_size
    assert size / 7 * 101 <= 15_000_000, f"{size} bytes for 7 pictures of noise"


def noisy(rng: np.random.Generator) -> Frame:
    small = rng.integers(0, 256, (45, 80, 3), np.uint8)
    large = np.asarray(Image.fromarray(small).resize((1280, 720), Image.Resampling.BICUBIC), np.int16)
    return Frame.of(np.clip(large + rng.integers(-6, 7, large.shape), 0, 255).astype(np.uint8), "painted")


def test_a_run_that_was_cut_off_says_so(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path).step("press Save", painted(1), painted(2))
    record.tell(
        "intent", step=2, said="press Send", frame=record.recorder.keep(painted(2)), action={"action": "click", "point": [9, 9]}
    )
    record.recorder.close()
    with (tmp_path / "events.jsonl").open("a") as file:
        file.write('{"n":9,"event":"deliv')
    page = reader.open(write_report(tmp_path))
    expect(page.locator(".badge")).to_have_text("✂ cut off")
    expect(page.locator("h1")).to_contain_text("the run was killed")
    expect(page.locator("article.current header")).to_contain_text("2. press Send")
    expect(page.locator("article.current header")).to_contain_text("not known: sent or not")
    shows(page, "step-2 before")


def test_a_picture_that_is_missing_is_named(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path).step("press Save", painted(1), painted(2)).step("press Send", painted(2), painted(3))
    record.ended(**DONE)
    lost, torn = painted(3).sha256, painted(1).sha256
    (tmp_path / "frames" / f"{lost}.png").unlink()
    (tmp_path / "frames" / f"{torn}.png").write_bytes(b"\x89PNG half")
    page = reader.open(write_report(tmp_path))
    troubles = page.locator(".troubles")
    expect(troubles).to_contain_text(f"Picture missing, not in the run's folder: {lost[:12]}…")
    expect(troubles).to_contain_text(f"Picture missing, not readable: {torn[:12]}…")
    expect(page.locator(".picture p")).to_have_text("This picture is missing; the head of this page says why.")
    expect(page.locator("article.current .proofs")).to_contain_text("its picture is missing")
    page.keyboard.press(" ")
    shows(page, "step-2 before")
    expect(page.locator(".picture p")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".picture p")).to_be_visible()


def test_a_run_that_waits_shows_its_question(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path)
    record.tell("look", frame=record.recorder.keep(painted(1)), url="http://localhost:1/cart")
    question = 'press Pay: it says "pay". Shall it be done?'
    record.tell("risky", said="press Pay", question=question).tell("asked", question=question)
    record.recorder.about(result={"status": "waiting", "code": "waiting", "why": question, "seconds": 1.2})
    page = reader.open(record.closed())
    expect(page.locator(".badge")).to_have_text("… waiting")
    expect(page.locator("h1")).to_have_text(question)
    expect(page.locator(".steps a")).to_have_count(1)
    expect(page.locator("article.current h2")).to_have_text("…press Pay")
    assert colour_shown(page) == [20, 235, 100]
    record = Record(tmp_path).tell("answered", question=question, reply=False)
    page = reader.open(record.ended(status="refused", code="refused", why=f"no was said to: {question}"))
    expect(page.locator(".badge")).to_have_text("⊘ refused")
    expect(page.locator("article.current header")).to_contain_text("the answer was no")


def test_a_run_that_went_on_after_a_kill_has_its_ends_in_order(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path).step("press Save", painted(1), painted(2))
    record.recorder.about(result={"status": "waiting", "code": "waiting", "why": "it waited"})
    record.tell("resumed", why="it was killed")
    record.steps = 0
    record.step("press Save", painted(2), painted(3))
    page = reader.open(record.closed(), "#step-1-again-1")
    expect(page.locator(".badge")).to_have_text("✂ cut off")
    shows(page, "step-1-again-1 after")
    expect(page.locator(".steps a")).to_have_count(3)


def test_what_was_refused_is_told(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path)
    record.tell("look", frame=record.recorder.keep(painted(4)), url="http://localhost:1")
    record.tell(
        "request", number=1, method="POST", host="evil.example", port=443, target="/steal", decision="held", why="asked"
    )
    record.tell(
        "request",
        number=1,
        method="POST",
        host="evil.example",
        port=443,
        target="/steal",
        decision="refused",
        why="not on the list",
    )
    record.tell("forbidden", said="upload /etc/passwd", why="/etc/passwd was not named by the task, so it is not uploaded")
    page = reader.open(record.ended(status="refused", code="refused", why="/etc/passwd was not named"))
    expect(page.locator(".badge")).to_have_text("⊘ refused")
    expect(page.locator("article.current h2")).to_have_text("⊘upload /etc/passwd")
    expect(page.locator(".network li")).to_have_text(["refused POST evil.example:443/steal not on the list"])
    assert colour_shown(page) == [80, 175, 100]


def test_a_run_in_which_nothing_was_seen_still_has_a_report(tmp_path: Path, reader: Reader) -> None:
    record = Record(tmp_path)
    record.recorder.about(result={"status": "failed", "code": "gone", "why": "there is no browser"})
    page = reader.open(record.closed())
    expect(page.locator("h1")).to_have_text("there is no browser")
    expect(page.locator(".nothing")).to_have_text("Nothing was looked at, so there is nothing to show.")


@pytest.mark.parametrize("torn", [None, "{", "[1]"])
def test_without_run_json_the_events_tell(tmp_path: Path, reader: Reader, torn: str | None) -> None:
    film(tmp_path, 2)
    (tmp_path / "run.json").unlink()
    if torn is not None:
        (tmp_path / "run.json").write_text(torn)
    page = reader.open(write_report(tmp_path))
    expect(page.locator(".badge")).to_have_text("✓ done")
    expect(page.locator(".task")).to_have_text("not known")
    shows(page, "step-2 after")


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_what_is_no_run_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="is no folder of a run"):
        write_report(tmp_path / name)


def test_it_is_private_and_written_whole_or_not_at_all(tmp_path: Path) -> None:
    report = film(tmp_path, 1)
    assert report == tmp_path / "report.html"
    assert report.stat().st_mode & 0o777 == 0o600
    report.unlink()
    report.mkdir()
    with pytest.raises(OSError, match=r"report\.html"):
        write_report(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == ["report.html"]


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_it_is_light_or_dark_and_fits_a_phone(tmp_path: Path, reader: Reader, scheme: str, is_dark: bool) -> None:
    report = film(tmp_path, 3, why="a_very_long_word_that_has_no_place_to_break_in_it_" * 4)
    page = reader.open(
        report, "#step-2", color_scheme=scheme, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    shows(page, "step-2 after")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert (
        sum(map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor")))) < 200
    ) == is_dark
    expect(page.locator("article.current h2")).to_be_in_viewport()
    expect(page.locator(".picture canvas")).to_be_in_viewport(ratio=1)
    page.locator(".picture").tap()
    shows(page, "step-2 before")
    page.get_by_role("button", name="Actual size").tap()
    assert page.locator(".picture canvas").bounding_box()["width"] == 1280  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_scripts_its_words_can_be_read(tmp_path: Path, reader: Reader) -> None:
    page = reader.open(film(tmp_path, 3), java_script_enabled=False)
    expect(page.locator("article h2")).to_have_text([f"✓{n}. press Save, time {n}" for n in (1, 2, 3)])
    expect(page.locator("article").nth(2)).to_be_visible()
    expect(page.get_by_text("scripts are switched off")).to_be_visible()
