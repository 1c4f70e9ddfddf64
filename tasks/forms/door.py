"""`handeye.fill_job("members.yaml")`: a job from Python, and what came of it as one value."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from .filling import filled
from .ready import Given


@dataclass(frozen=True, kw_only=True, slots=True)
class JobResult:
    """How a job ended; what became of each row stands in `results`."""

    status: str
    """done, failed, unsure, waiting or interrupted."""
    why: str
    rows: int
    confirmed: int
    rejected: int
    failed: int
    unknown: int
    seconds: float
    model_calls: int
    results: Path | None
    report: Path | None


def fill_job(
    job: str | Path,
    *,
    rows: str | Path | None = None,
    workers: int | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    out: str | Path | None = None,
    report: bool = True,
    runs: str | Path = "runs",
) -> JobResult:
    """Does what `handeye fill` does, and goes on with a job that was begun. BadInput where the job or its table is wrong."""
    given = Given(
        file=Path(job),
        rows=None if rows is None else Path(rows),
        workers=workers,
        dry_run=dry_run,
        skip_bad=skip_bad,
        out=None if out is None else Path(out),
        report=report,
        runs=Path(runs),
    )
    told = asyncio.run(filled(given, os.environ))
    names = ("rows", "confirmed", "rejected", "failed", "unknown", "model_calls")
    return JobResult(
        status=str(told["status"]),
        why=str(told["why"]),
        seconds=cast("float", told["seconds"]),
        results=Path(str(told["results"])) if told["results"] else None,
        report=Path(str(told["report"])) if told["report"] else None,
        **{name: cast("int", told[name]) for name in names},
    )
