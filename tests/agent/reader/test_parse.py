"""Sentences as people and task lists write them, to steps; and what is refused, word for word."""

from __future__ import annotations

import pytest

from handeye.agent.reader import NotUnderstood, parse_claims, parse_steps
from handeye.agent.reader.claim import Claim, Count, Shows, Ticked, Visible
from handeye.agent.reader.steps import (
    Append,
    Check,
    Clear,
    Click,
    Close,
    Dialog,
    Drag,
    Enter,
    Fill,
    FillRow,
    Focus,
    GoBack,
    Hover,
    Names,
    Open,
    Press,
    Read,
    Scroll,
    ScrollTo,
    Select,
    Step,
    Tick,
    Upload,
    Wait,
    WaitFor,
    one_line,
)
from handeye.tools.errors import BadInput


def one(name: str) -> Names:
    return Names((name,))


SENTENCES: list[tuple[str, list[Step]]] = [
    # addresses and getting about
    ("open localhost:8000", [Open("localhost:8000")]),
    (
        "Please go to https://example.org/a,b;c?q=1,2, then go back.",
        [Open("https://example.org/a,b;c?q=1,2"), GoBack()],
    ),
    ('visit "example.org/a b"; navigate to /join', [Open("example.org/a b"), Open("/join")]),
    ("scroll down, scroll up in the list", [Scroll("down"), Scroll("up", "the list")]),
    ("scroll to the bottom and scroll down to Comments", [Scroll("bottom"), ScrollTo("Comments")]),
    ("Scroll the list and select Oslo.", [Scroll("down", "the list"), Tick(one("Oslo"))]),
    ("wait 2 seconds, wait half a second; wait for 500 ms", [Wait(2), Wait(0.5), Wait(0.5)]),
    ("wait for the Download link", [WaitFor(Visible("the Download link"))]),
    ("Wait for Loading to disappear.", [WaitFor(Visible("Loading", there=False))]),
    ('wait until Total shows "5"', [WaitFor(Shows("Total", "5"))]),
    ("accept the alert", [Dialog(True)]),
    ('accept the prompt with "Ada, please", dismiss the dialog', [Dialog(True, "Ada, please"), Dialog(False)]),
    # the pointer
    ('Click on the "Yes" button.', [Click('the "Yes" button')]),
    ("Click button A, then click button B.", [Click("button A"), Click("button B")]),
    ("Click A. Then tap B! Now press C", [Click("A"), Click("B"), Click("C")]),
    ("could you click Save, please?", [Click("Save")]),
    ("double-click report.txt, double click on it.txt", [Click("report.txt", count=2), Click("it.txt", count=2)]),
    ("right-click the picture", [Click("the picture", button="right")]),
    ("choose Express delivery", [Click("Express delivery")]),
    ('click "A", "B" and "C"', [Click('"A"'), Click('"B"'), Click('"C"')]),
    (
        "click the second Edit and the third Edit",
        [Click("the second Edit"), Click("the third Edit")],
    ),
    (
        "click Edit in the row of Ada, hover over the icon next to Total",
        [Click("Edit in the row of Ada"), Hover("the icon next to Total")],
    ),
    ("move the mouse over Help", [Hover("Help")]),
    ('drag "Buy milk" to Done, drag A next to B onto C', [Drag('"Buy milk"', "Done"), Drag("A next to B", "C")]),
    ("Focus into the third text box.", [Focus("the third text box")]),
    ('Close the message box by clicking the "x".', [Close("the message box", 'the "x"')]),
    ("close the popup", [Close("the popup")]),
    # names that hold joining words
    ("click Terms and conditions and press OK", [Click("Terms and conditions"), Click("OK")]),
    ("click Save and close, click OK", [Click("Save and close"), Click("OK")]),
    ('click "Save, then press Enter" and go back', [Click('"Save, then press Enter"'), GoBack()]),
    ("click First name", [Click("First name")]),
    # keys and buttons
    ("press Enter", [Press(("enter",))]),
    ("press Save", [Click("Save")]),
    ('press "Enter"', [Click('"Enter"')]),
    ("hit Ctrl + Shift + T, press the Delete key", [Press(("ctrl", "shift", "t")), Press(("delete",))]),
    ("press Tab, Tab and Enter", [Press(("tab",)), Press(("tab",)), Press(("enter",))]),
    ("press the down arrow, press Page Down, press F5", [Press(("down",)), Press(("pagedown",)), Press(("f5",))]),
    ("press 5, press the 5 key", [Click("5"), Press(("5",))]),
    ("press C++", [Click("C++")]),
    # values into fields
    ('type "Ada" into Name', [Enter("Ada", "Name")]),
    ("write Ada Lovelace in Name", [Enter("Ada Lovelace", "Name")]),
    ("type hello and goodbye into Greeting.", [Enter("hello and goodbye", "Greeting")]),
    ("type log in as root into Notes", [Enter("log in as root", "Notes")]),
    ("type Ada in Name in the row of Bob", [Enter("Ada", "Name in the row of Bob")]),
    ('type "Ada" in Name in the dialog', [Enter("Ada", "Name in the dialog")]),
    ("type “a, b” into «X»", [Enter("a, b", "«X»")]),
    ("type 'say \"hi\"' into X", [Enter('say "hi"', "X")]),
    ('type "it\'s" into Ada\'s notes', [Enter("it's", "Ada's notes")]),
    ('type "one\ntwo" into Notes', [Enter("one\ntwo", "Notes")]),
    ('type "" into Name', [Enter("", "Name")]),
    ("type Ada", [Enter("Ada")]),
    ("type https://example.org/a,b into Website", [Enter("https://example.org/a,b", "Website")]),
    ("enter 24/12/2026 as the date and hit submit", [Enter("24/12/2026", "the date"), Click("submit")]),
    ('enter "5" as the age and "6" as the size', [Enter("5", "the age"), Enter("6", "the size")]),
    (
        'Enter the login "ab" and the secret word "cd" into the text fields and press go.',
        [Enter("ab", "login"), Enter("cd", "secret word"), Click("go")],
    ),
    ('enter login: "ab", code: "cd"', [Enter("ab", "login"), Enter("cd", "code")]),
    ('Enter the PIN "12" into both text fields', [Enter("12", "both text fields", "PIN")]),
    ('enter the name "Ada" into Author and the year "1843" into Published', [
        Enter("Ada", "Author", "name"), Enter("1843", "Published", "year"),
    ]),
    ('fill in the name "Ada" and the city "London"', [Enter("Ada", "name"), Enter("London", "city")]),
    ("fill in Name with Ada, E-mail with ada@example.org", [Enter("Ada", "Name"), Enter("ada@example.org", "E-mail")]),
    ("fill Band with Simon and Garfunkel", [Enter("Simon and Garfunkel", "Band")]),
    ("set Volume to 40 and Balance to 0", [Enter("40", "Volume"), Enter("0", "Balance")]),
    ("set the field next to E-mail to 5", [Enter("5", "the field next to E-mail")]),
    ('set Speed to go to "5"', [Enter("5", "Speed to go")]),
    ('type "ada" into Name in upper case', [Enter("ADA", "Name")]),
    ('Type "ADA" in all lower case letters in the text box', [Enter("ada", "the text box")]),
    ("write ada in capital letters into Name", [Enter("ADA", "Name")]),
    ('add ", please" to Notes and clear Search', [Append(", please", "Notes"), Clear("Search")]),
    ('upload the file "my cv.pdf" to Résumé', [Upload(("my cv.pdf",), "Résumé")]),
    ("upload a.png and b.png to Photos", [Upload(("a.png", "b.png"), "Photos")]),
    # choosing
    ("Pick Norway from Country", [Select(one("Norway"), "Country")]),
    ('choose "5 ft" from the dropdown, then click Next', [Select(one('"5 ft"'), "the dropdown"), Click("Next")]),
    ("select Bosnia and Herzegovina from Country", [Select(Names(("Bosnia", "Herzegovina"), "Bosnia and Herzegovina"), "Country")]),
    ("select Red from Color and Large from Size", [Select(one("Red"), "Color"), Select(one("Large"), "Size")]),
    ("select 24/12/2026 as the date", [Select(one("24/12/2026"), "the date")]),
    ("select 5 with the slider", [Select(one("5"), "the slider")]),
    ("select the last option in Size", [Select(one("the last option"), "Size")]),
    ("select Street in the Billing section", [Tick(one("Street in the Billing section"))]),
    ("select Edit in the row of Ada", [Tick(one("Edit in the row of Ada"))]),
    ("Select 3, 4 and click Submit", [Tick(Names(("3", "4"), "3, 4")), Click("Submit")]),
    ("Select words Tea, Milk and click Submit.", [Tick(Names(("Tea", "Milk"), "Tea, Milk")), Click("Submit")]),
    ("Select nothing and click Submit.", [Tick(Names(())), Click("Submit")]),
    ("select Read, Write and Execute", [Tick(Names(("Read", "Write", "Execute"), "Read, Write and Execute"))]),
    ("check Terms and conditions", [Tick(Names(("Terms", "conditions"), "Terms and conditions"))]),
    ('tick "a, b" and "c"', [Tick(Names(('"a, b"', '"c"')))]),
    ("check the 1st and 3rd checkbox", [Tick(Names(("the 1st checkbox", "3rd checkbox")))]),
    ("tick all; untick both newsletter checkboxes", [Tick(one("all checkboxes")), Tick(one("both newsletter checkboxes"), on=False)]),
    ("check the box that is on the left", [Tick(one("the box that is on the left"))]),
    ("switch Dark mode on, turn off Wi-Fi", [Tick(one("Dark mode")), Tick(one("Wi-Fi"), on=False)]),
    # looking
    ("check that X is visible", [Check(Visible("X"))]),
    ("check X is visible", [Check(Visible("X"))]),
    ("check A and B", [Tick(Names(("A", "B"), "A and B"))]),
    ("make sure 'Error' isn't shown", [Check(Visible("'Error'", there=False))]),
    ('check that "Edit" is visible in the row of Ada', [Check(Visible('"Edit" in the row of Ada'))]),
    ("wait until Save is no longer visible on the page", [WaitFor(Visible("Save", there=False))]),
    ("expect 'Saved' to be visible", [Check(Visible("'Saved'"))]),
    ("expect Total not to show 5", [Check(Shows("Total", "5", does=False))]),
    ('verify that Name shows "Ada, B." and Terms is checked', [Check(Shows("Name", "Ada, B.")), Check(Ticked("Terms"))]),
    ("check that Terms and conditions is not checked", [Check(Ticked("Terms and conditions", on=False))]),
    ("check that there are 3 Edit buttons and there is no error", [
        Check(Count(3, "Edit buttons")), Check(Visible("error", there=False)),
    ]),
    ("check that the page says 'a' and 'b'", [Check(Visible("'a'")), Check(Visible("'b'"))]),
    ('check that Total is "12"', [Check(Shows("Total", "12"))]),
    ("check that Search is empty", [Check(Shows("Search", ""))]),
    ("read the order number as order", [Read("the order number", "order")]),
    ("read the price in the row of Tea", [Read("the price in the row of Tea")]),
    # whole forms
    ('fill the form with {"Name": "Ada", "Age": 36, "News": true, "Tea": null, "Of": ["a", 2]}', [
        Fill((("Name", "Ada"), ("Age", "36"), ("News", "yes"), ("Tea", ""), ("Of", ("a", "2")))),
    ]),
    ("fill in the form with {Name: Ada and Bob, 'Zip, city': \"1, 2\", Of: [a, 'b, c'],}, then press Save", [
        Fill((("Name", "Ada and Bob"), ("Zip, city", "1, 2"), ("Of", ("a", "b, c")))), Click("Save"),
    ]),
    ("fill the form with Name: Ada, Time: 10:30 and click Save", [Fill((("Name", "Ada"), ("Time", "10:30"))), Click("Save")]),
    ("Fill out the form:\n- Name: Ada\n- Type: guest\n\nClick Save", [Fill((("Name", "Ada"), ("Type", "guest"))), Click("Save")]),
    ("fill the form from members.csv row 2", [FillRow("members.csv", 2)]),
    ('fill the form from row 12 of "my members.csv"', [FillRow("my members.csv", 12)]),
    # several lines
    ("1. open a.example\n2. click Save.\n3) go back", [Open("a.example"), Click("Save"), GoBack()]),
    ("- click A\n* click B;click C;\n\n", [Click("A"), Click("B"), Click("C")]),
    ("First, click A, and then, finally, press B.", [Click("A"), Click("B")]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), SENTENCES)
def test_a_sentence_is_understood(said: str, meant: list[Step]) -> None:
    assert list(parse_steps(said)) == meant


NEAR_CLICK = '. The nearest form that works: click X, for example: click the "Save" button'
NEAR_TYPE = '. The nearest form that works: type V into X, for example: type "Ada" into Name'
NEAR_PRESS = ". The nearest form that works: press KEY (+KEY), for example: press Ctrl+S"

REFUSED = [
    ("clik Save", 'not understood: "clik Save"' + NEAR_CLICK),
    ("click A, frobnicate B", 'not understood: "frobnicate B" (what follows the comma is no step)' + NEAR_CLICK),
    ("click A, then B", 'not understood: "B"' + NEAR_CLICK),
    ("click", 'not understood: "click" (what is it about?)' + NEAR_CLICK),
    ("click the second", 'not understood: "the second" (this names nothing)' + NEAR_CLICK),
    ("hover over Menu and click it", 'not understood: "it" (this names nothing)' + NEAR_CLICK),
    ('click ""', 'not understood: “""” (this names nothing)' + NEAR_CLICK),
    (
        "click Save if Name is empty",
        'not understood: "if Name is empty" (if it is part of a name, put it in quotes)' + NEAR_CLICK,
    ),
    ("click Save 3 times", 'not understood: "3 times" (if it is part of a name, put it in quotes)' + NEAR_CLICK),
    ("don't click Save", 'not understood: "don\'t click Save"' + NEAR_CLICK),
    ("type hello, world into Name", 'not understood: "world" (if a value goes on here, put it in quotes)' + NEAR_TYPE),
    (
        "type made in China in Origin",
        'not understood: "made in China in Origin" ("in" is said more than once; put the value in quotes)' + NEAR_TYPE,
    ),
    ('type the "a" word into X', 'not understood: “the "a" word” (a value is either all in quotes or has none)' + NEAR_TYPE),
    (
        "type Ada in A and Bob into B",
        'not understood: "Ada in A and Bob" (where does the value end? put it in quotes)' + NEAR_TYPE,
    ),
    (
        "type Ada into A and Bob in B",
        'not understood: "Bob in B" (it may be a name or a second value; put it in quotes)' + NEAR_TYPE,
    ),
    (
        "type hello and press",
        'not understood: "press" (a step that lacks its rest; if it is text, put it in quotes)'
        '. The nearest form that works: type V, for example: type "Ada"',
    ),
    (
        "set A to 1 and Street and number to 2",
        'not understood: "Street" (it may belong to what is before it or after it; put it in quotes)'
        '. The nearest form that works: set X to V, for example: set Volume to "40"',
    ),
    ('type "\x07" into Name', 'not understood: "\x07" (character 1 (U+0007) cannot be typed)' + NEAR_TYPE),
    ('click "Save', 'not understood: “"Save” (a quote or brace that does not end, or has no space around it)' + NEAR_CLICK),
    (
        "type 'Ada into Name",
        'not understood: "\'Ada into Name" (a quote or brace that does not end, or has no space around it)' + NEAR_TYPE,
    ),
    (
        "press Delete",
        'not understood: "Delete" (a key or a button? write: press the Delete key, or: click Delete)' + NEAR_PRESS,
    ),
    ("press Ctrl+Foo", 'not understood: "Ctrl+Foo" (no chord of keys)' + NEAR_PRESS),
    ("press Tab and Foo", 'not understood: "Foo" (no key)' + NEAR_PRESS),
    ("press Enter in Search", 'not understood: "in Search" (a key goes where the focus is, once)' + NEAR_PRESS),
    (
        "open the Billing tab",
        'not understood: "the Billing tab" (no address; what is on the screen is clicked)'
        ". The nearest form that works: open URL, for example: open localhost:8000",
    ),
    (
        "check Save is lovely",
        'not understood: "Save is lovely" (nothing that can be looked at)'
        '. The nearest form that works: check that X is (not) visible, for example: check that "Error" is not visible',
    ),
    (
        "check that there are about 3 rows",
        'not understood: "about 3 rows" (say the exact number)'
        ". The nearest form that works: check that there are N X, for example: expect there are 3 Edit buttons",
    ),
    (
        "select all",
        'not understood: "all" (this names nothing)'
        ". The nearest form that works: select A, B and C, for example: select Tea, Milk and Sugar",
    ),
    (
        "drag A",
        'not understood: "drag A". The nearest form that works: drag X to Y, for example: drag "Buy milk" to Done',
    ),
    (
        "accept cookies",
        'not understood: "accept cookies". The nearest form that works: accept the dialog (with V), for example: accept the dialog',
    ),
    (
        "wait 2 hours",
        'not understood: "wait 2 hours". The nearest form that works: wait N seconds, for example: wait 2 seconds',
    ),
    (
        "fill the form with {Name: Ada, Name: Bob}",
        'not understood: "Name" (it is said twice). The nearest form that works: fill the form with {…}, '
        'for example: fill the form with {Name: Ada, "E-mail": "ada@example.org"}',
    ),
    (
        "fill the form from members.csv row 0",
        'not understood: "row 0" (rows are counted from 1). The nearest form that works: fill the form from FILE row N, '
        "for example: fill the form from members.csv row 2",
    ),
]


@pytest.mark.parametrize(("said", "message"), REFUSED)
def test_what_is_not_understood_is_named(said: str, message: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parse_steps(said)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "said",
    [
        "", " ", "please", "Name", "12", "…", "fill the form", 'fill the form with {"a": {"b": 1}}', "fill the form with {a: {b: 1}}",
        "fill the form with {}", "fill the form with {a: 1", "upload cv.pdf", "add 5", "set Volume", "fill Name", "wait", "wait 2",
        "switch to Billing", "turn the lights", "check", "check that", "check that Save", "verify Saved", "read", "scroll down twice",
        "go back two pages", "click into Name", "click with care", "tick all checkboxes except Terms", "press", "click \0",
        'enter "a" and "b" into X', 'enter the a "1" and the b "2" into Name',
    ],
)  # fmt: skip
def test_junk_is_refused(said: str) -> None:
    with pytest.raises(BadInput, match=r"^not understood: "):
        parse_steps(said)


def test_nothing_is_understood_before_everything_is() -> None:
    with pytest.raises(NotUnderstood, match="frobnicate B"):
        parse_steps("click A; frobnicate B; click C")


def test_each_step_keeps_its_words() -> None:
    steps = parse_steps('Please type "a, b" into Name, then press Save and close. Click “OK”.')
    assert [step.said for step in steps] == ['Please type "a, b" into Name', "press Save and close", "Click “OK”."]


def test_the_words_a_step_came_from_do_not_make_it_another_step() -> None:
    assert parse_steps("tap  the Save button!") == parse_steps("please click on the Save button")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("'Saved' is visible", [Visible("'Saved'")]),
        ("that Name shows Ada, Age shows 36", [Shows("Name", "Ada"), Shows("Age", "36")]),
        ("there are two rows", [Count(2, "rows")]),
    ],
)
def test_claims_can_be_said_alone(said: str, meant: list[Claim]) -> None:
    assert list(parse_claims(said)) == meant


def test_what_is_no_claim_is_refused() -> None:
    with pytest.raises(NotUnderstood, match=r"nothing that can be looked at.*The nearest form that works: check"):
        parse_claims("click Save")


def test_a_step_is_one_line_for_people() -> None:
    assert one_line(Enter("one\ntwo", "Notes")) == 'type "one two" into Notes'
    assert one_line(Enter("x" * 200, "Notes"), width=20) == 'type "xxxxxxxxxxxxx…'
