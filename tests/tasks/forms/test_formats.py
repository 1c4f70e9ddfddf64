"""What a column is taken for, and what of it a form gets: decided by all of its cells, never by a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.reader.dates import dates_in
from handeye.agent.reader.numbers import numbers_in
from handeye.agent.reader.times import moment_in, time_in
from handeye.tasks.forms.countries import country_called
from handeye.tasks.forms.deciding import Column
from handeye.tasks.forms.formats import Format, said_format
from handeye.tasks.forms.guess import Undecided
from handeye.tasks.forms.row import Bad, Cell, Row
from handeye.tools.errors import BadInput


def decided(name: str, *cells: Cell, folder: Path | None = None) -> Format:
    column = Column(name, str(folder or "/nowhere"))
    for number, cell in enumerate(cells, start=1):
        column.see(Row(number, number + 1, ((name, cell),)), cell)
    return column.format()


def spoken(name: str, *cells: Cell) -> list[Cell]:
    found = decided(name, *cells)
    return [found.spoken(cell) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "told", "said"),
    [
        (("05/04/2001", "31/12/1999"), "dob: dates, day first (31/12/1999 in row 2 decides)", ["2001-04-05", "1999-12-31"]),
        (("5/4/2001", "12/31/1999"), "dob: dates, month first (12/31/1999 in row 2 decides)", ["2001-05-04", "1999-12-31"]),
        (("5.4.2001", "", "6.4.2001"), "dob: dates", ["2001-04-05", "", "2001-04-06"]),
        (("05.04.2001", "04.17.2001"), "dob: dates, month first (04.17.2001 in row 2 decides)", ["2001-05-04", "2001-04-17"]),
        (("2001-04-05", "17 May 2001", "03/03/2003"), "dob: dates", ["2001-04-05", "2001-05-17", "2003-03-03"]),
        (
            ("05/04/2001 2:30 pm", "31/12/1999 14:05", "1/2/2003"),
            "dob: dates with times, day first (31/12/1999 14:05 in row 2 decides)",
            ["2001-04-05 14:30", "1999-12-31 14:05", "2003-02-01"],
        ),
        (("2026-03-04T09:05", "2026-03-04 09:05:00"), "dob: dates with times", ["2026-03-04 09:05"] * 2),
        (("2:30 pm", "9:05", "14.30 Uhr", "07:00:00"), "dob: times", ["14:30", "09:05", "14:30", "07:00"]),
    ],
)
def test_dates_and_times_are_written_in_one_way_for_a_whole_column(cells: tuple[str, ...], told: str, said: list[Cell]) -> None:
    found = decided("dob", *cells)
    assert str(found).removesuffix(", day first") == told
    assert [found.spoken(cell) for cell in cells] == said


@pytest.mark.parametrize("cells", [("03/04/2001", "5/6/2002"), ("03-04-2001",), ("1/2/2003 14:30", "3/3/2003")])
def test_what_may_be_the_day_or_the_month_has_to_be_said(cells: tuple[str, ...]) -> None:
    with pytest.raises(
        Undecided, match=r"dob: .* in row 1, and every other, may have the day .*write fields: \{dob: \{format: \"%d"
    ) as told:
        decided("dob", *cells)
    formats = [part for part in str(told.value).split('"') if part.startswith("%")]
    for written in formats:
        assert said_format("dob", written).spoken(cells[0]), "what it says to write works"


def test_what_has_to_be_said_is_yaml_whatever_the_column_is_called() -> None:
    for name in ("dob", "Date of birth", 'Born: "when"', "no", "2024"):
        with pytest.raises(Undecided) as told:
            decided(name, "3/4/2001")
        said = str(told.value).partition("write ")[2].partition(" or ")[0]
        assert yaml.safe_load(said)["fields"] == {name: {"format": "%d/%m/%Y"}}


def test_a_long_text_is_not_looked_through() -> None:
    long = "1 " * 2_000_000
    assert spoken("notes", long, "12/5/2001") == [long, "12/5/2001"]


def test_dates_that_contradict_each_other_are_no_text_by_silence() -> None:
    with pytest.raises(Undecided, match=r"31/12/1999 in row 1 has the day first and 12/31/1999 in row 3 the month"):
        decided("dob", "31/12/1999", "1/1/2001", "12/31/1999")


@pytest.mark.parametrize(
    ("cells", "told", "said"),
    [
        (("1,50", "1.234,5", "7"), "fee: numbers, with a decimal comma (1,50 in row 1 decides)", ["1.50", "1234.5", "7"]),
        (("1,234", "0.5", "-12"), "fee: numbers, with a decimal point (0.5 in row 2 decides)", ["1234", "0.5", "-12"]),
        (("1.234", "0.5"), "fee: numbers, with a decimal point (0.5 in row 2 decides)", ["1.2340", "0.5"]),
        (("1,234,567", "1,234"), "fee: numbers, with a decimal point (1,234,567 in row 1 decides)", ["1234567", "1234"]),
        (("1 234,50", "12"), "fee: numbers, with a decimal comma (1 234,50 in row 1 decides)", ["1234.50", "12"]),
        (
            ("€ 1.234,50", "-3 €", "8 €"),
            "fee: amounts of money, with a decimal comma (€ 1.234,50 in row 1 decides)",
            ["1234.50", "-3", "8"],
        ),
        (("PLN 12", "7 PLN"), "fee: amounts of money", ["12", "7"]),
        (("12", "100", "0"), "fee: numbers", ["12", "100", "0"]),
        (("12 345", "7"), "fee: numbers", ["12345", "7"]),
    ],
)
def test_numbers_are_told_with_a_point(cells: tuple[str, ...], told: str, said: list[Cell]) -> None:
    found = decided("fee", *cells)
    assert str(found) == told
    assert [found.spoken(cell) for cell in cells] == said


@pytest.mark.parametrize("cells", [("1.234",), ("1,234", "5,678", "12"), ("1,5", "2.5", "1.234"), ("€ 1.234", "5 €")])
def test_a_sign_that_may_part_thousands_or_decimals_has_to_be_said(cells: tuple[str, ...]) -> None:
    with pytest.raises(Undecided, match=r'fee: .* may be 1234 or 1\.234.*write fields: \{fee: \{format: ","\}\}'):
        decided("fee", *cells)


@pytest.mark.parametrize(
    "cells",
    [
        ("00501", "12345"),  # codes of places
        ("600 700 800", "601 702 803"),  # telephones without a word for it
        ("12.345.678", "23.456.789"),  # identity cards
        ("192.168.100.200",),
        ("+48123",),
        ("1.2.3", "1.2.4"),
        ("12 %", "7,5 %"),
        ("5 €", "7 $"),  # which currency it is would be lost
        ("1,5", "2.5"),
        ("10-11-4567",),  # no year
        ("31/12/99", "5/6/01"),
        ("14:30:15", "14:30"),  # the seconds would be lost
        ("1h30", "2h"),  # a length of time
        ("2026-03-04T09:05:00Z",),
        ("05/2027", "2027-06"),
        ("x", "x"),
        ("N", "S", "N"),
        ("1", "0"),
        ("1e5",),
        ("17/05/2001", "unknown"),
        ("Buy milk; then call Bob about the invoice.", "Ok"),
        ("a=1;b=2",),
        ("DE", "FR"),  # languages, perhaps
    ],
)
def test_what_is_not_surely_something_stays_as_it_is_written(cells: tuple[str, ...]) -> None:
    assert spoken("code", *cells) == list(cells)


def test_a_column_that_is_nearly_one_of_dates_says_what_is_not() -> None:
    days = [f"{day}.5.2001" for day in range(1, 20)]
    assert str(decided("dob", *days[:9], "unknown", *days[9:])) == (
        "dob: text, as it is written (unknown in row 10 is no date, and others are)"
    )
    assert "no number" in str(decided("fee", "n/a", "1,50", "2,75", "3,25", "4,00", "5"))
    assert str(decided("name", "Ada", "Bob", "12.5.2001")) == "name: text, as it is written"
    assert 'format: "%d/%m/%y"' in str(decided("dob", "31/12/99", "1/2/03"))


def test_phones_mails_and_empty_columns() -> None:
    assert str(decided("tel", "+48 600 700 800", "(022) 123-45-67")) == "tel: telephone numbers, as they are written"
    assert spoken("phone", "01 02 2003 14", "600 700 800") == ["01 02 2003 14", "600 700 800"]
    assert decided("Telefon", "600 700 800").kind == "phone"
    assert decided("mail", "ada@example.org").kind == "e-mail"
    assert str(decided("fax", "", "")) == "fax: text, as it is written (all are empty)"


def test_yes_and_no_in_five_languages() -> None:
    assert spoken("news", "ja", "nein", "Ja", "") == ["yes", "no", "yes", ""]
    assert spoken("news", "tak", "nie") == ["yes", "no"]
    assert spoken("news", "Sí", "no") == ["yes", "no"]
    assert spoken("news", "true", "false") == ["yes", "no"]
    assert spoken("news", "y", "n") == ["yes", "no"]
    assert spoken("news", "n", "n") == ["n", "n"], "a letter alone may be anything"
    assert decided("Country", "NO", "NO").kind == "country"
    others = decided("news", "ja", "nein").spellings("ja")
    assert {"Ja", "Oui", "Sí", "Tak", "true", "ja"} <= set(others)
    assert "yes" not in others, "that is how it is spoken already"


def test_countries_keep_their_spelling_and_know_the_others() -> None:
    found = decided("country", "DE", "Poland", "Espagne", "")
    assert str(found) == "country: countries"
    assert [found.spoken(cell) for cell in ("DE", "Poland", "")] == ["DE", "Poland", ""]
    assert found.spellings("DE")[:2] == ("Germany", "DEU")
    assert {"Deutschland", "Allemagne", "Alemania", "Niemcy"} <= set(found.spellings("DE"))
    assert {"PL", "POL", "Polska", "Polen"} <= set(found.spellings("poland"))
    assert decided("code", "Germany", "FR").kind == "country", "one that is spelled out says so"
    assert decided("state", "CA", "IN").kind == "text"


def test_every_country_is_found_by_each_of_its_names_alone() -> None:
    for said, code in {
        "Czech Republic": "CZ",
        "türkei": "TR",
        "Cote d’Ivoire": "CI",
        "U.S.A.": "US",
        "GBR": "GB",
        "RPA": "ZA",
    }.items():
        country = country_called(said)
        assert country is not None
        assert country.code == code
    codes = {
        country.code
        for said in ("Kongo", "Congo", "Guinea", "Guinea-Bissau", "Niger", "Nigeria")
        if (country := country_called(said))
    }
    assert codes == {"CG", "GN", "GW", "NE", "NG"}
    text = (Path(__file__).parents[3] / "tasks/forms/countries.txt").read_text(encoding="utf-8")
    names = [line.split(" ", 2) for line in text.splitlines() if not line.startswith("#")]
    assert len(names) == len({code for code, _, _ in names}) == 250
    for code, long_code, said in names:
        for name in (code, long_code, *said.replace("|", ";").split(";")):
            assert [country.code for country in [country_called(name)] if country] == [code], name


def test_several_choices() -> None:
    assert spoken("drinks", "Tea; Milk", "Tea", "", "Milk;Sugar;") == [("Tea", "Milk"), ("Tea",), "", ("Milk", "Sugar")]
    assert spoken("drinks", ("Tea", "Milk"), "Tea", ()) == [("Tea", "Milk"), ("Tea",), ()]
    assert str(decided("drinks", "Tea; Milk")) == "drinks: choices, several divided by ;"


def test_files_beside_the_table(tmp_path: Path) -> None:
    (tmp_path / "cv").mkdir()
    (tmp_path / "cv" / "ada.pdf").write_text("x")
    (tmp_path / "bob.pdf").write_text("x")
    found = decided("cv", "cv/ada.pdf", "bob.pdf", "", folder=tmp_path)
    assert str(found) == "cv: files beside the table"
    assert found.spoken("bob.pdf") == str(tmp_path.resolve() / "bob.pdf")
    (tmp_path / "bob.pdf").unlink()
    with pytest.raises(Bad, match=r"no file bob\.pdf"):
        found.spoken("bob.pdf")
    assert 'no file "cy.pdf" is beside the table' in str(decided("cv", "cy.pdf", "di.pdf", folder=tmp_path))


@pytest.mark.parametrize(
    "cell", ["../secret.txt", "/etc/hostname", "~/x.txt", "a/../../secret.txt", "link.txt", "C:\\x.txt", "..\\x.txt", ".env"]
)
def test_files_elsewhere_are_never_meant(tmp_path: Path, cell: str) -> None:
    (tmp_path / "secret.txt").write_text("x")
    home = tmp_path / "jobs"
    (home / "a").mkdir(parents=True)
    (home / ".env").write_text("x")
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(Bad, match=r"not beside|leads out|hidden"):
        said_format("cv", "file", str(home)).spoken(cell)


@pytest.mark.parametrize(
    ("said", "cell", "wanted"),
    [
        ("%d/%m/%Y", "3/4/2001", "2001-04-03"),
        ("%m/%d/%y", "3/4/01", "2001-03-04"),
        ("%d %B %Y", "3 April 2001", "2001-04-03"),
        ("%d.%m.%Y %H:%M", "3.4.2001 7:05", "2001-04-03 07:05"),
        ("%m/%Y", "05/2027", "2027-05"),
        ("%I:%M %p", "02:30 PM", "14:30"),
        ("%H:%M:%S", "14:30:15", "14:30:15"),
        (",", "1.234", "1234"),
        (".", "1,234", "1234"),
        (",", "€ 1.234,50", "1234.50"),
        (".", "1.234", "1.2340"),
        ("text", "31/12/1999", "31/12/1999"),
        ("country", "DE", "DE"),
        ("yes/no", "x", "yes"),
        ("yes/no", "0", "no"),
        ("choices", "Buy milk; then go home.", ("Buy milk", "then go home.")),
    ],
)
def test_what_the_job_says_wins(said: str, cell: str, wanted: Cell) -> None:
    assert said_format("a", said).spoken(cell) == wanted
    assert said_format("a", said).spoken("") == ""


@pytest.mark.parametrize(
    ("said", "cell", "why"),
    [
        ("%d/%m/%Y", "12/31/1999", '"12/31/1999" is no date written as %d/%m/%Y'),
        ("%d/%m/%Y", "31/12/99", "is no date"),
        (",", "1,234.50", '"1,234.50" is no number with a decimal comma'),
        (",", "1,234,567", "is no number"),
        (".", "1.234.567", "is no number with a decimal point"),
        (".", "007", "is no number"),
        (".", "seven", "is no number"),
        ("yes/no", "perhaps", '"perhaps" is no yes or no'),
        ("country", "Wakanda", '"Wakanda" is no country that is known'),
    ],
)
def test_a_cell_that_is_written_otherwise_is_bad(said: str, cell: str, why: str) -> None:
    with pytest.raises(Bad) as told:
        said_format("a", said).spoken(cell)
    assert why in str(told.value)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("DD/MM/YYYY", 'is written "%d/%m/%Y"'),
        ("%d/%m", "no whole date"),
        ("%Q", "%Q is not known"),
        ("%I:%M", "%I needs %p"),
        ("euros", "one of: text, phone"),
    ],
)
def test_a_format_that_makes_no_sense_is_refused(said: str, why: str) -> None:
    with pytest.raises(BadInput) as told:
        said_format("dob", said)
    assert why in str(told.value)
    assert str(told.value).startswith("fields: dob: ")


DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-."))
def test_dates_come_out_as_they_went_in_or_are_asked_about(days: Sequence[date], order: str, sign: str) -> None:
    written = [
        f"{day.day}{sign}{day.month}{sign}{day.year}" if order == "dmy" else f"{day.month}{sign}{day.day}{sign}{day.year}"
        for day in days
    ]
    doubtful = all(day.day <= 12 for day in days)
    if doubtful and sign != "." and any(day.day != day.month for day in days):
        with pytest.raises(Undecided):
            spoken("dob", *written)
    elif not (doubtful and sign == "." and order == "mdy"):
        said = spoken("dob", *written)
        assert said == [f"{day:%Y-%m-%d}" for day in days]
        assert [dates_in(str(each)) for each in said] == [(day,) for day in days]


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=8), st.sampled_from([",.", ".,", " ,", "’.", "."]))
def test_numbers_come_out_as_they_went_in(numbers: Sequence[Decimal], signs: str) -> None:
    table = str.maketrans({",": signs[0] if len(signs) > 1 else "", ".": signs[-1]})
    said = spoken("fee", *(f"{number:,.2f}".translate(table) for number in numbers))
    assert [numbers_in(str(each)) for each in said] == [(number,) for number in numbers]


@given(st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=1, max_size=5), DAYS)
def test_times_come_out_as_they_went_in(times: Sequence[time], day: date) -> None:
    said = spoken("at", *(f"{at:%I:%M %p}" for at in times))
    assert [time_in(str(each)) for each in said] == list(times)
    moments = spoken("at", *(f"{day:%d %B %Y} {at:%H:%M}" for at in times))
    assert [moment_in(str(each)) for each in moments] == [((day,), at) for at in times]


@given(st.lists(st.text(max_size=12).map(lambda text: " ".join(text.split())), min_size=1, max_size=4))
def test_of_no_column_a_cell_gets_lost_or_emptied(cells: Sequence[str]) -> None:
    try:
        said = spoken("any", *cells)
    except Undecided:
        return
    assert [bool(each) for each in said] == [bool(cell) for cell in cells] or any(set(cell) <= set("; ") for cell in cells)
