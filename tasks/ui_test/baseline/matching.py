"""Matching: whether a screen still looks like the picture that was kept of it, and if not, where, in words and drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....tools.compare import LEVELS, Comparison, compare
from ....tools.compare.aligned import aligned
from ....tools.errors import BadInput, NotFound
from ....tools.frame import Frame
from ....tools.geometry import Box
from ....tools.reading.text import Line
from ....tools.sight import Sight
from .drawn import drawn
from .kept import Kept, Note, Pictures, read
from .part import part_of
from .telling import Seen, called, message
from .words import places_of

IGNORE_PX = 4.0
"""So far around what is ignored its soft edges may reach, at scale 1."""
KEEP = "run with --handeye-update to keep what is seen"

Ignore = Sequence[str | Box | tuple[float, float, float, float]]
Read = Callable[[Frame], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs, in px of the compared pictures."""

    box: Box
    share: float
    """How much of the box differs, above 0 up to 1."""
    what: str
    """The words in it or near it: `"£18.00" beside "Total"`."""


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    is_same: bool
    why: str
    """One line for people; "" where it is the same as it was."""
    regions: tuple[Difference, ...]
    share: float
    """Of all that was compared."""
    before: Frame | None
    """None where there was no picture."""
    now: Frame
    drawn: Frame | None
    """Then, now and what differs, where something does."""
    path: Path
    """Of the picture."""
    written: bool = False
    """What is seen now was kept."""
    seen: Path | None = None
    """Where it was saved, because there was no picture."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be compared: a part of a look, and what is left out of it."""

    name: str
    region: str
    sight: Sight
    box: Box
    """The part; all of the picture where none was asked for."""
    frame: Frame
    """What is to be seen in the part."""
    ignored: Mapping[str, tuple[Box, ...]]
    """By the words that it was asked for with, in px of the part."""
    always: tuple[Box, ...]
    """What moves by itself, and what was ignored by its place."""


def matches(
    name: str,
    frame: Frame,
    sight: Sight,
    *,
    place: Pictures,
    ignore: Ignore = (),
    moving: Sequence[Box] = (),
    region: str = "",
    tolerance: float = 0.0,
    levels: int = LEVELS,
    read_then: Read | None = None,
) -> Compared:
    """Raises only where it was asked for what makes no sense, or for what is not to be seen.

    `tolerance`: the share of pixels that may differ. `levels`: how much, of 255, a colour may be off anywhere.
    `read_then` reads the kept picture, so that a difference can be told with what stood there."""
    path = place.path(name, frame.view.scale)
    asked = _asked(name, frame, sight, ignore, moving, region)
    if not path.exists():
        return _first(asked, path, place)
    kept = read(path)
    asked = _where_it_was(asked, kept.frame)
    left_out = _left_out(asked, kept.note)
    comparison = compare(kept.frame, asked.frame, ignore=left_out, levels=levels)
    is_same = kept.frame.size == asked.frame.size and comparison.share <= tolerance
    if place.update and (not is_same or set(kept.note.ignored) != set(asked.ignored)):
        place.write(path, asked.frame, _note(asked, place))
        return Compared(True, "", (), comparison.share, kept.frame, asked.frame, None, path, written=True)
    if is_same:
        return Compared(True, "", (), comparison.share, kept.frame, asked.frame, None, path)
    return _different(asked, kept, comparison, left_out, path, read_then)


def _asked(name: str, frame: Frame, sight: Sight, ignore: Ignore, moving: Sequence[Box], region: str) -> _Asked:
    whole = Box(0, 0, frame.size.w, frame.size.h)
    box = _whole_pixels(_region(region, sight), frame) if region else whole
    room = IGNORE_PX * frame.view.scale
    ignored: dict[str, tuple[Box, ...]] = {}
    always = [each.move(-box.x, -box.y) for each in moving]
    for each in ignore:
        if isinstance(each, str):
            ignored[each] = tuple(found.grow(room).move(-box.x, -box.y) for found in places_of(each, sight))
        else:
            always.append((each if isinstance(each, Box) else Box(*each)).move(-box.x, -box.y))
    return _Asked(name, region, sight, box, _cut(frame, box), ignored, tuple(always))


def _region(said: str, sight: Sight) -> Box:
    part = part_of(said, sight)
    if part is not None:
        return part
    try:
        (box,) = places_of(said, sight)[:1]
    except NotFound as error:
        raise NotFound(f"region: {error}") from None
    return box


def _whole_pixels(box: Box, frame: Frame) -> Box:
    left, top, right, bottom = box.pixels(frame.size)
    if right <= left or bottom <= top:
        raise BadInput("region: it lies outside of the picture")
    return Box(left, top, right - left, bottom - top)


def _cut(frame: Frame, box: Box) -> Frame:
    if box == Box(0, 0, frame.size.w, frame.size.h):
        return frame
    return Frame.of(frame.crop(box), frame.source, view=frame.view, url=frame.url)


def _first(asked: _Asked, path: Path, place: Pictures) -> Compared:
    if place.update:
        place.write(path, asked.frame, _note(asked, place))
        return Compared(True, "", (), 0.0, None, asked.frame, None, path, written=True)
    why = f'there is no picture of "{asked.name}" yet; {KEEP}'
    seen = place.save_seen(asked.name, asked.frame)
    return Compared(False, why, (), 0.0, None, asked.frame, None, path, seen=seen)


def _note(asked: _Asked, place: Pictures) -> Note:
    ignored = {
        said: [(round(box.x, 1), round(box.y, 1), round(box.w, 1), round(box.h, 1)) for box in boxes]
        for said, boxes in asked.ignored.items()
    }
    return Note(
        name=asked.name,
        test=place.test,
        region=asked.region,
        platform=place.platform,
        scale=asked.frame.view.scale,
        browser=place.browser,
        ignored=ignored,
    )


def _where_it_was(asked: _Asked, kept: Frame) -> _Asked:
    """A part's edges are told by sight, to a few pixels: it is compared where it lies best on what was kept."""
    whole = asked.sight.frame
    if not asked.region or (box := aligned(kept, whole, asked.box)) == asked.box:
        return asked
    dx, dy = asked.box.x - box.x, asked.box.y - box.y
    ignored = {said: tuple(each.move(dx, dy) for each in boxes) for said, boxes in asked.ignored.items()}
    always = tuple(each.move(dx, dy) for each in asked.always)
    return _Asked(asked.name, asked.region, asked.sight, box, _cut(whole, box), ignored, always)


def _left_out(asked: _Asked, note: Note) -> tuple[Box, ...]:
    """Where it stands now, and where it stood then: either text may be the longer one."""
    now = [box for boxes in asked.ignored.values() for box in boxes]
    then = [box for said in asked.ignored for box in note.boxes(said)]
    return (*now, *then, *asked.always)


def _different(
    asked: _Asked, kept: Kept, comparison: Comparison, left_out: Sequence[Box], path: Path, read_then: Read | None
) -> Compared:
    before = () if read_then is None else [line for line in read_then(kept.frame) if line.words]
    seen = Seen.of(comparison, asked.sight, asked.box)
    regions = tuple(Difference(each.box, each.share, called(each.box, seen, before)) for each in comparison.regions)
    why = message(asked.name, asked.region, comparison, [(each.what, each.box) for each in regions])
    picture = drawn(kept.frame, asked.frame, comparison, left_out)
    return Compared(False, why, regions, comparison.share, kept.frame, asked.frame, picture, path)
