"""Values: what of one row goes into the form, under the words of the form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ...tools.errors import BadInput
from .formats import Format, said_format
from .job import Job
from .places import Places, meant
from .row import Bad, Cell


def labels_of(job: Job, columns: Collection[str]) -> dict[str, str]:
    """What the columns that are for the form are called on it; what is the same for every row comes last."""
    named = {column: job.label(column) for column in columns if column not in job.ignore}
    constants = {name: job.label(name) for name, said in job.fields.items() if said.value and name not in named}
    return {name: label for name, label in {**named, **constants}.items() if name not in job.ignore}


def values_of(
    job: Job, formats: Mapping[str, Format], cells: Mapping[str, Cell], secrets: Collection[str] = ()
) -> dict[str, Cell]:
    """By the form's words, in the order of the columns; what is empty is left out. BadInput where a file went away."""
    return {label: said for label, format_, cell in _each(job, formats, cells, secrets) if (said := _spoken(format_, cell))}


def spellings_of(
    job: Job, formats: Mapping[str, Format], cells: Mapping[str, Cell], secrets: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """What else a list on the form may call these values; only of those that have other names."""
    each = ((label, format_.spellings(cell)) for label, format_, cell in _each(job, formats, cells, secrets) if cell)
    return {label: others for label, others in each if others}


def files_of(job: Job, formats: Mapping[str, Format], cells: Mapping[str, Cell]) -> tuple[Path, ...]:
    """The files of one row: nothing else of it may be uploaded, whatever a cell says."""
    each = (_spoken(format_, cell) for _, format_, cell in _each(job, formats, cells, ()) if format_.kind == "file" and cell)
    return tuple(Path(said) for said in each if isinstance(said, str))


def folder_of(job: Job) -> tuple[str, tuple[str, ...]]:
    """Where the files lie that cells name, and which of these are the job's own."""
    own = tuple(str(each) for each in (job.rows, job.secrets) if each is not None)
    return (str(job.rows.parent) if job.rows is not None else "", own)


def check_labels(job: Job, columns: Collection[str]) -> None:
    """BadInput where the job speaks of a column that is not there, or calls two by one name."""
    for name, said in job.fields.items():
        if name not in columns and not said.value:
            raise BadInput(_lacks("fields", name, columns))
    for name in job.ignore:
        if name not in columns:
            raise BadInput(_lacks("ignore", name, columns))
    if job.key not in columns:
        raise BadInput(_lacks("key", job.key, columns))
    of_label: dict[str, str] = {}
    for name, label in labels_of(job, columns).items():
        if (other := of_label.setdefault(label, name)) != name:
            both = f'"{other}" and "{name}" are both called "{label}" on the form'
            raise BadInput(f"{both}; ignore one of them, or give it another label")


def _each(
    job: Job, formats: Mapping[str, Format], cells: Mapping[str, Cell], secrets: Collection[str]
) -> Iterator[tuple[str, Format, Cell]]:
    places = Places(cells, secrets)
    for name, label in labels_of(job, cells).items():
        said = job.fields.get(name)
        if said is not None and said.value:
            format_ = said_format(name, said.format, *folder_of(job)) if said.format else Format(name)
            yield label, format_, places.in_text(said.value)
        else:
            yield label, formats.get(name, Format(name)), cells[name]


def _spoken(format_: Format, cell: Cell) -> Cell:
    try:
        return format_.spoken(cell)
    except Bad as bad:
        raise BadInput(f"{format_.column}: {bad}") from None


def _lacks(where: str, name: str, columns: Collection[str]) -> str:
    return f'{where}: there is no column "{name}" in the table.{meant(name, columns)} There are: {", ".join(columns)}'
