"""`handeye bench reading`: how well text is read, and how fast, held against rapidocr's full pipeline in the same run."""

from __future__ import annotations

import asyncio
import importlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterable, Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from ...tools.drawing import write
from ...tools.errors import HandeyeError
from ...tools.frame import Frame, Pixels, encode_png
from ...tools.reading.reader import Reader
from ...tools.reading.recogniser import recogniser
from .metric import Against, Metric
from .reading_tally import Tally, count
from .yardstick.truth import Screen

SCREENS = 48
"""How many screens of each set are read."""

GOAL = 0.97
TIMED = 6
"""How many pictures are read for time, by us and by the rival in turns."""
COLD_TIMES, CHANGED_MS, UNCHANGED_MS, MEMORY_MB = 0.4, 60, 5, 600

NAMES = ("Anna Weber", "12.04.2025", "j.kowalski@example.org", "Lyon", "1,204.50", "Order 4711", "Zażółć", "O'Neill")

FRESH = r"""
import re, sys
from handeye.tools.frame import Frame, decode_picture
from handeye.tools.reading.reader import Reader
reader = Reader()
for path in sys.argv[1:]:
    reader.read(Frame.of(decode_picture(open(path, "rb").read()), "browser"))
print(int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read()).group(1)) / 1024)
"""

Tell = Callable[[str], None]


def run(seed: int = 1, tell: Tell | None = None, *, count: int = SCREENS) -> list[Metric]:
    """All metrics; those with goals are of looks that nothing was tuned on."""
    return asyncio.run(measure(seed, tell, count=count))


async def measure(seed: int, tell: Tell | None, *, count: int) -> list[Metric]:
    from .yardstick.yard import opened_yard

    say: Tell = tell or _tell_nobody
    metrics: list[Metric] = []
    timed: list[Frame] = []
    async with opened_yard() as yard:
        for looks in ("untuned", "tuned"):
            say(f"measuring: text, {looks} looks")
            metrics += texts_of(
                await judge(yard.screens(seed, count, looks=(looks,)), timed if looks == "untuned" else None), looks
            )
    for looks, toolkits in (("untuned", ("qt",)), ("tuned", ("gtk", "tk"))):
        say(f"measuring: text, desktop programs of {' and '.join(toolkits)}")
        metrics += await _desktop(seed, max(count // 3, 1), f"desktop {looks}", toolkits)
    say("measuring: speed")
    return metrics + speeds_of(timed, seed) + [memory_of(timed)]


def _tell_nobody(words: str) -> None:
    """Nobody asked."""


async def judge(screens: AsyncIterable[Screen], timed: list[Frame] | None = None) -> Tally:
    tally = Tally()
    async for screen in screens:
        missed = len(tally.missed)
        count(tally, screen.words, screen.unclear, Reader().read(screen.frame))
        if not screen.tuned:
            # Nobody is to see what was missed there: the next reader would be tuned on it.
            del tally.missed[missed:]
        if timed is not None and len(timed) < TIMED:
            timed.append(Frame.of(screen.frame.rgb, "browser"))
    return tally


def texts_of(tally: Tally, which: str) -> list[Metric]:
    goals = ((f"text, {which}: word recall", tally.found, tally.true), (f"text, {which}: precision", tally.found, tally.read))
    return [_share(name, part, whole, tally) for name, part, whole in goals]


def _share(name: str, part: int, whole: int, tally: Tally) -> Metric:
    share = part / whole if whole else None
    met = None if share is None else share >= GOAL
    return Metric(name, share, "share", Against("words", whole), None, f"≥ {GOAL:g}", met, "" if met else tally.shortly())


async def _desktop(seed: int, count: int, which: str, toolkits: Sequence[str]) -> list[Metric]:
    from .yardstick.desktop import opened_desk

    try:
        async with opened_desk() as desk:
            return texts_of(await judge(desk.screens(seed, count, toolkits=toolkits)), which)
    except HandeyeError as error:
        names = (f"text, {which}: word recall", f"text, {which}: precision")
        return [Metric.unmeasured(name, "share", f"≥ {GOAL:g}", str(error)) for name in names]


def speeds_of(frames: Sequence[Frame], seed: int) -> list[Metric]:
    if not frames:
        return [Metric.unmeasured("reading, cold", "ms", f"≤ {COLD_TIMES:g}×", "there was no picture to read")]
    rapidocr: Any = importlib.import_module("rapidocr")
    rival = rapidocr.RapidOCR(params={"Global.log_level": "error"})
    ours_ms: list[float] = []
    rivals_ms: list[float] = []
    unchanged_ms: list[float] = []
    changed_ms: list[float] = []
    chance = random.Random(seed)
    for n, frame in enumerate((frames[0], *frames)):
        bgr = cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR)
        reader = Reader()
        # Lines seen on the screens before are as new to us as to the rival.
        recogniser().forget()
        once = (_timed(lambda reader=reader, frame=frame: reader.read(frame)), _timed(lambda bgr=bgr: rival(bgr)))
        if n == 0:
            continue  # models are loaded and memory is found
        ours_ms.append(once[0])
        rivals_ms.append(once[1])
        for _ in range(5):
            again = Frame.of(frame.rgb.copy(), "browser")
            unchanged_ms.append(_timed(lambda reader=reader, again=again: reader.read(again)))
            typed = Frame.of(with_other_words(frame.rgb, reader, chance), "browser")
            changed_ms.append(_timed(lambda reader=reader, typed=typed: reader.read(typed)))
            reader.read(frame)
    against = Against("rapidocr's full pipeline", statistics.median(rivals_ms))
    return [
        Metric.at_most_times("reading, cold", statistics.median(ours_ms), "ms", COLD_TIMES, against),
        Metric.at_most("reading, one field changed", statistics.median(changed_ms), "ms", CHANGED_MS),
        Metric.at_most("reading, unchanged", statistics.median(unchanged_ms), "ms", UNCHANGED_MS),
    ]


def _timed(work: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    work()
    return (time.perf_counter() - began_s) * 1000


def with_other_words(rgb: Pixels, reader: Reader, chance: random.Random) -> Pixels:
    """The picture with something else written in place of one of its lines, as after typing into a field."""
    lines = [line for line in reader.read(Frame.of(rgb, "browser")) if line.box.h < 30]
    image = Image.fromarray(rgb)
    if lines:
        box = chance.choice(lines).box
        paper = tuple(int(level) for level in rgb[max(int(box.y) - 2, 0), max(int(box.x) - 2, 0)])
        draw = ImageDraw.Draw(image)
        draw.rectangle((box.x - 1, box.y - 1, box.right, box.bottom), fill=paper)
        ink = (0, 0, 0) if sum(paper) > 380 else (255, 255, 255)
        words = chance.choice(NAMES)[: max(int(box.w / box.h * 1.4), 1)]
        write(draw, box.x, box.y, words, round(max(box.h * 0.85, 8)), ink)
    return np.asarray(image)


def memory_of(frames: Sequence[Frame]) -> Metric:
    """The most that a fresh process held while it read these pictures one after the other."""
    name = "reading, memory of a fresh process"
    with tempfile.TemporaryDirectory() as folder:
        paths: list[str] = []
        for n, frame in enumerate(frames):
            path = Path(folder) / f"{n}.png"
            path.write_bytes(encode_png(frame.rgb))
            paths.append(str(path))
        ended = subprocess.run([sys.executable, "-c", FRESH, *paths], capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        return Metric.unmeasured(name, "MB", f"≤ {MEMORY_MB} MB", ended.stderr.strip().splitlines()[-1])
    return Metric.at_most(name, float(ended.stdout), "MB", MEMORY_MB)
