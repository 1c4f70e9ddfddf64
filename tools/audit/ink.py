"""Ink: the colours of a text and of what it stands on, measured on its pixels; None where they do not tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..frame import Pixels

Colour = tuple[int, int, int]
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

TRACE_LEVELS = 3
"""What differs less from its paper leaves no trace."""

FLAT, SLOPE_LEVELS, STEEP_LEVELS = 0.3, 5, 24
"""One colour covers so much of flat paper; a gradient leaves its plane by no more levels, and is no steeper over one text."""

STRAY_LEVELS, STRAY = 16, 0.06
"""So much may be neither paper, nor ink, nor a blend of both, by so many levels: more is a photograph, or two inks."""

INKED, CORE = 0.25, 0.985
"""So much of the way from the paper to the ink is inked, or is the full ink."""

BODY, BEYOND = 0.2, 0.08
"""One colour covers so much of what is inked, and so little is farther from the paper: that is a border or a dot."""

SHARES, WHOLE = (0.0, 0.02, 0.04, 0.08, 0.12), (0.76, 0.77, 0.78, 0.87, 1.0)
"""Thin strokes cover no pixel whole: the smaller the share of the strongest colour, the less of a pixel may be covered where
it was found. In Chromium's letters of 13 fonts from 11 to 32 px, one in twenty covers less."""

LONE, LONE_WHOLE = 0.1, 0.8
"""A stroke whose neighbours on both sides have so little ink may be thinner than its one pixel."""


@dataclass(frozen=True, slots=True)
class Ink:
    ink: Colour
    paper: Colour
    ratio: float
    """As measured, against the nearest of the paper."""
    at_most: float
    """What it is if the strokes are as thin as they may be, against the farthest of the paper."""
    stroke_px: float
    """How thick its strokes are, from left to right."""
    last_px: int
    """Where the ink ends on the right, in px of the crop."""


def measure(crop: Pixels) -> Ink | None:
    """A line of text without what stands around it. No trace of ink at all is a ratio of 1."""
    if crop.shape[0] < 3 or crop.shape[1] < 2:
        return None
    papers = _papers(crop)
    if papers is None:
        return None
    away = crop.astype(np.float32) - papers
    far = np.abs(away).max(axis=2)
    if float(far.max()) <= TRACE_LEVELS:
        paper = _colour(np.median(papers.reshape(-1, 3), axis=0))
        return Ink(paper, paper, 1.0, 1.0, 0.0, 0)
    strongest = _strongest(crop, away, far)
    full = strongest - papers
    along = (away * full).sum(axis=2) / np.maximum((full * full).sum(axis=2), 1.0)
    stray = np.abs(away - along.clip(0, 1)[..., None] * full).max(axis=2) > STRAY_LEVELS
    if float(stray.mean()) > STRAY:
        return None
    whole = _whole(along)
    near = papers.reshape(-1, 3)
    ends = near[[int(near.sum(axis=1).argmin()), int(near.sum(axis=1).argmax())]]
    middle = ends.mean(axis=0)
    ink, may_be = _colour(strongest), _colour(middle + (strongest - middle) / whole)
    ratios = [contrast(_colour(end), ink) for end in ends]
    at_most = max(contrast(_colour(end), may_be) for end in ends)
    paper = _colour(ends[int(np.argmin(ratios))])
    inked = along > 2 * INKED
    starts = int(inked[:, 0].sum()) + int((inked[:, 1:] & ~inked[:, :-1]).sum())
    stroke_px = float(along.clip(0, 1).sum()) / max(1, starts)
    last_px = int(np.flatnonzero(inked.any(axis=0)).max(initial=-1)) + 1
    return Ink(ink, paper, min(ratios), max(at_most, *ratios), stroke_px, last_px)


def _papers(crop: Pixels) -> Floats | None:
    """The paper under each px: one colour, or a gentle gradient, which is seen along the rim."""
    packed = _packed(crop)
    values, counts = np.unique(packed, return_counts=True)
    most = int(counts.argmax())
    if counts[most] >= FLAT * packed.size:
        return np.broadcast_to(_unpacked(int(values[most])), crop.shape)
    height, width = crop.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    rim = np.zeros((height, width), np.bool_)
    rim[:1] = rim[-1:] = True
    rim[:, :1] = rim[:, -1:] = True
    plane = np.stack([np.ones_like(xs), xs / width, ys / height], axis=2)
    known, seen = plane[rim], crop[rim].astype(np.float32)
    kept, slope = np.ones(len(known), np.bool_), np.linalg.lstsq(known, seen, rcond=None)[0]
    for _ in range(2):  # letters that reach the rim are no paper
        kept = np.abs(known @ slope - seen).max(axis=1) <= 2 * SLOPE_LEVELS
        if kept.mean() < 0.5:
            return None
        slope = np.linalg.lstsq(known[kept], seen[kept], rcond=None)[0]
    if np.abs(known[kept] @ slope - seen[kept]).max() > SLOPE_LEVELS or np.abs(slope[1:]).sum(axis=0).max() > STEEP_LEVELS:
        return None
    return (plane @ slope).astype(np.float32)


def _strongest(crop: Pixels, away: Floats, far: Floats) -> Floats:
    """The colour of the ink: the one that is farthest from the paper, unless that is something beside the text."""
    most = int(far.argmax())
    furthest = away.reshape(-1, 3)[most]
    along = (away @ furthest) / float(furthest @ furthest)
    inked = along > INKED
    values, counts = np.unique(_packed(crop[inked]), return_counts=True)
    body = int(values[int(counts.argmax())])
    beyond = along > float(along[_packed(crop) == body].max()) + 0.05
    if counts.max() >= BODY * inked.sum() and beyond.sum() < BEYOND * inked.sum():
        return _unpacked(body)
    return crop.reshape(-1, 3)[most].astype(np.float32)


def _whole(along: NDArray[np.floating]) -> float:
    """How much of a pixel the strongest one may be covered, at the least."""
    core = along > CORE
    share = float(core.sum()) / max(1, int((along > 0.3).sum()))
    covered = np.pad(along.clip(0, 1), 1)
    beside = covered[1:-1, :-2] + covered[1:-1, 2:]
    above = covered[:-2, 1:-1] + covered[2:, 1:-1]
    thick = float(np.median(np.minimum(beside, above)[core]))
    least = float(np.interp(share, SHARES, WHOLE))
    return min(least, LONE_WHOLE) if thick < LONE else least


def _packed(colours: NDArray[np.generic]) -> Ints:
    whole = colours.astype(np.int32)
    return (whole[..., 0] << 20) | (whole[..., 1] << 10) | whole[..., 2]


def _unpacked(value: int) -> Floats:
    return np.array([value >> 20, (value >> 10) & 1023, value & 1023], np.float32)


def _colour(colour: NDArray[np.floating]) -> Colour:
    red, green, blue = np.rint(colour).clip(0, 255).astype(int).tolist()
    return red, green, blue


def _linear(parts: NDArray[np.generic]) -> NDArray[np.float64]:
    share = parts.astype(np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


_LINEAR = _linear(np.arange(256))
"""Of each level a pixel can have."""


def luminance(colours: NDArray[np.generic]) -> NDArray[np.float64]:
    """Of colours along the last axis, as WCAG 2 defines it."""
    linear = np.take(_LINEAR, colours.astype(np.uint8)) if colours.dtype == np.uint8 else _linear(colours)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted(luminance(np.array([one, other])).tolist())
    return (light + 0.05) / (dark + 0.05)


def name_of(colour: Colour) -> str:
    return f"#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}"
