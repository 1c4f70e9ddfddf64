"""Forms of looking: check, wait, read."""

from __future__ import annotations

import re

from .claim import Visible
from .claiming import NUMBERS, PREDICATE, claims_of
from .form import Form
from .parts import AS, cut, thing_of, value_of
from .quotes import Pieces
from .refusal import NotUnderstood
from .steps import Check, Read, Step, Wait, WaitFor

LONGEST_WAIT_S = 3600.0

_UNITS = {"ms": 0.001, "millisecond": 0.001, "s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0}
_PERIOD = re.compile(
    rf"(?:for )?(?P<number>\d{{1,9}}(?:\.\d{{1,9}})?|an?|half a|{'|'.join(NUMBERS)}) ?(?P<unit>{'|'.join(_UNITS)})s?\.?", re.I
)


def read_check(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    """ "check" may also tick a box: it is a claim where it says so, or says what is the case."""
    is_claim = re.match(r"(?:that|if|whether)\b", tail, re.I) or PREDICATE.search(tail)
    return tuple(Check(claim) for claim in claims_of(tail, pieces)) if is_claim else None


def read_wait(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    found = _PERIOD.fullmatch(tail)
    if not found:
        return None
    number = found["number"].casefold()
    times = {"a": 1.0, "an": 1.0, "half a": 0.5} | {word: float(at) for at, word in enumerate(NUMBERS)}
    seconds = round((times[number] if number in times else float(number)) * _UNITS[found["unit"].casefold()], 6)
    if seconds > LONGEST_WAIT_S:
        raise NotUnderstood(pieces.written(tail), "an hour is the longest wait")
    return (Wait(seconds),)


def read_wait_for(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    """`wait for X`, `wait for X to disappear`."""
    said = re.sub(r"^for ", "", tail, flags=re.I)
    if said == tail:
        return None
    if PREDICATE.search(said):
        return read_wait_until(f"until {said}", pieces)
    return (WaitFor(Visible(thing_of(said, pieces))),)


def read_wait_until(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    said = re.sub(r"^(?:until|till) ", "", tail, flags=re.I)
    return None if said == tail else tuple(WaitFor(claim) for claim in claims_of(said, pieces))


def read_read(tail: str, pieces: Pieces) -> tuple[Step, ...] | None:
    if not AS.search(tail):
        return (Read(thing_of(tail, pieces)),)
    thing, name = cut(tail, AS, "after", pieces)
    return (Read(thing_of(thing, pieces), value_of(name, pieces)),)


_CHECK = ("check", "verify", "expect", "make sure", "ensure", "assert", "confirm")

FORMS = (
    Form("check that X is (not) visible", 'check that "Error" is not visible', _CHECK, read_check),
    Form("check that X shows V", 'check that Total shows "12.50"', _CHECK, read_check),
    Form("check that X is (not) checked", "make sure Newsletter is not checked", _CHECK, read_check),
    Form("check that there are N X", "expect there are 3 Edit buttons", _CHECK, read_check),
    Form("check that there is (no) X", "check that there is no error message", _CHECK, read_check),
    Form("check that the page shows V", 'check that the page shows "Welcome"', _CHECK, read_check),
    Form("check that X is more than N", "check that Total is more than 10", _CHECK, read_check),
    Form("check that X is (not) enabled", "check that Save is enabled", _CHECK, read_check),
    Form("check that X is above Y", "check that Kettle is above Mug", _CHECK, read_check),
    Form("check that the C column is sorted ascending", "check that the Price column is sorted ascending", _CHECK, read_check),
    Form("check that the address is V", "check that the address is /cart", _CHECK, read_check),
    Form("check that X is empty", "check that Search is empty", _CHECK, read_check),
    Form("wait N seconds", "wait 2 seconds", ("wait",), read_wait),
    Form("wait for X", "wait for the Download link", ("wait",), read_wait_for),
    Form("wait for X to appear/disappear", "wait for Loading to disappear", ("wait",), read_wait_for),
    Form("wait until X is (not) visible", "wait until Loading is not visible", ("wait",), read_wait_until),
    Form("read X (as NAME)", "read the order number as order", ("read",), read_read),
)
