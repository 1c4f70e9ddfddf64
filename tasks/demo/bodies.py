"""What a browser posts, urlencoded or multipart: read within limits into a Form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from ...tools.errors import BadInput

MOST_BYTES = 4 * 1024 * 1024
MOST_PARTS = 100
MOST_HEADER_BYTES = 2048
BOUNDARY = re.compile(r';\s*boundary="?([^\s";,]{1,70})"?', re.IGNORECASE)
DISPOSITION = re.compile(r"^content-disposition:\s*form-data\s*((?:;.*)?)$", re.IGNORECASE | re.MULTILINE)
PARAMETER = re.compile(r';\s*(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    uploads: Mapping[str, bytes] = field(default_factory=dict[str, bytes])

    def all(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")


def read_form(kind: str, body: bytes) -> Form:
    """`kind` is the Content-Type as sent."""
    media = kind.partition(";")[0].strip().lower()
    if media == "application/x-www-form-urlencoded":
        return _read_urlencoded(body)
    if media == "multipart/form-data":
        boundary = BOUNDARY.search(kind)
        if boundary is None:
            raise BadInput("a multipart form names its boundary; send it as a browser does")
        return _read_multipart(body, boundary[1].encode())
    raise BadInput("a form is sent urlencoded or multipart; send it as a browser does")


def _read_urlencoded(body: bytes) -> Form:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=MOST_PARTS)
    except ValueError as error:
        raise BadInput("this is no urlencoded form, or one of too many fields; send it as a browser does") from error
    return Form(_grouped(pairs))


def _read_multipart(body: bytes, boundary: bytes) -> Form:
    pairs: list[tuple[str, str]] = []
    uploads: dict[str, bytes] = {}
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_PARTS + 1)
    if len(pieces) > MOST_PARTS + 1 or not pieces[-1].startswith(b"--"):
        raise BadInput("the form was cut short, or has too many fields; send it again")
    for piece in pieces[1:-1]:
        head, gap, data = piece.partition(b"\r\n\r\n")
        if not head.startswith(b"\r\n") or not gap or len(head) > MOST_HEADER_BYTES:
            raise BadInput("a field of the form has no proper header; send it as a browser does")
        name, file_name = _names(head.decode("utf-8", "replace"))
        if file_name is None:
            pairs.append((name, data.decode("utf-8", "replace")))
        elif file_name or data:  # a browser sends both empty when no file was chosen
            uploads[name] = data
    return Form(_grouped(pairs), uploads)


def _names(head: str) -> tuple[str, str | None]:
    """The name of a field, and that of the file if it is one."""
    disposition = DISPOSITION.search(head.replace("\r\n", "\n"))
    said = {key.lower(): value for key, value in PARAMETER.findall(disposition[1])} if disposition else {}
    if "name" not in said:
        raise BadInput("a field of the form has no name; send it as a browser does")
    return said["name"], said.get("filename")


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        values[name] = (*values.get(name, ()), value)
    return values
