"""Desk: where one worker works: a guarded network, a browser with a login of its own, and eyes; row after row."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...agent.brain import Brain
from ...agent.eyes import Looker
from ...agent.network import Network
from ...agent.policy import Asking, Policy
from ...agent.recorder import Recorder
from ...agent.redactor import Redactor
from ...agent.run import Run
from ...agent.secret import Secret, Secrets
from ...agent.state import Budget
from ...sandbox.egress import Egress
from ...tools.computer import Computer
from ..place import Wanted, opened_as

Open = Callable[[], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What every desk of a job has in common."""

    hosts: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = field(default=(), repr=False)
    ask: Asking = "risky"
    sight_only: bool = False
    headed: bool = False


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
        self.network.tell = recorder.event
        try:
            policy = Policy(ask=self.terms.ask, upload_from=files, secrets=Secrets(self.terms.secrets))
            yield Run(self.computer, brain, self.looker, recorder, policy, budget, network=self.network)
        finally:
            self.network.tell = lambda *_, **__: None
            recorder.close()


@asynccontextmanager
async def desk_for(terms: Terms, start: str, environ: Mapping[str, str]) -> AsyncGenerator[Desk]:
    """A browser behind a guard of its own."""
    network = Network(ask=terms.ask)
    async with Egress(terms.hosts, hold=network.decide, watch=network.heard) as egress:
        network.way = egress
        wanted = Wanted(start=start, headed=terms.headed, sight_only=terms.sight_only, proxy=egress.url)
        async with opened_as(wanted, environ) as computer, _at(computer, network, terms) as desk:
            yield desk


@asynccontextmanager
async def desk_at(computer: Computer, terms: Terms) -> AsyncGenerator[Desk]:
    """A computer that is open already, and whose network nobody guards."""
    async with _at(computer, Network(ask=terms.ask), terms) as desk:
        yield desk


@asynccontextmanager
async def _at(computer: Computer, network: Network, terms: Terms) -> AsyncGenerator[Desk]:
    looker = Looker(computer, sight_only=terms.sight_only)
    try:
        yield Desk(computer, looker, network, terms)
    finally:
        await asyncio.to_thread(looker.close)
