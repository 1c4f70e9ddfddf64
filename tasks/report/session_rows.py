"""Rows of a session: its tests in a list, those that did not pass first, each with its time and how it ended of late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..ui_test.history import Ended, History, flaky
from .markup import Html, tag
from .session_links import link_to, name_of
from .session_tests import BAD, Session, Test
from .session_words import ABSENT, SIGNS, cut, marks_in_words, slug
from .words import time_in_words

LONGEST_NAME, LONGEST_WHY = 240, 300
BAR_PX = 72
LEAST_BAR_PX = 2.0
ORDERS = {"worst": "worst first", "slowest": "slowest first", "flaky": "flakiest first", "name": "by name"}
NONE = Html("")


def rows(session: Session, history: History) -> Iterator[Html]:
    yield tag("p", "The tests can be opened by a script only, and scripts are switched off here.", class_="off")
    yield _finding()
    slowest_s = max((test.seconds for test in session.tests), default=0.0)
    first, made = 0, list[Html]()
    for test in session.tests:
        made.append(_row(test, first, history, slowest_s))
        first += len(test.tries)
    yield tag("ol", *made, id="tests")
    yield tag("p", "No test is like that.", class_="none", hidden=True)


def _finding() -> Html:
    about = "Find by name, tag, message"
    find = tag("input", type_="search", id="find", placeholder=about, aria_label=about, autocomplete="off", title="Key: /")
    endings = (tag("option", ending, value=slug(ending)) for ending in SIGNS)
    ending = tag("select", tag("option", "all", value=""), *endings, id="ending", aria_label="How they ended")
    orders = (tag("option", said, value=value) for value, said in ORDERS.items())
    count = tag("output", id="count", for_="find ending")
    order = tag("select", *orders, id="order", aria_label="Order")
    return tag("div", find, ending, order, count, class_="finding", hidden=True)


def _row(test: Test, first: int, history: History, slowest_s: float) -> Html:
    """`first`: the number of its first try; the script counts tries as they are told here."""
    last, row = test.last, history.of(test.last.nodeid) if test.last.nodeid else ()
    sign, tone, name = SIGNS[test.ending]
    share = flaky(history, last.nodeid)
    tries = [name_of(each.folder) for each in test.tries]
    cells = (
        tag("span", sign, class_=f"sign {tone}", role="img", aria_label=name, title=name),
        tag("span", *_said(test), class_="what"),
        tag("span", _bar(test.seconds, slowest_s), time_in_words(test.seconds) if test.seconds else "–", class_="took"),
        _marks(row, share),
        tag("span", f"{len(tries)} tries" if len(tries) > 1 else "", class_="tries"),
    )
    return tag(
        "li",
        tag("a", *cells, href=link_to(last.folder)),
        data_ending=slug(test.ending),
        data_first=first,
        data_tries="\n".join(tries),
        data_took=f"{test.seconds:.2f}",
        data_flaky=f"{share:.2f}",
        data_runs=" ".join("-" if each is None else f"{each.seconds:.4g}" for each in row),
    )


def _said(test: Test) -> Iterator[Html]:
    last = test.last
    yield tag("b", cut(last.name, LONGEST_NAME), dir="auto")
    where = last.place or last.nodeid
    if where and where != last.name:
        yield tag("span", cut(where, LONGEST_NAME), class_="where", dir="auto")
    for label in last.tags:
        yield tag("span", cut(label, 60), class_="label", dir="auto")
    if test.ending in BAD and last.message.strip():
        yield tag("span", cut(last.message.strip().splitlines()[0], LONGEST_WHY), class_="why", dir="auto")


def _bar(seconds: float, slowest_s: float) -> Html:
    wide = max(seconds / slowest_s * BAR_PX, LEAST_BAR_PX) if slowest_s > 0 and seconds > 0 else 0.0
    return tag("svg", tag("rect", width=f"{wide:.1f}", height=6, rx=3), width=BAR_PX, height=6, aria_hidden="true")


def _marks(row: Sequence[Ended | None], share: float) -> Html:
    if not row:
        return tag("span", class_="marks")
    said = marks_in_words(row) + (f"; {share:.0%} flaky" if share else "")
    signs = (SIGNS[each.ending] if each is not None else ABSENT for each in row)
    return tag("span", *(tag("i", sign, class_=tone) for sign, tone, _ in signs), class_="marks", role="img", aria_label=said)
