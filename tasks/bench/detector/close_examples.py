"""Close examples: `python -m handeye.tasks.bench.detector.close_examples FOLDER OUT` looks closer at saved screens.

For each screen it writes what the closer look would see of each place and what is there. Train the detector first: the
places, and what is known of them, are its.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....tools.frame import Frame, decode_picture
from ....tools.geometry import Box, View
from ....tools.widgets.closer import views_of
from ....tools.widgets.proposals import propose
from ....tools.widgets.widget import KINDS, STATES
from ..widgets import lines_of
from ..yardstick.truth import TrueWord

NONE = len(KINDS)
"""The kind of what is no widget."""
IS, IS_NOT = 0.55, 0.4
"""A place that covers a widget at least so well is it, one that does so less is not; what lies between is left out."""
PARTLY = 0.3
"""Of what is clipped or unclear nothing is asked where this much of it or of the place is shared."""
MOST_EMPTY = 36
"""Of places that are nothing at most so many a screen, the likeliest first, and half as many others."""


def write(out: Path, path: Path) -> None:
    target = out / f"{path.stem}.npz"
    if target.exists():
        return
    told = json.loads(path.read_text())
    frame = Frame.of(decode_picture(path.with_suffix(".png").read_bytes()), "browser", view=View(told["scale"]))
    lines = lines_of(tuple(TrueWord(word["text"], Box(*word["box"])) for word in told["words"]))
    proposals = propose(frame, lines)
    answers = [_answer(box, told) for box in proposals.boxes]
    chosen = _chosen([kind for kind, _ in answers], proposals.facts, Random(path.stem))
    views = views_of(frame, [proposals.boxes[n] for n in chosen])
    kinds = np.array([answers[n][0] for n in chosen], np.int64)
    states = np.array([answers[n][1] for n in chosen], np.float32).reshape(-1, len(STATES))
    np.savez(target, ends=views.ends, around=views.around, facts=proposals.facts[chosen], kinds=kinds, states=states)


def _answer(box: Box, told: dict[str, Any]) -> tuple[int, tuple[float, ...]]:
    """The kind and state of what is there; -1 where nothing is asked."""
    nothing = (0.0,) * len(STATES)
    overlaps = [(box.overlap(Box(*each["box"])), each) for each in told["widgets"]]
    best, widget = max(overlaps, key=lambda pair: pair[0], default=(0.0, {}))
    if best >= IS:
        state = tuple(float(name in widget["state"]) for name in STATES)
        return (-1, nothing) if widget["clipped"] else (KINDS.index(widget["kind"]), state)
    vague = [*told["unclear"], *(each["box"] for each in told["widgets"] if each["clipped"])]
    if best > IS_NOT or any(box.shared(Box(*other)) > PARTLY for other in vague):
        return -1, nothing
    return NONE, nothing


def _chosen(kinds: Sequence[int], facts: NDArray[np.float32], random: Random) -> list[int]:
    empty = [n for n, kind in enumerate(kinds) if kind == NONE]
    empty.sort(key=lambda n: -float(facts[n, : 2 * len(KINDS)].max()))
    others = empty[MOST_EMPTY:]
    empty = empty[:MOST_EMPTY] + random.sample(others, min(MOST_EMPTY // 2, len(others)))
    return sorted([*empty, *(n for n, kind in enumerate(kinds) if 0 <= kind < NONE)])


def main() -> None:
    folder, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(partial(write, out), sorted(folder.glob("*.json")), chunksize=8):
            pass


if __name__ == "__main__":
    main()
