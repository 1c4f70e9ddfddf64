"""Kept: where the pictures of a test are, beside its file, each with what was ignored when it was kept.

tests/__pictures__/linux-2x-dark/test_shop/cart-CLUB.png    what was seen
tests/__pictures__/linux-2x-dark/test_shop/cart-CLUB.json   and where "the clock" stood then
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
from PIL import Image
from pydantic import BaseModel, ValidationError

from ....tools.errors import BadInput
from ....tools.frame import Frame, decode_picture
from ....tools.geometry import Box, View
from ....tools.whole import SHARED, write_whole

FOLDER = "__pictures__"
PLATFORMS = {"darwin": "macos", "win32": "windows"}
MOST_LETTERS = 80
"""Of a file's name: the parameters of a test may be long."""
NO_FILE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))})
"""Windows has devices of these names."""


class Note(BaseModel):
    """What is noted beside a picture."""

    name: str = ""
    test: str = ""
    region: str = ""
    platform: str = ""
    scale: float = 1.0
    browser: str = ""
    ignored: dict[str, list[tuple[float, float, float, float]]] = {}
    """Where each thing stood that was ignored: x, y, w and h."""

    def boxes(self, said: str) -> list[Box]:
        return [Box(*sides) for sides in self.ignored.get(said, [])]


@dataclass(frozen=True, slots=True)
class Kept:
    frame: Frame
    note: Note


@dataclass(eq=False)
class Pictures:
    """The pictures of one attempt of one test."""

    test_file: Path
    test: str = ""
    """Its name, with its parameters in brackets: test_cart[CLUB]."""
    seen: Path | None = None
    """Where what is seen is saved when there is no picture to compare it with."""
    update: bool = False
    scheme: str = "light"
    platform: str = PLATFORMS.get(sys.platform, sys.platform)
    browser: str = ""
    """As it calls itself, with its version: noted only, because another version may well look the same."""
    asked: set[Path] = field(default_factory=set[Path])
    """All that were asked for so far."""
    written: dict[Path, str] = field(default_factory=dict[Path, str])
    """By which test each was written; one for all tests of a session finds two that write the same."""

    @property
    def folder(self) -> Path:
        return self.test_file.parent / FOLDER

    def path(self, name: str, scale: float) -> Path:
        """Of the picture of that name; each may be asked for once."""
        parameters = re.search(r"\[(.*)\]$", self.test, re.DOTALL)
        stem = file_name(f"{name}-{parameters[1]}" if parameters else name)
        kind = f"{self.platform}-{scale:g}x" + ("" if self.scheme == "light" else f"-{self.scheme}")
        path = self.folder / kind / self.test_file.name.removesuffix(".py").removesuffix(".yaml") / f"{stem}.png"
        # On some disks Cart and cart are one file.
        if str(path).casefold() in {str(other).casefold() for other in self.asked}:
            raise BadInput(f'this test asked for the picture "{name}" before; give each one a name of its own')
        self.asked.add(path)
        return path

    def write(self, path: Path, frame: Frame, note: Note) -> None:
        other = self.written.get(path, self.test)
        if other != self.test and path.exists() and read(path).frame.sha256 != frame.sha256:
            raise BadInput(f'{other} has just kept another picture as "{note.name}"; give one of them another name')
        self.written[path] = self.test
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, packed(frame), SHARED)
        write_whole(path.with_suffix(".json"), _as_text(note).encode(), SHARED)

    def save_seen(self, name: str, frame: Frame) -> Path | None:
        if self.seen is None:
            return None
        self.seen.mkdir(parents=True, exist_ok=True)
        path = self.seen / f"{file_name(name)}.png"
        write_whole(path, frame.png, SHARED)
        return path


def file_name(said: str) -> str:
    """What was said, as a name that every disk takes; what had to be left out or cut is told apart by a few digits."""
    said = unicodedata.normalize("NFC", said)
    name = re.sub(r"[^\w.+=-]+", "-", said).strip("-.")
    if not re.search(r"\w", name):
        raise BadInput(f'a picture cannot be named "{said}": letters or digits are needed')
    is_whole = re.sub(r"[\s/-]+", "-", said) == name and len(name) <= MOST_LETTERS
    if is_whole and name.casefold().partition(".")[0] not in NO_FILE_NAMES:
        return name
    return f"{name[:MOST_LETTERS].rstrip('-.')}-{hashlib.sha256(said.encode()).hexdigest()[:6]}"


def read(path: Path) -> Kept:
    try:
        pixels = decode_picture(path.read_bytes())
    except (ValueError, cv2.error):
        raise BadInput(f"{path} is no picture; fetch it again (git lfs pull?), or run with --handeye-update") from None
    note = _note(path.with_suffix(".json"))
    return Kept(Frame.of(pixels, "kept", view=View(scale=note.scale)), note)


def _note(path: Path) -> Note:
    try:
        return Note.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Note()
    except ValidationError:
        raise BadInput(f"{path} does not say what was ignored; run with --handeye-update") from None


def _as_text(note: Note) -> str:
    """One line for each thing, so that a change is easily read."""
    told = note.model_dump()
    ignored: Mapping[str, Sequence[Sequence[float]]] = told.pop("ignored")
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items() if value != ""]
    places = [f"    {json.dumps(said, ensure_ascii=False)}: {json.dumps(boxes)}" for said, boxes in ignored.items()]
    if places:
        lines.append('  "ignored": {\n' + ",\n".join(places) + "\n  }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def packed(frame: Frame) -> bytes:
    """As small as it gets without loss: it is read often, and kept in every clone."""
    into = io.BytesIO()
    Image.fromarray(frame.rgb).save(into, "PNG", optimize=True)
    return into.getvalue()


def unused(asked: Collection[Path]) -> list[Path]:
    """Pictures that no test asked for, of the files whose tests asked for others; to be asked once all of those have run."""
    beside = {path.parent for path in asked}
    return sorted(path for folder in beside for path in folder.glob("*.png") if path not in asked)
