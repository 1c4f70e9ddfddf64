"""Saves yardstick screens as pictures with their truth beside them, to train on and to look at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ....tools.geometry import Box
from .truth import Screen
from .yard import opened_yard


async def save(folder: Path, seed: int, count: int, looks: Sequence[str] = ("tuned",), **more: Any) -> list[Path]:
    """`NAME.png` and `NAME.json` for each screen; `more` as for `Yard.screens`."""
    _make(folder)
    saved: list[Path] = []
    async with opened_yard() as yard:
        async for screen in yard.screens(seed, count, looks=looks, **more):
            path = folder / f"{screen.name}.png"
            path.write_bytes(screen.frame.png)
            path.with_suffix(".json").write_text(json.dumps(truth_of(screen), ensure_ascii=False), encoding="utf-8")
            saved.append(path)
    return saved


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def truth_of(screen: Screen) -> dict[str, Any]:
    """Plain data; boxes are [x, y, w, h] in frame px."""
    return {
        "name": screen.name,
        "look": screen.look,
        "tuned": screen.tuned,
        "size": [screen.frame.size.w, screen.frame.size.h],
        "scale": screen.frame.view.scale,
        "words": [{"text": word.text, "box": _list(word.box)} for word in screen.words],
        "widgets": [{**asdict(widget), "box": _list(widget.box)} for widget in screen.widgets],
        "unclear": [_list(box) for box in screen.unclear],
    }


def _list(box: Box) -> list[float]:
    return [round(side, 2) for side in (box.x, box.y, box.w, box.h)]
