"""Rows of tables as people have them: every format, encoding and mishap; bad rows are told by their line, never dropped."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.reader import parse_steps
from handeye.agent.reader.steps import Click, Fill
from handeye.tasks.forms.row import BadRow, Row
from handeye.tasks.forms.rows import about, row, rows_of, with_rows
from handeye.tools.errors import BadInput

PEOPLE = (("Name", "Ada"), ("Age", "36"))


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def told(path: Path) -> list[tuple[int, int, object]]:
    return [(each.number, each.line, each.cells if isinstance(each, Row) else each.why) for each in rows_of(path)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_sign_and_the_encoding_are_found_out(tmp_path: Path, sign: str, encoding: str) -> None:
    text = f"Name{sign}Straße\r\nAda{sign}Grüner Weg 5\r\nZoë{sign}Allee 1\r\n"
    path = written(tmp_path, "people.csv", text, encoding)
    assert told(path) == [
        (1, 2, (("Name", "Ada"), ("Straße", "Grüner Weg 5"))),
        (2, 3, (("Name", "Zoë"), ("Straße", "Allee 1"))),
    ]
    assert ("Windows-1252" in about(path).note) == (encoding == "cp1252")


def test_a_comma_within_most_rows_is_not_the_sign(tmp_path: Path) -> None:
    path = written(tmp_path, "prices.csv", "Name;Price\nTea;1,50\nMilk;0,90\nSalt;2\n")
    assert next(each.cells for each in rows_of(path) if isinstance(each, Row)) == (("Name", "Tea"), ("Price", "1,50"))


def test_excels_own_first_line_says_the_sign(tmp_path: Path) -> None:
    assert told(written(tmp_path, "a.csv", "sep=|\nName|Age\nAda|36\n")) == [(1, 3, PEOPLE)]


def test_cells_over_several_lines_and_lines_that_are_empty(tmp_path: Path) -> None:
    text = 'Name,Notes\nAda,"one\ntwo ""three"""\n\n,\nBob,x\n'
    assert told(written(tmp_path, "a.csv", text)) == [
        (1, 2, (("Name", "Ada"), ("Notes", 'one\ntwo "three"'))),
        (2, 6, (("Name", "Bob"), ("Notes", "x"))),
    ]


def test_bad_rows_are_told_by_their_line_and_the_others_go_on(tmp_path: Path) -> None:
    text = 'Name,Age\nAda,36\nBob,1,extra\nCy\n"Di"x,5\nEve,7\n"Fay,8\n'
    found = told(written(tmp_path, "a.csv", text))
    assert [(number, line) for number, line, _ in found] == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7)]
    assert [isinstance(each, str) for _, _, each in found] == [False, True, True, True, False, True]
    assert 'what is too many begins with "extra"' in str(found[1][2])
    assert '"Age" is missing' in str(found[2][2])


def test_columns_without_a_heading_at_the_end_may_be_empty(tmp_path: Path) -> None:
    found = told(written(tmp_path, "a.csv", "Name,Age,,\nAda,36,,\nBob,1,,x\n"))
    assert found[0] == (1, 2, PEOPLE)
    assert isinstance(found[1][2], str)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "\n\n", "is empty"),
        ("a.csv", "Name,,Age\n1,2,3\n", "column 2 has no heading"),
        ("a.csv", "Name,Age,Name\n", 'two columns are called "Name"'),
        ("a.xls", "x", "save it as .xlsx"),
        ("a.pdf", "x", "no table that can be read"),
        ("a.json", '"text"', "a list of objects"),
        ("a.json", '[{"a": 1}, {"a"', ":1: "),
        ("a.json", '[\n{"a": 1}\n{"a": 2}]', ':3: "," is wanted'),
        ("a.xlsx", "no zip", "cannot be read as an Excel file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        list(rows_of(written(tmp_path, name, text)))
    with pytest.raises(BadInput, match="there is no file"):
        next(rows_of(tmp_path / "other.csv"))


def test_json_says_what_forms_say(tmp_path: Path) -> None:
    rows = '[{"Name": "Ada", "Fee": 1.50, "Big": 12345678901234567890, "Drinks": ["Tea", "Milk"], "News": true, "Fax": null},'
    found = told(written(tmp_path, "a.json", rows + '\n\n  {"Name": {"first": "Bob"}}, 7,\n{"Name": "Cy"}]'))
    assert found[0] == (
        1, 1, (("Name", "Ada"), ("Fee", "1.50"), ("Big", "12345678901234567890"), ("Drinks", ("Tea", "Milk")), ("News", "yes"), ("Fax", "")),
    )  # fmt: skip
    assert [(number, line, isinstance(each, str)) for number, line, each in found[1:]] == [
        (2, 3, True),
        (3, 3, True),
        (4, 4, False),
    ]


def test_a_list_under_one_key_and_lines_of_json(tmp_path: Path) -> None:
    assert told(written(tmp_path, "a.json", '{"people": [{"Name": "Ada", "Age": 36}]}')) == [(1, 1, PEOPLE)]
    found = told(written(tmp_path, "a.jsonl", '{"Name": "Ada", "Age": 36}\n\n{"Name": \n{"Name": "Bob"}\n'))
    assert found[0] == (1, 1, PEOPLE)
    assert [(number, line, isinstance(each, str)) for number, line, each in found[1:]] == [(2, 3, True), (3, 4, False)]


def test_a_sheet_says_what_its_cells_show(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Born", "Seen", "At", "Fee", "Count", "News", "Code", None])
    sheet.append(["Ada", date(1990, 5, 4), datetime(2026, 3, 4, 9, 5), time(14, 30), 12.5, 3.0, True, 501])  # noqa: DTZ001 (a sheet knows no time zones)
    sheet["H2"].number_format = "00000"
    sheet.append([])
    sheet.append(["Bob"])
    sheet.append(["Cy", "#N/A"])
    path = tmp_path / "people.xlsx"
    book.save(path)
    found = told(path)
    assert found[0][2] == (
        ("Name", "Ada"), ("Born", "1990-05-04"), ("Seen", "2026-03-04 09:05"), ("At", "14:30"), ("Fee", "12.5"), ("Count", "3"),
        ("News", "yes"), ("Code", "00501"),
    )  # fmt: skip
    assert found[1][:2] == (2, 4)
    assert found[2][:2] == (3, 5)
    assert "#N/A" in str(found[2][2])


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    """Ten rows of a file that ends in the middle of nowhere: the rest is not read."""
    rows = ",".join(json.dumps({"Name": f"Ada {n}", "Notes": "x" * 500}) for n in range(5000))
    path = written(tmp_path, "a.json", f"[{rows},")
    first = list(islice(rows_of(path), 10))
    assert [each.number for each in first] == list(range(1, 11))
    with pytest.raises(BadInput, match="ends in the middle"):
        list(rows_of(path))


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=2, max_size=2), max_size=5
    )
)
def test_what_was_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    import csv

    path = tmp_path_factory.mktemp("tables") / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Name", "Notes"], *table])
    cells = [[" ".join(cell.split("\x00")).strip() for cell in line] for line in table]
    read = [[value for _, value in each.cells] for each in rows_of(path) if isinstance(each, Row)]
    assert read == [line for line in cells if any(line)]
    assert not any(isinstance(each, BadRow) for each in rows_of(path))


def test_one_row_by_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "Name,Age\nAda,36\nBob,1,2\n")
    assert row(path, 1).cells == PEOPLE
    with pytest.raises(BadInput, match=r"a\.csv:3: .*too many"):
        row(path, 2)
    with pytest.raises(BadInput, match="no row 3; it has 2"):
        row(path, 3)


def test_a_step_that_names_a_row_gets_its_values_before_anything_begins(tmp_path: Path) -> None:
    written(tmp_path, "members.csv", "Name,E-mail,Notes,Age\nAda,ada@example.org,,36\n")
    steps = with_rows(parse_steps("fill the form from members.csv row 1, click Save"), tmp_path)
    assert steps == (Fill((("Name", "Ada"), ("E-mail", "ada@example.org"), ("Age", "36"))), Click("Save"))
    assert parse_steps(str(steps[0])) == steps[:1]
    with pytest.raises(BadInput, match="no row 2"):
        with_rows(parse_steps("fill the form from members.csv row 2"), tmp_path)
    with pytest.raises(BadInput, match="there is no file"):
        with_rows(parse_steps("fill the form from others.csv row 1"), tmp_path)
    written(tmp_path, "bad.csv", "Name\nAda\x07\n")
    with pytest.raises(BadInput, match=r"bad\.csv:2: Name: character 4"):
        with_rows(parse_steps("fill the form from bad.csv row 1"), tmp_path)
