"""Tables as they are checked and taken in: everything that is wrong is told before anything starts, with its line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tasks.forms.checked import Checked
from handeye.tasks.forms.entry import Added, NewRow
from handeye.tasks.forms.intake import check_rows, hash_of, new_rows, take_in
from handeye.tasks.forms.job import Job
from handeye.tasks.forms.ledger import Ledger
from handeye.tools.errors import BadInput

PEOPLE = "email;Name;dob;fee\nada@x.org;Ada;31/12/1999;1,50\nbob@x.org;Bob;1/2/2001;12\n"


def job(rows: Path | None, **more: Any) -> Job:
    told = {"name": "a", "start": "localhost:1", "key": "email", "submit": "Go", "done_when": "Welcome", **more}
    return Job.model_validate({**told, "rows": rows})


def written(folder: Path, text: str | bytes, name: str = "members.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


class Kept:
    """A ledger that only remembers."""

    def __init__(self) -> None:
        self.rows: list[NewRow] = []
        self.source = ""

    def __call__(self, rows: Iterable[NewRow], source: str) -> Added:
        self.rows, self.source = list(rows), source
        return Added(len(self.rows), 0, 0, ())


def bad(path: Path, **more: Any) -> list[str]:
    return [str(each) for each in check_rows(job(path, **more)).bad.told]


def test_a_good_table_goes_in_as_it_is(tmp_path: Path) -> None:
    kept, shown = Kept(), list[Checked]()
    path = written(tmp_path, PEOPLE)
    taken = take_in(job(path), kept, checked=check_rows(job(path)), show=shown.append)
    assert list(shown[0].lines) == [
        'members.csv: 2 rows, 4 columns, UTF-8, separated by ";"',
        "email: e-mail addresses",
        "Name: text, as it is written",
        "dob: dates, day first (31/12/1999 in row 1 decides)",
        "fee: numbers, with a decimal comma (1,50 in row 1 decides)",
    ]
    assert [(each.key, each.number, each.line) for each in kept.rows] == [("ada@x.org", 1, 2), ("bob@x.org", 2, 3)]
    assert kept.rows[1].cells == {"email": "bob@x.org", "Name": "Bob", "dob": "1/2/2001", "fee": "12"}
    assert (kept.source, taken.added.new, taken.checked.good) == (str(path), 2, 2)


def test_it_goes_into_a_real_ledger_and_once_only(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    with Ledger(f"sqlite:///{tmp_path}/jobs.sqlite", "a") as ledger:
        assert take_in(job(path), ledger.add).added.new == 2
        written(tmp_path, PEOPLE.replace("12\n", "13\n") + "cy@x.org;Cy;2/2/2002;3\n")
        added = take_in(job(path), ledger.add).added
        assert (added.new, added.known, [(each.key, each.line) for each in added.changed]) == (1, 1, [("bob@x.org", 3)])
        assert ledger.find("bob@x.org").cells["fee"] == "12"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "email,n\na@x.org,Zoë\n".encode("cp1252"), 'a.csv: 1 row, 2 columns, Windows-1252, separated by ","'),
        ("a.csv", "email,n\na@x.org,Zoë\n".encode("utf-16"), 'a.csv: 1 row, 2 columns, UTF-16, separated by ","'),
        ("a.tsv", b"email\tn\na@x.org\tA\n", "a.tsv: 1 row, 2 columns, UTF-8, separated by tabs"),
        ("a.csv", b"sep=|\nemail|n\na@x.org|A\n", 'a.csv: 1 row, 2 columns, UTF-8, separated by "|"'),
        ("a.csv", b"email\na@x.org\n", "a.csv: 1 row, 1 column, UTF-8"),
        ("a.json", b'[{"email": "a@x.org"}, {"email": "b@x.org", "n": 1}]', "a.json: 2 rows, 2 columns, JSON, UTF-8"),
    ],
)
def test_how_it_is_read_is_told(tmp_path: Path, name: str, text: bytes, told: str) -> None:
    checked = check_rows(job(written(tmp_path, text, name)))
    assert checked.reading == told
    assert ("may" in checked.note or "is not UTF-8" in checked.note) == ("1252" in told)
    assert (checked.note in list(checked.lines)) == bool(checked.note)


def test_a_sheet_is_taken_in_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["email", "age"])
    book.active.append(["a@x.org", 36])
    book.save(tmp_path / "a.xlsx")
    kept = Kept()
    assert take_in(job(tmp_path / "a.xlsx"), kept).checked.reading == "a.xlsx: 1 row, 2 columns, Excel"
    assert kept.rows[0].cells == {"email": "a@x.org", "age": "36"}


def test_rows_that_name_their_columns_need_not_name_all(tmp_path: Path) -> None:
    text = '[{"email": "a@x.org"}, {"email": "b@x.org", "n": ["x", "y"]}, {"n": "z"}]'
    kept = Kept()
    taken = take_in(job(written(tmp_path, text, "a.json")), kept, skip_bad=True)
    assert [each.cells for each in kept.rows] == [{"email": "a@x.org", "n": ""}, {"email": "b@x.org", "n": ("x", "y")}]
    assert [str(each) for each in taken.checked.bad.told] == ["line 1: its email is empty, and that is its key"]
    with pytest.raises(BadInput, match='key: there is no column "email" in the table'):
        check_rows(job(written(tmp_path, '[{"n": "z"}]', "a.json")))


def test_every_kind_of_bad_row_is_told_by_its_line(tmp_path: Path) -> None:
    text = (
        "email,dob,news,n\n"
        "a@x.org,1/2/2001,yes,1\n"
        ",1/2/2001,no,2\n"  # 3: no key
        "a@x.org,1/2/2001,no,3\n"  # 4: the same key
        "b@x.org,2001-02-01,no,4\n"  # 5: a date written otherwise
        "c@x.org,31/2/2001,\x07,5\n"  # 6: two things at once
        "d@x.org,1/2/2001\n"  # 7: too short
        '"two\nlines@x.org",1/2/2001,no,7\n'
        "a@x.org,1/2/2001,no,8\n"
        "e@x.org,,‹pin›,9\n"  # 11: as if it were a secret
    )
    path = written(tmp_path, text)
    fields = {"dob": {"format": "%d/%m/%Y"}}
    checked = check_rows(job(path, fields=fields), ["pin"])
    assert [str(each) for each in checked.bad.told] == [
        "line 3: its email is empty, and that is its key",
        'line 4: its email "a@x.org" is that of row 1 in line 2 as well',
        'line 5: dob: "2001-02-01" is no date written as %d/%m/%Y',
        'line 6: dob: "31/2/2001" is no date written as %d/%m/%Y; news: character 1 (U+0007) cannot be typed',
        'line 7: it has 2 cells under 4 headings; "news" is missing',
        'line 10: its email "a@x.org" is that of row 1 in line 2 as well',
        "line 11: news: it says the name of a secret as the job does",
    ]
    assert (checked.rows, checked.good) == (9, 2)
    assert str(checked.formats["dob"]) == "dob: dates, written as %d/%m/%Y"
    kept = Kept()
    with pytest.raises(BadInput) as told:
        take_in(job(path, fields=fields), kept, secrets=["pin"])
    assert str(told.value).splitlines()[:2] == [
        "members.csv: 7 of 9 rows are bad; nothing was started; mend them, or leave them out with --skip-bad:",
        "  line 3: its email is empty, and that is its key",
    ]
    assert kept.rows == []
    take_in(job(path, fields=fields), kept, secrets=["pin"], skip_bad=True)
    assert [each.key for each in kept.rows] == ["a@x.org", "two\nlines@x.org"]


def test_what_bad_rows_say_decides_no_format(tmp_path: Path) -> None:
    text = "email,dob\na@x.org,31/12/1999\n,never\na@x.org,12/31/1999\n"
    assert str(check_rows(job(written(tmp_path, text))).formats["dob"]).startswith("dob: dates, day first")


def test_only_the_first_ten_are_told_and_how_many_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, "email,n\na@x.org,1\n" + "a@x.org,2\n" * 1500)
    with pytest.raises(BadInput) as told:
        take_in(job(path), Kept())
    said = str(told.value).splitlines()
    assert said[0].startswith("members.csv: 1500 of 1501 rows are bad")
    assert len(said) == 12
    assert said[-1] == "  and 1490 more"
    checked = check_rows(job(path))
    assert (len(checked.bad), len(checked.bad.told), checked.good) == (1500, 1000, 1)
    assert len(list(new_rows(job(path), checked))) == 1


def test_a_table_without_good_rows_is_refused_whatever_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"has no good row:\n  line 2: its email is empty"):
        take_in(job(written(tmp_path, "email,n\n,1\n")), Kept(), skip_bad=True)
    with pytest.raises(BadInput, match="has no rows below its headings"):
        take_in(job(written(tmp_path, "email,n\n")), Kept(), skip_bad=True)


def test_the_same_key_twice_in_one_line_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"email": "a"}, {"email": "a"}]', "a.json")
    assert bad(path) == ['line 1: its email "a" is that of row 1 in line 1 as well']


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            {"key": "mail"},
            'key: there is no column "mail" in the table. Did you mean "email"? There are: email, Name, dob, fee',
        ),
        ({"fields": {"DOB": "Born"}}, 'fields: there is no column "DOB" in the table. Did you mean "dob"?'),
        ({"ignore": ["name"]}, 'ignore: there is no column "name" in the table. Did you mean "Name"?'),
        ({"capture": {"no": "Number of {nam}"}}, 'capture: no: no column or secret is called "nam". Did you mean "Name"?'),
        ({"before": "click Edit in the row of '{tag}'"}, 'before: no column or secret is called "tag"'),
        ({"fields": {"dob": {"format": "DD.MM.YYYY"}}}, 'fields: dob: the format "DD.MM.YYYY" is written "%d.%m.%Y"'),
        ({"fields": {"dob": "Name"}}, '"Name" and "dob" are both called "Name" on the form'),
    ],
)
def test_a_job_that_does_not_fit_its_table_is_refused(tmp_path: Path, more: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput) as told:
        check_rows(job(written(tmp_path, PEOPLE), **more))
    assert str(told.value).startswith(why)


def test_what_is_missing_is_told_before_a_long_table_is_read(tmp_path: Path) -> None:
    """A file that ends badly after its first rows: the end is never reached."""
    path = written(tmp_path, (PEOPLE * 5000).encode("utf-16") + b"\x00\xd8\x00")
    with pytest.raises(BadInput, match="there is no column"):
        check_rows(job(path, key="number"))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="names no table"):
        check_rows(job(None))
    with pytest.raises(BadInput, match="there is no file"):
        check_rows(job(tmp_path / "none.csv"))
    with pytest.raises(BadInput, match="cannot be read"):
        check_rows(job(written(tmp_path, (PEOPLE * 2000).encode("utf-16") + b"\x00\xd8\x00")))


def test_what_a_column_cannot_decide_stops_the_job_whatever_else_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "email,born,fee\na@x.org,1/2/2001,1.234\n")
    with pytest.raises(BadInput) as told:
        take_in(job(path), Kept(), skip_bad=True)
    born, fee = str(told.value).splitlines()
    assert 'write fields: {born: {format: "%d/%m/%Y"}}' in born
    assert 'write fields: {fee: {format: ","}}' in fee
    take_in(job(path, fields={"born": {"format": "%m/%d/%Y"}, "fee": {"format": "."}}), Kept())
    take_in(job(path, ignore=["born", "fee"]), Kept())


def test_files_that_are_not_there_are_bad_rows(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_text("x")
    (tmp_path.parent / "out.pdf").write_text("x")
    text = "email,cv\na@x.org,a.pdf\nb@x.org,b.pdf\nc@x.org,c.pdf\nd@x.org,../out.pdf\ne@x.org,\n"
    path = written(tmp_path, text)
    wrong = [
        "line 4: cv: there is no file c.pdf beside the table",
        "line 5: cv: ../out.pdf is not beside the table; copy the file there and write its name alone",
    ]
    assert bad(path) == bad(path, fields={"cv": {"format": "file"}}) == wrong
    kept = Kept()
    take_in(job(path), kept, skip_bad=True)
    assert [each.key for each in kept.rows] == ["a@x.org", "b@x.org", "e@x.org"]
    assert bad(path, ignore=["cv"]) == []


def test_the_jobs_own_files_are_not_uploaded(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("x")
    (tmp_path / "pins.yaml").write_text("pin: 1234")
    path = written(tmp_path, "email,cv\na@x.org,a.pdf\nb@x.org,pins.yaml\nc@x.org,members.csv\nd@x.org,a.pdf\n")
    assert bad(path, secrets=tmp_path / "pins.yaml") == [
        "line 3: cv: pins.yaml is one of the job's own files; these are not uploaded",
        "line 4: cv: members.csv is one of the job's own files; these are not uploaded",
    ]


def test_a_file_that_changes_while_it_is_read_is_not_taken_in(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    checked = check_rows(job(path))
    for changed in (PEOPLE.replace("12\n", "13\n"), PEOPLE + "c@x.org;C;1/2/2001;1\n", PEOPLE[: PEOPLE.index("bob")]):
        written(tmp_path, changed)
        with pytest.raises(BadInput, match="was changed while it was read"):
            list(new_rows(job(path), checked))


def test_ignored_columns_may_hold_anything_unless_a_step_needs_them(tmp_path: Path) -> None:
    path = written(tmp_path, "email,id\na@x.org,\x07\nb@x.org,1\n")
    assert bad(path, ignore=["id"]) == []
    assert bad(path, ignore=["id"], before="click Edit in the row of '{id}'") == [
        "line 2: id: character 1 (U+0007) cannot be typed"
    ]


CELLS = st.dictionaries(
    st.text(max_size=5), st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3).map(tuple), max_size=5
)


@given(CELLS, st.randoms(use_true_random=False))
def test_the_hash_is_of_what_matters_alone(cells: dict[str, str | tuple[str, ...]], chance: Any) -> None:
    mixed = list(cells.items())
    chance.shuffle(mixed)
    assert hash_of(dict(mixed)) == hash_of(cells)
    assert hash_of({**cells, "not for the form": "7", "empty": ""}, ["not for the form"]) == hash_of(cells)
    told = json.loads(json.dumps(cells))
    assert hash_of(told) == hash_of(cells), "a ledger keeps lists where a row has tuples"
    assert hash_of({**cells, "new column": "x"}) != hash_of(cells)


MEASURED = """
import resource, sys
from pathlib import Path
from handeye.tasks.forms.intake import check_rows, new_rows
from handeye.tasks.forms.job import Job

job = Job(name="a", start="localhost:1", rows=Path(sys.argv[1]), key="email", submit="Go", done_when="Welcome")
few = job.model_copy(update={"rows": Path(sys.argv[2])})

def mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)

check_rows(few)
before = mib()
checked = check_rows(job)
print(sum(1 for _ in new_rows(job, checked)), mib() - before)
"""


def lines_of(count: int) -> Iterator[str]:
    yield "email;Name;dob;fee;zip;notes\n"
    for number in range(count):
        yield f"person{number}@example.org;Ada {number};{number % 28 + 1}/{number % 12 + 1}/1990;{number % 1000},50;{number:05d};{'x' * 80}\n"


def grown(folder: Path, count: int) -> tuple[int, float]:
    """How many rows were taken in, and how many MiB that needed more than a few of them."""
    for name, rows in (("few.csv", 100), ("many.csv", count)):
        with (folder / name).open("w") as file:
            file.writelines(lines_of(rows))
    command = [sys.executable, "-c", MEASURED, str(folder / "many.csv"), str(folder / "few.csv")]
    rows, more_mib = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(rows), float(more_mib)


def test_a_long_table_does_not_sit_in_memory(tmp_path: Path) -> None:
    rows, more_mib = grown(tmp_path, 20_000)
    assert rows == 20_000
    assert more_mib < 15


@pytest.mark.full
def test_a_very_long_table_does_not_sit_in_memory(tmp_path: Path) -> None:
    rows, more_mib = grown(tmp_path, 200_000)
    assert rows == 200_000
    assert more_mib < 40
