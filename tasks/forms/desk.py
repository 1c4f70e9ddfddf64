"""Desk: where one worker works: a guarded network, a browser with a login of its own, and eyes; row after row."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...agent.brain import Brain
from ...agent.eyes import Looker
from ...agent.network import Network
from ...agent.policy import Asking, Policy
from ...agent.recorder import Recorder
from ...agent.redactor import Redactor
from ...agent.run import Run
from ...agent.secret import Secret, Secrets
from ...agent.state import Budget
from ...sandbox.cage import Cage
from ...sandbox.egress import BROWSER_FLAGS, Egress
from ...tools.browser import Browser, BrowserOptions
from ...tools.browser.shared import SharedChromium
from ...tools.computer import Computer, opened
from ...tools.sight import Eyes
from ..place import USUAL_SIZE, Wanted, opened_as


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What every desk of a job has in common."""

    hosts: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = field(default=(), repr=False)
    ask: Asking = "risky"
    sight_only: bool = False
    headed: bool = False
    cage: Cage | None = None
    """Around a program on a private display; where None, it works in its user's home, so that what it stores stays."""


@dataclass(eq=False)
class Desk:
    computer: Computer
    looker: Looker
    network: Network
    terms: Terms

    @contextmanager
    def run(
        self, folder: Path, brain: Brain, budget: Budget, words: str = "", *, files: tuple[Path, ...] = ()
    ) -> Generator[Run]:
        """One row's run, with a record of its own; `files`: what of it may be uploaded."""
        # What must survive stands in the ledger.
        recorder = Recorder(folder, Redactor(self.terms.secrets, words), durable=False)
        self.network.tell = _tells(recorder)
        try:
            policy = Policy(ask=self.terms.ask, upload_from=files, secrets=Secrets(self.terms.secrets))
            yield Run(self.computer, brain, self.looker, recorder, policy, budget, network=self.network)
        finally:
            self.network.tell = lambda *_, **__: None
            recorder.close()


def _tells(recorder: Recorder) -> Callable[..., None]:
    """What the network tells, in between; where it cannot be written the run's own next event cannot either, and ends it."""

    def tell(event: str, /, **more: object) -> None:
        with suppress(OSError):
            recorder.event(event, **more)

    return tell


@asynccontextmanager
async def desk_in(
    chromium: SharedChromium, terms: Terms, shown: BrowserOptions | None = None, eyes: Eyes | None = None
) -> AsyncGenerator[Desk]:
    """A browser of its own in a process that others share, behind a guard of its own. `shown`: how its page is to be shown."""
    network = Network(ask=terms.ask)
    async with Egress(terms.hosts, hold=network.decide, watch=network.heard) as egress:
        network.way = egress
        as_shown = shown or BrowserOptions(size=USUAL_SIZE)
        options = replace(as_shown, headed=terms.headed, within=chromium, proxy=egress.url, once=True)
        async with opened(Browser(options)) as computer, _at(computer, network, terms, eyes) as desk:
            yield desk


def chromium_for(terms: Terms, environ: Mapping[str, str]) -> SharedChromium:
    """The one that all desks of a job share."""
    return SharedChromium(BrowserOptions(headed=terms.headed, arguments=BROWSER_FLAGS, environment=environ))


@asynccontextmanager
async def desk_on(start: str, terms: Terms, environ: Mapping[str, str]) -> AsyncGenerator[Desk]:
    """A private display on which a program runs; nobody guards its network."""
    wanted = Wanted(on="desktop", start=start, sandbox="display", cage=terms.cage, sight_only=terms.sight_only)
    async with opened_as(wanted, environ) as computer, _at(computer, Network(ask=terms.ask), terms) as desk:
        yield desk


@asynccontextmanager
async def desk_at(computer: Computer, terms: Terms) -> AsyncGenerator[Desk]:
    """A computer that is open already."""
    async with _at(computer, Network(ask=terms.ask), terms) as desk:
        yield desk


@asynccontextmanager
async def _at(computer: Computer, network: Network, terms: Terms, eyes: Eyes | None = None) -> AsyncGenerator[Desk]:
    looker = Looker(computer, sight_only=terms.sight_only, eyes=eyes)
    try:
        yield Desk(computer, looker, network, terms)
    finally:
        await asyncio.to_thread(looker.close)
