"""Likeness: the same words said, written or read in another way, and words that only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.find.likeness import SURE, likeness
from handeye.tools.find.wording import tidy


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("email", "E-mail address *"),
        ("Sign in", "Log in"),
        ("login", "Sign in"),
        ("OK", "Okay"),
        ("Delete account", "Remove account"),
        ("Given name", "First Name (required)"),
        ("postcode", "ZIP code"),
        ("name, last", "Last name"),
        ("Settings", "Setting"),
        ("categories", "Category"),
        ("Zazolc", "Zażółć"),
        ("Strasse", "Straße"),
        ("Newsletter", "News letter"),
        ("Emai1", "Email"),
        ("Ernail", "Email"),
        ("Passwort", "Kennwort"),
        ("Usuń", "Skasuj"),
        ("Se connecter", "Connexion"),
        ("correo electronico", "Correo electrónico"),
        ("登录", "登入"),
        ("Emial", "Email"),
        ("Save", "Speichern"),
        ("your password", "Password"),
    ],
)
def test_the_same_is_meant(wanted: str, name: str) -> None:
    assert likeness(wanted, name) >= SURE


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Save", "Sale"),
        ("Step 1", "Step 2"),
        ("Country", "County"),
        ("Sign up", "Sign in"),
        ("On", "Off"),
        ("No", "On"),
        ("Date", "Gate"),
        ("Address", "E-mail address"),
        ("2024", "2025"),
        ("+", "-"),
        ("First name", "Last name"),
        ("", "Save"),
        ("Save", ""),
        ("男", "女"),
    ],
)
def test_something_else_is_meant(wanted: str, name: str) -> None:
    assert likeness(wanted, name) < SURE


def test_the_closer_the_better() -> None:
    names = ["Log in", "log in", "Log-in:", "Sign in", "Anmelden"]
    scores = [likeness("Log in", name) for name in names]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0 > scores[1]


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    assert 0.0 <= likeness(a, b) <= 1.0


@given(st.text(min_size=1).filter(tidy))
def test_a_text_is_like_itself(text: str) -> None:
    assert likeness(text, text) == 1.0
