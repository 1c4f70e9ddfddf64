"""A job on a computer that is drawn in memory: thousands of rows, each proven by sight, in the memory of a few."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from handeye.agent.forms.form import Form
from handeye.agent.forms.order import Order
from handeye.tasks.forms.approval import Approval
from handeye.tasks.forms.crew import Crew
from handeye.tasks.forms.desk import Desk, Terms, desk_at
from handeye.tasks.forms.entry import Entry, NewRow
from handeye.tasks.forms.job import Job
from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.owner import owner_name
from handeye.tasks.forms.watching import Watching
from handeye.tasks.forms.work import JobWork
from handeye.tools.computer import opened
from handeye.tools.painted import Painted
from handeye.tools.painted.scene import Button, Field, Label
from handeye.tools.painted.scene import Desk as Screen

EVERY_DAY, FULL = 12, 10_000
MOST_GROWTH_MB = 50
FIRST = 200
"""By so many rows everything is loaded that is ever loaded."""


def send(screen: Screen) -> None:
    name = str(screen.values()["Name"])
    if screen.submit():
        screen.goto("thanks")
        screen.set("who", f"for {name}")


PAGES = {
    "form": (Label("Join"), Field("Name", required=True), Field("City"), Button("Send", send, primary=True)),
    "thanks": (Label("Thank you"), Label("", key="who")),
}


def values_of(number: int) -> dict[str, str]:
    return {"Name": f"Ada {number} Lovelace", "City": ("London", "Oslo", "Rome")[number % 3]}


class Timed(Ledger):
    """Says how long it took."""

    took_ms: list[float]

    def move(self, *args: object, **more: object) -> None:
        began_s = perf_counter()
        super().move(*args, **more)  # type: ignore[arg-type]
        self.took_ms.append(1000 * (perf_counter() - began_s))


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@pytest.mark.parametrize("count", [EVERY_DAY, pytest.param(FULL, marks=pytest.mark.full)])
def test_every_row_arrives_once_and_memory_stays_flat(tmp_path: Path, count: int) -> None:
    computer = Painted(PAGES)
    grown = asyncio.run(filled(computer, tmp_path, count))
    assert [each.values["Name"] for each in computer.submissions] == [
        values_of(number)["Name"] for number in range(1, count + 1)
    ]
    assert grown is None or grown <= MOST_GROWTH_MB, f"memory grew by {grown:.0f} MB"


async def filled(computer: Painted, folder: Path, count: int) -> float | None:
    """By how much memory grew between the first rows and the last."""
    sizes: list[float] = []
    job = Job(name="painted", start="form", key="Name", submit="Send", done_when="Thank you")
    with Timed(folder / "ledger.sqlite", "painted") as ledger, Watching() as watching:
        ledger.took_ms = []
        new = (NewRow(values_of(n)["Name"], n, n + 1, str(n), dict(values_of(n))) for n in range(1, count + 1))
        ledger.add(new, "rows")
        watching.begin("painted", counts=ledger.counts())
        form = Form()

        def order(entry: Entry) -> Order:
            if entry.number in (FIRST, count):
                sizes.append(memory_mb())
            return Order(values=tuple(entry.cells.items()), submit="Send", done="Thank you")

        @asynccontextmanager
        async def desk() -> AsyncGenerator[Desk]:
            async with opened(computer), desk_at(computer, Terms()) as here:
                yield here

        owner = owner_name()
        approval = Approval("none", ledger, "painted", nullcontext)
        work = JobWork(job, ledger, owner, form, order, folder / "rows", approval, keep="failed", films=False)
        await Crew(job, ledger, owner, desk, work, watching, looks_up=False).run()
        assert ledger.counts()["confirmed"] == count
        assert median(ledger.took_ms) <= 20, "a ledger that slow is no ledger"
    return sizes[-1] - sizes[0] if len(sizes) > 1 else None
