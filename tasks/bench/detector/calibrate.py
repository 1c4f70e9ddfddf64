"""Calibrates what counts as seen: `python -m handeye.tasks.bench.detector.calibrate FOLDER`, on saved screens of tuned looks.

It prints, for each kind with and without an outline, the score at which as much is missed as is falsely seen.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ....tools.frame import Frame, decode_picture
from ....tools.geometry import Box, View
from ....tools.widgets.detector import detect
from ....tools.widgets.picture import picture_of
from ....tools.widgets.snapping import Snapping
from ....tools.widgets.widget import KINDS
from ..widget_tally import SAME_PLACE, same_kind
from ..widgets import lines_of
from ..yardstick.truth import TrueWord

Key = tuple[str, bool]
Scores = dict[Key, list[tuple[float, bool]]]
"""Of each kind, with and without an outline: how sure it was, and whether it was right."""


def main() -> None:
    scores: Scores = defaultdict(list)
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        told = json.loads(path.read_text())
        frame = Frame.of(decode_picture(path.with_suffix(".png").read_bytes()), "browser", view=View(told["scale"]))
        weigh(scores, frame, told)
    for outlined in (False, True):
        print("with outline" if outlined else "without", {kind: balance(scores[kind, outlined]) for kind in KINDS})


def weigh(scores: Scores, frame: Frame, told: dict[str, Any]) -> None:
    true = [(each["kind"], Box(*each["box"]), bool(each["clipped"])) for each in told["widgets"]]
    unclear = [Box(*box) for box in told["unclear"]]
    lines = lines_of(tuple(TrueWord(word["text"], Box(*word["box"])) for word in told["words"]))
    words = [word for line in lines for word in line.words]
    snapping = Snapping(picture_of(frame, lines))
    left = list(true)
    kept: list[Box] = []
    for each in detect(frame):
        outline = snapping.snap(each, words)
        box = outline or each.box
        if any(box.overlap(other) >= SAME_PLACE for other in kept):
            continue
        kept.append(box)
        at = [one for one in left if one[1].overlap(box) >= SAME_PLACE and same_kind(one[0], each.kind)]
        if at:
            left.remove(at[0])
        uncounted = [*unclear, *(one[1] for one in true if one[2])]
        if not (at and at[0][2]) and (at or not any(place.intersect(box) for place in uncounted)):
            scores[each.kind, outline is not None].append((each.score, bool(at)))


def balance(scores: Sequence[tuple[float, bool]]) -> float:
    """The score above which as many are false as are right below it."""
    ordered = sorted(scores)
    least, best = 0.3, None
    for score, _ in ordered:
        missed = sum(right for other, right in ordered if other < score)
        false = sum(not right for other, right in ordered if other >= score)
        if best is None or abs(missed - false) < best:
            least, best = score, abs(missed - false)
    return round(least, 2)


if __name__ == "__main__":
    main()
