"""Marks: what is drawn inside a small box: its ground, its body, how high it stands."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .picture import Picture

DRAWN = 14
"""A pixel that differs so much from the ground is drawn."""

Mask = NDArray[np.bool_]
Shades = NDArray[np.int16]


def pixels_of(picture: Picture, box: Box) -> Shades:
    left, top, right, bottom = box.pixels(picture.size)
    return picture.rgb[top:bottom, left:right].astype(np.int16)


def body_of(crop: Shades) -> Mask:
    """The largest thing drawn in a crop, with all that it encloses: what the ground at the rim does not reach."""
    if min(crop.shape[:2]) < 3:
        return np.zeros(crop.shape[:2], np.bool_)
    ground = np.median(rim_of(crop), axis=0)
    empty = np.asarray(np.abs(crop - ground).max(axis=2) <= DRAWN, np.uint8)
    labels = np.asarray(cv2.connectedComponents(empty, connectivity=4)[1], np.int32)
    body = np.asarray(~(np.isin(labels, np.unique(rim_of(labels))) & (empty > 0)), np.uint8)
    _, found, told, _ = cv2.connectedComponentsWithStats(body, connectivity=8)
    parts, areas = np.asarray(found, np.int32), np.asarray(told, np.int32)[:, 4]
    return np.asarray(parts == 1 + int(areas[1:].argmax()) if len(areas) > 1 else body, np.bool_)


def rim_of(crop: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])


def drawn_in(picture: Picture, box: Box) -> Mask:
    """Which pixels of a box differ from the ground at its corners."""
    return np.abs(pixels_of(picture, box) - np.array(ground(picture, box), np.int16)).max(axis=2) > DRAWN


def ground(picture: Picture, box: Box) -> tuple[int, int, int]:
    """The colour of what a box lies on, at its corners."""
    left, top, right, bottom = box.grow(2).pixels(picture.size)
    rgb = picture.rgb
    corners = np.array([rgb[top, left], rgb[top, right - 1], rgb[bottom - 1, left], rgb[bottom - 1, right - 1]])
    r, g, b = np.median(corners, axis=0)
    return int(r), int(g), int(b)


def extents(drawn: Mask) -> NDArray[np.int64]:
    """How high what is drawn stands in each column."""
    some = drawn.any(axis=0)
    first = drawn.argmax(axis=0)
    last = drawn.shape[0] - drawn[::-1].argmax(axis=0)
    return np.where(some, last - first, 0).astype(np.int64)
