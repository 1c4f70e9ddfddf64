"""Errors: one tree, each with its way out of the program."""

from __future__ import annotations

from typing import get_args

import pytest

from handeye.tools import errors
from handeye.tools.errors import BadInput, FailureCode, HandeyeError, nearest

TREE = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, HandeyeError)]


@pytest.mark.parametrize("kind", TREE)
def test_every_error_has_a_known_code_and_a_documented_exit(kind: type[HandeyeError]) -> None:
    assert kind.code is None or kind.code in get_args(FailureCode)
    assert kind.exit_code in (1, 2, 3, 4, 5, 130)
    assert kind is HandeyeError or kind.__name__ in (errors.__doc__ or "")


def test_only_what_a_person_said_wrongly_is_bad_input() -> None:
    assert [kind for kind in TREE if kind.exit_code == 2] == [BadInput]


def test_nearest_says_what_was_probably_meant() -> None:
    assert nearest("Clik", ["click", "move"]) == ' Did you mean "click"?'
    assert nearest("zebra", ["click", "move"]) == ""
    assert nearest("", []) == ""
