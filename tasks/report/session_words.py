"""Words of a session: signs and names of what tests came to, in one run and in the last ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..ui_test.history import Ended, Ending
from .told import Event, mapping, number

SIGNS: dict[Ending, tuple[str, str, str]] = {
    "passed": ("✓", "good", "passed"),
    "failed": ("✗", "bad", "failed"),
    "error": ("✗", "bad", "error: it could not be tried"),
    "cut off": ("✂", "bad", "cut off in the middle"),
    "unsure": ("?", "doubt", "unsure: nobody can tell from what is to be seen"),
    "flaky": ("↻", "doubt", "flaky: passed only on a later try"),
    "skipped": ("–", "plain", "skipped"),
}
"""A sign, how it is coloured, and its name."""
ABSENT = ("·", "plain", "not part of that run")
INTERRUPTED = 2
"""What pytest exits with after Ctrl-C."""


def counted(count: int, name: str) -> str:
    return f"{grouped(count)} {name}{'s' * (count != 1)}"


def grouped(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def marks_in_words(row: Sequence[Ended | None]) -> str:
    """Such as: last 5 runs: 4 passed, 1 failed."""
    ended = Counter(each.ending for each in row if each is not None)
    told = ", ".join(f"{ended[ending]} {ending}" for ending in SIGNS if ended[ending])
    return f"last {counted(len(row), 'run')}: {told}" if len(row) > 1 else f"first run: {told}"


def others_in_words(about: Event) -> str:
    """Tests without a screen, such as: 30 passed, 1 failed."""
    return ", ".join(f"{grouped(count)} {name}" for name, count in others_of(about).items())


def others_of(about: Event) -> Mapping[str, int]:
    counts = {name: number(count) for name, count in mapping(about.get("others")).items()}
    return {name: int(count) for name, count in counts.items() if count}


def ending_of(counts: Mapping[Ending, int], about: Event) -> tuple[str, str, str]:
    """Of the whole session."""
    code = number(about.get("exit"))
    if code is None:
        return "✂", "doubt", "cut off"
    if code == INTERRUPTED:
        return "■", "doubt", "interrupted"
    bad = counts["failed"] + counts["error"] + counts["cut off"]
    if bad or (code and not counts["unsure"]):
        return "✗", "bad", "failed"
    return ("?", "doubt", "unsure") if counts["unsure"] else ("✓", "good", "passed")


def in_short(counts: Mapping[Ending, int], about: Event) -> str:
    total, flaky = sum(counts.values()), counts["flaky"]
    told = [f"{grouped(flaky)} of them only on a later try"] if flaky else []
    told += [_said(count, name) for name, count in counts.items() if count and name not in ("passed", "flaky")]
    passed = counts["passed"] + flaky
    said = f"{counted(total, 'test')} passed" if passed == total else f"{grouped(passed)} of {counted(total, 'test')} passed"
    if passed == total and total > 1:
        said = f"All {said}"
    without = {name: count for name, count in others_of(about).items() if name in ("failed", "error", "errors")}
    aside = f"; without a screen, {', '.join(f'{count} {name}' for name, count in without.items())}" if without else ""
    return ", ".join((said, *told)) + aside


def _said(count: int, ending: Ending) -> str:
    return counted(count, ending) if ending == "error" else f"{grouped(count)} {ending}"


def slug(ending: Ending) -> str:
    """Its name in links and styles."""
    return ending.replace(" ", "-")


def cut(said: str, longest: int) -> str:
    return said if len(said) <= longest else f"{said[: longest - 1]}…"
