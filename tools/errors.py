"""The one error tree. Every message says what was wrong and what to do.

HandeyeError
├── BadInput            what was asked for makes no sense; nothing was touched        exit 2
├── Unsupported         this computer cannot do that; nothing was touched             exit 1
├── NotFound            what a step is about is not to be seen; nothing was touched   exit 1
├── Ambiguous           it may be any of several; nothing was touched                 exit 1
├── Refused             the policy forbids it; nothing was touched                    exit 4
├── StaleFrame          the target changed since the look; nothing was sent           exit 1
├── PageError           the page or program could not be opened or answered an error  exit 1
├── NotDone             it was tried, and is not to be seen                           exit 1
├── Unsure              nobody can tell from what is to be seen whether it is so      exit 3
├── Waiting             a person has to answer before it goes on                      exit 5
├── ModelError          a model gave no whole answer, or its server none at all       exit 1
├── UncertainDelivery   it was sent, but the computer never said that it took it      exit 3
└── ComputerGone        the browser, display or machine is no longer there            exit 1
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar, Literal

FailureCode = Literal[
    "not_found",
    "ambiguous",
    "no_effect",
    "wrong",
    "stuck",
    "stale",
    "budget",
    "page_error",
    "gone",
    "uncertain_delivery",
    "refused",
    "waiting",
    "model_error",
    "unsupported",
    "interrupted",
]


class HandeyeError(Exception):
    """Anything handeye raises on purpose."""

    code: FailureCode | None = None
    exit_code: ClassVar[int] = 1


class BadInput(HandeyeError):
    exit_code = 2


class Unsupported(HandeyeError):
    code = "unsupported"


class NotFound(HandeyeError):
    code = "not_found"


class Ambiguous(HandeyeError):
    code = "ambiguous"


class Refused(HandeyeError):
    code = "refused"
    exit_code = 4


class StaleFrame(HandeyeError):
    code = "stale"


class PageError(HandeyeError):
    code = "page_error"


class NotDone(HandeyeError):
    def __init__(self, message: str, code: FailureCode | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class Unsure(HandeyeError):
    exit_code = 3


class Waiting(HandeyeError):
    code = "waiting"
    exit_code = 5


class UncertainDelivery(HandeyeError):
    code = "uncertain_delivery"
    exit_code = 3


class ModelError(HandeyeError):
    code = "model_error"


class ComputerGone(HandeyeError):
    code = "gone"


def nearest(word: str, known: Iterable[str]) -> str:
    """` Did you mean "…"?` when something known is close to `word`, else nothing."""
    close = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""
