"""Driving: the reader on a page of a test, in a real browser, round the real loop; and what the page then says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.drive import drive
from handeye.agent.eyes import Looker
from handeye.agent.policy import Policy
from handeye.agent.reader.brain import Reader
from handeye.agent.reader.files import files_in
from handeye.agent.reader.parse import parse_steps
from handeye.agent.recorder import Recorder, new_run, read_events
from handeye.agent.run import Run
from handeye.agent.state import Outcome
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.sight import Sight

from ...tools.conftest import Loop
from ...tools.site import Site

STYLE = """<style>
body { font: 16px sans-serif; margin: 20px } label, legend, .label { display: block; margin: 10px 0 4px }
input, select, textarea, .list { font: inherit; padding: 5px; width: 260px; box-sizing: border-box }
input[type=checkbox], input[type=radio] { width: auto } small { display: block; color: #666 } fieldset { border: 0; padding: 0 }
.columns { display: flex; gap: 24px } .line { display: flex; gap: 12px }
</style>"""


class Driver:
    """One browser for all tests of a file."""

    def __init__(self, loop: Loop, site: Site, browser: Browser, runs: Path) -> None:
        self.loop, self.site, self.browser, self.runs = loop, site, browser, runs
        self.told: list[dict[str, object]] = []
        """The events of the last run."""

    def show(self, html: str) -> None:
        self.loop.run(self.browser.open(self.site.page(STYLE + html)))

    def do(self, words: str, *, sight_only: bool = False) -> Outcome:
        """What follows these words on the page that is shown."""
        return self.loop.run(self._do(words, sight_only=sight_only))

    async def _do(self, words: str, *, sight_only: bool) -> Outcome:
        looker, recorder = Looker(self.browser, sight_only=sight_only), Recorder(new_run(self.runs))
        try:
            policy = Policy(upload_from=files_in(parse_steps(words)))
            return await drive(Run(self.browser, Reader(), looker, recorder, policy), words)
        finally:
            recorder.close()
            looker.close()
            self.told = list(read_events(recorder.folder))

    def sight(self, *, sight_only: bool = False) -> Sight:
        return self.loop.run(self._sight(sight_only=sight_only))

    async def _sight(self, *, sight_only: bool) -> Sight:
        looker = Looker(self.browser, sight_only=sight_only)
        try:
            return await (await looker.look()).sight()
        finally:
            looker.close()

    def js(self, expression: str) -> Any:
        return self.loop.run(self.browser.tab.evaluate(expression))

    def values(self) -> dict[str, Any]:
        """What the page's fields hold, by their ids."""
        return self.js(
            "Object.fromEntries([...document.querySelectorAll('input[id], select[id], textarea[id], [data-value]')].map(e => [e.id,"
            " /checkbox|radio/.test(e.type) ? e.checked : e.multiple && e.options ? [...e.selectedOptions].map(o => o.text)"
            " : e.type == 'file' ? [...e.files].map(f => f.name) : e.dataset.value ?? e.value]))"
        )

    @property
    def delivered(self) -> int:
        """How many actions the last run did."""
        return sum(event["event"] == "delivered" for event in self.told)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    loop, site, browser = Loop(), Site(), Browser(BrowserOptions())
    loop.run(browser.open())
    yield Driver(loop, site, browser, tmp_path_factory.mktemp("runs"))
    loop.run(browser.close())
    site.close()
    loop.close()
