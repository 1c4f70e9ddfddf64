"""Forms as widespread apps draw them: two lists with arrows, a moment in two fields, lists that lie over the next field."""

from __future__ import annotations

import pytest

from .driving import Driver, driver
from .test_fill import BOTH, field, fill, filled

__all__ = ["driver"]

ROWS = """<style>.row { display: flex; padding: 8px; border-bottom: 1px solid #ddd } .row > :first-child { width: 170px }
.row p { margin: 4px 0 } .row input { width: 120px } .row label { display: inline; margin: 0 } </style>"""


def row(label: str, inside: str) -> str:
    return f"<div class=row><div>{label}:</div><div>{inside}</div></div>"


def moment(name: str) -> str:
    return f"<p>Date: <input id={name}_0></p><p>Time: <input id={name}_1></p>"


@BOTH
def test_a_moment_has_a_field_for_its_date_and_one_for_its_time(driver: Driver, sight_only: bool) -> None:
    page = ROWS + row("Published on", "<input id=pub>") + row("Embargo until", moment("emb")) + row("Expires", moment("exp"))
    driver.show(page)
    filled(driver, {"Embargo until": "2031-05-17 14:30", "Published on": "2031-05-16"}, sight_only=sight_only)
    assert driver.values() == {"pub": "2031-05-16", "emb_0": "2031-05-17", "emb_1": "14:30", "exp_0": "", "exp_1": ""}
    driver.show(page)
    filled(driver, {"Date of Expires": "2031-05-18", "Time of Expires": "06:05"}, sight_only=sight_only)
    assert driver.values() == {"pub": "", "emb_0": "", "emb_1": "", "exp_0": "2031-05-18", "exp_1": "06:05"}


def test_a_moment_in_the_browsers_own_fields_side_by_side(driver: Driver) -> None:
    driver.show(
        "<label for=d>Starts</label><div class=line><input type=date id=d style=width:160px><input type=time id=t style=width:120px></div>"
    )
    filled(driver, {"Starts": "2031-05-17 14:30"})
    assert driver.values() == {"d": "2031-05-17", "t": "14:30"}


TOPICS = ("Arts", "Books", "Business", "Climate", "Cycling", "Energy", "Film", "Food & drink", "Health", "History", "Law",
          "Music", "Ocean", "Physics", "Politics", "Science", "Science fiction", "Space", "Sport", "Travel", "日本語")  # fmt: skip
DUAL = """<style>.dual { display: flex; gap: 8px; align-items: center } .dual select { height: 180px; width: 200px } .dual p { margin: 2px }</style>
<div class=dual><div><p>Available topics</p><select multiple id=from aria-label="Available topics">OPTIONS</select></div>
<div><button type=button id=on>→</button><br><button type=button id=back>←</button></div>
<div><p>Chosen topics</p><select multiple id=to aria-label="Chosen topics"><option>Arts extra</select></div></div><script>
const move = (one, other) => { for (const each of [...one.selectedOptions]) { each.selected = false; other.append(each) } }
on.onclick = () => move(document.getElementById('from'), to); back.onclick = () => move(to, document.getElementById('from'))
</script>"""


@pytest.mark.parametrize("value", [["Law", "Science", "Travel", "日本語"], "Music", "Science fiction; Arts"])
def test_what_is_chosen_goes_from_one_list_into_the_other(driver: Driver, value: list[str] | str) -> None:
    driver.show(ROWS + row("Topics", DUAL.replace("OPTIONS", "".join(f"<option>{each}" for each in TOPICS))))
    filled(driver, {"Topics": value})
    wanted = sorted(value if isinstance(value, list) else value.split("; "))
    assert sorted(driver.js("[...to.options].map(each => each.text)")) == wanted
    assert not set(wanted) & set(driver.js("[...document.getElementById('from').options].map(each => each.text)"))


def test_what_is_in_neither_list_is_said(driver: Driver) -> None:
    driver.show(ROWS + row("Topics", DUAL.replace("OPTIONS", "<option>Arts<option>Books")))
    status, why = fill(driver, {"Topics": ["Books", "Gardening"]})
    assert status == "failed"
    assert 'Topics has no option "Gardening"' in why


def test_a_calendar_that_the_page_opens_after_the_click_is_closed_first(driver: Driver) -> None:
    driver.show(
        field("First held on", "d", 'type=date onclick="setTimeout(() => this.showPicker(), 70)"') + field("Seats", "n")
    )
    filled(driver, {"First held on": "2019-07-14", "Seats": "7"})
    assert driver.values() == {"d": "2019-07-14", "n": "7"}


@BOTH
def test_radios_answer_the_label_in_their_row(driver: Driver, sight_only: bool) -> None:
    def radios(name: str, *words: str) -> str:
        return "".join(
            f"<label><input type=radio name={name} id={name}{at} style=width:auto> {each}</label> "
            for at, each in enumerate(words)
        )

    driver.show(
        ROWS + row("Username", "<input id=u>") + row("Password-based authentication", radios("p", "Enabled", "Disabled"))
        + row("Mail", radios("m", "Enabled", "Disabled"))
    )  # fmt: skip
    filled(driver, {"Username": "zoë", "Password-based authentication": "Disabled", "Mail": "Enabled"}, sight_only=sight_only)
    assert [name for name, on in driver.values().items() if on is True] == ["p1", "m0"]


def test_the_second_of_a_name_comes_once_the_first_is_filled(driver: Driver) -> None:
    driver.show(
        "<div id=all></div><script>function add() { const at = document.createElement('input'); at.placeholder = 'Account';"
        " at.id = 'a' + all.children.length; at.oninput = () => all.lastElementChild == at && add(); all.append(at) } add()</script>"
    )
    filled(driver, {"the second Account": "Assets:Cash", "the first Account": "Expenses:Food"})
    assert driver.values() == {"a0": "Expenses:Food", "a1": "Assets:Cash", "a2": ""}


def test_a_list_that_lies_over_the_next_field_is_closed_first(driver: Driver) -> None:
    driver.show(
        "<style>#pop { position: absolute; background: #fff; border: 1px solid #888; width: 260px } #pop div { padding: 14px }</style>"
        "<label for=p>Payee</label><input id=p role=combobox autofocus><div id=pop role=listbox><div role=option>Landlord</div>"
        "<div role=option>Grocer</div></div><label for=a>Account</label><input id=a>"
        "<script>p.onfocus = () => pop.hidden = false; p.onblur = () => pop.hidden = true; p.focus()</script>"
    )
    filled(driver, {"Account": "Expenses:Food"})
    assert driver.values() == {"p": "", "a": "Expenses:Food"}


def test_a_value_that_another_field_rewrites_is_put_in_again(driver: Driver) -> None:
    driver.show(
        field("Slug", "slug")
        + "<label for=k>Kind</label><select id=k onchange=\"slug.value = 'made-of-' + this.value.toLowerCase()\"><option>News<option>Essay</select>"
    )
    filled(driver, {"Slug": "il1-010", "Kind": "Essay"})
    assert driver.values() == {"slug": "il1-010", "k": "Essay"}
