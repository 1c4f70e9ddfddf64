"""Dates: read as people write them, written as a field asks for them: `17 May 2001` as 17.05.2001 where it says DD.MM.YYYY."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ...tools.find.wording import plain_letters

_MONTHS = (
    "january jan januar janv janvier enero ene styczen stycznia sty",
    "february feb februar fev fevr fevrier febrero luty lutego lut",
    "march mar marz maerz mrz mars marzo marzec marca",
    "april apr avril avr abril abr kwiecien kwietnia kwi",
    "may mai mayo maj maja",
    "june jun juni juin junio czerwiec czerwca cze",
    "july jul juli juillet juil julio lipiec lipca lip",
    "august aug aout agosto ago sierpien sierpnia sie",
    "september sept sep septembre septiembre set wrzesien wrzesnia wrz",
    "october oct oktober okt octobre octubre pazdziernik pazdziernika paz",
    "november nov novembre noviembre listopad listopada lis",
    "december dec dezember dez decembre diciembre dic grudzien grudnia gru",
)
"""English, German, French, Spanish, Polish, without accents."""
_NUMBER_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_SPOKEN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_THREE = re.compile(r"(\d{1,4})(\s*[./–-]\s*|\s+)(\d{1,2})(?:\2)(\d{1,4})\.?")
_HAN = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_NAMED = re.compile(
    r"(?:[^\W\d]+\.?,? )?(?:(?P<before>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[ -](?:of |de |d')?)?(?P<month>[^\W\d]+)\.?"
    r"(?:[ -](?P<after>\d{1,2})(?:st|nd|rd|th)?(?=[, ]))?,?[ -](?:de |del )?(?P<year>\d{4})",
    re.I,
)
_MONTH_OF_YEAR = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})\s*[-/.]\s*(\d{4}))")
_TOKEN = r"(?:d{1,2}|t{1,2}|g{2}|j{1,4}|m{1,4}|y{2,4}|a{2,4}|r{2,4}|å{4})"
"""Of several equal letters in a row eyes may miss some: a year of one or three is one of four."""
_GAP = r"\s?[./–-]\s?|\s"
_PATTERN = re.compile(rf"(?<![^\W\d_])({_TOKEN})({_GAP})({_TOKEN})(?:(\2)({_TOKEN}))?(?![^\W\d_])", re.I)
_HAN_PATTERN = re.compile(r"(?:y{4})?年([/-]?)(?:m{1,2})?月([/-]?)(?:d{1,2})?日", re.I)
_EXAMPLE = re.compile(r"(?<![\d.,/-])\d{1,4}([./–-])\d{1,2}\1\d{1,4}(?![\d/-])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a field writes a date: `dd`, `.`, `mm`, `.`, `yyyy`."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "".join(self.parts).upper()

    @property
    def gap(self) -> str:
        """The sign between its parts."""
        return self.parts[1].strip() if len(self.parts) > 1 else ""

    @property
    def has_day(self) -> bool:
        return any(part[0] == "d" for part in self.parts)

    def write(self, day: date) -> str:
        return "".join(_written(part, day) for part in self.parts)

    def read(self, text: str) -> date | None:
        """A text that is written in just this way, whatever else it might be."""
        numbers, gaps = re.findall(r"\d+", text), [each.strip() for each in re.findall(r"\D+", text.strip())]
        wanted = self.parts[::2]
        if len(numbers) != len(wanted) or any(gap != self.gap for gap in gaps) or len(gaps) != len(numbers) - 1:
            return None
        found = {part[0]: (number, len(part)) for part, number in zip(wanted, numbers, strict=True)}
        year, width = found["y"]
        if (len(year) != width and width > 1) or any(len(number) > 2 for part, (number, _) in found.items() if part != "y"):
            return None
        return _date(2000 + int(year) if width == 2 else int(year), int(found["m"][0]), int(found.get("d", ("1", 2))[0]))


def pattern_in(text: str) -> Pattern | None:
    """What a placeholder, a label or a help text asks for: `DD.MM.YYYY`, `(tt.mm.jjjj)`, `e.g. 31/12/1999`."""
    if found := _HAN_PATTERN.search(text):
        return Pattern(("yyyy", found[1] or "年", "mm", found[2] or "月", "dd", *(() if found[1] else ("日",))))
    for found in _PATTERN.finditer(text):
        tokens = [token.lower() for token in (found[1], found[3], found[5]) if token]
        kinds = _kinds_of(tokens)
        if sorted(kinds) in (["d", "m", "y"], ["m", "y"]):
            names = [
                "y" * (2 if len(token) == 2 else 4) if kind == "y" else kind * len(token)
                for kind, token in zip(kinds, tokens, strict=True)
            ]
            return Pattern(tuple(_woven(names, found[2])))
    examples = (pattern_of(found[0]) for found in _EXAMPLE.finditer(text))
    return next((pattern for pattern in examples if pattern), None)


def pattern_of(example: str) -> Pattern | None:
    """How a date that leaves no doubt is written."""
    days = dates_in(example)
    found = _THREE.fullmatch(example.strip())
    if len(days) != 1 or not found:
        return None
    (day,), gap = days, found[2]
    numbers = (found[1], found[3], found[4])
    for order in ("dmy", "mdy", "ymd"):
        names = [
            kind * (len(number) if kind == "y" or len(number) == 2 else 1) for kind, number in zip(order, numbers, strict=True)
        ]
        pattern = Pattern(tuple(_woven(names, gap)))
        if pattern.read(example) == day and not (day.day == day.month and order == "mdy"):
            return pattern
    return None


def dates_in(text: str) -> tuple[date, ...]:
    """The dates that a whole text may mean: none, one, or two where day and month may be either."""
    said = " ".join(text.split())
    if found := _HAN.fullmatch(said):
        return _known([_date(*map(int, found.groups()))])
    if found := _THREE.fullmatch(said):
        return _known(_of_numbers(found[1], found[3], found[4], found[2].strip()))
    if found := _NAMED.fullmatch(said):
        day = found["before"] or found["after"]
        month = _NUMBER_OF.get(plain_letters(found["month"].casefold()))
        return _known([_date(int(found["year"]), month, int(day))]) if day and month else ()
    return ()


def month_in(text: str) -> date | None:
    """The first day of a month that is said with its year: `05/2027`, `2027-05`, `May 2027`."""
    said = " ".join(text.split())
    if found := _MONTH_OF_YEAR.fullmatch(said):
        return _date(int(found[1] or found[4]), int(found[2] or found[3]), 1)
    words = said.rsplit(" ", 1)
    if len(words) == 2 and re.fullmatch(r"\d{4}", words[1]):
        month = month_number(words[0])
        return _date(int(words[1]), month, 1) if month else None
    return None


def month_number(name: str) -> int:
    """0 where it is no month."""
    said = plain_letters(name.casefold()).strip(" .,")
    return _NUMBER_OF.get(said, int(said) if said.isdigit() and 1 <= int(said) <= 12 else 0)


def names_of_month(number: int) -> tuple[str, ...]:
    """What a list may call a month, the likeliest first."""
    return _SPOKEN[number - 1], f"{number:02d}", str(number), *_MONTHS[number - 1].split()


def doubtful_date(key: str, value: str, days: Sequence[date]) -> str:
    said = " or ".join(f"{day:%Y-%m-%d}" for day in days)
    return f'{key}: "{value}" may be {said}; write it as {days[0]:%Y-%m-%d}'


def says_date(text: str) -> bool:
    """Whether a text may be a date, even one whose year has only two digits."""
    return bool(dates_in(text) or _THREE.fullmatch(" ".join(text.split())))


def _of_numbers(first: str, second: str, third: str, gap: str) -> Iterator[date | None]:
    """Year first is never in doubt; with full stops between them the day comes first."""
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        yield _date(a, b, c)
    if len(third) == 4 and len(first) <= 2:
        day_first = _date(c, b, a)
        yield day_first
        if gap != "." or day_first is None:
            yield _date(c, a, b)


def _known(days: Iterable[date | None]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day for day in days if day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _kinds_of(tokens: list[str]) -> list[str]:
    """Day, month or year of each; j and a stand for the one or the other in different languages."""
    first = {token[0] for token in tokens}
    kinds = {"d": "d", "t": "d", "g": "d", "m": "m", "y": "y", "r": "y", "å": "y"}
    kinds["j"] = "d" if "jj" in tokens and "aaaa" in tokens else "y"
    kinds["a"] = "m" if "y" in first else "y"
    return [kinds[token[0]] for token in tokens]


def _woven(names: list[str], gap: str) -> Iterator[str]:
    for at, name in enumerate(names):
        yield from (gap, name) if at else (name,)


def _written(part: str, day: date) -> str:
    match part:
        case "yy":
            return f"{day.year % 100:02d}"
        case "mmm":
            return _SPOKEN[day.month - 1][:3]
        case "mmmm":
            return _SPOKEN[day.month - 1]
        case _ if part[0] in "dmy" and part.isascii():
            number = {"d": day.day, "m": day.month, "y": day.year}[part[0]]
            return str(number).zfill(len(part))
        case _:
            return part
