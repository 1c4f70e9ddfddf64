"""Calibrates what counts as seen: `python -m handeye.tasks.bench.detector.calibrate FOLDER`, on saved screens of tuned looks.

It prints, for each kind, the score at which as much is missed as is falsely seen, and what is then found and right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ....tools.frame import Frame, decode_picture
from ....tools.geometry import Box, View
from ....tools.widgets.closer import find_widgets
from ....tools.widgets.widget import KINDS
from ..widget_tally import SAME_PLACE, same_kind
from ..widgets import lines_of
from ..yardstick.truth import TrueWord

Scores = dict[str, list[tuple[float, bool]]]
"""Of each kind: how sure it was, and whether it was right."""


def main() -> None:
    scores: Scores = defaultdict(list)
    there: Counter[str] = Counter()
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        told = json.loads(path.read_text())
        frame = Frame.of(decode_picture(path.with_suffix(".png").read_bytes()), "browser", view=View(told["scale"]))
        weigh(scores, there, frame, told)
    for kind in KINDS:
        print(f"{kind:12} {balance(scores[kind], there[kind])}")


def weigh(scores: Scores, there: Counter[str], frame: Frame, told: dict[str, Any]) -> None:
    true = [(each["kind"], Box(*each["box"]), bool(each["clipped"])) for each in told["widgets"]]
    there.update(kind for kind, _, clipped in true if not clipped)
    unclear = [Box(*box) for box in told["unclear"]]
    lines = lines_of(tuple(TrueWord(word["text"], Box(*word["box"])) for word in told["words"]))
    left = list(true)
    for each in find_widgets(frame, lines):
        at = [one for one in left if one[1].overlap(each.box) >= SAME_PLACE and same_kind(one[0], each.kind)]
        if at:
            left.remove(at[0])
        uncounted = [*unclear, *(one[1] for one in true if one[2])]
        if not (at and at[0][2]) and (at or not any(place.intersect(each.box) for place in uncounted)):
            scores[each.kind].append((each.score, bool(at)))


def balance(scores: Sequence[tuple[float, bool]], there: int) -> str:
    """The score at which recall and precision are nearest to each other."""
    best, right = (2.0, "never seen"), 0
    for seen, (score, is_right) in enumerate(sorted(scores, reverse=True), 1):
        right += is_right
        recall, precision = right / max(there, 1), right / seen
        best = min(best, (abs(recall - precision), f"{score:.2f}  recall {recall:.3f} of {there}  precision {precision:.3f}"))
    return best[1]


if __name__ == "__main__":
    main()
