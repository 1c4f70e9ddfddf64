"""Selects that a script has hidden and put something else in place of, as many programs do: opened, searched, chosen, proven."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .driving import Driver, driver

__all__ = ["driver"]

BOTH = pytest.mark.parametrize("sight_only", [False, pytest.param(True, marks=pytest.mark.full)], ids=["hints", "sight"])

PEOPLE = ["Ada Lovelace", "Il Ill", "Jürgen Groß", "ll Ill", "Zoë"]

BESIDE = """<style>.gone { position: absolute; width: 1px; height: 1px; clip: rect(0 0 0 0); overflow: hidden } .shown { display: block; width: 260px; height: 28px;
border: 1px solid #888; border-radius: 4px; padding: 4px 8px; box-sizing: border-box; position: relative } .shown::after { content: '▾'; position: absolute; right: 6px }
.pop { position: absolute; width: 260px; border: 1px solid #888; background: #fff; z-index: 9 } .pop input { width: 240px; margin: 6px } .pop li { list-style: none;
padding: 6px } .pop ul { padding: 0; margin: 0 }</style>
<form onsubmit='document.title = "sent"; return false'><label for=a>Editor:</label><div><select id=a class=gone tabindex=-1 aria-hidden=true></select><span><span>
<span class=shown role=combobox tabindex=0 aria-expanded=false aria-labelledby=s><span id=s role=textbox aria-readonly=true></span></span></span></span></div>
<label for=b>Place</label><input id=b><p><button>Save</button></form>
<script>
const box = document.querySelector('.shown'), people = PEOPLE;
const close = () => { document.querySelector('.pop')?.remove(); box.ariaExpanded = 'false' };
box.onclick = () => {
  if (document.querySelector('.pop')) return close();
  const at = box.getBoundingClientRect(), pop = document.createElement('div');
  pop.className = 'pop'; pop.style.left = at.left + 'px'; pop.style.top = at.bottom + 'px';
  pop.innerHTML = '<input type=search role=searchbox><ul role=listbox></ul>'; document.body.append(pop); box.ariaExpanded = 'true';
  const search = pop.querySelector('input'), list = pop.querySelector('ul');
  const ask = () => { list.innerHTML = '<li>Searching…</li>'; const asked = search.value; setTimeout(() => {
    if (asked !== search.value) return;
    list.innerHTML = '';
    for (const name of people.filter(each => each.toLowerCase().includes(asked.toLowerCase())).slice(0, 3)) {
      const entry = document.createElement('li'); entry.setAttribute('role', 'option'); entry.textContent = name;
      entry.onclick = () => { a.innerHTML = '<option>' + name; s.textContent = name; close() }; list.append(entry);
    }
  }, 500) };
  search.oninput = ask; search.focus(); ask();
};
</script>""".replace("PEOPLE", json.dumps(PEOPLE))

AROUND = """<style>.choices { position: relative; width: 260px; border: 1px solid #888; border-radius: 4px } .shown { padding: 6px 10px } .pop { display: none; position: absolute;
top: 100%; left: -1px; right: -1px; border: 1px solid #888; background: #fff; z-index: 9 } .open .pop { display: block } .pop input { width: 240px; margin: 6px } .pop div div { padding: 6px 10px }</style>
<label for=a>Track</label><div class=choices role=combobox tabindex=0 aria-haspopup=true aria-expanded=false><div><select id=a hidden><option>---------<option>Data<option>Hardware<option>Il<option>ll</select>
<div role=listbox class=shown>---------</div></div><div class=pop><input type=search aria-label=---------><div role=listbox></div></div></div><p>Il is not ll, and Data is data.</p>
<script>
const box = document.querySelector('.choices'), list = box.querySelector('.pop div'), shown = box.querySelector('.shown'), search = box.querySelector('input');
const fill = () => { list.innerHTML = ''; for (const option of a.options) if (option.text.toLowerCase().includes(search.value.toLowerCase())) {
  const entry = document.createElement('div'); entry.setAttribute('role', 'option'); entry.textContent = option.text;
  entry.onclick = event => { event.stopPropagation(); a.value = shown.textContent = option.text; box.classList.remove('open'); box.ariaExpanded = 'false' }; list.append(entry);
} };
search.oninput = fill; search.onclick = event => event.stopPropagation();
box.onclick = () => { box.classList.toggle('open'); box.ariaExpanded = String(box.classList.contains('open')); search.value = ''; fill(); search.focus() };
</script>"""


def filled(driver: Driver, values: dict[str, Any], **how: Any) -> None:
    outcome = driver.do(f"fill the form with {json.dumps(values)}", **how)
    assert outcome.status == "done", f"{outcome.status}: {outcome.why}"


@pytest.mark.parametrize("who", ["Il Ill", "ll Ill", "Zoë"])
def test_what_stands_beside_a_hidden_select_is_searched(driver: Driver, who: str) -> None:
    """Not all entries are shown until they are searched for, and a server takes its time."""
    driver.show(BESIDE)
    filled(driver, {"Editor": who, "Place": "Ulm"})
    assert (driver.values(), driver.js("document.title")) == ({"a": who, "b": "Ulm"}, "")


@BOTH
@pytest.mark.parametrize("track", ["Data", "ll"])
def test_what_stands_around_a_hidden_select_is_opened(driver: Driver, track: str, sight_only: bool) -> None:
    driver.show(AROUND)
    outcome = driver.do(f'fill the form with {{"Track": "{track}"}}', sight_only=sight_only)
    assert outcome.status == "done" or sight_only, outcome.why
    assert outcome.status != "done" or driver.values() == {"a": track}, "by sight it may be taken for a field, but not for done"


def test_what_is_chosen_already_is_left_alone(driver: Driver) -> None:
    driver.show(AROUND)
    filled(driver, {"Track": "Il"})
    filled(driver, {"Track": "Il"})
    assert driver.delivered == 0


def test_a_caret_that_touches_a_letter_and_the_frame_hides_nothing(driver: Driver) -> None:
    driver.show(
        "Login<br><input id=a style='font: 13px sans-serif; width: 90px; height: 15px; padding: 0 2px; border: 1px solid; outline: 2px solid'>"
    )
    for words in ("admin", "mill"):
        outcome = driver.do(f'type "{words}" into Login')
        assert (outcome.status, driver.values()) == ("done", {"a": words}), outcome.why


def test_a_hidden_text_that_is_cut_is_counted(driver: Driver) -> None:
    driver.show("<label for=a>Password</label><input id=a type=password style='width: 80px'>")
    outcome = driver.do('type "a drawer full of bugs" into Password')
    assert (outcome.status, driver.values()) == ("done", {"a": "a drawer full of bugs"}), outcome.why
