"""`handeye bench widgets`: how well widgets are found, named and read by sight alone, on pages and desktop programs."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...tools.frame import Frame
from ...tools.reading.text import Line, Word
from ...tools.widgets.candidate import Finder
from ...tools.widgets.lettering import line_box
from ...tools.widgets.see import see_widgets
from .metric import Metric
from .widget_tally import FAMILIES, Count, Matching, Tally, count, is_label, is_written, match, squeezed, state_of
from .yardstick.truth import Screen, TrueWord

SCREENS = 60
"""How many screens of each set are looked at."""
GOALS = {"fields": 0.95, "buttons": 0.95, "checkboxes and radios": 0.95, "selects": 0.92}
STATES, LABELS, CLICKS = 0.98, 0.95, 0.98
BEYOND_READING_MS = 80
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


def run(seed: int = 1, tell: Tell | None = None, *, screens: int = SCREENS, trial: Trial | None = None) -> list[Metric]:
    """All metrics: those with goals are of the report set, whose looks nothing was tuned on."""
    return asyncio.run(measure(seed, tell, screens=screens, trial=trial or Trial()))


async def measure(seed: int, tell: Tell | None, *, screens: int, trial: Trial) -> list[Metric]:
    from .yardstick.yard import opened_yard

    metrics: list[Metric] = []
    async with opened_yard() as yard:
        for name, looks in (("", "untuned"), ("tuned: ", "tuned")):
            if tell is not None:
                tell(f"measuring: widgets, {looks} looks")
            tally = await judge(yard.screens(seed, screens, looks=(looks,), scales=SCALES), trial)
            metrics += metrics_of(tally, name)
    return metrics


async def judge(screens: AsyncIterable[Screen], trial: Trial) -> Tally:
    """Looks at each screen and counts."""
    tally = Tally()
    read = None if trial.true_words else _reader()
    async for screen in screens:
        lines = lines_of(screen.words) if read is None else read(screen.frame)
        began_s = time.perf_counter()
        seen = see_widgets(screen.frame, lines, trial.finder) if trial.finder else see_widgets(screen.frame, lines)
        spent_ms = (time.perf_counter() - began_s) * 1000
        if screen.frame.size.w * screen.frame.size.h <= 1280 * 720:
            tally.ms.append(spent_ms)
        found = match(screen.widgets, seen)
        count(tally, found, screen.words)
        for true, widget in found.pairs:
            if "disabled" not in true.state:
                tally.clicks.add(await screen.hit(widget.point) == true.id)
        if trial.failures is not None and screen.tuned:
            draw_failures(trial.failures, screen, found)
    return tally


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
