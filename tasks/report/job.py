"""The report of a job: one file beside its results, made of what the ledger and the records of its rows say."""

from __future__ import annotations

from pathlib import Path

from ...agent.recorder import write_whole
from .job_page import job_page
from .job_tally import tally_of
from .job_told import JobTold


def write_job_report(path: Path, told: JobTold) -> Path:
    """Where it is; it was written whole, for nobody but the owner. Films are linked that are there by now."""
    write_whole(path, job_page(told, tally_of(told.entries), path.parent.resolve()).encode())
    return path
