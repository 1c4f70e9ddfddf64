"""`handeye report`: writes the report of a run into its folder, from nothing but what the folder holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ...tools.geometry import Box
from ...tools.whole import write_whole
from .album import Album
from .page import page
from .scene import Scene
from .story import story_of

MOST_OUTLINES = 12
"""More places than this that changed are outlined as one."""
NEAR_PX = 12


def write_report(folder: Path) -> Path:
    """Where it is; it was written whole, for nobody but the owner."""
    path = folder / "report.html"
    write_whole(path, report_of(folder).encode())
    return path


def report_of(folder: Path) -> str:
    story = story_of(folder)
    names = {name for scene in story.scenes for name in scene.pictures}
    album = Album(folder / "frames", len(names))
    scenes = tuple(_filmed(scene, album) for scene in story.scenes)
    return page(replace(story, scenes=scenes), album)


def _filmed(scene: Scene, album: Album) -> Scene:
    """With its pictures in the album, and with what changed between them."""
    for name in scene.pictures:
        album.add(name)
    changed = scene.changed
    if changed is None and scene.before and scene.after:
        changed = album.changes(scene.before, scene.after)
    return replace(scene, changed=None if changed is None else joined(changed))


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Places that touch or nearly do are one, so that no outline crosses another."""
    apart: list[Box] = []
    for box in boxes:
        while near := [other for other in apart if box.grow(NEAR_PX).intersect(other)]:
            box = Box.union([box, *near])
            apart = [other for other in apart if other not in near]
        apart.append(box)
    return tuple(apart) if len(apart) <= MOST_OUTLINES else (Box.union(apart),)
