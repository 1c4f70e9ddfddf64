"""Asked text: what is meant by words that name a text itself: a heading, a cell in a row, a text by some of its words."""

from __future__ import annotations

from dataclasses import replace

from ...tools.find import find_phrase, parse_phrase
from ...tools.find.likeness import SURE, part_likeness
from ...tools.reading.text import Line
from ...tools.widgets.lettering import em_of
from .grid import grid_of
from .labelled import likeness_of, whole_text
from .page import Page, Value

HEADINGS = frozenset({"heading", "title", "headline", "überschrift", "nagłówek", "titre", "título", "标题"})


def cell_or_heading(page: Page, question: str) -> Value | None:
    """`the total in the row of Ada`, `the heading`; None where something else is meant."""
    phrase = parse_phrase(question)
    if phrase.relation is not None and phrase.relation.how == "in the row of" and phrase.words:
        return _cell(page, phrase.words, phrase.relation.of.words)
    if (
        phrase.kind == "text"
        and not phrase.words
        and phrase.relation is None
        and HEADINGS.intersection(question.casefold().split())
    ):
        largest = max(page.lines, key=lambda line: em_of(line.words), default=None)
        return None if largest is None else whole_text(page, largest)
    return None


def text_itself(page: Page, question: str) -> Value | None:
    """The text that says this, or stands where it was said to, to the end of its paragraph.

    Words that are all it says name no text: it is a label without a value."""
    phrase = parse_phrase(question)
    found = find_phrase(page.sight, replace(phrase, kind="text"), question)
    if found.target is None:
        return None
    point = found.target.point
    line = next((each for each in page.lines if each.box.contains(point)), None)
    if line is None:
        return None
    value = whole_text(page, line)
    is_label = not (phrase.exact or phrase.kind or phrase.relation) and likeness_of(phrase.words, value.text) >= SURE
    return None if is_label else value


def _cell(page: Page, column: str, row: str) -> Value | None:
    """Where a column and a row meet."""
    grid = grid_of(page, [[column]])
    if grid is None:
        return None
    named = [line for line in page.lines if likeness_of(row, line.text) >= SURE or part_likeness(row, line.text)[0]]
    cells = [cell for (cell,) in grid.rows if cell is not None and any(_is_level(cell, line) for line in named)]
    return cells[0] if len(cells) == 1 else None


def _is_level(cell: Value, line: Line) -> bool:
    return cell.box.y - line.box.h / 2 < line.box.center.y < cell.box.bottom + line.box.h / 2
