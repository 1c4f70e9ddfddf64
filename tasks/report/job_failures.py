"""Failures of a job: rows that failed alike together, the most frequent first, each with a picture of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .job_pictures import embedded, last_picture
from .job_places import folder_of
from .job_tally import Group, Sample
from .markup import Html, tag

MOST_SHOWN = 24
NONE = Html("")


def failures(groups: Sequence[Group], home: Path) -> Iterator[Html]:
    yield tag("ol", *(_card(group, home) for group in groups[:MOST_SHOWN]), class_="cards")
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


def _card(group: Group, home: Path) -> Html:
    picture = next((found for sample in group.samples if (found := _sample(sample, home))), NONE)
    rows = f"{group.count} row{'s' * (group.count > 1)}"
    about = tag(
        "div",
        tag("p", tag("b", rows), " ", tag("span", group.state, class_=f"state {group.state}")),
        tag("p", group.why, dir="auto", class_="why", title=group.why),
        tag("p", tag("a", "Show them" if group.count > 1 else "Show it", href=f"#group-{group.id}")),
        class_="about",
    )
    return tag("li", picture, about)


def _sample(sample: Sample, home: Path) -> Html:
    folder = folder_of(sample.run, home)
    return _picture(last_picture(folder, sample.pictures) if folder else None, f"row {sample.number}: {sample.why}")


def _picture(link: str | None, said: str) -> Html:
    if link is None:
        return NONE
    return tag("button", tag("img", src=link, alt=said, decoding="async"), type_="button", class_="picture-of", title="Larger")
