"""Leaks: whether a secret stands in bytes, in whatever spelling, or was drawn into a picture that was kept."""

from __future__ import annotations

import base64
import html
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import numpy as np

from handeye.agent.redactor import COVER
from handeye.tools.frame import Frame, decode_picture
from handeye.tools.geometry import Box
from handeye.tools.reading.reader import Reader


def spellings(secret: str) -> set[bytes]:
    """All that is looked for, in lower case."""
    raw = secret.encode()
    told = {
        raw,
        quote(secret, safe="").encode(),
        quote_plus(secret).encode(),
        quote(quote(secret, safe="")).encode(),
        "".join(f"%{byte:02x}" for byte in raw).encode(),
        raw.hex().encode(),
        html.escape(secret).encode(),
        "".join(f"&#{ord(char)};" for char in secret).encode(),
        json.dumps(secret)[1:-1].encode(),
        "".join(f"\\u{ord(char):04x}" for char in secret).encode(),
        secret.encode("utf-16-le"),
        secret.replace("-", "").encode(),
    }
    for before in range(3):
        whole = base64.b64encode(b"x" * before + raw + b"x" * 3)
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        told |= {whole[first:last], whole[first:last].replace(b"+", b"-").replace(b"/", b"_")}
    return {each.lower() for each in told}


def found_in(data: bytes, secret: str) -> list[bytes]:
    low = data.lower()
    return [each for each in spellings(secret) if each in low]


def leaks_of(folder: Path, secret: str) -> list[str]:
    """Each file of a run that holds it, and how."""
    leaks: list[str] = []
    for file in folder.rglob("*"):
        if file.is_file():
            leaks += [f"{file.name}: {each!r}" for each in found_in(file.read_bytes(), secret)]
            leaks += [f"the name {file.name}: {each!r}" for each in found_in(file.name.encode(), secret)]
        if file.suffix == ".sqlite":
            for row in _rows(file):
                leaks += [f"{file.name}: {each!r}" for each in found_in(row, secret)]
    return leaks


def _rows(file: Path) -> Iterator[bytes]:
    """A value that is spread over several pages is one again."""
    base = sqlite3.connect(file)
    try:
        tables = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in base.execute(f'select * from "{table}"'):
                yield b" ".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
    finally:
        base.close()


def pictures_of(folder: Path) -> list[Path]:
    return sorted((folder / "frames").glob("*.png"), key=lambda each: each.stat().st_mtime)


def read_in_pictures(folder: Path, secret: str) -> list[str]:
    """Pictures in which our own reader reads it, or half of it."""
    reader, bare = Reader(), "".join(char for char in secret.casefold() if char.isalnum())
    half = len(bare) // 2
    pieces = {bare[at : at + half] for at in range(len(bare) - half + 1)}
    shown: list[str] = []
    for picture in pictures_of(folder):
        lines = reader.read(Frame.of(decode_picture(picture.read_bytes()), "record"))
        said = "".join(char for line in lines for char in line.text.casefold() if char.isalnum())
        if any(piece in said for piece in pieces):
            shown.append(f"{picture.name}: {said}")
    return shown


def drawn_in(picture: Path, box: Box) -> bool:
    """Whether anything but paper and cover is to be seen in a place of a picture."""
    crop = Frame.of(decode_picture(picture.read_bytes()), "record").crop(box)
    return not bool(((crop == 255).all(axis=2) | (crop == np.array(COVER)).all(axis=2)).all())
