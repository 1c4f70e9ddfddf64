"""Lists of every make, and files: chosen by what is to be seen, in forms and in steps of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.reader.files import files_in
from handeye.agent.reader.parse import parse_steps

from .driving import Driver, driver

__all__ = ["driver"]

BOTH = pytest.mark.parametrize("sight_only", [False, pytest.param(True, marks=pytest.mark.full)], ids=["hints", "sight"])

COUNTRIES = ["Austria", "Belgium", "Chile", "Denmark", "Estonia", "Finland", "Guinea", "Guinea-Bissau", "Hungary", "Iceland", "Japan", "Kenya",
             "Latvia", "Mexico", "New Zealand", "Norway", "Oman", "Peru", "Poland", "Qatar", "Romania", "Spain"]  # fmt: skip

LIST = """<style>.pop { position: absolute; background: #fff; border: 1px solid #888; width: 240px; max-height: 160px; overflow: auto; z-index: 9 }
.pop div { padding: 6px } .list { border: 1px solid #888; background: #fff; text-align: left }</style><script>
function open_list(at, entries, choose) {
  document.querySelector('.pop')?.remove();
  const pop = document.createElement('div'), box = at.getBoundingClientRect();
  pop.className = 'pop'; pop.style.left = box.left + scrollX + 'px'; pop.style.top = box.bottom + scrollY + 'px';
  for (const text of entries) {
    const entry = document.createElement('div'); entry.textContent = text;
    entry.onclick = () => { choose(text); pop.remove() }; pop.append(entry);
  }
  document.body.append(pop);
}
function button_list(at, entries) {
  at.onclick = () => { const pop = document.querySelector('.pop'); pop ? pop.remove() : open_list(at, entries, text => { at.textContent = at.dataset.value = text }) };
}
function filtered(at, entries, wait_ms) {
  at.oninput = () => setTimeout(() => open_list(at, entries.filter(each => each.toLowerCase().includes(at.value.toLowerCase())),
    text => { at.value = at.dataset.value = text }), wait_ms);
}
</script>"""


def filled(driver: Driver, values: dict[str, Any], **how: Any) -> None:
    outcome = driver.do(f"fill the form with {json.dumps(values)}", **how)
    assert outcome.status == "done", f"{outcome.status}: {outcome.why}"


def select(ident: str, *options: str, more: str = "") -> str:
    return f"<select id={ident} {more}>{''.join(f'<option>{option}' for option in options)}</select>"


@BOTH
def test_the_browsers_own_list_is_opened_and_gone_through(driver: Driver, sight_only: bool) -> None:
    driver.show(
        f"<label for=a>Country</label>{select('a', 'Choose…', *COUNTRIES)}<label for=b>Home</label>{select('b', 'Choose…', *COUNTRIES)}"
    )
    filled(driver, {"Country": "guinea-bissau", "Home": "New Zealand"}, sight_only=sight_only)
    assert driver.values() == {"a": "Guinea-Bissau", "b": "New Zealand"}


@BOTH
def test_a_list_of_the_pages_own_is_scrolled_to_the_entry(driver: Driver, sight_only: bool) -> None:
    driver.show(
        f"{LIST}<div class=label>Country</div><button type=button class=list id=a data-value=''>Please choose</button><p>Other things: Peru, Oman</p>"
        f"<script>button_list(a, {json.dumps(COUNTRIES)})</script>"
    )
    filled(driver, {"Country": "Peru"}, sight_only=sight_only)
    assert driver.values() == {"a": "Peru"}


@BOTH
def test_a_step_chooses_from_a_list_of_the_pages_own(driver: Driver, sight_only: bool) -> None:
    driver.show(
        f"{LIST}<div class=label id=l>Size</div><div class=list id=a data-value='' role=combobox tabindex=0 aria-labelledby=l>Any</div>"
        "<script>button_list(a, ['Small', 'Medium', 'Large'])</script>"
    )
    outcome = driver.do("select Medium from Size", sight_only=sight_only)
    assert (outcome.status, driver.values()) == ("done", {"a": "Medium"}), outcome.why


def test_an_entry_that_comes_only_when_typed_for_is_picked(driver: Driver) -> None:
    """Typing alone would leave the words there, and nothing chosen."""
    driver.show(
        f"{LIST}<form onsubmit='document.title = \"sent\"; return false'><label for=a>City</label><input id=a role=combobox data-value=''></form>"
        f"<script>filtered(a, {json.dumps(COUNTRIES)}, 400)</script>"
    )
    filled(driver, {"City": "New Zealand"})
    assert (driver.values(), driver.js("document.title")) == ({"a": "New Zealand"}, "")


def test_by_sight_an_entry_that_lies_over_the_next_field_is_picked(driver: Driver) -> None:
    driver.show(
        f"{LIST}<style>.pop div {{ padding: 36px 6px }}</style><label for=a>City</label><input id=a data-value=''><label for=b>Street</label><input id=b>"
        f"<script>filtered(a, {json.dumps(COUNTRIES)}, 0)</script>"
    )
    filled(driver, {"City": "Peru", "Street": "Long Lane"}, sight_only=True)
    assert driver.values() == {"a": "Peru", "b": "Long Lane"}


def test_what_only_offers_entries_takes_any_text(driver: Driver) -> None:
    driver.show("<label for=a>Browser</label><input id=a list=l><datalist id=l><option>Chromium<option>Firefox</datalist>")
    filled(driver, {"Browser": "Lynx"})
    assert driver.values() == {"a": "Lynx"}


def test_an_entry_that_is_not_there_is_said(driver: Driver) -> None:
    driver.show(
        f"{LIST}<div class=label>Size</div><button type=button class=list id=a data-value=''>Any</button>"
        "<script>button_list(a, ['Small', 'Medium', 'Large'])</script>"
    )
    outcome = driver.do('fill the form with {"Size": "Gigantic"}')
    assert (outcome.status, outcome.code) == ("failed", "not_found")
    assert outcome.why == 'Size has no entry "Gigantic"; there are: Small, Medium, Large'


def test_exactly_these_entries_of_a_list_that_stands_open(driver: Driver) -> None:
    driver.show(f"<label for=a>Countries</label>{select('a', *COUNTRIES, more='multiple size=6')}")
    driver.js("a.options[1].selected = true")
    filled(driver, {"Countries": ["Chile", "Estonia", "Poland"]})
    assert driver.values() == {"a": ["Chile", "Estonia", "Poland"]}


@BOTH
def test_buttons_side_by_side_are_choices(driver: Driver, sight_only: bool) -> None:
    driver.show(
        "<style>.seg button { font: inherit; padding: 6px 18px; border: 1px solid #06c; background: #fff } .seg .on { background: #06c; color: #fff }</style>"
        "<p>Billing period</p><div class=seg id=a data-value='Monthly'><button type=button class=on>Monthly</button><button type=button>Yearly</button></div>"
        "<script>for (const each of a.children) each.onclick = () => { a.dataset.value = each.textContent;"
        " for (const other of a.children) other.className = other == each ? 'on' : '' }</script>"
    )
    filled(driver, {"Billing period": "Yearly"}, sight_only=sight_only)
    assert driver.values() == {"a": "Yearly"}


@BOTH
def test_a_file_is_chosen_and_its_name_is_seen(driver: Driver, tmp_path: Path, sight_only: bool) -> None:
    path = tmp_path / "cv.pdf"
    path.write_text("…")
    driver.show("<label for=n>Name</label><input id=n><label for=a>Résumé</label><input type=file id=a>")
    filled(driver, {"Name": "Ada", "resume": str(path)}, sight_only=sight_only)
    assert driver.values() == {"n": "Ada", "a": ["cv.pdf"]}


def test_only_files_that_the_words_name_are_uploaded(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "cv.pdf"
    path.write_text("…")
    steps = parse_steps(f'fill the form with {{"Name": "Ada", "CV": "{path}", "Notes": "a\\nb"}}, upload other.png to Picture')
    assert files_in(steps) == (path, Path("other.png"))
    driver.show("<label for=a>CV</label><input type=file id=a>")
    outcome = driver.do(f'fill the form with {{"CV": "{tmp_path}/none.pdf"}}')
    assert (outcome.status, outcome.why) == ("failed", f"CV: there is no file {tmp_path}/none.pdf")
