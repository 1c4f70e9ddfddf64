"""Written: a cell as it stands in a table: several choices as `a; b`, or as a JSON list where that would be misread."""

from __future__ import annotations

import json
from collections.abc import Iterable


def written(cell: str | Iterable[str]) -> str:
    if isinstance(cell, str):
        return cell
    choices = list(cell)
    if any(";" in each or each != each.strip() or not each for each in choices) or (choices and choices[0].startswith("[")):
        return json.dumps(choices, ensure_ascii=False)
    return "; ".join(choices)
