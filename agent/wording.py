"""Wording: which words of a list, in six languages, a text says: what is risky on a button, what tells of trouble on a page."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files


def risk_of(words: str) -> str:
    """The word by which a thing says that it submits, pays, sends, deletes, buys or accepts; "" where there is none."""
    return _said("risk.txt", words)


def trouble_in(words: str) -> str:
    """The word by which a text says that something went wrong; "" where there is none."""
    return _said("trouble.txt", words)


def declines(words: str) -> bool:
    """Whether a button of these words leaves all as it is."""
    return _folded(words).strip(" .!_") in _listed("declines.txt")


def _said(listed: str, words: str) -> str:
    found = _pattern(listed).search(_folded(words))
    return found.group().strip() if found else ""


@cache
def _pattern(listed: str) -> re.Pattern[str]:
    stems = sorted(_listed(listed), key=len, reverse=True)
    spaced = [re.escape(stem) for stem in stems if stem < "\u2e80"]
    signs = [re.escape(stem) for stem in stems if stem >= "\u2e80"]
    # Stems begin words; Chinese has none to begin.
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})\w*|{'|'.join(signs)}")


@cache
def _listed(name: str) -> frozenset[str]:
    lines = files(__package__ or "").joinpath(name).read_text(encoding="utf-8").splitlines()
    said = [line.partition(":")[2] for line in lines if line and not line.startswith("#")]
    return frozenset(_folded(stem.strip()) for line in said for stem in line.split("|"))


def _folded(words: str) -> str:
    """Without case and accents, which are easily misread, without what is not to be seen, and with Latin letters for
    those that look like them."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", words).casefold())
    seen = "".join(char for char in plain if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return seen.translate(_LIKE_LATIN)


_LIKE_LATIN = str.maketrans("łаеорсухівһјѕԁԛԝкмнтοαεικνρτυχγ’", "laeopcyxibhjsdqwkmhtoaeikvptuxy'")
