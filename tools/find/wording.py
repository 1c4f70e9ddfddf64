"""Wording: what is left of a text when case, accents, punctuation and small words do not count."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .synonyms import Meaning, concepts

SMALL = frozenset(
    """
    a an the your my our please enter of to der die das den ihr ihre ihren dein deine bitte
    le la les un une de du des l d votre ton el los las su tu
    """.split()  # noqa: SIM905
)
"""Words that change nothing about what is meant."""

_EXTRAS = re.compile(r"\s*[\(\[（【][^()\[\]（）【】]{0,40}[\)\]）】]\s*$|\s*[*✱＊:：…]+\s*$|\s*\.{2,}\s*$|^\s*[*＊]\s*")
_MARKED = re.compile(
    r"\s*[-–—]?\s*\b(required|optional|pflichtfeld|wymagane|opcjonalne|obligatoire|facultatif|obligatorio|opcional)\s*$", re.I
)
_TOKEN = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+(?:['’][^\W\d_]+)*"
)
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def plain_letters(text: str) -> str:
    """Without accents."""
    parts = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char))


def tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\xad", "").split())


@lru_cache(maxsize=16384)
def tokens_of(text: str, *, accents: bool = True) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("’", "'")
    folded = re.sub(r"\b([a-z])-(?=[a-z])", r"\1", folded)  # e-mail
    folded = re.sub(r"\bre-(?=[a-z])", "re", folded)
    return tuple(_TOKEN.findall(folded if accents else plain_letters(folded)))


@lru_cache(maxsize=16384)
def letters_of(text: str) -> frozenset[str]:
    return frozenset(char for char in plain_letters(text.casefold()) if char.isalnum())


@dataclass(frozen=True)
class Wording:
    """One text in all the ways it may be compared; `of` keeps those it has made."""

    text: str

    @staticmethod
    @lru_cache(maxsize=16384)
    def of(text: str) -> Wording:
        return Wording(tidy(text))

    @cached_property
    def bare(self) -> str:
        """Without marks for required fields, colons and remarks in brackets."""
        text, before = self.text, ""
        while text != before:
            text, before = _MARKED.sub("", _EXTRAS.sub("", text)), text
        return text or self.text

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return tokens_of(self.bare)

    @cached_property
    def joined(self) -> str:
        return "".join(self.tokens)

    @cached_property
    def latin(self) -> tuple[str, ...]:
        return tokens_of(self.bare, accents=False)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Without small words, in one number."""
        return tuple(_singular(token) for token in self.latin if token not in SMALL) or self.latin

    @cached_property
    def meanings(self) -> tuple[tuple[Meaning, ...] | str, ...]:
        """The concepts it speaks of, in order; words that are in no concept stay themselves."""
        found: list[tuple[Meaning, ...] | str] = []
        rest = self.latin
        while rest:
            length = next((n for n in range(min(5, len(rest)), 0, -1) if rest[:n] in concepts()), 0)
            if length:
                found.append(concepts()[rest[:length]])
            elif _singular(rest[0]) != rest[0] and (_singular(rest[0]),) in concepts():
                found.append(concepts()[_singular(rest[0]),])
            elif rest[0] not in SMALL:
                found.append(_singular(rest[0]))
            rest = rest[max(length, 1) :]
        return tuple(found)


def _singular(token: str) -> str:
    if len(token) < 4 or not token.isascii() or token.endswith("ss"):
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    if token.endswith(("ches", "shes", "xes", "sses", "zes")):
        return token[:-2]
    return token[:-1] if token.endswith("s") and not token.endswith(("us", "is")) else token
