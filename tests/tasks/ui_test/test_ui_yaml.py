"""Tests in YAML: what runs, and for every slip the file, the line and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handeye.tasks.ui_test.cases import cases_in
from handeye.tasks.ui_test.command import schema_text
from handeye.tasks.ui_test.flow import schema
from handeye.tools.errors import BadInput
from tests.tasks.ui_test.conftest import run_pytest

BOOKS = """\
start: /
tags: [books]
setup:
  - check that 'Books' is visible
teardown:
  - open: /far
cases:
  - name: a name is taken
    params:
      - {name: Ada, shown: Ada}
      - {name: Grace, shown: Graze}
    steps:
      - type {name} into Name
      - check: Name shows {shown}
        within: 0.5
  - name: read and fill
    tags: [slow]
    steps:
      - read: the total
        as: total
      - fill: {Name: "{total}"}
      - check that Name shows '£18.00'
      - check: a 'Saved' message appears
        during: click Save
      - include: parts.yaml
"""
PARTS = "steps:\n  - check that Delete is disabled\n"


def test_cases_run_with_each_row_and_say_the_line_that_is_not_so(books: str, tmp_path: Path) -> None:
    (tmp_path / "books.ui.yaml").write_text(BOOKS)
    (tmp_path / "parts.yaml").write_text(PARTS)
    ran = run_pytest(tmp_path, f"--handeye-start={books}", "--strict-markers")
    assert ran.kind("a name is taken[Ada-Ada]") == "passed", ran.output
    assert ran.kind("read and fill") == "passed", ran.output
    message = ran.message("a name is taken[Grace-Graze]")
    assert "books.ui.yaml:14: check that Name shows Graze" in message
    assert 'it shows "Grace"' in message
    chosen = run_pytest(tmp_path, f"--handeye-start={books}", "-m", "slow", "--collect-only", "-q")
    assert "read and fill" in chosen.output
    assert "a name is taken" not in chosen.output


SLIPS = [
    ("cases:\n  - name: x\n    steps:\n      - clack Save\n", ('x.ui.yaml:4: not understood: "clack Save"', "click X")),
    ("cases:\n  - name: x\n    steps:\n      - chek: a\n", ('x.ui.yaml:4: there is no "chek" here. Did you mean "check"?',)),
    ("cases:\n  - name: x\n    step:\n      - click A\n", ('x.ui.yaml:3: there is no "step" here. Did you mean "steps"?',)),
    ("strt: /\nsteps:\n  - click A\n", ('x.ui.yaml:1: there is no "strt" here. Did you mean "start"?',)),
    ("steps:\n  - type {nme} into N\n", ('x.ui.yaml:2: no input or secret is called "nme".',)),
    ("steps:\n  - check: A is visible\n    during: clack B\n", ("x.ui.yaml:2:", "clack B")),
    ("steps:\n  - read: x\n    within: 3\n", ('x.ui.yaml:2: "within" goes with do and check and matches, not with read',)),
    ("steps:\n  - within: 3\n", ("x.ui.yaml:2: a step says one of do, check",)),
    ("cases:\n  - name: x\n   steps: []\n", ("x.ui.yaml:3: this is no YAML",)),
    ("steps:\n  - include: none.yaml\n", ("x.ui.yaml:2: there is no file none.yaml",)),
    ("steps:\n  - include: x.ui.yaml\n", ("included by itself",)),
    ("start: /\n", ("a file has either cases",)),
    ("- a\n", ("x.ui.yaml:1:",)),
    (
        "params: [{a: 1}, {b: 2}]\nsteps:\n  - type {a} into N\n",
        ("x.ui.yaml:1:", "is not in every row"),
    ),
]


@pytest.mark.parametrize(("text", "words"), SLIPS)
def test_slips_are_told_with_file_and_line(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / "x.ui.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        list(cases_in(path))
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_slip_is_an_error_of_collection_and_never_a_pass(books: str, tmp_path: Path) -> None:
    (tmp_path / "x.ui.yaml").write_text(SLIPS[0][0])
    ran = run_pytest(tmp_path, f"--handeye-start={books}")
    assert ran.code == 2
    assert 'x.ui.yaml:4: not understood: "clack Save"' in ran.output
    assert "Traceback" not in ran.output


def test_rows_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,age\nAda,36\nGrace,85\n")
    path = tmp_path / "x.ui.yaml"
    path.write_text("params: people.csv\nsteps:\n  - type {name} into Name\n")
    assert [case.inputs for case in cases_in(path)] == [{"name": "Ada", "age": "36"}, {"name": "Grace", "age": "85"}]


def test_the_schema_that_is_shipped_is_what_the_models_say() -> None:
    assert json.loads(schema_text()) == schema()
