"""Login: the steps that each worker takes once before its first row; what they need of a person is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

from ...agent.drive import drive
from ...agent.reader.brain import Reader
from ...agent.state import Budget
from ...tools.action import Goto
from ...tools.errors import NotDone
from ..terminal import plain
from .desk import Desk
from .job import Job
from .places import Places

STEPS, SECONDS = 200, 300.0


async def logged_in(desk: Desk, job: Job, secrets: Collection[str], aside: Callable[[], AbstractContextManager[None]]) -> None:
    """NotDone where it did not work; nothing of its record is kept."""
    if not job.login.strip():
        return
    words = Places({}, secrets).in_steps(job.login)
    with (
        TemporaryDirectory(prefix="handeye-login-") as folder,
        desk.run(Path(folder), Reader(), Budget(steps=STEPS, seconds=SECONDS), words) as run,
    ):
        if not words.lstrip().casefold().startswith(("open ", "go to ")):
            await run.computer.do(Goto(job.start))
        outcome = await drive(run, words)
        while outcome.status == "waiting":
            said = _asked(outcome.why, aside)
            if said is None:
                break
            outcome = await drive(run, words, reply=said)
    if outcome.status != "done":
        raise NotDone(f"the login did not work: {outcome.why}", outcome.code)


def _asked(question: str, aside: Callable[[], AbstractContextManager[None]]) -> str | None:
    """None where nobody is there to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    with aside():
        print(f"{plain(question)} ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip() or None
