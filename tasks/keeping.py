"""Keeping: how much of a run stays on the disk, and which runs there are."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..agent.drive import CHECKPOINTS
from ..agent.recorder import read_events
from .terminal import plain, tell, to_json

Keep = Literal["all", "evidence", "failed"]

DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Kept:
    """One run that is on the disk."""

    folder: Path
    began_s: float
    status: str
    task: str
    size_bytes: int


def keep_only(folder: Path, keep: Keep, *, is_done: bool) -> None:
    """`evidence`: the pictures that verdicts rest on; `failed`: none of a run that is done. The report keeps its own."""
    if keep == "all":
        return
    wanted = set(_evidence(folder)) if keep == "evidence" or not is_done else set[str]()
    if keep == "failed" and not is_done:
        return
    for picture in (folder / "frames").glob("*.png"):
        if picture.stem not in wanted:
            picture.unlink()
    if is_done:
        (folder / CHECKPOINTS).unlink(missing_ok=True)


def _evidence(folder: Path) -> Iterator[str]:
    for event in read_events(folder):
        if event["event"] == "verdict":
            yield str(event.get("frame", ""))
            for part in cast("list[Mapping[str, Any]]", event.get("evidence", [])):
                yield str(part.get("frame", ""))


def runs_in(runs: Path) -> list[Kept]:
    """The newest first."""
    folders = [each for each in runs.iterdir() if (each / "run.json").is_file()] if runs.is_dir() else []
    return sorted((_kept(each) for each in folders), key=lambda each: each.began_s, reverse=True)


def _kept(folder: Path) -> Kept:
    about = _about(folder)
    result = cast("dict[str, Any]", about.get("result") or {})
    status = str(result.get("status", "cut off"))
    size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    return Kept(folder, _began(folder), status, str(about.get("task", "")), size)


def _began(folder: Path) -> float:
    first = next(read_events(folder), None)
    return float(cast("float", first["at"])) if first is not None else (folder / "run.json").stat().st_mtime


def _about(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def prune(runs: Path, *, days: float | None, most_bytes: int | None) -> list[Kept]:
    """Takes away what is older, and the oldest until the rest is small enough; a run that waits stays. What went."""
    now_s, total, gone = time.time(), 0, list[Kept]()
    for each in runs_in(runs):
        if each.status == "waiting":
            continue
        too_old = days is not None and now_s - each.began_s > days * DAY_S
        total += each.size_bytes
        if too_old or (most_bytes is not None and total > most_bytes):
            shutil.rmtree(each.folder)
            gone.append(each)
    return gone


def show_runs(runs: Path, *, as_json: bool) -> None:
    kept = runs_in(runs)
    if as_json:
        told = [
            {"run": str(each.folder), "began": each.began_s, "status": each.status, "task": each.task, "bytes": each.size_bytes}
            for each in kept
        ]
        print(to_json({"runs": told}))
        return
    if not kept:
        tell(f"there are no runs in {runs}")
        return
    table = Table("run", "began", "ended", "MB", "task", box=None, pad_edge=False)
    for each in kept:
        began = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.began_s))
        cells = (each.folder.name, began, each.status, f"{each.size_bytes / 1e6:.1f}", plain(each.task)[:70])
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
