"""Carets: what stands in a field beside its text: the caret, and icons at its ends."""

from __future__ import annotations

from .strokes import Run, Strokes

TALLER = 1.42
"""A caret is taller than the tallest capital by at least this; a bar of the text is not."""


def caret(ink: Strokes) -> Run | None:
    """The one thin upright that is taller than any letter."""
    runs = ink.runs()
    thin = [run for run in runs if run.width <= 3 and run.height >= 8 and run.width * 6 <= run.height]
    for run in sorted(thin, key=lambda run: -run.height):
        others = [other.height for other in runs if other is not run and other.height >= 0.3 * run.height]
        solid = ink.cover[run.top : run.bottom, run.left : run.right].max(axis=1)
        if float(solid.min()) < 0.8:
            continue
        if (
            not others
            or run.height >= TALLER * max(others)
            or (run.left <= min(o.left for o in runs) and run.height > 1.15 * max(others))
        ):
            return run
    return None


def without_caret(ink: Strokes) -> Strokes | None:
    """What is left when a caret is thought away; None where that is nothing."""
    found = caret(ink)
    if found is None:
        return ink
    rest = ink.without(found)
    return rest if rest.runs() else None


def groups(ink: Strokes) -> list[Run]:
    """What stands close together, as one: text on one side, icons on another."""
    runs = ink.runs()
    if not runs:
        return []
    tall = max(run.height for run in runs)
    joined = [runs[0]]
    for run in runs[1:]:
        last = joined[-1]
        if run.left - last.right > 2.0 * tall:
            joined.append(run)
        else:
            joined[-1] = Run(last.left, min(last.top, run.top), max(last.right, run.right), max(last.bottom, run.bottom))
    return joined
