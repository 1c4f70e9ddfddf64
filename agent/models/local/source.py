"""Source: which weights are meant: a short name, a hub id or a folder, and how exactly they are kept in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ....tools.errors import BadInput, nearest

Precision = Literal["", "bf16", "fp32", "8bit", "4bit"]
"""As "qwen3-vl-4b:4bit" ends; "": as the weights are stored, as far as this machine computes well with it."""
PLAIN: Precision = ""
PRECISIONS: dict[str, Precision] = {"bf16": "bf16", "fp32": "fp32", "8bit": "8bit", "4bit": "4bit"}
Numbers = Literal["bf16", "fp32", "fp8", "8bit", "4bit"]
"""What the weights become in memory."""

SIZES = {"2b": "2B", "4b": "4B", "8b": "8B", "30b-a3b": "30B-A3B"}
KINDS = {"": "Instruct", "-instruct": "Instruct", "-thinking": "Thinking"}
NAMES = {
    f"qwen3-vl-{size}{kind}{fp8}": f"Qwen/Qwen3-VL-{hub_size}-{hub_kind}{fp8.upper()}"
    for size, hub_size in SIZES.items()
    for kind, hub_kind in KINDS.items()
    for fp8 in ("", "-fp8")
}
"""What may be said for short, by its hub id."""


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    """As it was said."""
    hub_id: str = ""
    folder: Path | None = None
    precision: Precision = ""

    @property
    def seems_to_think(self) -> bool:
        """By its name; what its template says is known once it is loaded."""
        return "thinking" in (self.hub_id or str(self.folder)).casefold()


def parse_source(spec: str) -> Source:
    where, colon, last = spec.strip().rpartition(":")
    precision = PRECISIONS.get(last, PLAIN) if colon else PLAIN
    if not precision:
        where = spec.strip()
    if hub_id := NAMES.get(where.casefold()):
        return Source(spec, hub_id=hub_id, precision=precision)
    folder = Path(where).expanduser()
    if where and folder.is_dir():
        return Source(spec, folder=folder, precision=precision)
    if re.fullmatch(r"[\w-][\w.-]*/[\w.-]+", where):
        return Source(spec, hub_id=where, precision=precision)
    raise BadInput(
        f'no model is called "{spec}" and no folder either.{nearest(where, NAMES)} Take qwen3-vl-2b, -4b, -8b or -30b-a3b'
        " (then -thinking, -fp8), a hub id such as Qwen/Qwen3-VL-4B-Instruct, a folder, or the address of a server"
    )
