"""Page of a job: how it ended, when what came of its rows, of what they failed, and each of them; one file that asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from .document import document
from .job_chart import chart
from .job_failures import failures, shown_first
from .job_head import head
from .job_places import link
from .job_rows import rows_data
from .job_tally import Tally
from .job_told import JobTold
from .markup import Html, tag

NONE = Html("")
HERE = Path(__file__)


def job_page(told: JobTold, tally: Tally, home: Path) -> Iterator[str]:
    title = " · ".join(filter(None, (told.status, told.name, "handeye")))
    large = tag("dialog", tag("img", alt=""), tag("p"), id="large", aria_label="Picture")
    parts = [head(told, tally, home), tag("main", *_parts(told, tally, home)), large]
    styles = [HERE.with_name(name).read_text("utf-8") for name in ("report.css", "job.css")]
    return document(title, "\n".join(styles), HERE.with_name("job.js").read_text("utf-8"), chain(parts, rows_data(told, tally)))


def _parts(told: JobTold, tally: Tally, home: Path) -> Iterator[Html]:
    if (drawn := chart(tally.ended_s)) is not None:
        yield _section("Over time", drawn)
    if told.shown:
        yield _section("To look at", shown_first(told.shown))
    if tally.groups:
        yield _section("What did not get through", *failures(tally.groups, home))
    yield _section("Rows", *_rows(told, tally, home), id_="rows")
    before = [_lines(name, lines) for name, lines in (("Formats", told.formats), ("Map", told.map)) if lines]
    after = [_lines("On the way", told.notes)] if told.notes else []
    if before or after:
        yield tag("div", *after, *before, class_="sections")


def _section(title: str, *inside: str, id_: str | None = None) -> Html:
    return tag("section", tag("h2", title), *inside, id=id_, class_="part")


def _rows(told: JobTold, tally: Tally, home: Path) -> Iterator[Html]:
    if not tally.rows:
        yield tag("p", "There are no rows.", class_="nothing")
        return
    results = tag("a", told.results.name, href=link(told.results, home)) if told.results else "the results"
    yield tag(
        "p", "The rows are listed by a script, and scripts are switched off here; ", results, " has them all.", class_="off"
    )
    if len(tally.listed) < tally.rows:
        said = f"{len(tally.listed)} of {tally.rows} rows are listed, first of all those that were not confirmed; "
        yield tag("p", said, results, " has them all.", class_="quiet")
    find = tag(
        "input",
        type_="search",
        id="find",
        placeholder="Find in all columns",
        aria_label="Find in all columns",
        autocomplete="off",
    )
    states = tag("select", tag("option", "all", value=""), id="state", aria_label="Status")
    group = tag("button", type_="button", id="group", hidden=True, title="Show all reasons")
    count = tag("output", id="count", for_="find state")
    yield tag("div", find, states, group, count, class_="finding", hidden=True)
    table = tag(
        "div",
        tag("div", class_="headings", role="row"),
        tag("div", tag("div", id="window", role="rowgroup"), id="scroll", tabindex=0, role="presentation"),
        id="table",
        role="table",
        aria_label="Rows",
    )
    yield tag("div", table, tag("aside", id="one", aria_label="One row", hidden=True), class_="listing", hidden=True)


def _lines(title: str, lines: Iterable[str]) -> Html:
    return tag("section", tag("h2", title), tag("ul", *map(_line, lines), class_="lines"))


def _line(line: str) -> Html:
    left, arrow, right = line.partition("→")
    if not arrow:
        return tag("li", tag("span", line, dir="auto"))
    return tag("li", tag("span", left.strip(), dir="auto"), tag("span", right.strip(), dir="auto", class_="quiet"))
