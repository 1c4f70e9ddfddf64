"""A large test session: a few tests of the demo's site, really recorded, then multiplied with small changes; and how its report opens.

    python -m tests.tasks.session_sample FOLDER [TESTS]

writes FOLDER/report.html and says how large it is, how long it took to write, and how long Chromium takes to open it.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

import handeye
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.report.session_folder import begin, write_session_json
from handeye.tasks.report.session_report import remember, write_session_report
from handeye.tasks.ui_test.history import Ended, Ending, History, Ran, add, write
from handeye.tools.browser.chromium import BrowserOptions, arguments_for, executable_for
from handeye.tools.errors import HandeyeError
from handeye.tools.frame import Frame, decode_picture

NOON_S = 1772362800.0
SCRIPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "/join",
        (
            "type Ada Lovelace into Full name",
            "type ada@example.org into E-mail",
            "select Poland from Country",
            "scroll down",
            "click Create account",
            "check that 'Welcome' is visible",
        ),
    ),
    (
        "/members",
        (
            "check that 'Members' is visible",
            "type Ada into Search",
            "press Enter",
            "clear Search",
            "type Grace into Search",
            "click Join",
            "type Grace Hopper into Full name",
        ),
    ),
)


def record(folder: Path) -> list[Path]:
    """Real runs, each with its pictures."""
    made: list[Path] = []
    with DemoSite(folder / "site") as site:
        for start, steps in SCRIPTS:
            with handeye.Screen(start=f"{site.url}{start}", runs=folder / "runs") as screen:
                for step in steps:
                    try:
                        screen.do(step)
                    except HandeyeError as error:
                        print(f"{step}: {error}", file=sys.stderr)
                made.append(screen.folder)
    return made


def multiply(runs: list[Path], report: Path, count: int) -> None:
    begin(report, NOON_S)
    for n in range(count):
        _attempt(runs[n % len(runs)], report, n, 1, _verdict(n))
        if n % 50 == 7:
            _attempt(runs[n % len(runs)], report, n, 2, "passed")
    write_session_json(
        report,
        began_s=NOON_S,
        seconds=count * 2.4,
        command="pytest tests/shop -n 2 --reruns 1",
        exit_code=1,
        others={"passed": 48},
    )


def _verdict(n: int) -> Ending:
    endings: dict[int, Ending] = {7: "failed", 20: "failed", 33: "unsure", 41: "error", 46: "skipped"}
    return endings.get(n % 50, "passed")


def _attempt(run: Path, report: Path, n: int, attempt: int, verdict: str) -> None:
    folder = report / "tests" / f"test_shop-case_{n:03}-{attempt}"
    (folder / "frames").mkdir(parents=True)
    names = dict(_pictures(run, folder, n, attempt))
    words = (run / "events.jsonl").read_text()
    for old, new in names.items():
        words = words.replace(old, new)
    (folder / "events.jsonl").write_text(words)
    shutil.copy(run / "run.json", folder)
    bad = verdict in ("failed", "unsure", "error")
    told: dict[str, Any] = {
        "nodeid": _nodeid(n),
        "name": f"case {n:03}: a member number {n % 7} joins and is welcomed",
        "file": f"tests/shop/test_area_{n // 20}.py",
        "line": 12 + n % 20 * 9,
        "verdict": verdict,
        "attempt": attempt,
        "worker": f"gw{n % 2}",
        "began": NOON_S + n * 2.4 + attempt,
        "seconds": round(1.2 + random.Random(n).expovariate(0.8), 2),
        "message": "NotDone: 'Welcome' is not visible\n\ntest_area.py:31: NotDone" if bad else "",
        "claim": "'Welcome' is visible" if bad else "",
        "instead": "4 things need another look." if bad else "",
        "picture": "",
        "tags": ["smoke"] if n % 9 == 0 else [],
    }
    (folder / "test.json").write_text(json.dumps(told))


def _pictures(run: Path, folder: Path, n: int, attempt: int) -> Iterator[tuple[str, str]]:
    """Each of the run's own, with what differs from test to test written onto it."""
    for at, path in enumerate(sorted((run / "frames").glob("*.png"))):
        # Every tenth test begins an area of the shop that looks like no other.
        shade = np.array([n // 10 * 5 % 60, n // 10 * 3 % 40, n // 10 * 7 % 30], np.uint8)
        image = Image.fromarray(np.subtract(np.maximum(decode_picture(path.read_bytes()), shade), shade))
        draw = ImageDraw.Draw(image)
        draw.rectangle((900, 4, 1262, 24), fill=(250, 250, 247))
        draw.text((906, 8), f"signed in as person-{n}@example.org, try {attempt}", fill=(40, 40, 40))
        draw.text((300 + n % 5 * 60, 620 + at), f"order {n * 37 % 1009}", fill=(90, 90, 90))
        frame = Frame.of(np.asarray(image), "browser")
        (folder / "frames" / f"{frame.sha256}.png").write_bytes(frame.png)
        yield path.stem, frame.sha256


def earlier(count: int) -> History:
    """Nineteen runs in which some tests came and went, and some failed now and then."""
    history, chance = History(), random.Random(5)
    for run in range(19):
        ended: dict[str, Ended] = {}
        for n in range(count):
            ending = _verdict(n) if chance.random() < 0.3 else "passed"
            if n % 11 or run > 6:
                ended[_nodeid(n)] = Ended(ending, round(1 + chance.random() * 3, 2))
        history = add(history, Ran(NOON_S - (19 - run) * 7200, ended))
    return history


def _nodeid(n: int) -> str:
    return f"tests/shop/test_area_{n // 20}.py::test_case_{n:03}[code{n % 7}]"


def opening(browser: Browser, report: Path) -> Mapping[str, float]:
    """Seconds until its rows can be used; until one of its tests is shown; of a search; by a fresh page."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    began_s = time.monotonic()
    page.goto(report.as_uri())
    page.locator("#count:not(:empty)").wait_for()
    opened_s = time.monotonic() - began_s
    began_s = time.monotonic()
    page.locator("#tests li:visible a").nth(5).click()
    page.locator("#page[data-shows]").wait_for()
    page.locator(".stage canvas[data-shows^=step]").wait_for()
    shown_s = time.monotonic() - began_s
    page.keyboard.press("Escape")
    page.locator("#list").wait_for()
    search_s = page.evaluate(
        """() => { const find = document.getElementById('find'), began = performance.now(); find.value = 'case 11';
            find.dispatchEvent(new Event('input')); document.body.offsetHeight; return (performance.now() - began) / 1000 }"""
    )
    page.context.close()
    return {"open": opened_s, "test": shown_s, "search": search_s}


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "report"
    if not (report / "session.json").exists():
        runs = sorted((folder / "runs").glob("*")) or record(folder)
        multiply(runs, report, count)
        write(report / "history.json", earlier(count))
        remember(report)
    began_s, spent_s = time.monotonic(), time.process_time()
    path = write_session_report(report)
    began_s, spent_s = time.monotonic() - began_s, time.process_time() - spent_s
    assert path is not None
    pictures = sum(1 for _ in report.glob("tests/*/frames/*.png"))
    print(f"{pictures} pictures, {path.stat().st_size / 1e6:.1f} MB, written in {began_s:.1f} s ({spent_s:.1f} s of CPU)")
    with sync_playwright() as playwright:
        options = BrowserOptions()
        chromium = executable_for(options, playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments_for(options))
        times = [opening(browser, path) for _ in range(5)]
    for name in times[0]:
        print(
            f"{name}: {median(each[name] for each in times):.3f} s (of 5: {min(e[name] for e in times):.3f} to {max(e[name] for e in times):.3f})"
        )


if __name__ == "__main__":
    main()
