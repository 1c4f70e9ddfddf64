"""Session: a place that is open, and what a run needs in it: guarded network, eyes, record, secrets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from ..agent.brain import Brain, Costly
from ..agent.eyes import Looker
from ..agent.network import Network
from ..agent.policy import Policy
from ..agent.recorder import Recorder
from ..agent.redactor import Redactor
from ..agent.run import Run, Watcher
from ..agent.secret import Secrets
from ..sandbox.cage import Cage, Volume
from ..sandbox.egress import CONNECTIONS_MAX, CONNECTIONS_OF_A_SANDBOX, Egress
from ..sandbox.named import network_of
from ..tools.browser import Browser
from .brains import opened_brain
from .place import Wanted, opened_as
from .prepare import Ready
from .spec import VM, Task

STORAGE = "storage.json"
"""Cookies and local storage as they were after the last commit, for a run that goes on in another process."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """How a task is run on this machine."""

    headed: bool = False
    sandbox: Literal["none", "display", "container"] = "none"
    cage: bool = True
    """Whether what is started on a private display is walled in."""
    volumes: Sequence[str] = ()
    """Folders that are seen in there, too: `letters`, or `letters:rw` where it may be written to."""
    sight_only: bool = False
    undo: bool = False
    """What went wrong is taken back (machines)."""
    freezes: bool = False
    """It stands still while a brain thinks (machines)."""
    keep_thoughts: bool = False
    """What a model thought before it answered is written down, too."""


@asynccontextmanager
async def at_work(
    task: Task,
    ready: Ready,
    ways: Ways,
    environ: Mapping[str, str],
    folder: Path,
    *,
    watcher: Watcher | None = None,
    brain: Callable[[], Brain] | None = None,
    start: str | None = None,
) -> AsyncGenerator[Run]:
    """A run that can be driven; its place is taken away afterwards. `start`: another one than the task's own, and `brain`."""
    redactor = Redactor(ready.secrets, ready.words)
    recorder = await asyncio.to_thread(Recorder, folder, redactor)

    def tell(event: str, /, **more: object) -> None:
        said = recorder.event(event, **more)
        if watcher is not None:
            watcher(said)

    network = Network(ask=task.ask, tell=tell)
    async with AsyncExitStack() as stack:
        stack.callback(recorder.close)
        if brain is None:
            thinks = await opened_brain(task.model, environ, stack, tell, keep_thoughts=ways.keep_thoughts)
        else:
            thinks = brain()
        if isinstance(thinks, Costly):
            thinks.tell = tell
        proxy = ""
        is_caged = ways.sandbox == "container" or (ways.sandbox == "display" and ways.cage)
        if task.on == "browser" or (is_caged and ready.hosts):
            # No step of a run knows what a desktop program sends by itself: it may where it was allowed to.
            hold = network.decide if task.on == "browser" else None
            most = CONNECTIONS_OF_A_SANDBOX if is_caged else CONNECTIONS_MAX
            egress = Egress(ready.hosts, hold=hold, watch=network.heard, redact=redactor.text, most=most)
            network.way = await stack.enter_async_context(egress)
            proxy = egress.url
        if task.on.startswith(VM):
            network.news = network_of(task.on.removeprefix(VM), environ).news
            stack.callback(network.catch_up)
        storage = folder / STORAGE
        wanted = Wanted(
            on=task.on,
            start=ready.start if start is None else start,
            headed=ways.headed,
            sandbox=ways.sandbox,
            cage=_cage(ways, ready, proxy) if is_caged else None,
            sight_only=ways.sight_only,
            proxy=proxy,
            storage=storage if storage.exists() else None,
        )
        computer = await stack.enter_async_context(opened_as(wanted, environ))
        looker = Looker(computer, sight_only=ways.sight_only)
        stack.callback(looker.close)
        policy = Policy(ask=task.ask, upload_from=ready.uploads, secrets=Secrets(ready.secrets))
        run = Run(
            computer, thinks, looker, recorder, policy, ready.budget, watcher, network, ready.checks, ready.reconcile,
            undo=ways.undo, freezes=ways.freezes,
        )  # fmt: skip
        if isinstance(computer, Browser):
            # A site may keep a secret in a cookie; it does not come with the record.
            run.after_commit = partial(computer.save_storage, storage, redactor.text)
        yield run


def _cage(ways: Ways, ready: Ready, proxy: str) -> Cage:
    """What may be uploaded is seen in it, and what was asked for."""
    uploads = (Volume.of(each) for each in ready.uploads if each.exists())
    return Cage(volumes=(*uploads, *(Volume.parse(each) for each in ways.volumes)), proxy=proxy)
