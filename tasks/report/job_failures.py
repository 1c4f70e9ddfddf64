"""Failures of a job: rows that failed alike together, the most frequent first, each with a picture of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .job_pictures import embedded, picture_of
from .job_places import folder_of
from .job_tally import Group
from .markup import Html, tag

MOST_SHOWN = 24
NONE = Html("")


def failures(groups: Sequence[Group], home: Path) -> Iterator[Html]:
    yield tag("ol", *(_card(n, group, home) for n, group in enumerate(groups[:MOST_SHOWN])), class_="cards")
    if more := groups[MOST_SHOWN:]:
        rows = sum(group.count for group in more)
        said = (
            f"{len(more)} more reason{'s' * (len(more) > 1)}, of {rows} row{'s' * (rows > 1)}, can be read in the list of rows."
        )
        yield tag("p", said, class_="quiet")


def shown_first(shown: Sequence[tuple[str, Path]]) -> Html:
    cards = [
        tag("li", _picture(embedded(path), said), tag("div", tag("p", said, dir="auto"), class_="about"))
        for said, path in shown
    ]
    return tag("ol", *cards, class_="cards")


def _card(n: int, group: Group, home: Path) -> Html:
    row = next(((entry, link) for entry in group.samples if (link := picture_of(entry, folder_of(entry.run, home)))), None)
    picture = _picture(row[1], f"row {row[0].number}: {row[0].why}") if row else _picture(None, "")
    rows = f"{group.count} row{'s' * (group.count > 1)}"
    about = tag(
        "div",
        tag("p", tag("b", rows), " ", tag("span", group.state, class_=f"state {group.state}")),
        tag("p", group.why, dir="auto", class_="why", title=group.why),
        tag("p", tag("a", "Show them" if group.count > 1 else "Show it", href=f"#group-{n}")),
        class_="about",
    )
    return tag("li", picture, about)


def _picture(link: str | None, said: str) -> Html:
    if link is None:
        return NONE
    return tag("button", tag("img", src=link, alt=said, decoding="async"), type_="button", class_="picture-of", title="Larger")
