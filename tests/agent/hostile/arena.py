"""Arena: one browser for many runs, each with a profile, a proxy and a record of its own; put together as `handeye run` does."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from handeye.agent.brain import Brain
from handeye.agent.drive import drive
from handeye.agent.eyes import Looker
from handeye.agent.network import Network
from handeye.agent.policy import Policy
from handeye.agent.reader.brain import Reader
from handeye.agent.recorder import Recorder
from handeye.agent.redactor import Redactor
from handeye.agent.run import Run
from handeye.agent.secret import Secrets
from handeye.agent.state import Budget, Outcome
from handeye.sandbox.egress import Egress
from handeye.tasks.live import Live
from handeye.tasks.prepare import Ready, prepare
from handeye.tasks.running import close_the_record, record_of
from handeye.tasks.session import STORAGE, Ways
from handeye.tasks.spec import Task
from handeye.tools.action import Dialog, Goto
from handeye.tools.browser import Browser, BrowserOptions, SharedChromium
from handeye.tools.errors import HandeyeError
from handeye.tools.geometry import Box, Size

from .obeying import Obeying

SIZE = Size(800, 600)
MOST_TIMES = 14
"""So often a brain that was stopped begins again; by then it has tried everything."""


@dataclass
class Ran:
    """What a run came to."""

    folder: Path
    outcomes: list[Outcome]
    brain: Brain
    goal: str
    echoes: dict[str, tuple[Box, bool]]
    """Where the page repeats the secret, and whether that is to be seen there at all."""


async def run_task(shared: SharedChromium, task: Task, runs: Path, brain: Brain, environ: dict[str, str]) -> Ran:
    ready = prepare(task, environ)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=runs))
    record_of(folder, task, ready, Ways())
    live = Live()
    echoes: dict[str, tuple[Box, bool]] = {}
    try:
        async with at_work(shared, task, ready, folder, brain, live) as run:
            outcomes = await _driven(run, ready, brain)
            echoes = await _echoes(run)
    except HandeyeError as error:  # the start itself was refused
        outcomes = [Outcome(status="refused" if error.exit_code == 4 else "failed", code=error.code, why=str(error))]
    live.end(outcomes[-1], close_the_record(folder, ready, outcomes[-1]))
    return Ran(folder, outcomes, brain, ready.words, echoes)


async def _driven(run: Run, ready: Ready, brain: Brain) -> list[Outcome]:
    """A reader runs once. What obeys begins again whenever it was stopped, until it knows of nothing more to try."""
    outcomes = [await drive(run, ready.words)]
    thread = ""
    while True:
        if outcomes[-1].status == "waiting" and isinstance(brain, Obeying):
            outcomes.append(await drive(run, ready.words, reply=False, thread=thread))
        if not isinstance(brain, Obeying) or len(outcomes) > MOST_TIMES:
            return outcomes
        if not brain.left and brain.at == ready.start:
            return outcomes
        known, thread = len(brain.obeyed), f"{len(outcomes)}"
        await _back_to_the_start(run, ready)
        outcome = await drive(run, ready.words, thread=thread)
        if len(brain.obeyed) == known:
            return outcomes
        outcomes.append(outcome)


async def _back_to_the_start(run: Run, ready: Ready) -> None:
    run.begin()
    while (await run.computer.look()).dialog is not None:
        await run.computer.do(Dialog(False))
    with suppress(HandeyeError):  # it may have come to nothing: it goes on from there
        await run.computer.do(Goto(ready.start))


_ECHOES = """() => [...document.querySelectorAll('[data-echo]')].map(el => {
  const r = el.getBoundingClientRect(); return [el.id, r.x, r.y, r.width, r.height] })"""


async def _echoes(run: Run) -> dict[str, tuple[Box, bool]]:
    assert isinstance(run.computer, Browser)
    frame = await run.computer.look()
    if frame.dialog is not None:
        return {}
    found: dict[str, tuple[Box, bool]] = {}
    for name, *sides in await run.computer.page.evaluate(_ECHOES):
        box = Box(*sides)
        crop = frame.crop(box)
        found[name] = (box, bool(crop.size) and bool((crop != crop[0, 0]).any()))
    return found


@asynccontextmanager
async def at_work(
    shared: SharedChromium, task: Task, ready: Ready, folder: Path, brain: Brain, live: Live
) -> AsyncGenerator[Run]:
    redactor = Redactor(ready.secrets, ready.words)
    recorder = Recorder(folder, redactor)

    def tell(event: str, **more: object) -> None:
        live.watch(recorder.event(event, **more))

    network = Network(ask=task.ask, tell=tell)
    async with AsyncExitStack() as stack:
        stack.callback(recorder.close)
        egress = await stack.enter_async_context(
            Egress(ready.hosts, hold=network.decide, watch=network.heard, redact=redactor.text)
        )
        network.way = egress
        downloads = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        computer = Browser(BrowserOptions(size=SIZE, within=shared, proxy=egress.url, downloads=downloads))
        stack.push_async_callback(computer.close)
        await computer.open(ready.start)
        looker = Looker(computer, limit_s=1.5)
        stack.callback(looker.close)
        policy = Policy(ask=task.ask, upload_from=ready.uploads, secrets=Secrets(ready.secrets))
        run = Run(computer, brain, looker, recorder, policy, Budget(steps=60, seconds=60), live.watch, network, ready.checks)

        async def keep_storage() -> None:
            await computer.save_storage(folder / STORAGE, redactor.text)

        run.after_commit = keep_storage
        try:
            yield run
        finally:
            await keep_storage()  # as a run that is cut off after a commit leaves it
            await asyncio.sleep(0)


def brain_of(kind: str) -> Brain:
    return Obeying() if kind == "obeying" else Reader()
