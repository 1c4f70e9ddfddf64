"""Values as people write them, and as fields ask for them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.reader.asks import in_pattern
from handeye.agent.reader.dates import Pattern, dates_in, month_in, pattern_in
from handeye.agent.reader.numbers import numbers_in, sign_in, write_like
from handeye.agent.reader.people import part_of, split
from handeye.agent.reader.times import moment_in, spellings_of, time_in
from handeye.tools.errors import Ambiguous

DAY = date(2001, 5, 17)


@pytest.mark.parametrize(
    "said",
    [
        "2001-05-17", "2001/05/17", "17.05.2001", "17.5.2001", "17/05/2001", "05/17/2001", "17-05-2001", "17 05 2001", "17 May 2001",
        "17th of May 2001", "May 17, 2001", "Thursday, 17 May 2001", "17-May-2001", "17. Mai 2001", "17 mai 2001", "17 de mayo de 2001",
        "17 maja 2001", "2001年5月17日", " 17.05.2001 ",
    ],
)  # fmt: skip
def test_a_day_is_the_same_however_it_is_written(said: str) -> None:
    assert dates_in(said) == (DAY,)


@pytest.mark.parametrize(
    "said", ["", "soon", "31.02.2001", "17.13.2001", "17.05.01", "2001", "1.2", "May 2001", "12:30", "+48 22 123 45 67"]
)
def test_what_is_no_day_is_none(said: str) -> None:
    assert dates_in(said) == ()


@pytest.mark.parametrize("said", ["03/04/2026", "3-4-2026", "03 04 2026"])
def test_a_day_that_may_be_two_is_both(said: str) -> None:
    assert set(dates_in(said)) == {date(2026, 4, 3), date(2026, 3, 4)}


def test_full_stops_and_equal_numbers_leave_no_doubt() -> None:
    assert dates_in("03.04.2026") == (date(2026, 4, 3),)
    assert dates_in("05/05/2026") == (date(2026, 5, 5),)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("DD.MM.YYYY", "17.05.2001"), ("MM/DD/YYYY", "05/17/2001"), ("YYYY-MM-DD", "2001-05-17"), ("TT.MM.JJJJ", "17.05.2001"),
        ("dd/mm/yy", "17/05/01"), ("jj/mm/aaaa", "17/05/2001"), ("dd.mm.rrrr", "17.05.2001"), ("dd/mm/aaaa", "17/05/2001"),
        ("dd-mm-jjjj", "17-05-2001"), ("gg.aa.yyyy", "17.05.2001"), ("年/月/日", "2001/05/17"), ("yyyy年mm月dd日", "2001年05月17日"),
        ("Format: DD / MM / YYYY", "17 / 05 / 2001"), ("(d.m.yyyy)", "17.5.2001"), ("dd mmm yyyy", "17 May 2001"), ("MM/YY", "05/01"),
        ("e.g. 31/12/1999", "17/05/2001"), ("z. B. 31.12.1999", "17.05.2001"), ("for example 12/31/1999", "05/17/2001"),
    ],
)  # fmt: skip
def test_a_field_gets_the_day_as_it_asks_for_it(asked: str, written: str) -> None:
    pattern = pattern_in(asked)
    assert pattern is not None
    assert pattern.write(DAY) == written


@pytest.mark.parametrize("said", ["Address", "may add many", "e.g. 03/04/2026", "first/last", "AAA/BBB", "dd", "12.50", "m/s"])
def test_what_asks_for_no_day_is_no_pattern(said: str) -> None:
    assert pattern_in(said) is None


def test_what_is_written_in_the_fields_own_way_is_read_in_it() -> None:
    american, german = Pattern(("mm", "/", "dd", "/", "yyyy")), Pattern(("dd", ".", "mm", ".", "yyyy"))
    assert in_pattern("Born", "3/4/2026", american) == "03/04/2026"
    assert in_pattern("Born", "17/05/2001", american) == "05/17/2001"
    with pytest.raises(Ambiguous, match='Born: "03/04/2026" may be 2026-04-03 or 2026-03-04; write it as 2026-04-03'):
        in_pattern("Born", "03/04/2026", german)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["DD.MM.YYYY", "YYYY-MM-DD", "MM/DD/YYYY"]),
)
def test_what_a_pattern_writes_it_reads(day: date, asked: str) -> None:
    pattern = pattern_in(asked)
    assert pattern is not None
    assert pattern.read(pattern.write(day)) == day


def test_months_and_times_and_moments() -> None:
    assert month_in("2027-05") == month_in("05/2027") == month_in("May 2027") == month_in("maj 2027") == date(2027, 5, 1)
    assert [time_in(said) for said in ("14:30", "2:30 pm", "14h30", "14.30 Uhr", "12:05 AM", "2pm")] == [
        time(14, 30), time(14, 30), time(14, 30), time(14, 30), time(0, 5), time(14),
    ]  # fmt: skip
    assert [time_in(said) for said in ("14", "24:00", "13 pm", "noon")] == [None] * 4
    assert moment_in("17 May 2001 at 2:30 pm") == moment_in("2001-05-17T14:30") == ((DAY,), time(14, 30))
    assert spellings_of(time(0, 5)) == ("12:05 AM", "00:05")


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("1,234.50 €", "1234.50"), ("1.234,50", "1234.50"), ("1 234,50 zł", "1234.50"), ("1'234.50", "1234.50"), ("$ 5", "5"), ("-3,5", "-3.5"),
        ("−3.5", "-3.5"), ("12%", "12"), ("0,5", "0.5"), ("1,234,567", "1234567"), ("1.234", "1234 1.234"), ("1,234", "1234 1.234"),
        ("abc", ""), ("12.34.56", ""), ("", ""), ("12 34", ""),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(said: str, numbers: str) -> None:
    assert list(numbers_in(said)) == [Decimal(number) for number in numbers.split()]


def test_the_rest_of_the_page_tells_what_a_sign_means() -> None:
    assert sign_in(["4.50", "1,204.00", "2026"]) == "."
    assert sign_in(["4,50", "3.00"]) == sign_in(["1,204"]) == ""
    assert numbers_in("1,204", ".") == (Decimal(1204),)
    assert numbers_in("1,204", ",") == (Decimal("1.204"),)


@pytest.mark.parametrize(
    ("sample", "written"), [("0,00", "1234,50"), ("0.00", "1234.50"), ("1.234,56", "1234,50"), ("", "1234.5")]
)
def test_a_number_is_written_like_its_sample(sample: str, written: str) -> None:
    assert write_like(Decimal("1234.5"), sample) == written


def test_names_of_people_are_told_and_parted() -> None:
    parts = {
        "first_name": "first name",
        "Vorname": "first name",
        "Surname": "last name",
        "fullName": "whole",
        "Imię i nazwisko": "whole",
        "User name": "",
    }
    assert {said: part_of(said) for said in parts} == parts
    assert split("Ada King Lovelace") == ("Ada King", "Lovelace")
    assert split("Lovelace, Ada") == ("Ada", "Lovelace")
    assert split("Ada") is None
