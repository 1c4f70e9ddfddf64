"""What is typed arrives exactly, and every listener hears every key and letter; only where none listens is a text put in at once."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handeye.tools.action import Dialog, Type
from handeye.tools.keys import untypable

from ..conftest import Live

HEARS = "log = []; for (const t of ['keydown', 'keypress', 'beforeinput', 'input', 'keyup']) addEventListener(t, e => log.push(e.type), true)"
A_LETTER = ["keydown", "keypress", "beforeinput", "input", "keyup"]

PLAIN = "<label>Name <input id=n minlength=8></label><button>Go</button>"


pages = itertools.count()


def focused(live: Live, html: str, name: str = "n") -> None:
    """On a page of its own: what was learnt of one field says nothing of another."""
    live.show(html, f"/typing/{next(pages)}")
    live.click(live.place(f"#{name}").center)


def test_each_letter_is_heard_where_somebody_listens(live: Live) -> None:
    focused(live, PLAIN)
    live.js(HEARS)
    live.do(Type("Ada L"))
    assert live.js("log") == A_LETTER * 5


@pytest.mark.parametrize("hears", [True, False])
def test_a_tab_behind_a_text_goes_on_to_the_next_field(live: Live, hears: bool) -> None:
    focused(live, PLAIN + "<label>City <input id=c></label>")
    if hears:
        live.js(HEARS)
    live.do(Type("Ada L\t\t"))
    live.do(Type("Zürich"))
    assert live.js("[n.value, c.value]") == ["Ada L", "Zürich"]


@pytest.mark.parametrize(
    "listen",
    [
        "addEventListener('keyup', hear)",
        "document.body.onkeypress = hear",
        "f.addEventListener('input', hear)",
        "n.setAttribute('oninput', 'hear()')",
        "n.addEventListener('keydown', hear, {passive: true, capture: true})",
        "document.documentElement.addEventListener('beforeinput', {handleEvent: hear})",
    ],
)
def test_whoever_listens_hears_each_letter(live: Live, listen: str) -> None:
    focused(live, f"<form id=f>{PLAIN}</form><script>heard = 0; hear = () => {{ heard++ }}; {listen}</script>")
    before = live.js("heard")
    live.do(Type("Ada Lovelace"))
    live.until(lambda: live.js("heard") - before >= 12)
    assert live.js("n.value") == "Ada Lovelace"


def test_where_nobody_listens_it_comes_to_the_same_at_once(live: Live) -> None:
    """How many events there were, Chromium counts without listening."""
    counted = "['keydown', 'input'].map(type => performance.eventCounts.get(type))"
    came_of = "[n.value, n.selectionStart, n.validity.tooShort, changes, n.matches(':user-invalid')]"
    said: list[Any] = []
    for listener, events in (("onkeydown = () => {}", [3, 5]), ("", [0, 1])):
        focused(live, PLAIN + f"<script>changes = 0; onchange = () => {{ changes++ }}; {listener}</script>")
        before = live.js(counted)
        live.do(Type("Zoë €"))
        live.becomes(f"{counted}.map((count, at) => count - {before}[at])", events)
        inside = live.js(came_of)
        live.click("Go")
        said.append([inside, live.js(came_of)])
    assert said[0] == said[1] == [["Zoë €", 5, True, 0, False], ["Zoë €", 5, True, 1, True]]


FIELDS = (
    "<input id=n>",
    "<input id=n type=password>",
    "<input id=n value='before it'>",
    "<input id=n maxlength=6>",
    "<textarea id=n></textarea>",
    "<input id=n type=number>",
    "<input id=n type=email>",
    "<input id=n readonly value=kept>",
    "<input id=n type=date>",
)


@pytest.mark.full
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FIELDS), st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=4, max_size=12))
def test_any_field_holds_the_same_whether_somebody_listens_or_not(live: Live, field: str, text: str) -> None:
    if untypable(text):
        return
    held: list[str] = []
    for listener in ("", "<script>addEventListener('keydown', () => {})</script>"):
        focused(live, field + listener)
        live.do(Type(text))
        held.append(live.js("n.value"))
    assert held[0] == held[1]


def test_a_controlled_field_that_rewrites_its_value(live: Live) -> None:
    focused(
        live, "<input id=n oninput='const at = n.selectionStart; n.value = n.value.toUpperCase(); n.setSelectionRange(at, at)'>"
    )
    live.do(Type("ada lovelace"))
    assert live.js("n.value") == "ADA LOVELACE"


MASK = (
    "<input id=n><script>"
    "const show = () => { const d = n.value.replace(/\\D/g, '').slice(0, 8);"
    " n.value = [d.slice(0, 2), d.slice(2, 4), d.slice(4)].filter(Boolean).join('/') + (d.length == 2 || d.length == 4 ? '/' : '') };"
    "n.oninput = () => { show(); n.setSelectionRange(0, 0); %s }</script>"
)


CARET = "n.setSelectionRange(99, 99)"


@pytest.mark.parametrize(
    "caret",
    [
        CARET,
        f"queueMicrotask(() => {CARET})",
        f"setTimeout(() => {CARET})",
        f"requestAnimationFrame(() => {CARET})",
        pytest.param(f"setTimeout(() => {CARET}, 10)", marks=pytest.mark.full),
        pytest.param(f"requestAnimationFrame(() => setTimeout(() => {CARET}))", marks=pytest.mark.full),
    ],
)
def test_a_mask_that_moves_the_caret_now_or_a_moment_later(live: Live, caret: str) -> None:
    focused(live, MASK % caret)
    live.do(Type("02111987"))
    assert live.js("n.value") == "02/11/1987"
    live.js("n.value = ''")
    live.do(Type("31122000"))
    assert live.js("n.value") == "31/12/2000"


def test_a_mask_that_takes_the_key_itself(live: Live) -> None:
    focused(
        live,
        "<input id=n value='__/__'><script>n.onfocus = () => setTimeout(() => n.setSelectionRange(0, 0));"
        "n.onkeydown = e => { if (!/\\d/.test(e.key)) return; e.preventDefault(); let at = n.selectionStart; if (n.value[at] == '/') at++;"
        "n.value = n.value.slice(0, at) + e.key + n.value.slice(at + 1); n.setSelectionRange(at + 1, at + 1) }</script>",
    )
    live.do(Type("0211"))
    assert live.js("n.value") == "02/11"


FOCUS = "e.target.nextElementSibling?.focus?.()"


@pytest.mark.parametrize(("letters", "goes"), [(2, FOCUS), (1, FOCUS), (1, f"setTimeout(() => {FOCUS})")])
def test_fields_that_lead_on_to_the_next(live: Live, letters: int, goes: str) -> None:
    boxes = "".join(f"<input id=b{n} maxlength={letters} size=2>" for n in range(4))
    script = f"<script>oninput = e => {{ if (e.target.value.length == {letters}) {goes} }}</script>"
    focused(live, boxes + script, "b0")
    text = "12345678"[: 4 * letters]
    live.do(Type(text))
    assert live.js("[b0.value, b1.value, b2.value, b3.value]") == [text[n : n + letters] for n in range(0, len(text), letters)]


@pytest.mark.full
def test_a_list_that_is_narrowed_by_each_letter(live: Live) -> None:
    focused(
        live,
        "<input id=n><ul id=l></ul><script>asked = []; n.oninput = () => { asked.push(n.value);"
        "l.innerHTML = ['Norway', 'Nauru', 'Niger'].filter(x => x.toLowerCase().startsWith(n.value)).map(x => `<li>${x}`).join('') }</script>",
    )
    live.do(Type("nige"))
    assert live.js("[asked, l.innerText]") == [["n", "ni", "nig", "nige"], "Niger"]


@pytest.mark.parametrize("listens", [True, False])
def test_a_frame_of_another_site_is_typed_into(live: Live, listens: bool) -> None:
    script = "<script>heard = 0; onkeydown = () => { document.title = ++heard }</script>" if listens else ""
    live.site.page("<label>Card <input></label>" + script, "/card")
    live.show(f"<input id=out><iframe src='{live.site.elsewhere}/card' width=400 height=60></iframe>")
    live.click("Card")
    live.do(Type("4111 1111 é 你好"))
    assert live.hint("Card").value == "4111 1111 é 你好"
    assert live.js("out.value") == ""
    if listens:
        assert live.run(live.browser.page.frames[1].title()) == "11"


def test_a_dialog_that_opens_in_the_middle_of_it(live: Live) -> None:
    focused(live, "<input id=n oninput='if (n.value.length == 3) alert(n.value)'>")
    live.do(Type("abcdef"))
    opened = live.look().dialog
    assert opened is not None
    assert opened.message == "abc"
    live.do(Dialog(True))
    live.becomes("n.value", "abcdef")


@pytest.mark.full
def test_a_page_that_leaves_in_the_middle_of_it(live: Live) -> None:
    live.site.page("<p>left", "/left")
    focused(live, "<input id=n oninput=\"if (n.value.length == 3) location = '/left'\">")
    live.do(Type("abcdef"))
    live.until(lambda: live.look().url.endswith("/left"))


def test_a_field_in_a_shadow_tree_is_typed_into_key_by_key(live: Live) -> None:
    live.show(
        "<div id=h></div><script>heard = 0; r = h.attachShadow({mode: 'closed'}); r.innerHTML = '<input>'; r.firstChild.onkeydown = () => heard++</script>"
    )
    live.click(live.place("#h").center)
    live.js("r.firstChild.focus()")
    live.do(Type("Ada"))
    live.do(Type(" Lovelace"))
    assert live.js("[r.firstChild.value, heard]") == ["Ada Lovelace", 12]
