"""Login: the steps that each worker takes once before its first row; what they need of a person is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator
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
from .job import PLACE, Job
from .places import Places

STEPS, SECONDS = 200, 300.0

Aside = Callable[[], AbstractContextManager[None]]


async def logged_in(desk: Desk, job: Job, secrets: Collection[str], aside: Aside) -> None:
    """NotDone where it did not work; nothing of its record is kept."""
    if not job.login.strip():
        return
    with (
        TemporaryDirectory(prefix="handeye-login-") as folder,
        desk.run(Path(folder), Reader(), Budget(steps=STEPS, seconds=SECONDS)) as run,
    ):
        if not job.login.lstrip().casefold().startswith(("open ", "go to ")):
            await run.computer.do(Goto(job.start))
        for n, (codes, steps) in enumerate(_parts(job.login, secrets)):
            # A code is good for a short while: it is asked for when its step has come.
            places = Places({name: _code(name, aside) for name in codes}, secrets)
            run.begin()
            outcome = await drive(run, places.in_steps(steps), thread=f"login-{n}")
            if outcome.status != "done":
                raise NotDone(f"the login did not work: {outcome.why}", outcome.code)


def _parts(login: str, secrets: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The steps, begun anew at each line that needs something of a person, with the names of that."""
    lines: list[str] = []
    codes: tuple[str, ...] = ()
    for line in filter(str.strip, login.splitlines()):
        unknown = codes_in(line, secrets)
        if unknown and lines:
            yield codes, "\n".join(lines)
            lines = []
        codes = unknown if unknown or not lines else codes
        lines.append(line)
    if lines:
        yield codes, "\n".join(lines)


def codes_in(words: str, secrets: Collection[str]) -> tuple[str, ...]:
    """What stands in braces and is no secret: a person is asked for it each time."""
    return tuple(dict.fromkeys(name for name in PLACE.findall(words) if name not in secrets))


def _code(name: str, aside: Aside) -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotDone(f'the login asks for "{name}", and nobody is here to say it; start it on a terminal', "waiting")
    with aside():
        print(f"{plain(name)}: ", end="", file=sys.stderr, flush=True)
        said = sys.stdin.readline().strip()
    if not said:
        raise NotDone(f'nothing was said for "{name}", so the login was not gone on with', "waiting")
    return said
