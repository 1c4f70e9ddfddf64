"""Fate: what became of a row, by how its run ended, what its request was answered and what the screen shows: never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ...agent.forms.brain import FormBrain, Lacking, NoPlace, ProvesNothing, Rejected
from ...agent.forms.ways import NoWay
from ...agent.network import Exchange
from ...agent.state import Outcome
from ...tools.computer import HARMLESS, Request

State = Literal["confirmed", "rejected", "failed", "unknown", "pending", "filled"]

TROUBLE = 500
"""From here on an answer says that something is wrong with the site, not with what was sent."""
ERROR = 400
FEW = 4
"""Values of fewer letters stand on many a page by chance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fate:
    state: State
    why: str
    is_trouble: bool = False
    """The site is in trouble: others should wait a while."""
    is_gone: bool = False
    """The browser is not there any more."""
    stops: str = ""
    """Why no other row can be sent either."""
    may_be_stored: bool = True
    """False where nothing was sent, or what was sent was refused as a whole."""


@dataclass(kw_only=True, slots=True)
class Sending:
    """What is known of the sending of one row."""

    announced: bool = False
    """The ledger says `submitting`."""
    delivered: bool = False
    """The hands have pressed, or may have."""
    exchanges: tuple[Exchange, ...] = ()
    """What a guarded network has seen go out since."""
    requests: tuple[Request, ...] = ()
    """What the computer itself says of it."""
    echoes: tuple[str, ...] = field(default=())
    """Values of this row, or captured ones, that the screen shows now and did not before."""

    @property
    def statuses(self) -> list[int | None]:
        """Of what may have changed something: by the guard, else by the browser itself, as where all goes through TLS."""
        guarded = [each.status if each.delivery == "answered" else None for each in self.exchanges]
        return guarded or [each.status for each in self.requests if each.method not in HARMLESS]

    @property
    def was_sent(self) -> bool:
        return bool(self.statuses)

    @property
    def is_answered_well(self) -> bool:
        known = self.statuses
        return bool(known) and all(status is not None and status < ERROR for status in known)

    @property
    def worst(self) -> int | None:
        """The worst answer; None where one is missing, or there is none at all."""
        known = self.statuses
        return None if not known or None in known else max(status for status in known if status is not None)


def fate_of(outcome: Outcome, brain: FormBrain, sending: Sending, complaints: Sequence[str]) -> Fate:
    fate = _fate(outcome, brain, sending, complaints)
    return replace(fate, is_gone=outcome.code == "gone")


def _fate(outcome: Outcome, brain: FormBrain, sending: Sending, complaints: Sequence[str]) -> Fate:
    if not sending.delivered:
        return _unsent(outcome, brain)
    if outcome.status == "done":
        return _proven(outcome, sending)
    return _in_doubt(outcome, sending, complaints)


def _unsent(outcome: Outcome, brain: FormBrain) -> Fate:
    """Nothing was sent off: what is wrong is known, and whose fault it is."""
    why, failure = outcome.why, brain.failure
    if outcome.status == "done" and not brain.order.submits:
        return Fate(state="filled", why="filled in and read back", may_be_stored=False)
    match failure:
        case Rejected():
            return Fate(state="rejected", why=why, may_be_stored=False)
        case Lacking() | NoPlace() | NoWay() | ProvesNothing():
            return Fate(state="pending", why=why, stops=why, may_be_stored=False)
        case _:
            pass
    said = f"unsure: {why}" if outcome.status == "unsure" else why
    is_trouble = outcome.code in ("page_error", "gone") or f"was answered {TROUBLE // 100}" in why
    return Fate(state="failed", why=said, is_trouble=is_trouble, may_be_stored=False)


def _proven(outcome: Outcome, sending: Sending) -> Fate:
    if sending.is_answered_well:
        return Fate(state="confirmed", why=f"{outcome.why}; {_answers(sending)}")
    if sending.worst is not None and sending.worst >= ERROR:
        return Fate(state="unknown", why=f"{outcome.why}, but {_answers(sending)}")
    if sending.echoes:
        return Fate(state="confirmed", why=f'{outcome.why}; the screen shows "{sending.echoes[0]}", which is of this row')
    return Fate(
        state="unknown", why=f"{outcome.why}, and nothing else proves it: no request was seen, no value of the row shown"
    )


def _in_doubt(outcome: Outcome, sending: Sending, complaints: Sequence[str]) -> Fate:
    """It was sent off, or may have been, and what should be seen then is not."""
    said = "; ".join(complaints)
    if outcome.code == "refused":
        return Fate(state="unknown", why=f"it was sent off, and then: {outcome.why}")
    if not sending.was_sent:
        if said:
            return Fate(state="rejected", why=said, may_be_stored=False)
        return Fate(state="unknown", why=f"it was sent off, and nothing came of it that could be seen: {outcome.why}")
    worst = sending.worst
    if worst is not None and worst >= TROUBLE:
        return Fate(state="unknown", why=f"{_answers(sending)}; whether it was stored, it does not say", is_trouble=True)
    if worst is not None and worst >= ERROR:
        return Fate(state="rejected", why=said or _answers(sending), may_be_stored=False)
    if worst is not None and said:
        return Fate(state="rejected", why=said, may_be_stored=False)
    if worst is None:
        return Fate(state="unknown", why=f"no complete answer came: {outcome.why}", is_trouble=True)
    return Fate(state="unknown", why=f"{_answers(sending)}, but {outcome.why}")


def _answers(sending: Sending) -> str:
    names: Iterable[tuple[str, int | None]] = [(each.method, each.status) for each in sending.exchanges] or [
        (each.method, each.status) for each in sending.requests if each.method not in HARMLESS
    ]
    return ", ".join(f"{method} was answered {status}" for method, status in dict.fromkeys(names))
