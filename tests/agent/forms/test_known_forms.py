"""Forms that are filled again: from the second row on by what is known; what changed is worked out anew, or stops it all."""

from __future__ import annotations

import pytest

from handeye.agent.forms.brain import Lacking, NoPlace, ProvesNothing, Rejected

from .filling import Filler, filler

__all__ = ["filler"]

BUTTON = "<button>Send</button>"
TICK = "<label><input type=checkbox name=news> Newsletter</label>"


def field(name: str, ident: str, more: str = "") -> str:
    return f"<label for={ident}>{name}</label><input id={ident} name={ident} {more}>"


FORM = field("Full name", "name") + field("E-mail", "mail") + field("City", "city") + TICK + BUTTON
ADA = {"Full name": "Ada Lovelace", "E-mail": "ada@example.org", "City": "London", "Newsletter": "yes"}
IAN = {"Full name": "Ian Illingworth", "E-mail": "ian@example.org", "City": "Ill", "Newsletter": "no"}
ZOE = {"Full name": "Zoë O'Neill", "E-mail": "zoe@example.org", "City": "Łódź", "Newsletter": "yes"}


def test_from_the_second_row_on_names_are_enough(filler: Filler) -> None:
    filler.begin(FORM)
    assert filler.filled(ADA) == {"name": ["Ada Lovelace"], "mail": ["ada@example.org"], "city": ["London"], "news": ["on"]}
    assert not filler.by_names_alone
    assert filler.filled(IAN) == {"name": ["Ian Illingworth"], "mail": ["ian@example.org"], "city": ["Ill"]}
    assert filler.filled(ZOE)["city"] == ["Łódź"]
    assert filler.by_names_alone
    assert filler.notes == []


OTHERS = (
    field("Town", "town")
    + field("Arrival", "day", "type=date")
    + "<label for=kind>Ticket</label><select id=kind name=kind><option>Please choose<option>Standard<option>Student"
    + "<option>Day pass</select>"
    + field("Seats", "seats", "type=number")
    + "<label for=notes>Notes</label><textarea id=notes name=notes></textarea>"
)
LIN = {"Notes": "By train", "Seats": "3", "Newsletter": "yes", "Ticket": "Day pass", "Arrival": "2031-03-12", "Town": "Zürich"}
TOM = {"Notes": "One\nTwo", "Seats": "12", "Newsletter": "no", "Ticket": "Student", "Arrival": "2031-11-02", "Town": "Ürgüp"}


def test_whatever_the_order_of_the_table_keys_go_from_field_to_field_as_the_page_does(filler: Filler) -> None:
    filler.begin(OTHERS + TICK + BUTTON)
    filler.filled(LIN)
    sent = {"town": ["Ürgüp"], "day": ["2031-11-02"], "kind": ["Student"], "seats": ["12"], "notes": ["One\r\nTwo"]}
    assert filler.filled(TOM) == sent
    assert filler.by_names_alone
    assert [said for said, action in filler.deeds if action == "click"] == ["fill in the form: Town", "press Send"]
    assert filler.filled(LIN)["news"] == ["on"]
    assert [action for _, action in filler.deeds].count("click") == 2


def test_a_box_that_stays_empty_is_proven_with_the_rest_though_the_focus_is_in_it(filler: Filler) -> None:
    filler.begin("<style>:root { color-scheme: dark }</style>" + field("Full name", "name") + TICK + BUTTON)
    filler.filled({"Full name": "Ada Lovelace", "Newsletter": "yes"})
    assert "news" not in filler.filled({"Full name": "Zoë O'Neill", "Newsletter": "no"})
    assert filler.by_names_alone


def test_a_page_that_takes_the_focus_elsewhere_gets_no_value_of_another_field(filler: Filler) -> None:
    filler.begin(field("Full name", "name") + field("E-mail", "mail") + field("City", "city") + BUTTON)
    filler.filled({key: ADA[key] for key in ("Full name", "E-mail", "City")})
    away = "<script>mail.onfocus = () => { if (!window.was) { window.was = 1; city.focus() } }</script>"
    filler.show(field("Full name", "name") + field("E-mail", "mail") + field("City", "city") + BUTTON + away)
    assert filler.filled({key: ZOE[key] for key in ("Full name", "E-mail", "City")}) == {
        "name": ["Zoë O'Neill"], "mail": ["zoe@example.org"], "city": ["Łódź"]
    }  # fmt: skip


def test_a_field_that_moved_is_followed(filler: Filler) -> None:
    filler.begin(FORM)
    filler.filled(ADA)
    filler.show(field("City", "city") + field("Full name", "name") + field("E-mail", "mail") + TICK + BUTTON)
    assert filler.filled(ZOE) == {"name": ["Zoë O'Neill"], "mail": ["zoe@example.org"], "city": ["Łódź"], "news": ["on"]}
    assert any("City" in note and "moved" in note for note in filler.notes)


def test_a_label_that_says_the_same_in_other_words_is_followed(filler: Filler) -> None:
    filler.begin(FORM)
    filler.filled(ADA)
    filler.show(FORM.replace(">E-mail<", ">Email address<"))
    assert filler.filled(ZOE)["mail"] == ["zoe@example.org"]
    assert filler.notes == ['E-mail: its field is called "Email address" now; it was "E-mail"']


def test_another_theme_is_told_and_gone_on_with(filler: Filler) -> None:
    filler.begin(FORM)
    filler.filled(ADA)
    filler.show("<style>body { background: #123; color: #fff; font-size: 18px }</style>" + FORM)
    assert filler.filled(ZOE)["city"] == ["Łódź"]
    assert len(filler.notes) == 1
    assert "looks otherwise" in filler.notes[0]
    filler.filled(IAN)
    assert len(filler.notes) == 1, "the new looks are known by now"


def test_a_new_field_that_may_stay_empty_is_told_and_left_empty(filler: Filler) -> None:
    filler.begin(FORM)
    filler.filled(ADA)
    filler.show(field("Nickname", "nick") + FORM)
    assert filler.filled(ZOE) == {
        "nick": [""],
        "name": ["Zoë O'Neill"],
        "mail": ["zoe@example.org"],
        "city": ["Łódź"],
        "news": ["on"],
    } or (filler.last["name"] == ["Zoë O'Neill"] and "nick" not in filler.last)
    assert any("Nickname" in note for note in filler.notes)


def test_a_label_that_says_something_else_stops_it_before_anything_is_sent(filler: Filler) -> None:
    filler.begin(FORM)
    filler.filled(ADA)
    filler.show(FORM.replace(">City<", ">Favourite colour<"))
    outcome = filler.row(ZOE)
    assert outcome.status == "failed"
    assert "City" in outcome.why
    assert filler.brain is not None
    assert isinstance(filler.brain.failure, NoPlace)
    assert filler.sent == 1


def test_a_required_field_that_no_column_is_for_stops_it_before_anything_is_sent(filler: Filler) -> None:
    filler.begin(FORM)
    filler.filled(ADA)
    filler.show(field("Passport number *", "pass", "required") + FORM)
    outcome = filler.row(ZOE)
    assert outcome.status == "failed"
    assert "Passport number" in outcome.why
    assert filler.brain is not None
    assert isinstance(filler.brain.failure, Lacking)
    assert filler.sent == 1


def test_two_labels_that_change_places_are_seen_to_have(filler: Filler) -> None:
    """What is called by the names of others is filled in by its label, wherever it stands now."""
    filler.begin(FORM)
    filler.filled(ADA)
    swapped = FORM.replace(">City<", ">X<").replace(">Full name<", ">City<").replace(">X<", ">Full name<")
    filler.show(swapped)
    assert filler.filled(ZOE) == {"name": ["Łódź"], "mail": ["zoe@example.org"], "city": ["Zoë O'Neill"], "news": ["on"]}


def test_words_that_were_there_before_prove_nothing(filler: Filler) -> None:
    filler.begin("<p>Thank you for your interest.</p>" + FORM)
    outcome = filler.row(ADA)
    assert outcome.status == "failed"
    assert filler.brain is not None
    assert isinstance(filler.brain.failure, ProvesNothing)
    assert filler.sent == 0


def test_a_value_that_says_the_words_proves_nothing_either(filler: Filler) -> None:
    """The site refuses it, and shows the form again with its values."""
    filler.begin(FORM)
    filler.site.answers["/sent"] = filler.site.answers["/form"]
    page = FORM.replace("name=city ", 'name=city value="Thank you"').replace(
        BUTTON, "<p class=error>City is not known.</p>" + BUTTON
    )
    filler.begin(FORM, answer=f"<form method=post action=/sent>{page}</form>")
    outcome = filler.row({**ADA, "City": "Thank you"})
    assert outcome.status != "done"


LATE = (
    field("Full name", "name")
    + "<label for=kind>Kind</label><select id=kind name=kind onchange=\"document.getElementById('more').hidden=this.value!='Firm'\">"
    + "<option>Person<option>Firm</select><div id=more hidden>"
    + field("Tax number", "tax")
    + "</div>"
    + BUTTON
)


def test_a_field_that_comes_up_after_another_is_filled_in_as_well(filler: Filler) -> None:
    filler.begin(LATE)
    firm = {"Full name": "Engines Ltd", "Kind": "Firm", "Tax number": "PL 525"}
    assert filler.filled(firm)["tax"] == ["PL 525"]
    assert filler.filled({"Full name": "Ada Lovelace", "Kind": "Person"})["kind"] == ["Person"]
    assert filler.filled({**firm, "Tax number": "DE 81"})["tax"] == ["DE 81"]


CHECKED = (
    field("Full name", "name")
    + field(
        "E-mail", "mail", "onblur=\"this.nextElementSibling.textContent=this.value.includes('@')?'':'Enter a valid address.'\""
    )
    + "<p class=error></p>"
    + BUTTON
)


def test_what_the_form_says_after_a_field_was_left_is_never_sent_over(filler: Filler) -> None:
    filler.begin(CHECKED)
    bad = {"Full name": "Ada Lovelace", "E-mail": "nowhere"}
    for n, row in enumerate((bad, {**bad, "E-mail": "ada@example.org"}, {**bad, "E-mail": "ian@example.org"}, bad)):
        if "@" in row["E-mail"]:
            filler.filled(row)
            continue
        sent = filler.sent
        outcome = filler.row(row)
        assert filler.brain is not None
        assert isinstance(filler.brain.failure, Rejected), f"row {n}: {outcome.status}: {outcome.why}"
        assert "valid address" in outcome.why
        assert filler.sent == sent


def test_what_the_page_takes_back_is_not_sent(filler: Filler) -> None:
    filler.begin(
        field("Full name", "name") + field("City", "city", "onblur=\"setTimeout(() => {this.value='Paris'}, 30)\"") + BUTTON
    )
    outcome = filler.row({"City": "London", "Full name": "Ada Lovelace"})
    assert outcome.status != "done"
    assert filler.sent == 0


PAGES = """<div id=a>{name}<button type=button onclick="a.hidden=true;b.hidden=false">Next</button></div>
<div id=b hidden>{mail}{city}<button type=button onclick="b.hidden=true;c.hidden=false">Continue</button></div>
<div id=c hidden><p>All well?</p><button>Send</button></div>"""


@pytest.mark.parametrize("more", [{}, {"next": "Next"}], ids=["usual names", "said"])
def test_pages_are_gone_through_to_the_end(filler: Filler, more: dict[str, str]) -> None:
    pages = PAGES.format(name=field("Full name", "name"), mail=field("E-mail", "mail"), city=field("City", "city"))
    filler.begin(pages if not more else pages.replace("Continue", "Next"))
    for person in (ADA, IAN, ZOE):
        row = {key: value for key, value in person.items() if key != "Newsletter"}
        assert filler.filled(row, **more) == {"name": [row["Full name"]], "mail": [row["E-mail"]], "city": [row["City"]]}
    assert filler.by_names_alone


def test_a_form_that_is_longer_than_the_screen_is_read_back_to_its_top(filler: Filler) -> None:
    gap = "<div style='height:700px'></div>"
    filler.begin(field("Full name", "name") + gap + field("E-mail", "mail") + gap + field("City", "city") + BUTTON)
    for person in (ADA, IAN, ZOE):
        row = {key: value for key, value in person.items() if key != "Newsletter"}
        assert filler.filled(row) == {"name": [row["Full name"]], "mail": [row["E-mail"]], "city": [row["City"]]}


def test_nothing_is_sent_where_it_is_only_tried(filler: Filler) -> None:
    filler.begin(FORM)
    outcome = filler.row(ADA, submits=False)
    assert outcome.status == "done"
    assert filler.sent == 0


def test_a_button_that_is_not_there_is_told_with_those_that_are(filler: Filler) -> None:
    filler.begin(FORM)
    outcome = filler.row(ADA, submit="Order now")
    assert outcome.status == "failed"
    assert 'there is no button "Order now"' in outcome.why
    assert "Send" in outcome.why
    assert filler.sent == 0
