"""The sample shop's own suite is green: in a process of its own, as its user runs it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tasks.ui_test.conftest import Ran, run_pytest

SHOP = Path(__file__).parents[3] / "examples" / "shop"
ALL = 30
"""Tests; those with tables are more in number."""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A copy, so that what a run leaves does not lie in the examples."""
    left_by_runs = shutil.ignore_patterns("handeye-report", "test-results", "__pycache__")
    return Path(shutil.copytree(SHOP, tmp_path / "shop", ignore=left_by_runs))


def _names(ran: Ran) -> set[str]:
    return {name.partition("[")[0] for name in ran.cases()}


def test_some_of_its_tests_in_both_forms_pass(shop: Path) -> None:
    ran = run_pytest(shop, "tests/cart.ui.yaml", "tests/test_account.py")
    assert ran.code == 0, ran.output
    assert len(_names(ran)) >= 5


@pytest.mark.full
@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_all_of_its_tests_pass_three_times_in_a_row(shop: Path, more: tuple[str, ...]) -> None:
    for _ in range(3):
        ran = run_pytest(shop, "tests", *more)
        assert ran.code == 0, ran.output
        assert len(_names(ran)) == ALL


@pytest.mark.full
def test_the_same_by_hand_pass(shop: Path) -> None:
    ran = run_pytest(shop, "by_hand")
    assert ran.code == 0, ran.output
    assert len(_names(ran)) == ALL
