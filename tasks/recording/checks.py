"""Checks: what a person points at, and what came up that was not there before, as claims that are true of that very sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from urllib.parse import urlsplit

from ...agent.proof import claimed
from ...agent.reader.ground import WRITTEN, one
from ...agent.reader.steps import Click
from ...tools.reading.text import Line
from ...tools.sight import Sight, kind_of
from .look import Look, Said
from .words import Thing, Way, in_quotes, phrase_for

HOLDS = frozenset(WRITTEN)
LONGEST = 80
LEAST_LETTERS = 3
TALL = 1.15
"""Of the usual height: what is higher stands out."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_OWN = (
    rf"\d{{1,2}}\.? {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?",
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}",
    r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?",
    r"\d{4,}",
    r"(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{6,}",  # A-10493, 3f9a2c
)
_UNIQUE = re.compile(rf"(?<![\w-])#?(?:{'|'.join(_OWN)})(?![\w-])", re.I)
"""What is another one in each run: numbers of orders, dates, times."""

_QUOTE_MARKS = re.compile(r"[“”„«»‹›「」\"]")

_NAMED = Way(Click, lambda sight, phrase: [one(sight, phrase)])


def pointed_at(thing: Thing, label: str, sight: Sight, headings: Sequence[Said]) -> str | None:
    """A check of what the person points at; None where nothing true of it can be said."""
    claims = (*_of_control(thing, sight, headings), *_of_text(thing.text, label), *_of_lines(thing, sight))
    return _first_true(claims, sight)


def newly_there(before: Look | None, after: Look, sight: Sight, lines_before: Iterable[str], *, only_news: bool) -> str | None:
    """The cheapest check that the page has answered: its news, else a heading, else what stands out."""
    known = {each.text for each in before.said} if before is not None else set[str]()
    fresh = [each for each in after.said if each.text not in known]
    news = [each.text for each in fresh if each.is_news and _has_letters(each.text)]
    headings = [each.text for each in sorted(fresh, key=lambda each: each.level) if not each.is_news]
    if only_news:
        return _first_true(_visible(news), sight)
    known |= set(lines_before)
    telling = [text for text in headings if text not in known]
    return _first_true((*_visible((*news, *telling, *_standing_out(sight, known))), *_address(before, after)), sight)


def _address(before: Look | None, after: Look) -> Iterator[str]:
    """Where the page that came looks as the one before it."""
    path = urlsplit(after.frame.url).path
    if before is not None and urlsplit(before.frame.url).path != path and stable_part(path) == path and len(path) > 1:
        yield f"the address contains {in_quotes(path)}"


def stable_part(text: str) -> str:
    """The longest stretch of words with nothing in it that is another one in each run."""
    if not _UNIQUE.search(text):
        return text.strip()
    parts = [part.strip(" .,:;–—-#()") for part in _UNIQUE.split(text)]
    return max((part for part in parts if _has_letters(part)), key=len, default="")


def _of_control(thing: Thing, sight: Sight, headings: Sequence[Said]) -> Iterator[str]:
    hint = thing.hint
    if hint is None:
        return
    kind, state = kind_of(hint), hint.state
    phrase = phrase_for(thing, sight, _NAMED, headings)
    if phrase is None:
        return
    if "checked" in state or "unchecked" in state:
        yield f"{phrase} is {'checked' if 'checked' in state else 'not checked'}"
    elif kind in HOLDS and hint.value and "masked" not in state and stable_part(hint.value) == hint.value.strip():
        yield f"{phrase} shows {in_quotes(hint.value)}"
    elif kind in HOLDS and not hint.value:
        yield f"{phrase} is empty"
    else:
        yield f"{phrase} is visible"


def _of_text(text: str, label: str) -> Iterator[str]:
    if len(text) > LONGEST:
        return
    if label and text and label != text and not _UNIQUE.search(text):
        yield f"{label} shows {in_quotes(text)}"
        yield f"{in_quotes(label)} shows {in_quotes(text)}"
    yield from _visible([text])
    yield from _visible([label])


def _of_lines(thing: Thing, sight: Sight) -> Iterator[str]:
    return _visible(line.text for line in sight.lines if line.words and line.box.grow(2).contains(thing.point))


def _visible(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        # Curved quotes are easily read as straight ones.
        said = max(_QUOTE_MARKS.split(stable_part(text)), key=len).strip()
        if 0 < len(said) <= LONGEST:
            yield f"{in_quotes(said)} is visible"


def _standing_out(sight: Sight, known: set[str]) -> list[str]:
    """New lines that are larger than most, the largest first; else those of a few words."""
    lines = [line for line in sight.lines if line.words]
    usual = median([line.box.h for line in lines] or [0.0])
    fresh = [line for line in lines if line.text not in known and _has_letters(line.text) and not _in_widget(line, sight)]
    tall = sorted((line for line in fresh if line.box.h > TALL * usual), key=lambda line: -line.box.h)
    others = [line for line in fresh if line not in tall and len(line.words) > 1]
    return [line.text for line in (*tall, *others)][:6]


def _in_widget(line: Line, sight: Sight) -> bool:
    return any(widget.box.contains(line.box.center) for widget in sight.widgets)


def _has_letters(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= LEAST_LETTERS


def _first_true(claims: Iterable[str], sight: Sight) -> str | None:
    return next((f"check that {claim}" for claim in claims if claimed(claim, sight).status == "confirmed"), None)
