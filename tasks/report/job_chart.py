"""Chart: how many rows a minute came to what, over the time of a job, drawn without the hours in which nobody worked on it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ..forms.entry import State
from .job_tally import OUTCOMES
from .markup import Html, tag

WIDTHS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
MOST_BARS = 90
REST_S = 900.0
"""After so long without a row a new sitting begins, and the time between is not drawn."""
MOST_SITTINGS = 12
HEIGHT_PX, TOP_PX, FOOT_PX = 216, 12, 38
LABEL = 0.22
"""The share of the width that a time needs on a phone."""
LAST_LABEL = 0.85
BREAK = 1.0
"""How wide the gap between two sittings is, in bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    at: float
    """Where it stands, in bars from the left."""
    began_s: float
    counts: Mapping[State, int]
    opens: bool
    """Whether a sitting begins with it."""


def chart(ended_s: Mapping[State, array[float]]) -> Html | None:
    """None where too few rows ended to show anything."""
    times = sorted(at for state in OUTCOMES for at in ended_s[state])
    if len(times) < 2:
        return None
    sittings = _sittings(times)
    width_s = _width(sittings)
    bars = _bars(ended_s, sittings, width_s)
    span = bars[-1].at + 1
    most = max(sum(bar.counts.values()) for bar in bars) * 60 / width_s
    top = _round_up(most)
    said = f"Rows a minute over time: up to {most:.0f}, in {len(bars)} bars of {_in_words(width_s)}"
    plot = tag(
        "svg",
        *_lines(),
        *(_drawn(bar, span, top, width_s) for bar in bars),
        *_breaks(bars, span),
        *_times(bars, span, width_s),
        class_="plot",
        width="100%",
        height=HEIGHT_PX,
        role="img",
        aria_label=said,
    )
    scale = tag("svg", *_scale(top), class_="scale", width=44, height=HEIGHT_PX, aria_hidden="true")
    legend = tag("p", *(tag("span", state, class_=state) for state in OUTCOMES if ended_s[state]), class_="legend")
    note = tag("p", f"rows a minute, in bars of {_in_words(width_s)}", class_="quiet")
    return tag("figure", tag("figcaption", note, legend), tag("div", scale, plot, class_="chart"))


def _sittings(times: Sequence[float]) -> list[tuple[float, float]]:
    """When work began and ended, each time."""
    found = [(times[0], times[0])]
    for at in times:
        if at - found[-1][1] > REST_S:
            found.append((at, at))
        found[-1] = (found[-1][0], at)
    return found if len(found) <= MOST_SITTINGS else [(times[0], times[-1])]


def _width(sittings: Sequence[tuple[float, float]]) -> int:
    for width_s in WIDTHS_S:
        if sum(int((ended - began) // width_s) + 1 for began, ended in sittings) <= MOST_BARS:
            return width_s
    return WIDTHS_S[-1]


def _bars(ended_s: Mapping[State, array[float]], sittings: Sequence[tuple[float, float]], width_s: int) -> list[Bar]:
    bars: list[Bar] = []
    at = 0.0
    for n, (began, ended) in enumerate(sittings):
        count = int((ended - began) // width_s) + 1
        counts: list[dict[State, int]] = [{} for _ in range(count)]
        for state in OUTCOMES:
            for when in ended_s[state]:
                if began <= when <= ended:
                    each = counts[int((when - began) // width_s)]
                    each[state] = each.get(state, 0) + 1
        at += BREAK if n else 0
        bars += [Bar(at + i, began + i * width_s, each, opens=i == 0) for i, each in enumerate(counts)]
        at += count
    return bars


def _drawn(bar: Bar, span: float, top: float, width_s: int) -> Html:
    left, wide = bar.at / span * 100, 100 / span
    room_px = HEIGHT_PX - TOP_PX - FOOT_PX
    foot = float(HEIGHT_PX - FOOT_PX)
    pieces: list[Html] = []
    for state in OUTCOMES:
        if count := bar.counts.get(state):
            high = count * 60 / width_s / top * room_px
            foot -= high
            x, w = f"{left + wide * 0.09:.3f}%", f"{wide * 0.82:.3f}%"
            pieces.append(tag("rect", x=x, y=f"{foot:.2f}", width=w, height=f"{max(high - 0.5, 1.5):.2f}", class_=state))
    if not pieces:
        return Html("")
    outcomes = ", ".join(f"{count} {state}" for state, count in bar.counts.items())
    said = f"{_clock(bar.began_s, width_s)}, {_in_words(width_s)}: {outcomes}"
    whole = tag("rect", x=f"{left:.3f}%", y=0, width=f"{wide:.3f}%", height=HEIGHT_PX - FOOT_PX, class_="whole")
    return tag("g", tag("title", said), whole, *pieces)


def _lines() -> Iterator[Html]:
    for part in (0, 0.5, 1):
        y = _y(part)
        yield tag("line", x1=0, x2="100%", y1=y, y2=y)


def _scale(top: float) -> Iterator[Html]:
    for part in (0, 0.5, 1):
        yield tag("text", f"{top * part:g}", x=36, y=f"{float(_y(part)) + 4:.1f}", text_anchor="end")


def _y(part: float) -> str:
    return f"{HEIGHT_PX - FOOT_PX - part * (HEIGHT_PX - TOP_PX - FOOT_PX):.1f}"


def _times(bars: Sequence[Bar], span: float, width_s: int) -> Iterator[Html]:
    """Where sittings begin, and between as many more as there is room for."""
    taken: list[float] = []
    for bar in sorted(bars, key=lambda bar: (not bar.opens, bar.at)):
        share = bar.at / span
        ends = share > LAST_LABEL
        left = share - LABEL if ends else share
        if (ends and not bar.opens) or any(abs(left - other) < LABEL for other in taken):
            continue
        taken.append(left)
        x, anchor = f"{share * 100:.3f}%", "end" if ends else None
        yield tag("line", x1=x, x2=x, y1=_y(0), y2=HEIGHT_PX - FOOT_PX + 5, class_="tick")
        yield tag("text", _clock(bar.began_s, width_s), x=x, y=HEIGHT_PX - FOOT_PX + 20, text_anchor=anchor)
        if bar.opens and _local(bars[0].began_s).date() != _local(bars[-1].began_s).date():
            when = _local(bar.began_s)
            yield tag("text", f"{when.day} {when:%b}", x=x, y=HEIGHT_PX - FOOT_PX + 35, text_anchor=anchor)


def _breaks(bars: Sequence[Bar], span: float) -> Iterator[Html]:
    """Between two sittings."""
    for bar in bars[1:]:
        if bar.opens:
            x = f"{(bar.at - BREAK / 2) / span * 100:.3f}%"
            yield tag("line", tag("title", "a break"), x1=x, x2=x, y1=0, y2=_y(0), class_="break")


def _local(at_s: float) -> datetime:
    return datetime.fromtimestamp(at_s, UTC).astimezone()


def _clock(at_s: float, width_s: int) -> str:
    when = _local(at_s)
    if width_s >= 43200:
        return f"{when.day} {when:%b}"
    return f"{when:%H:%M:%S}" if width_s < 60 else f"{when:%H:%M}"


def _in_words(width_s: int) -> str:
    for size_s, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if width_s >= size_s:
            count = width_s // size_s
            return f"{count} {name}{'s' * (count > 1)}" if count > 1 else f"1 {name}"
    return ""


def _round_up(most: float) -> float:
    size = 1.0
    while size * 10 <= most:
        size *= 10
    return next(size * step for step in (1, 2, 4, 5, 6, 8, 10) if size * step >= most)
