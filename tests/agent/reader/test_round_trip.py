"""There and back: steps written in several spellings are read as the same steps, and nothing but steps and refusals comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.reader import NotUnderstood, Step, parse_claims, parse_steps
from handeye.agent.reader.claim import Claim, Count, Shows, Ticked, Visible
from handeye.agent.reader.forms import VERBS
from handeye.agent.reader.quotes import set_aside
from handeye.agent.reader.saying import QUOTES, joined, quoted
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
    Tick,
    Upload,
    Wait,
    WaitFor,
)
from handeye.tools.keys import KEYS

typed = st.text(st.characters(exclude_categories=("C",), exclude_characters="\"'"), max_size=20)
texts = st.one_of(
    typed, st.sampled_from(['say "hi", then press Enter', "a; b and click c", "it's", "one\ntwo", "{a: 1}", "Dr. No"])
)
texts = texts.filter(lambda text: any(not set(pair) & set(text) for pair in QUOTES))
files = texts.filter(str.strip)
words = st.text("abcdefghkmnoprsuwz", min_size=1, max_size=6).map(lambda text: f"Qq{text}")
"""None is a verb, a joint or a word for a kind."""
bare = st.one_of(words, st.tuples(words, words).map(" ".join))
exact = files.map(quoted)
named = st.one_of(bare, exact, exact.map(lambda name: f"the {name} button"), bare.map(lambda name: f"the second {name}"))
things = st.one_of(
    named, st.builds("{} {} {}".format, named, st.sampled_from(["next to", "under", "left of", "in the row of"]), named)
)
lists = st.one_of(
    st.lists(exact, min_size=1, max_size=3).map(lambda each: Names(tuple(each))),
    bare.map(lambda name: Names((name,))),
    st.lists(bare, min_size=2, max_size=3).map(lambda each: Names(tuple(each), joined(tuple(each)))),
)
claims: st.SearchStrategy[Claim] = st.one_of(
    st.builds(Visible, things, st.booleans()),
    st.builds(Shows, things, texts, st.booleans()),
    st.builds(Ticked, things, st.booleans()),
    st.builds(Count, st.integers(0, 999), bare),
)
chords = st.one_of(
    st.sampled_from(sorted(KEYS)).map(lambda key: (key,)),
    st.tuples(st.sampled_from(["ctrl", "shift", "alt", "meta"]), st.sampled_from([*KEYS, *"abc019"])),
)
pairs = st.dictionaries(files, st.one_of(texts, st.lists(texts, max_size=3).map(tuple)), min_size=1, max_size=4)
steps: st.SearchStrategy[Step] = st.one_of(
    st.builds(Open, words.map(lambda name: f"https://{name}.example/a,b;c?d=e&f")),
    st.just(GoBack()),
    st.builds(Click, things, st.sampled_from(["left", "right"])),
    st.builds(Click, things, count=st.just(2)),
    st.builds(Enter, texts, things),
    st.builds(Enter, texts, things, bare),
    st.builds(Enter, texts),
    st.builds(Append, texts, things),
    st.builds(Clear, things),
    st.builds(Focus, things),
    st.builds(Select, lists, things),
    st.builds(Tick, lists, st.booleans()),
    st.builds(Press, chords),
    st.builds(Scroll, st.sampled_from(["up", "down", "left", "right", "top", "bottom"]), st.one_of(st.just(""), named)),
    st.builds(ScrollTo, things),
    st.builds(Hover, things),
    st.builds(Drag, things, things),
    st.builds(Upload, st.lists(files, min_size=1, max_size=3).map(tuple), things),
    st.builds(Dialog, st.just(True), st.one_of(st.none(), texts)),
    st.just(Dialog(False)),
    st.builds(Close, things, st.one_of(st.just(""), things)),
    st.builds(Wait, st.integers(0, 3_600_000).map(lambda ms: ms / 1000)),
    st.builds(WaitFor, claims),
    st.builds(Check, claims),
    st.builds(Read, things, st.one_of(st.just(""), files)),
    st.builds(Fill, pairs.map(lambda values: tuple(values.items()))),
    st.builds(FillRow, files, st.integers(1, 10_000)),
)

BEFORE = ["", "please ", "Now, ", "could you ", "finally "]
BETWEEN = [", ", " and ", "; ", " then ", ", then ", "\n", ", and ", ". ", " and then ", ".\n- "]


def spellings(step: Step) -> list[str]:
    """A step in its own words, and in those that others would use."""
    said = [str(step)]
    match step:
        case Click(thing, "left", 1):
            said += [f"click on {thing}", f"TAP {thing}"]
        case Enter(value, thing, "") if thing:
            said += [
                f"write {quoted(value)} in {thing}",
                f"fill in {thing} with {quoted(value)}",
                f"set {thing} to {quoted(value)}",
            ]
            said += [f"enter {quoted(value)} as {thing}"]
        case Select(names, thing):
            said += [f"pick {names} from {thing}", f"choose {names} from {thing}"]
        case Tick(names, True):
            said += [f"check {names}"]
        case Check(claim):
            said += [f"make sure {claim}", f"Verify that {claim}"]
        case WaitFor(Visible(thing, True)):
            said += [f"wait for {thing}", f"wait for {thing} to appear"]
        case Drag(thing, to):
            said += [f"drag and drop {thing} onto {to}"]
        case Dialog(False):
            said += ["dismiss the alert"]
        case FillRow(file, row):
            said += [f"fill in the form from row {row} of {quoted(file)}"]
        case _:
            pass
    return said


@st.composite
def written(draw: st.DrawFn) -> tuple[list[Step], str]:
    """Steps, and a text that says them."""
    meant = draw(st.lists(steps, min_size=1, max_size=4))
    text = ""
    for at, step in enumerate(meant):
        between = draw(st.sampled_from(BETWEEN)) if at else ""
        text += between + draw(st.sampled_from(BEFORE)) + draw(st.sampled_from(spellings(step)))
    return meant, text


@given(written())
def test_what_is_written_is_read_back(said: tuple[list[Step], str]) -> None:
    meant, text = said
    assert list(parse_steps(text)) == meant


@given(claims)
def test_a_claim_is_read_back(claim: Claim) -> None:
    assert parse_claims(str(claim)) == (claim,)


@given(st.text())
def test_any_text_gives_steps_or_a_refusal(text: str) -> None:
    for parse in (parse_steps, parse_claims):
        try:
            understood = parse(text)
        except NotUnderstood as error:
            understood = (error.form,)
        assert all(understood), "a refusal names the nearest form"


WORDS = [
    *VERBS, *"\"'“”{}[],;.:+\n", "and", "then", "into", "in", "as", "from", "with", "to", "on", "off", "is", "not", "the", "all", "both",
    "second", "visible", "shows", "row", "of", "it", "please", "there are", "Name", "Save", "5", "Enter", "Ctrl+S", '"x, y"', "“a and b”",
    "the form", "{a: 1}", "a.example",
]  # fmt: skip
soup = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@given(soup)
def test_what_was_understood_says_itself_in_words_that_mean_the_same(text: str) -> None:
    try:
        understood = parse_steps(text)
    except NotUnderstood:
        return
    for step in understood:
        assert parse_steps(str(step)) == (step,)


@given(st.text(), texts)
def test_pieces_come_back_as_they_were_written(text: str, value: str) -> None:
    try:
        masked, pieces = set_aside(text)
    except NotUnderstood:
        pass
    else:
        assert pieces.written(masked).split() == text.split()
    masked, pieces = set_aside(f"type {quoted(value)} into Name")
    assert pieces.quote(masked.split()[1]) == value


@pytest.mark.parametrize("pair", QUOTES)
def test_all_quotes_are_quotes(pair: tuple[str, str]) -> None:
    opens, closes = pair
    assert parse_steps(f"type {opens}a, b{closes} into Name, go back") == (Enter("a, b", "Name"), GoBack())
