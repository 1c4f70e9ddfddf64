"""Head of a session: how many tests came to what, when, with what, and which were slowest: ten seconds' reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from ..ui_test.history import Ending
from .markup import Html, joined, tag
from .session_links import link_to
from .session_tests import Session, Test
from .session_words import SIGNS, cut, ending_of, grouped, in_short, others_in_words, slug
from .told import number, text
from .words import moment, time_in_words

ALWAYS: tuple[Ending, ...] = ("passed", "failed")
SLOWEST = 3
LONGEST_NAME = 60
VERSIONS = {"handeye": "handeye", "python": "Python"}
NONE = Html("")


def head(session: Session, notes: Sequence[str]) -> Html:
    counts = session.counts
    sign, tone, name = ending_of(counts, session.about)
    return tag(
        "header",
        tag(
            "p",
            tag("strong", tag("span", sign, aria_hidden="true"), f" {name}", class_=f"badge {tone}"),
            tag("span", "handeye · UI tests", class_="run"),
            class_="ending",
        ),
        tag("h1", in_short(counts, session.about), dir="auto"),
        _totals(counts),
        _facts(session),
        tag("ul", *(tag("li", note) for note in notes), class_="troubles") if notes else NONE,
        class_="head",
    )


def _totals(counts: Mapping[Ending, int]) -> Html:
    """The numbers, each of which shows its tests, over a bar of them."""
    shown: list[tuple[Ending, int]] = [(ending, count) for ending, count in counts.items() if count or ending in ALWAYS]
    numbers = (_total(ending, count) for ending, count in shown)
    return tag("div", tag("ul", *numbers, class_="totals"), _bar(shown), class_="total")


def _total(ending: Ending, count: int) -> Html:
    sign, _, name = SIGNS[ending]
    dot = tag("span", sign, class_=f"dot {slug(ending)}", aria_hidden="true")
    return tag(
        "li",
        tag("b", grouped(count), class_=None if count else "quiet"),
        tag("a", dot, ending, href=f"#{slug(ending)}", title=name),
    )


def _bar(shown: Sequence[tuple[Ending, int]]) -> Html:
    total = sum(count for _, count in shown) or 1
    lefts = accumulate((count for _, count in shown), initial=0)
    pieces = [
        tag("rect", x=f"{left / total:.3%}", width=f"{count / total:.3%}", height=10, class_=slug(ending))
        for left, (ending, count) in zip(lefts, shown, strict=False)
        if count
    ]
    return tag("svg", *pieces, width="100%", height=10, class_="bar", aria_hidden="true")


def _facts(session: Session) -> Html:
    about, began_s, spent_s = session.about, number(session.about.get("began")), number(session.about.get("seconds"))
    shown, exact = moment(began_s) if began_s is not None else ("", "")
    workers = {each.worker for test in session.tests for each in test.tries if each.worker}
    facts: dict[str, str] = {
        "Started": tag("time", shown, datetime=exact) if shown else "",
        "Took": time_in_words(spent_s) if spent_s is not None else "",
        "Workers": str(len(workers)) if len(workers) > 1 else "",
        "Slowest": _slowest(session.tests),
        "Tests without a screen": others_in_words(about),
        "Command": tag("code", text(about.get("command"))) if about.get("command") else "",
        "With": ", ".join(f"{name} {text(about.get(key))}" for key, name in VERSIONS.items() if about.get(key)),
        "On": text(about.get("platform")),
    }
    said = [tag("div", tag("dt", name), tag("dd", each, dir="auto")) for name, each in facts.items() if each]
    return joined([tag("dl", *said, class_="facts")])


def _slowest(tests: Sequence[Test]) -> str:
    slow = sorted((test for test in tests if test.seconds > 0), key=lambda test: -test.seconds)[:SLOWEST]
    if len(tests) < 2 or not slow:
        return ""
    return tag("ol", *map(_slow, slow), class_="slowest")


def _slow(test: Test) -> Html:
    name = tag("a", cut(test.last.name, LONGEST_NAME), href=link_to(test.last.folder), dir="auto")
    return tag("li", name, f" {time_in_words(test.seconds)}")
