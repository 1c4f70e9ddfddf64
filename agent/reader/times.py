"""Times of day, and moments: a date with a time, as people write them."""

from __future__ import annotations

import re
from datetime import date, time

from .dates import dates_in

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})?(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?:uhr|h|godz\.?)?\s*(?P<half>[ap]\.?m\.?)?Z?",
    re.I,
)
_BETWEEN = re.compile(r"T|,? (?:at |um |o |à |a las )?(?=\d{1,2}(?:[:.h]\d{2}|\s*[ap]m|h))", re.I)


def time_in(text: str) -> time | None:
    """`14:30`, `2:30 pm`, `14h30`, `14.30 Uhr`; a bare number is none."""
    found = _TIME.fullmatch(text.strip())
    if not found or text.strip().isdigit():
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := (found["half"] or "").casefold()[:1]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment_in(text: str) -> tuple[tuple[date, ...], time | None]:
    """The dates that the first half may mean, and the time that follows; none where there is no time."""
    for gap in _BETWEEN.finditer(text):
        days, clock = dates_in(text[: gap.start()]), time_in(text[gap.end() :])
        if days and clock:
            return days, clock
    return dates_in(text), None


def halves_of(text: str) -> tuple[str, str] | None:
    """The date and the time of a moment, each as it was written; None where there is no time."""
    for gap in _BETWEEN.finditer(text):
        day, clock = text[: gap.start()], text[gap.end() :]
        if dates_in(day) and time_in(clock):
            return day.strip(), clock.strip()
    return None


def spellings_of(clock: time) -> tuple[str, str]:
    """With AM and PM, and without."""
    return f"{clock.hour % 12 or 12:02d}:{clock.minute:02d} {'AM' if clock.hour < 12 else 'PM'}", f"{clock:%H:%M}"
