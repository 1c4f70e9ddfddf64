"""Phrases: words, kind, number and place, as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.find.kinds import WORDS
from handeye.tools.find.phrase import ORDINALS, Phrase, Relation, parse_phrase, parse_relation

ADA = Phrase("Ada")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Save", Phrase("Save")),
        ("the Save button", Phrase("Save", "button")),
        ("button Save", Phrase("Save", "button")),
        ("the button labelled Save", Phrase("Save", "button")),
        ('"Save" button', Phrase("Save", "button", exact=True)),
        ("“Save button”", Phrase("Save button", exact=True)),
        ("the 'Saved' message", Phrase("Saved", "text", exact=True)),
        ("Don't save", Phrase("Don't save")),
        ("Country dropdown", Phrase("Country", "select")),
        ("the dropdown for Country", Phrase("Country", "select")),
        ("Przycisk Zapisz", Phrase("Zapisz", "button")),
        ("E-Mail Feld", Phrase("E-Mail", "field")),
        ("保存 按钮", Phrase("保存", "button")),
        ('the second "Edit" button', Phrase("Edit", "button", 2, exact=True)),
        ("3rd link", Phrase("", "link", 3)),
        ("the last field", Phrase("", "field", -1)),
        ("Edit button #2", Phrase("Edit", "button", 2)),
        ("the second to last Edit", Phrase("Edit", "", -2)),
        ("First name", Phrase("First name")),
        ("the last name field", Phrase("last name", "field")),
        ("both newsletter checkboxes", Phrase("newsletter", "checkbox", every=2)),
        ("all Edit buttons", Phrase("Edit", "button", every=-1)),
        ("Edit in the row of Ada", Phrase("Edit", relation=Relation("in the row of", ADA))),
        ("Edit in Ada's row", Phrase("Edit", relation=Relation("in the row of", ADA))),
        ("Edit in the second row", Phrase("Edit", relation=Relation("in the row of", Phrase(ordinal=2)))),
        ("Price in the Total column", Phrase("Price", relation=Relation("in the column", Phrase("Total")))),
        ("Street in the Billing section", Phrase("Street", relation=Relation("in", Phrase("Billing")))),
        ("Save in the dialog", Phrase("Save", relation=Relation("in", Phrase("dialog")))),
        ("Sign in", Phrase("Sign in")),
        ("the field under Email", Phrase("", "field", relation=Relation("below", Phrase("Email")))),
        ("Save to the left of Cancel", Phrase("Save", relation=Relation("left of", Phrase("Cancel")))),
        (
            'the checkbox next to "I agree" in the row of Ada',
            Phrase(
                "",
                "checkbox",
                relation=Relation("next to", Phrase("I agree", exact=True, relation=Relation("in the row of", ADA))),
            ),
        ),
        ("  ", Phrase()),
        ("", Phrase()),
    ],
)
def test_a_phrase_is_taken_apart(said: str, meant: Phrase) -> None:
    assert parse_phrase(said) == meant


def test_a_place_can_be_said_alone() -> None:
    assert parse_relation("second").ordinal == 2
    assert parse_relation("last, under Billing") == Phrase(ordinal=-1, relation=Relation("below", Phrase("Billing")))
    assert parse_relation("in the row of Ada").place == "in the row of Ada"


@given(st.text())
def test_any_text_can_be_taken_apart(said: str) -> None:
    assert str(parse_phrase(said)) is not None


NAMES = st.text("abcdefghknoprstuwz ", min_size=1, max_size=12).map(lambda text: " ".join(("Qq" + text).split()))


@given(
    name=NAMES,
    kind=st.sampled_from(["", *WORDS]),
    ordinal=st.sampled_from([0, *ORDINALS.values()]),
    how=st.sampled_from([None, "next to", "below", "above", "left of", "right of", "in the row of", "in the column"]),
    of=NAMES,
)
def test_what_a_phrase_says_of_itself_is_understood(name: str, kind: str, ordinal: int, how: str | None, of: str) -> None:
    relation = Relation(how, Phrase(of, exact=True)) if how else None  # type: ignore[arg-type]
    phrase = Phrase(name, kind, ordinal, relation=relation, exact=True)
    assert parse_phrase(str(phrase)) == phrase
