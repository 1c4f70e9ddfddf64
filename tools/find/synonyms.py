"""Synonyms: what people call the same thing, in one language and across languages (synonyms.txt, words.txt)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Meaning = tuple[int, str]
"""A concept, by its number, and the language it is said in."""


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of a file beside this one, without remarks."""
    text = files(__package__ or "").joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n") if not line.startswith("#"))


@cache
def concepts() -> dict[tuple[str, ...], tuple[Meaning, ...]]:
    """Words (as tokens) to the concepts they may stand for."""
    from .wording import tokens_of

    found: dict[tuple[str, ...], dict[Meaning, None]] = {}
    number = 0
    for line in lines_of("synonyms.txt"):
        language, _, words = line.partition(":")
        number += not line
        for word in words.split(",") if words else ():
            found.setdefault(tokens_of(word, accents=False), {})[number, language] = None
    return {tokens: tuple(meanings) for tokens, meanings in found.items()}


@cache
def synonyms_of(meaning: Meaning) -> tuple[str, ...]:
    """The words of one concept in one language."""
    return tuple(" ".join(tokens) for tokens, meanings in concepts().items() if meaning in meanings)


@cache
def known_words() -> frozenset[str]:
    """Words that are themselves, and never another word misread."""
    words = frozenset(" ".join(lines_of("words.txt")).split())
    return words | {token for tokens in concepts() for token in tokens if len(token) > 1}
