"""The report of a job: one file beside its results, made of what the ledger and the records of its rows say."""

from __future__ import annotations

from pathlib import Path

from ...tools.whole import write_whole
from .job_page import job_page
from .job_tally import tally_of
from .job_told import JobTold


def write_job_report(path: Path, told: JobTold) -> Path:
    """Where it is; it was written whole, for nobody but the owner. Films are linked that are there by now."""
    home = path.parent.resolve()
    write_whole(path, b"".join(part.encode() for part in job_page(told, tally_of(told, home), home)))
    return path
