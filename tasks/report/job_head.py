"""Head of a job: how it ended, how many rows came to what, when and with what, in ten seconds' reading."""

from __future__ import annotations

from pathlib import Path

from ..forms.entry import State
from .job_places import link
from .job_tally import OUTCOMES, Tally
from .job_told import JobTold
from .markup import Html, joined, tag
from .words import ENDINGS, moment, time_in_words

NONE = Html("")
SIGNS: dict[State, str] = {"confirmed": "✓", "rejected": "✗", "failed": "✗", "unknown": "?", "ready": "…", "pending": "·"}
SAID: dict[State, str] = {"ready": "waiting for a yes", "pending": "not done yet"}
UNDER_WAY: tuple[State, ...] = ("filling", "submitting")


def head(told: JobTold, tally: Tally, home: Path) -> Html:
    sign, tone = ENDINGS.get(told.status, ("·", "plain"))
    code = tag("span", told.code.replace("_", " "), class_="code") if told.code not in ("", told.status) else NONE
    return tag(
        "header",
        tag(
            "p",
            tag("strong", tag("span", sign, aria_hidden="true"), f" {told.status}", class_=f"badge {tone}"),
            code,
            tag("span", f"handeye · job {told.name}", class_="run", dir="auto"),
            class_="ending",
        ),
        tag("h1", told.why or _in_short(tally), dir="auto"),
        _totals(tally),
        _facts(told, tally),
        _files(told, home),
        class_="head",
    )


def _in_short(tally: Tally) -> str:
    rows = f"{_grouped(tally.rows)} row{'s' * (tally.rows != 1)}"
    confirmed = tally.counts["confirmed"]
    if confirmed == tally.rows:
        return f"All {rows} confirmed" if confirmed > 1 else f"{rows} confirmed"
    return f"{_grouped(confirmed)} of {rows} confirmed"


def _totals(tally: Tally) -> Html:
    """The numbers, each of which shows its rows, over a bar of them."""
    counts = dict(tally.counts)
    counts["pending"] = sum(counts.pop(state, 0) for state in ("pending", *UNDER_WAY))
    told: list[tuple[State, int]] = [(state, counts.get(state, 0)) for state in (*OUTCOMES, "ready", "pending")]
    numbers = [
        tag(
            "li",
            tag("b", _grouped(count), class_="quiet" if not count else None),
            tag(
                "a",
                tag("span", SIGNS[state], class_=f"dot {state}", aria_hidden="true"),
                SAID.get(state, state),
                href=f"#{state}",
            ),
        )
        for state, count in told
        if count or state in ("confirmed", "failed")
    ]
    return tag("div", tag("ul", *numbers, class_="totals"), _bar(told, tally.rows), class_="total")


def _bar(told: list[tuple[State, int]], rows: int) -> Html:
    at, pieces = 0.0, list[Html]()
    for state, count in told:
        share = count / rows * 100 if rows else 0.0
        if share:
            pieces.append(tag("rect", x=f"{at:.3f}%", width=f"{share:.3f}%", height=10, class_=state))
        at += share
    return tag("svg", *pieces, width="100%", height=10, class_="bar", aria_hidden="true")


def _facts(told: JobTold, tally: Tally) -> Html:
    shown, exact = moment(told.began_s) if told.began_s is not None else ("", "")
    spent_s = None if told.began_s is None or told.ended_s is None else max(told.ended_s - told.began_s, 0.0)
    facts: dict[str, str] = {
        "Rows": _grouped(tally.rows),
        "Started": tag("time", shown, datetime=exact) if shown else "",
        "Took": time_in_words(spent_s) if spent_s is not None else "",
        "Model calls": _grouped(told.model_calls),
        "Tokens": _grouped(told.tokens) if told.tokens else "",
        "CPU-seconds": f"{told.cpu_seconds:.1f}" if told.cpu_seconds is not None else "",
        **told.facts,
    }
    return joined(
        [
            tag(
                "dl",
                *(tag("div", tag("dt", name), tag("dd", said, dir="auto")) for name, said in facts.items() if said),
                class_="facts",
            )
        ]
    )


def _files(told: JobTold, home: Path) -> Html:
    files = {**({told.results.name: told.results} if told.results else {}), **told.files}
    if not files:
        return NONE
    return tag("p", *(tag("a", name, href=link(path, home)) for name, path in files.items()), class_="files")


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
