"""Phrases: `the second "Edit" button in the row of Ada` into words, kind, number and place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from .kinds import split_kind
from .synonyms import concepts
from .wording import tokens_of

How = Literal["next to", "below", "above", "left of", "right of", "in the row of", "in the column", "in", "after", "before"]


@dataclass(frozen=True, slots=True)
class Relation:
    """Where something is, seen from something else: `in the row of Ada`."""

    how: How
    of: Phrase

    def __str__(self) -> str:
        return f"{self.how} {self.of}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is meant, as far as words say it."""

    words: str = ""
    kind: str = ""
    """A key of `kinds.WORDS`, or ""."""
    ordinal: int = 0
    """1 for the first, 2 for the second, -1 for the last; 0 where none is said."""
    every: int = 0
    """All that there are: -1; both: 2; 0 where one is meant."""
    relation: Relation | None = None
    exact: bool = False
    """In quotes: these words and nothing around them."""

    def __str__(self) -> str:
        quoted = f'"{self.words}"' if self.exact else self.words
        parts = (_number_word(self), quoted, self.kind, str(self.relation or ""))
        return " ".join(part for part in parts if part)

    @property
    def place(self) -> str:
        """Number and relation in words, as a `Target` keeps them."""
        number = _number_word(self)
        return ", ".join(part for part in (number.removeprefix("the "), str(self.relation or "")) if part)


ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6,
    "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10, "last": -1,
    "final": -1, "bottom": -1, "top": 1, "topmost": 1, "second last": -2, "second to last": -2, "second-last": -2,
    "last but one": -2, "next to last": -2, "penultimate": -2,
}  # fmt: skip
_NAMES = {number: name for name, number in reversed(ORDINALS.items()) if name.isalpha()}

_OPEN_CLOSE = (('"', '"'), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("‘", "’"), ("「", "」"), ("'", "'"), ("`", "`"))
_QUOTED = re.compile("|".join(rf"(?<!\w){re.escape(a)}([^{re.escape(a + b)}]+){re.escape(b)}(?!\w)" for a, b in _OPEN_CLOSE))
_HIDDEN = re.compile("\x00(\\d+)\x00")

_THAT_IS = r"(?:(?:that|which) is |that['’]s |located |placed )?"
_JUST = r"(?:directly |just |right |immediately )?"
_OF = r"(?:of|with|for|as|that says|containing|where)"
_BESIDE = r"(?:next to(?! (?:the )?last\b)|besides?|near|close to|by|alongside|nearest to|closest to|adjacent to)"
_RELATIONS: tuple[tuple[str, How], ...] = (
    (rf"{_THAT_IS}(?:in|on|of|from) the (?:same )?(?:row|line) {_OF}", "in the row of"),
    (r"(?:in|on) (?:the )?row(?: (?:of|with|for))?", "in the row of"),
    (r"(?:in|under|of|from) (?:the )?column(?: (?:of|with|for|named|called))?", "in the column"),
    (rf"{_THAT_IS}{_JUST}{_BESIDE}", "next to"),
    (rf"{_THAT_IS}{_JUST}(?:under|underneath|below|beneath)", "below"),
    (rf"{_THAT_IS}{_JUST}(?:above|over|on top of)", "above"),
    (rf"{_THAT_IS}{_JUST}(?:(?:to|on) the )?left(?: side)? of", "left of"),
    (rf"{_THAT_IS}{_JUST}(?:(?:to|on) the )?right(?: side)? of", "right of"),
    (rf"{_JUST}(?:after|following)", "after"),
    (rf"{_JUST}before", "before"),
    (rf"{_THAT_IS}(?:inside of|inside|within|in|from|on)", "in"),
)
_PLACES: tuple[tuple[re.Pattern[str], How], ...] = tuple(
    (re.compile(rf"(?:^|(?<=\s)){said}(?=\s|$)", re.I), how) for said, how in _RELATIONS
)
_CONTAINER = (
    r"section|group|dialog|dialogue|popup|pop-up|window|panel|card|box|form|table|list|menu|toolbar|area|fieldset|block|page"
)
_LABEL_LAST = re.compile(
    rf"^(?P<what>(?:the )?\w+(?: \w+)?) (?P<where>(?:in|inside|on|of) (?:the |this )?(?:{_CONTAINER})(?: box)?) "
    r"(?:labell?ed|called|named|titled|that says|with the label) (?P<label>\x00\d+\x00)$",
    re.I,
)
_ROW = re.compile(r"^(?:the )?(?P<who>.+?)(?:['’]s)? (?P<what>row|line|column)$", re.I)
_INSIDE = re.compile(
    rf"^(?:the )?(?P<name>.+?)\s+(?:{_CONTAINER})$|^(?:the )?(?:{_CONTAINER})\s+(?:(?:called|named|titled)\s+)?(?P<after>.+)$",
    re.I,
)
_BARE = re.compile(rf"(?:the |this |that )?(?:{_CONTAINER})", re.I)
_NUMBER_SIGN = re.compile(r"^(?P<rest>.*?)\s*(?:\b(?:number|no\.?|nr\.?)\s*|#)(?P<number>\d{1,2})$", re.I)
_ARTICLE = re.compile(r"^(?:please\s+)?(?:the|a|an|this|that)\s+", re.I)
_NUMBERS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_ORDINAL = re.compile(rf"^(?P<word>{_NUMBERS}|\d{{1,2}}(?:st|nd|rd|th))(?:\s+(?:one|of the))?(?:\s+(?P<rest>.*))?$", re.I)
_EVERY = re.compile(r"^(?P<word>both|all|every|each)(?:\s+(?:of\s+)?(?:the\s+)?(?:two\s+)?(?P<rest>.*))?$", re.I)


def parse_phrase(text: str) -> Phrase:
    """What a phrase means when it is taken apart; words in quotes are never taken apart."""
    quotes: list[str] = []

    def hide(found: re.Match[str]) -> str:
        quotes.append(next(group for group in found.groups() if group is not None))
        return f"\x00{len(quotes) - 1}\x00"

    return _parse(_label_first(_QUOTED.sub(hide, text.strip().replace("\x00", ""))), quotes)


def _label_first(said: str) -> str:
    """`the button in the dialog box labeled X` is the button X in the dialog."""
    return _LABEL_LAST.sub(lambda found: f"{found['what']} {found['label']} {found['where']}", said)


def parse_relation(text: str) -> Phrase:
    """A number and a place alone: "second", "in the row of Ada", "last, under Billing"."""
    return parse_phrase(re.sub(r"\s*,\s*", " ", text.strip()))


def literally(text: str) -> Phrase:
    """The same words, not taken apart."""
    return Phrase(_ARTICLE.sub("", text.strip()) or text.strip())


def _parse(said: str, quotes: list[str]) -> Phrase:
    for pattern, how in _in_order(said):
        head, tail = said[: pattern.start()].strip(" ,"), said[pattern.end() :].strip(" ,")
        if tail and not _is_glue(tail):
            return replace(_thing(head, quotes), relation=_relation(how, tail, quotes))
    return _thing(said, quotes)


def _in_order(said: str) -> list[tuple[re.Match[str], How]]:
    """Where the phrase may be cut: at its first word for a place; of those that begin there, the longest."""
    cuts: list[tuple[re.Match[str], How]] = [(match, how) for pattern, how in _PLACES if (match := pattern.search(said))]
    return sorted(cuts, key=lambda cut: (cut[0].start(), -cut[0].end()))


def _is_glue(tail: str) -> bool:
    return tail.casefold() in ("the", "a", "an", "of", "to")


def _relation(how: How, tail: str, quotes: list[str]) -> Relation:
    if how == "in":
        if _BARE.fullmatch(tail):
            return Relation("in", Phrase(_ARTICLE.sub("", tail).casefold()))
        if row := _ROW.match(tail):
            return Relation(
                "in the column" if row["what"].casefold() == "column" else "in the row of", _parse(row["who"], quotes)
            )
        if inside := _INSIDE.match(tail):
            return Relation("in", _parse(inside["name"] or inside["after"], quotes))
    return Relation(how, _parse(tail, quotes))


def _thing(said: str, quotes: list[str]) -> Phrase:
    rest = _ARTICLE.sub("", said.strip())
    ordinal = every = 0
    if (found := _EVERY.match(rest)) and not _is_a_name(rest):
        every, rest = (2 if found["word"].casefold() == "both" else -1), found["rest"] or ""
    elif (found := _ORDINAL.match(rest)) and not _is_a_name(rest):
        ordinal, rest = _number(found["word"]), found["rest"] or ""
    rest = _ARTICLE.sub("", rest)
    rest, kind = split_kind(rest)
    if not ordinal and (found := _NUMBER_SIGN.match(rest)) and (kind or split_kind(found["rest"])[1] or _HIDDEN.search(rest)):
        ordinal = int(found["number"])
        rest, kind = (found["rest"], kind) if kind else split_kind(found["rest"])
    rest = _ARTICLE.sub("", rest.strip())
    exact = _HIDDEN.fullmatch(rest)
    words = _HIDDEN.sub(lambda hidden: quotes[int(hidden[1])], rest.strip(" ,")).strip()
    return Phrase(words, kind, ordinal, every, exact=exact is not None)


def _is_a_name(said: str) -> bool:
    """ "first name", "last name" and the like are names of things, not numbers of them."""
    tokens = tokens_of(split_kind(said)[0], accents=False)
    return any(tokens[:length] in concepts() for length in (2, 3)) or (len(tokens) > 1 and tokens[:2] in _NAMES_LIKE_NUMBERS)


_NAMES_LIKE_NUMBERS = {
    ("last", "updated"),
    ("last", "modified"),
    ("last", "login"),
    ("last", "seen"),
    ("last", "visit"),
    ("all", "day"),
    ("first", "line"),
}


def _number(word: str) -> int:
    folded = word.casefold()
    return ORDINALS[folded] if folded in ORDINALS else int(re.sub(r"\D", "", folded))


def _number_word(phrase: Phrase) -> str:
    if phrase.every:
        return "both" if phrase.every == 2 else "all"
    if not phrase.ordinal:
        return ""
    return f"the {_NAMES.get(phrase.ordinal, f'{phrase.ordinal}th')}"
