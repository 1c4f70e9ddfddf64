"""`handeye bench widgets`: how well widgets are found, named and read by sight alone, on pages and desktop programs."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ...tools.browser.chromium import USUAL_SIZE
from ...tools.errors import HandeyeError
from ...tools.frame import Frame
from ...tools.reading.text import Line, Word
from ...tools.sight import understood
from ...tools.widgets.candidate import Finder
from ...tools.widgets.lettering import line_box
from ...tools.widgets.see import see_widgets
from . import finding
from .metric import Metric
from .widget_tally import FAMILIES, Count, Matching, Tally, count, is_label, is_written, match, squeezed, state_of
from .yardstick.truth import Screen, TrueWord

SCREENS = 60
"""How many screens of each set are looked at, the report set and the tuned one."""
PROGRAMS = 0.2
"""This share of them are desktop programs, the rest pages."""
GOALS = {"fields": 0.95, "buttons": 0.95, "checkboxes and radios": 0.95, "selects": 0.92}
STATES, LABELS, CLICKS = 0.98, 0.95, 0.98
BEYOND_READING_MS = 200
SCALES = (1.0, 1.5, 2.0)

Tell = Callable[[str], None]
Read = Callable[[Frame], Sequence[Line]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What is measured, and with what."""

    finder: Finder | None = None
    """None: the one that is shipped."""
    true_words: bool = False
    """Lines from the truth instead of read ones: tells errors of reading and of seeing apart."""
    failures: Path | None = None
    """A folder for pictures of what went wrong, with truth and sight drawn; of tuned looks only."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was counted on one set of screens."""

    widgets: Tally = field(default_factory=Tally)
    programs: Tally = field(default_factory=Tally)
    """Of desktop programs alone; they are among `widgets` too."""
    found: finding.Tally = field(default_factory=finding.Tally)


def run(seed: int = 1, tell: Tell | None = None, *, screens: int = SCREENS, trial: Trial | None = None) -> list[Metric]:
    """All metrics: those with goals are of the report set, whose looks nothing was tuned on."""
    return asyncio.run(measure(seed, tell or _tell_nobody, screens=screens, trial=trial or Trial()))


def _tell_nobody(words: str) -> None:
    """Nobody asked."""


async def measure(seed: int, tell: Tell, *, screens: int, trial: Trial) -> list[Metric]:
    from .yardstick.yard import opened_yard

    metrics: list[Metric] = []
    programs = max(1, round(screens * PROGRAMS))
    async with opened_yard() as yard:
        for name, looks, toolkits in (("", "untuned", ("qt",)), ("tuned: ", "tuned", ("gtk", "tk"))):
            judged, asked = Judged(), finding.Asking(seed)
            tell(f"measuring: widgets, {looks} looks")
            await judge(yard.screens(seed, screens - programs, looks=(looks,), scales=SCALES), trial, judged, asked)
            tell(f"measuring: widgets, desktop programs of {' and '.join(toolkits)}")
            missing = await _judge_programs(seed, programs, toolkits, trial, judged, asked)
            metrics += metrics_of(judged.widgets, name) + _of_programs(judged.programs, name, missing)
            metrics += finding.metrics_of(judged.found, name)
    return metrics


async def _judge_programs(
    seed: int, count: int, toolkits: Sequence[str], trial: Trial, judged: Judged, asked: finding.Asking
) -> str:
    """Why there are none, where the desktop or its toolkits are missing."""
    from .yardstick.desktop import opened_desk

    try:
        async with AsyncExitStack() as stack:
            desk = await stack.enter_async_context(opened_desk())
            await judge(desk.screens(seed, count, toolkits=toolkits), trial, judged, asked)
    except HandeyeError as error:
        return str(error)
    return ""


async def judge(screens: AsyncIterable[Screen], trial: Trial, judged: Judged, asked: finding.Asking) -> None:
    """Looks at each screen once, counts what was seen, and asks for it by words."""
    from .yardstick.desktop import TOOLKITS

    read = None if trial.true_words else _reader()
    async for screen in screens:
        lines = lines_of(screen.words) if read is None else read(screen.frame)
        began_s = time.perf_counter()
        seen = see_widgets(screen.frame, lines, trial.finder) if trial.finder else see_widgets(screen.frame, lines)
        spent_ms = (time.perf_counter() - began_s) * 1000
        found = match(screen.widgets, seen, screen.unclear)
        hits = [(await screen.hit(widget.point)) == true.id for true, widget in found.pairs if "disabled" not in true.state]
        for tally in (judged.widgets, judged.programs) if screen.look in TOOLKITS else (judged.widgets,):
            count(tally, found, screen.words)
            for hit in hits:
                tally.clicks.add(hit)
            if screen.frame.size.w * screen.frame.size.h <= USUAL_SIZE.w * USUAL_SIZE.h:
                tally.ms.append(spent_ms)
        judged.found.answers.extend(asked.of(screen, understood(screen.frame, lines, seen)))
        if trial.failures is not None and screen.tuned:
            draw_failures(trial.failures, screen, found)


def _reader() -> Read:
    from ...tools.reading.reader import Reader

    reader = Reader()
    return lambda frame: reader.read(frame)


def lines_of(words: Sequence[TrueWord]) -> tuple[Line, ...]:
    """True words as reading would give them: what stands close in one row is one line."""
    rows: list[list[Word]] = []
    for word in sorted((Word(true.text, true.box, 1.0) for true in words), key=lambda w: w.box.x):
        box = line_box([word])
        for row in rows:
            last = line_box([max(row, key=lambda w: w.box.h)])
            gap = box.x - row[-1].box.right
            if abs(last.center.y - box.center.y) < 0.35 * last.h and -0.2 * last.h <= gap < 0.6 * max(last.h, box.h):
                row.append(word)
                break
        else:
            rows.append([word])
    return tuple(Line(tuple(row)) for row in sorted(rows, key=lambda row: (row[0].box.y, row[0].box.x)))


def metrics_of(tally: Tally, name: str) -> list[Metric]:
    """`name` comes before each; only the report set, which has none, is held to the goals."""
    held = not name
    metrics: list[Metric] = []
    for family in FAMILIES:
        goal = GOALS.get(family) if held else None
        metrics.append(_share(f"{name}{family}: recall", tally.recall[family], goal))
        metrics.append(_share(f"{name}{family}: precision", tally.precision[family], goal))
    marks = tally.states["checkboxes and radios"]
    metrics.append(_share(f"{name}checkboxes and radios: right state", marks, STATES if held else None))
    metrics += [_share(f"{name}{each}: right state", tally.states[each], None) for each in ("switches", "tabs")]
    labels = Count(sum(c.right for c in tally.labels.values()), sum(c.all for c in tally.labels.values()))
    metrics.append(_share(f"{name}right label", labels, LABELS if held else None))
    metrics += [_share(f"{name}{each}: right label", tally.labels[each], None) for each in FAMILIES]
    metrics.append(_share(f"{name}right value", tally.values, None))
    metrics.append(_share(f"{name}a click at the centre activates it", tally.clicks, CLICKS if held else None))
    if tally.ms:
        limit = BEYOND_READING_MS if held else None
        metrics.append(_time(f"{name}finder and widgets, 1280x720, beyond reading", statistics.median(tally.ms), limit))
    return metrics


def _of_programs(tally: Tally, name: str, missing: str) -> list[Metric]:
    """What the looks of pages say nothing about."""
    names = [f"{name}desktop programs, all kinds: {what}" for what in ("recall", "precision")]
    if missing:
        return [Metric.unmeasured(each, "share", "", missing) for each in names]
    counts = (tally.recall, tally.precision)
    wholes = (Count(sum(c.right for c in each.values()), sum(c.all for c in each.values())) for each in counts)
    return [_share(each, whole, None) for each, whole in zip(names, wholes, strict=True)]


def _share(name: str, counted: Count, goal: float | None) -> Metric:
    share = counted.share
    said = "" if goal is None else f"≥ {goal:g}"
    if share is None:
        return Metric.unmeasured(name, "share", said, "none of them was on the screens")
    met = None if goal is None else share >= goal
    return Metric(name, round(share, 4), "share", None, None, said, met, f"{counted.right} of {counted.all}")


def _time(name: str, ms: float, limit: float | None) -> Metric:
    if limit is None:
        return Metric(name, round(ms, 1), "ms", None, None, "", None)
    return Metric.at_most(name, round(ms, 1), "ms", limit)


def draw_failures(folder: Path, screen: Screen, found: Matching) -> None:
    """The picture with what is wrong: missed (red), false (blue), wrongly named or in a wrong state (orange)."""
    from PIL import Image, ImageDraw

    from ...tools.drawing import write
    from ...tools.geometry import Box

    written = squeezed("".join(word.text for word in screen.words))
    notes: list[tuple[tuple[int, int, int], str, Box]] = []
    notes += [((220, 0, 0), f"missed {true.kind} {f'as {kind}' if kind else ''}", true.box) for true, kind in found.missed]
    notes += [((0, 60, 255), f"false {seen.kind} {seen.score:.2f}", seen.box) for seen in found.false]
    for true, seen in found.pairs:
        if is_written(true, written) and not is_label(seen.label, true):
            notes.append(((230, 120, 0), f"{true.label!r} seen as {seen.label!r}", seen.box))
        if true.kind in ("checkbox", "radio", "switch", "tab") and state_of(true.state) != state_of(seen.state):
            notes.append(((230, 120, 0), f"{' '.join(true.state)} seen as {' '.join(seen.state)}", seen.box))
    if not notes:
        return
    image = Image.fromarray(screen.frame.rgb)
    draw = ImageDraw.Draw(image)
    for colour, words, box in notes:
        draw.rectangle((box.x - 1, box.y - 1, box.right, box.bottom), outline=colour, width=2)
        write(draw, box.x, box.bottom, words, 11, colour)
    folder.mkdir(parents=True, exist_ok=True)
    image.save(folder / f"{screen.name}.png")
