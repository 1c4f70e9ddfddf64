"""The history of tests: what it keeps, what it forgets, what it calls flaky, and that nothing breaks it for good."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tasks.ui_test.history import LETTERS, Ended, Ending, History, Ran, add, flaky, read, write
from handeye.tools.errors import BadInput

PASSED = Ended("passed", 1.25)


def history(*runs: Mapping[str, Ending], keep: int = 20) -> History:
    known = History()
    for n, run in enumerate(runs):
        known = add(known, Ran(1000.0 + n, {name: Ended(ending, 0.5) for name, ending in run.items()}), keep)
    return known


def endings(known: History, nodeid: str) -> list[str]:
    return ["" if each is None else each.ending for each in known.of(nodeid)]


def test_each_run_is_one_more(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    assert read(path) == History()
    write(path, add(read(path), Ran(1.0, {"a": PASSED})))
    write(path, add(read(path), Ran(2.0, {"a": Ended("failed", 0.5), "b": PASSED})))
    known = read(path)
    assert known == History((1.0, 2.0), {"a": (PASSED, Ended("failed", 0.5)), "b": (None, PASSED)})
    assert known.of("c") == ()
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_the_last_runs_are_kept_and_tests_gone_for_all_of_them_are_forgotten() -> None:
    known = history({"old": "passed", "a": "passed"}, {"a": "failed"}, {"a": "passed"}, {"new": "passed"}, keep=3)
    assert known.runs == (1001.0, 1002.0, 1003.0)
    assert endings(known, "a") == ["failed", "passed", ""]
    assert endings(known, "new") == ["", "", "passed"]
    assert "old" not in known.tests
    assert endings(add(known, Ran(5.0, {"a": PASSED}), 1), "a") == ["passed"]
    with pytest.raises(BadInput, match="keep at least 1"):
        add(known, Ran(5.0, {}), 0)


def test_flaky_is_what_goes_back_and_forth() -> None:
    def share(*said: Ending) -> float:
        runs: list[dict[str, Ending]] = [{"a": each} for each in said]
        return flaky(history(*runs), "a")

    assert flaky(History(), "a") == 0
    assert share("passed", "passed", "passed", "passed") == 0
    assert share("failed", "error", "unsure", "cut off") == 0, "it is broken, not flaky"
    assert share("passed", "passed", "failed", "failed") == 0.25, "it broke once"
    assert share("passed", "failed", "passed", "passed") == 0.5
    assert share("passed", "flaky", "passed", "passed") == 0.25, "it needed a second try"
    assert share("flaky", "failed", "flaky", "failed") == 1
    assert share("passed", "skipped", "passed") == 0


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"\xff"',
        b'{"handeye_history":2,"runs":[],"tests":{}}',
        b'{"handeye_history":1,"runs":[1],"tests":{"a":["pp",[1,2]]}}',
        b'{"handeye_history":1,"runs":[1],"tests":{"a":["p",[]]}}',
        b'{"handeye_history":1,"runs":[1],"tests":{"a":["X",[1]]}}',
        b'{"handeye_history":1,"runs":["yesterday"],"tests":{}}',
    ],
)
def test_a_broken_one_is_begun_anew_and_said(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "history.json"
    path.write_bytes(broken)
    known = read(path)
    assert (known.runs, known.tests) == ((), {})
    assert known.trouble == f"{path} cannot be read as the history of earlier runs; it is begun anew"
    write(path, add(known, Ran(1.0, {"a": PASSED})))
    assert read(path) == History((1.0,), {"a": (PASSED,)})


def test_two_hundred_tests_in_twenty_runs_are_a_small_file(tmp_path: Path) -> None:
    names = [f"tests/shop/checkout/test_vouchers_{n // 20}.py::test_a_voucher_takes_its_share[code-{n}]" for n in range(200)]
    known = History()
    for run in range(25):
        ran = {name: Ended("failed" if (n + run) % 7 == 0 else "passed", 1.37 * n + run / 9) for n, name in enumerate(names)}
        known = add(known, Ran(1772362800.123 + run, ran))
    write(tmp_path / "history.json", known)
    assert (tmp_path / "history.json").stat().st_size <= 60_000
    assert len(read(tmp_path / "history.json").runs) == 20


def test_names_of_any_kind_and_length(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    names = ["a\ud800b", "\x00\x1b[31m\u202e", "ż" * 50_000, "ż" * 50_000 + "!", "</script>", ""]
    write(path, add(History(), Ran(1.0, {name: Ended("passed", n) for n, name in enumerate(names)})))
    known = read(path)
    assert [known.of(name) for name in names] == [(Ended("passed", n),) for n in range(len(names))]
    assert path.stat().st_size < 2_000


ENDED = st.builds(Ended, st.sampled_from(list(LETTERS)), st.integers(0, 10**8).map(lambda n: n / 100))


@given(st.lists(st.dictionaries(st.text(max_size=8), ENDED, max_size=4), max_size=6), st.integers(1, 4))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, runs: list[dict[str, Ended]], keep: int) -> None:
    path = tmp_path_factory.getbasetemp() / "history.json"
    known = History()
    for n, run in enumerate(runs):
        known = add(known, Ran(float(n), run), keep)
        write(path, known)
        assert read(path) == known
