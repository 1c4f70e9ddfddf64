"""See: from candidates to widgets, each with its exact box, state, value, label and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..frame import Frame
from ..geometry import Box
from ..reading.masked import has_letters
from ..reading.text import Line, Word
from .candidate import Candidate, Finder
from .chevron import has_chevron
from .closer import find_widgets
from .contents import Contents, held_by, rows_of, said
from .labels import MARKS, Label, Named, label
from .parting import part
from .picture import Picture, picture_of
from .places import Place, place
from .states import check_state, is_masked, slider_place, switch_state
from .texts import cleaned, texts_outside, usual_contrast
from .widget import Widget

WORDED = ("button", "icon button", "link", "tab")
"""What its own words name."""
WRITTEN = ("field", "text area", "select")
"""What words can be put into."""
LEAST_PX = 4
"""What shows less than that on the frame is nothing to act on."""


@dataclass(frozen=True, slots=True)
class _Seen:
    candidate: Candidate
    box: Box
    words: tuple[Word, ...]
    contents: Contents


def see_widgets(frame: Frame, lines: Sequence[Line], finder: Finder = find_widgets) -> tuple[Widget, ...]:
    """What can be used on a frame, in reading order."""
    picture = picture_of(frame, lines)
    candidates = [each for each in finder(frame, lines) if _can_be_hit(each.box.clip(frame.size))]
    lines = part(lines, [each.box for each in candidates if each.kind in MARKS])
    seen = _refined(picture, lines, candidates)
    named = [each for each in seen if each.candidate.kind not in WORDED]
    closed = [each.box for each in seen if each.candidate.kind not in (*MARKS, "switch", "link", "slider")]
    marks = [each.box for each in seen if each.candidate.kind in (*MARKS, "switch", "slider")]
    texts = texts_outside(picture, lines, closed, marks)
    controls = [
        Named(each.candidate.kind, each.box, bool(each.contents.floating or each.contents.placeholder)) for each in named
    ]
    links = [each.box for each in seen if each.candidate.kind == "link"]
    labels, given = label(controls, texts, picture.unit, links)
    by_id = {id(each): text for each, text in zip(named, labels, strict=True)}
    everything = [Named(each.candidate.kind, each.box) for each in seen]
    places = place(everything, texts, given, picture.unit)
    widgets = [_widget(picture, each, by_id.get(id(each), Label()), where) for each, where in zip(seen, places, strict=True)]
    return tuple(sorted(widgets, key=lambda widget: (round(widget.box.center.y / (12 * picture.unit)), widget.box.x)))


def _can_be_hit(shown: Box | None) -> bool:
    return shown is not None and min(shown.w, shown.h) >= LEAST_PX


def _refined(picture: Picture, lines: Sequence[Line], candidates: Sequence[Candidate]) -> list[_Seen]:
    usual = usual_contrast(texts_outside(picture, lines, [each.box for each in candidates], ()))
    seen: list[_Seen] = []
    for candidate in candidates:
        box = candidate.box
        within = tuple(word for line in lines for word in _belonging(line, box, candidate.kind))
        if candidate.kind == "field" and has_chevron(picture, box.grow(-2 * picture.unit), within):
            candidate = replace(candidate, kind="select")
        contents = held_by(picture, candidate, box, within, usual) if candidate.kind in WRITTEN else Contents()
        candidate = replace(candidate, kind=_kind(candidate.kind, within))
        seen.append(_Seen(candidate, box, within, contents))
    return seen


def _belonging(line: Line, box: Box, kind: str) -> Iterator[Word]:
    """The words of a line that stand in a box; of a field's also those on its upper edge."""
    on_edge = kind in WRITTEN and any(
        box.x + 4 <= word.box.center.x < box.right and word.box.y < box.y < word.box.bottom - 0.25 * word.box.h
        for word in line.words
    )
    for word in line.words:
        center = word.box.center
        if box.contains(center) or (on_edge and box.x <= center.x < box.right and word.box.y < box.y):
            yield word


def _kind(kind: str, words: Sequence[Word]) -> str:
    """A button whose only words are a sign is an icon button; one with words on it is none."""
    if kind == "icon button" and sum(char.isalnum() for word in words for char in word.text) > 2:
        return "button"
    if kind == "button" and words and not any(char.isalnum() for word in words for char in word.text):
        return "icon button"
    return kind


def _widget(picture: Picture, seen: _Seen, given: Label, where: Place) -> Widget:
    kind, contents = seen.candidate.kind, seen.contents
    label = given.words
    value, state = contents.value, _state(picture, seen)
    if "masked" in state:
        value = "•" * is_masked(picture, seen.box)
    if kind == "slider" and (at := slider_place(picture, seen.box)) is not None:
        value = f"{at:.0%}"
    if kind in WORDED:
        label = cleaned(" ".join(said(row) for row in rows_of(seen.words)))
    elif contents.floating:
        label = cleaned(contents.floating)
    elif where.column and where.row:
        label = where.column
    label = label or cleaned(contents.placeholder)
    return Widget(
        kind,
        seen.box,
        label,
        value,
        state,
        seen.candidate.score,
        placeholder=contents.placeholder,
        group=where.group,
        row=where.row,
        column=where.column,
    )


def _state(picture: Picture, seen: _Seen) -> tuple[str, ...]:
    kind, box, known = seen.candidate.kind, seen.box, seen.candidate.state
    disabled = tuple(word for word in known if word == "disabled")
    if kind in MARKS:
        return (check_state(picture, box, known), *disabled)
    if kind == "switch":
        return (switch_state(picture, box, known), *disabled)
    if kind == "tab":
        return known
    if kind == "field" and not has_letters("".join(word.text for word in seen.words)) and is_masked(picture, box):
        return ("masked", *disabled)
    return disabled
