"""Job commands: `handeye job …`: how jobs stand, what became of each row, and what a person decides about it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

job_app = typer.Typer(add_completion=False)

JobSaid = Annotated[str, typer.Argument(metavar="JOB", help="Its job.yaml, its ledger, or its name.", show_default=False)]
LedgerSaid = Annotated[str, typer.Option("--ledger", metavar="URL", help="The ledger it is in: a file or a database.")]
Rows = Annotated[
    list[str] | None, typer.Option("--row", metavar="N|KEY", help="A row, by its number or its key; may be repeated.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout; what is for people goes to stderr.")]


@job_app.callback(invoke_without_command=True)
def job_commands(context: typer.Context) -> None:
    """See how jobs stand and what became of each row; retry, approve or settle rows.

    JOB is its job.yaml, its ledger, or its name where one ledger in this folder has it.

    \b
    handeye job status members.yaml
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


@job_app.command(name="list", short_help="List the jobs of a folder.")
def list_jobs(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where their ledgers or files lie. [.]", show_default=False)
    ] = Path(),
    as_json: Json = False,
) -> None:
    """List the jobs that were begun in a folder: how many rows, how they stand, and when that last changed.

    \b
    handeye job list
    handeye job list jobs --json
    """
    from .job_list import show_jobs

    show_jobs(folder, as_json=as_json)


@job_app.command(short_help="Say how a job stands, and what to do next.")
def status(job: JobSaid, ledger: LedgerSaid = "", as_json: Json = False) -> None:
    """Say how many rows stand where, of what they failed, who works on them, what waits for a person, and what to type next.

    \b
    handeye job status members.yaml
    handeye job status new-members --ledger postgresql://me@db.example.org/jobs --json
    """
    from .job_status import show_status
    from .which_job import job_called

    show_status(job_called(job, ledger), as_json=as_json)


@job_app.command(short_help="Show one row, or a line for each.")
def show(
    job: JobSaid,
    row: Annotated[str, typer.Option("--row", metavar="N|KEY", help="All that is known of this row.")] = "",
    state: Annotated[str, typer.Option(metavar="STATE,…", help="Only rows that are failed, rejected, unknown, …")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many rows. [50 on a terminal]")] = None,
    ledger: LedgerSaid = "",
    as_json: Json = False,
) -> None:
    """Show all that is known of one row: values, state, why, tries, receipt, film and picture; passwords are left out.

    Without --row it is a table of rows; piped, one line each with tabs between: number, key, state, why.

    \b
    handeye job show members.yaml --row ada@example.org
    handeye job show members.yaml --state failed,rejected
    """
    from .job_rows import show_rows, states_in
    from .job_show import show_row
    from .which_job import job_called

    found = job_called(job, ledger)
    if row:
        show_row(found, row, as_json=as_json)
    else:
        show_rows(found, states_in(state), limit, as_json=as_json)


@job_app.command(short_help="Have rows that failed tried again.")
def retry(
    job: JobSaid,
    row: Rows = None,
    every: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="All that were rejected, with the same values.")] = False,
    ledger: LedgerSaid = "",
) -> None:
    """Make rows that failed pending again, so that the next fill takes them; what was or may have been stored never is.

    \b
    handeye job retry members.yaml --all
    handeye job retry members.yaml --row 7 --row ada@example.org
    """
    from .job_decide import retry as retried
    from .which_job import job_called

    retried(job_called(job, ledger), row or (), every=every, rejected=rejected)


@job_app.command(short_help="Say yes to rows that wait for it.")
def approve(
    job: JobSaid,
    row: Rows = None,
    every: Annotated[bool, typer.Option("--all", help="All that wait for it.")] = False,
    ledger: LedgerSaid = "",
) -> None:
    """Say yes to rows that were filled in and wait to be looked at; a fill that runs, or the next one, sends them off.

    \b
    handeye job show members.yaml --row 7
    handeye job approve members.yaml --row 7
    """
    from .job_decide import approve as approved
    from .which_job import job_called

    approved(job_called(job, ledger), row or (), every=every)


@job_app.command(short_help="Say whether a row of unknown fate was stored.")
def settle(
    job: JobSaid,
    row: Annotated[str, typer.Option("--row", metavar="N|KEY", help="The row, by its number or its key.", show_default=False)],
    stored: Annotated[
        bool | None, typer.Option("--stored/--not-stored", help="What you found out.", show_default=False)
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="How you know; it is kept with the row.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
    ledger: LedgerSaid = "",
) -> None:
    """Say what you found out about a row that was sent off, and of which nobody knows whether it was stored.

    \b
    handeye job settle members.yaml --row 7 --stored --why "she is in the list"
    handeye job settle members.yaml --row 8 --not-stored --yes
    """
    from ...tools.errors import BadInput
    from .job_decide import settle as settled
    from .which_job import job_called

    if stored is None:
        raise BadInput("say what you found: --stored or --not-stored")
    raise typer.Exit(settled(job_called(job, ledger), row, stored=stored, why=why, yes=yes))
