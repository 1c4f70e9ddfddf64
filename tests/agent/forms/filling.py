"""Filling: rows into a page of a test, one after the other, by a form that is learned with the first of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs

import pytest

from handeye.agent.brain import Brain
from handeye.agent.drive import drive
from handeye.agent.eyes import Looker
from handeye.agent.forms.brain import CostlyFormBrain, FormBrain
from handeye.agent.forms.form import Form
from handeye.agent.forms.order import Order
from handeye.agent.policy import Policy
from handeye.agent.recorder import Recorder, new_run, read_events
from handeye.agent.run import Run
from handeye.agent.state import Outcome
from handeye.tools.action import Goto
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.frame import Frame
from handeye.tools.target import Hint

from ...tools.conftest import Loop
from ...tools.site import Answer, Site

STYLE = """<style>
body { font: 16px sans-serif; margin: 20px } label, legend, .label { display: block; margin: 10px 0 4px }
input, select, textarea { font: inherit; padding: 5px; width: 260px; box-sizing: border-box }
input[type=checkbox], input[type=radio] { width: auto } fieldset { border: 0; padding: 0 }
button { font: inherit; padding: 7px 16px; margin: 12px 0 } .error { color: #b00020 }
</style>"""


class CountingLooker(Looker):
    """Counts how often the whole picture was read, and looked through for widgets."""

    read_count = seen_count = 0

    async def told(self, frame: Frame, hints: tuple[Hint, ...]) -> Any:
        self.read_count += 1
        return await super().told(frame, hints)

    async def understand(self, frame: Frame, hints: tuple[Hint, ...]) -> Any:
        self.seen_count += 1
        return await super().understand(frame, hints)


@dataclass
class Filler:
    """One browser for all tests of a file; `post` answers what is sent off."""

    loop: Loop
    site: Site
    browser: Browser
    runs: Path
    form: Form = field(default_factory=Form)
    notes: list[str] = field(default_factory=list[str])
    brain: FormBrain | None = None
    looker: CountingLooker | None = None
    mapper: Brain | None = None
    folder: Path = Path()
    """The record of the last row."""

    def begin(self, html: str, *, answer: str = "<h1>Thank you</h1>") -> None:
        """A form that nobody has seen yet."""
        self.notes, self.mapper = [], None
        self.form = Form(note=self.notes.append)
        self.site.posted.clear()
        self.show(html)
        self.site.answers["/sent"] = Answer(answer.encode())

    def show(self, html: str) -> None:
        self.site.answers["/form"] = Answer((STYLE + f"<form method=post action=/sent>{html}</form>").encode())

    def row(self, values: Mapping[str, str | tuple[str, ...]], **order: Any) -> Outcome:
        return self.loop.run(self._row(values, order))

    async def _row(self, values: Mapping[str, str | tuple[str, ...]], order: dict[str, Any]) -> Outcome:
        said: dict[str, Any] = {"submit": "Send", "done": "Thank you", "columns": {key: key for key in values}, **order}
        asked = Order(values=tuple(values.items()), **said)
        self.brain = FormBrain(self.form, asked) if self.mapper is None else CostlyFormBrain(self.form, asked, self.mapper)
        self.looker = CountingLooker(self.browser)
        self.folder = new_run(self.runs)
        recorder = Recorder(self.folder)
        try:
            await self.browser.do(Goto(f"{self.site.root}/form"))
            return await drive(Run(self.browser, self.brain, self.looker, recorder, Policy()), "one row")
        finally:
            recorder.close()
            self.looker.close()

    def filled(self, values: Mapping[str, str | tuple[str, ...]], **order: Any) -> dict[str, list[str]]:
        """What came of a row that went through."""
        before = len(self.site.posted)
        outcome = self.row(values, **order)
        assert outcome.status == "done", f"{outcome.status}: {outcome.why}"
        assert len(self.site.posted) == before + 1
        return self.last

    @property
    def last(self) -> dict[str, list[str]]:
        """What was sent last, by the names of the fields."""
        return parse_qs(self.site.posted[-1][1].decode())

    @property
    def deeds(self) -> list[tuple[str, str]]:
        """What was done for the last row: of which intent, and what kind of action it was."""
        events = [event for event in read_events(self.folder) if event["event"] == "intent"]
        return [(str(event["said"]), cast("dict[str, str]", event["action"])["action"]) for event in events]

    @property
    def sent(self) -> int:
        return len(self.site.posted)

    @property
    def by_names_alone(self) -> bool:
        """Whether the last row needed no look that reads all of the form."""
        assert self.looker is not None
        return not self.looker.read_count and not self.looker.seen_count


@pytest.fixture(scope="module")
def filler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filler]:
    loop, site, browser = Loop(), Site(), Browser(BrowserOptions())
    loop.run(browser.open())
    yield Filler(loop, site, browser, tmp_path_factory.mktemp("runs"))
    loop.run(browser.close())
    site.close()
    loop.close()
