"""What of a row goes into the form: under the form's own words, spelled without a doubt, and no file but the row's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from handeye.tasks.forms.checked import Checked
from handeye.tasks.forms.intake import check_rows, new_rows
from handeye.tasks.forms.job import Job
from handeye.tasks.forms.values import files_of, labels_of, spellings_of, values_of
from handeye.tools.errors import BadInput

TABLE = (
    "id;email;dob;fee;country;news;drinks;cv;notes\n"
    "7;ada@x.org;31/12/1999;€ 1.234,50;DE;ja;Tea; \n"
    'A-8;bob@x.org;1/2/2001;12,5;Polen;nein;"Tea; Milk";b.pdf;\n'
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "b.pdf").write_text("x")
    path = tmp_path / "members.csv"
    path.write_text(TABLE.replace("Tea; \n", "Tea;;\n"), encoding="utf-8")
    return path


def taken(table: Path, secrets: Sequence[str] = (), **more: Any) -> tuple[Job, Checked, list[dict[str, Any]]]:
    told = {"name": "a", "start": "localhost:1", "rows": table, "key": "id", "submit": "Go", "done_when": "Welcome", **more}
    job = Job.model_validate(told)
    checked = check_rows(job, secrets)
    return job, checked, [dict(each.cells) for each in new_rows(job, checked)]


def test_values_stand_under_the_words_of_the_form(table: Path) -> None:
    job, checked, (ada, bob) = taken(
        table,
        ignore=["id"],
        fields={
            "dob": "Date of birth",
            "source": {"label": "How did you hear of us?", "value": "from {id}"},
            "notes": {"value": "none"},
        },
    )
    assert values_of(job, checked.formats, ada) == {
        "email": "ada@x.org",
        "Date of birth": "1999-12-31",
        "fee": "1234.50",
        "country": "DE",
        "news": "yes",
        "drinks": ("Tea",),
        "notes": "none",
        "How did you hear of us?": "from 7",
    }
    assert list(values_of(job, checked.formats, bob).items())[1:6] == [
        ("Date of birth", "2001-02-01"), ("fee", "12.5"), ("country", "Polen"), ("news", "no"), ("drinks", ("Tea", "Milk")),
    ]  # fmt: skip
    assert list(labels_of(job, checked.columns))[-1] == "source"


def test_the_key_is_for_the_form_unless_it_is_ignored(table: Path) -> None:
    job, checked, (ada, _) = taken(table)
    assert values_of(job, checked.formats, ada)["id"] == "7"


def test_what_lists_may_call_a_value(table: Path) -> None:
    job, checked, (ada, bob) = taken(table, fields={"country": "Where do you live?"})
    others = spellings_of(job, checked.formats, ada)
    assert others["Where do you live?"][:3] == ("Germany", "DEU", "Deutschland")
    assert "Ja" in others["news"]
    assert others["fee"] == ("€ 1.234,50",)
    assert "email" not in others
    assert "Poland" in spellings_of(job, checked.formats, bob)["Where do you live?"]


def test_only_the_files_of_a_row_are_its_files(table: Path) -> None:
    job, checked, (ada, bob) = taken(table)
    assert files_of(job, checked.formats, ada) == ()
    assert files_of(job, checked.formats, bob) == (table.parent.resolve() / "b.pdf",)
    assert values_of(job, checked.formats, bob)["cv"] == str(table.parent.resolve() / "b.pdf")
    assert files_of(job, checked.formats, {**ada, "notes": "b.pdf"}) == (), "a text that happens to name a file is a text"
    (table.parent / "b.pdf").unlink()
    with pytest.raises(BadInput, match=r"cv: there is no file b\.pdf"):
        values_of(job, checked.formats, bob)


def test_what_is_the_same_for_every_row_may_be_a_secret_a_date_or_a_file(table: Path) -> None:
    fields = {
        "pin": {"label": "PIN", "value": "{pin}"},
        "since": {"value": "3/4/2026", "format": "%d/%m/%Y"},
        "terms": {"value": "b.pdf", "format": "file"},
    }
    job, checked, (ada, _) = taken(table, ["pin"], fields=fields)
    values = values_of(job, checked.formats, ada, ["pin"])
    assert (values["PIN"], values["since"], values["terms"]) == ("‹pin›", "2026-04-03", str(table.parent.resolve() / "b.pdf"))
