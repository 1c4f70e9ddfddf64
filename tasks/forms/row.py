"""Row: one row of a table, or why it is none, and what its cells say in the words of forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...tools.errors import BadInput

Cell = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """Counted from 1, without the headings."""
    line: int
    """Where it begins in its file, counted from 1."""
    cells: tuple[tuple[str, Cell], ...]
    """Headings and what stands under them; several choices are a tuple."""


@dataclass(frozen=True, slots=True)
class BadRow:
    number: int
    line: int
    why: str


class Bad(ValueError):
    """What makes a row a bad one."""


def headings_of(cells: Sequence[str], where: str) -> tuple[str, ...]:
    """What the columns are called; columns at the end that have no heading are none."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise BadInput(f"{where}: no headings; the first row names the columns")
    for at, name in enumerate(names, start=1):
        if not name:
            raise BadInput(f"{where}: column {at} has no heading")
        if names.index(name) != at - 1:
            raise BadInput(f'{where}: two columns are called "{name}"')
    return tuple(names)


def under(headings: Sequence[str], cells: Sequence[str]) -> tuple[tuple[str, Cell], ...]:
    """Cells with their headings; too many or too few mean that something is amiss in that row."""
    extra = [cell for cell in cells[len(headings) :] if cell.strip()]
    if extra:
        raise Bad(f'it has {len(cells)} cells under {len(headings)} headings; what is too many begins with "{extra[0]}"')
    if len(cells) < len(headings):
        raise Bad(f'it has {len(cells)} cells under {len(headings)} headings; "{headings[len(cells)]}" is missing')
    return tuple(zip(headings, (plain(cell) for cell in cells), strict=False))


def plain(cell: str) -> str:
    """Without blanks around it, and with one kind of line break."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def spoken(value: object) -> Cell:
    """What JSON or a sheet holds, as it would be written into a form."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return plain(value)
        case int():
            return str(value)
        case float():
            return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
        case list() | tuple():
            each = [spoken(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            texts = [one for one in each if isinstance(one, str)]
            if len(texts) == len(each):
                return tuple(texts)
        case _:
            pass
    raise Bad("a cell is a text, a number, yes or no, or a list of these")
