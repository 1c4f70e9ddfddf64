"""What a page's own words call its fields, whoever wrote it: labels, cells, headings, and what scripts put in place of selects."""

from __future__ import annotations

from ..conftest import Live


def said(live: Live) -> dict[str, tuple[str, str, str]]:
    """By its name, what each thing is, the group it belongs to, and its value."""
    return {hint.name: (hint.role, hint.group, hint.value) for hint in live.hints()}


def test_a_cell_before_it_names_a_field(live: Live) -> None:
    live.show(
        "<table><tr><th>Title:</th><td><input></td><td>Author</td><td><input> <small>in full</small></td></tr>"
        "<tr><th>Watchers: <a href=/list>(list)</a></th><td><select multiple><option>Ada</select></td></tr>"
        "<tr><td><a href=/help>State</a></td><td><select><option>Open</select></td></tr><tr><td>Sent</td><td><input type=checkbox></td></tr></table>"
    )
    names = [(hint.role, hint.name) for hint in live.hints() if hint.role != "link"]
    assert names == [
        ("textbox", "Title"), ("textbox", "Author"), ("listbox", "Watchers"), ("combobox", "State"), ("checkbox", "Sent"),
    ]  # fmt: skip


def test_under_heads_of_columns_a_cell_names_nothing(live: Live) -> None:
    live.show(
        "<table><tr><th>Name</th><th>Amount</th></tr><tr><td>Ada</td><td><input></td></tr></table>"
        "<table><thead><tr><th>Name<th>Amount</thead><tr><td>Bob</td><td><input></td></tr></table>"
    )
    assert [hint.name for hint in live.hints()] == ["", ""]


def test_a_label_of_nothing_speaks_of_its_row(live: Live) -> None:
    live.show(
        "<form><div><label>Embargo until:</label><p>Date: <input> <a href=#>Today</a><br>Time: <input></p></div>"
        "<div><label for=gone>Topics:</label><div><label for=a>Available</label><select id=a multiple><option>Law</select></div></div>"
        "<div><label>Place</label><div><input></div></div><div><input></div></form>"
    )
    assert said(live) == {
        "Embargo until Date": ("textbox", "Embargo until", ""), "Embargo until Time": ("textbox", "Embargo until", ""),
        "Available": ("listbox", "Topics", ""), "Place": ("textbox", "", ""), "": ("textbox", "", ""), "Today": ("link", "", ""),
    }  # fmt: skip


def test_words_right_before_a_field_or_behind_a_box_name_it(live: Live) -> None:
    live.show(
        "<p>From <input> to <b>the end:</b> <input> <p>$ <input placeholder=Amount> <p><input type=radio name=r> Slowly <input type=radio name=r> Fast"
    )
    assert [hint.name for hint in live.hints()] == ["From", "to the end", "Amount", "Slowly", "Fast"]
    live.show(
        "<h3>Hello</h3>Login<br><input><br><input type=password><br><input type=submit value=Login><p>Tell us all.<br><input>"
    )
    assert [(hint.role, hint.name) for hint in live.hints()] == [
        ("textbox", "Login"), ("textbox", ""), ("button", "Login"), ("textbox", ""),
    ]  # fmt: skip


def test_a_label_is_not_named_by_what_hangs_from_its_field(live: Live) -> None:
    live.show(
        "<label>Payee: <input role=combobox aria-expanded=true placeholder=Payee><ul role=listbox><li role=option>Landlord<li role=option>Grocer</ul></label>"
        "<label>Story: <input placeholder=Story><button type=button>m</button></label>"
    )
    assert {name for name, (role, _, _) in said(live).items() if role in ("combobox", "textbox")} == {"Payee", "Story"}


REPLACED = """<style>.gone { position: absolute; width: 1px; height: 1px; clip: rect(0 0 0 0); overflow: hidden } .box { display: block; width: 200px;
padding: 6px; border: 1px solid #888 } .pop { position: absolute; top: 100%; left: 0 } .in { position: relative }</style>"""


def test_what_stands_in_place_of_a_hidden_select_bears_its_label(live: Live) -> None:
    live.show(
        f"{REPLACED}<div><label for=a>Editor:</label> <span><select id=a class=gone tabindex=-1 aria-hidden=true><option>Ada</select>"
        "<span><span class=box role=combobox tabindex=0 aria-labelledby=s aria-expanded=false><span id=s role=textbox aria-readonly=true>"
        "<span>×</span>Ada</span></span></span></span></div>"
    )
    assert said(live) == {"Editor": ("combobox", "", "Ada")}
    assert live.run(live.browser.hint_at(live.hint("Editor").box.center)) == live.hint("Editor")


def test_what_stands_around_a_hidden_select_bears_its_label(live: Live) -> None:
    live.show(
        f"{REPLACED}<label for=a>Track</label><div class='box in' role=combobox tabindex=0><div><select id=a hidden><option>Data</select>"
        "<div role=listbox><div>Data</div></div></div><div class=pop role=listbox><div>Data</div><div>Hardware</div></div></div>"
    )
    assert said(live)["Track"] == ("combobox", "", "Data")


def test_of_what_is_scrolled_out_of_its_list_only_the_rest_can_be_clicked(live: Live) -> None:
    live.show(
        "<div style='height:50px;overflow:auto;border:1px solid'>"
        + "".join(f"<div role=option style='height:30px'>{n}</div>" for n in "ABC")
        + "</div>"
    )
    hints = live.hints()
    assert [hint.name for hint in hints] == ["A", "B"]
    assert live.run(live.browser.hint_at(hints[1].box.center)) == hints[1]


def test_what_cannot_be_seen_is_no_hint(live: Live) -> None:
    live.show(
        f"{REPLACED}<label for=a>Editor</label><select id=a class=gone><option>Ada</select><label for=b>Name</label><input id=b class=gone>"
    )
    assert live.hints() == ()
