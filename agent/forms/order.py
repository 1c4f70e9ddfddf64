"""Order: what one row of a table asks of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..reader.steps import Values

FILL = "fill in the form"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    values: Values
    """What goes into the form, by what its fields are called."""
    submit: str
    """What the button that sends it off is called."""
    done: str
    """What is to be read when it was taken, and not before: words, or `/a pattern/`."""
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    """From what a field is called to the column of the table."""
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Other ways in which lists may call a value."""
    written: Mapping[str, str] = field(default_factory=dict[str, str])
    """The values as the table has them, for fields that take any text."""
    may_lack: frozenset[str] = frozenset()
    """What the form need not ask for."""
    files: tuple[Path, ...] = ()
    """What may be uploaded."""
    before: tuple[str, ...] = ()
    """Steps until the form is there."""
    next: str = ""
    """What leads to its next page, where that has no usual name."""
    submits: bool = True
    """False: it is filled and read back, and not sent off."""

    def column(self, label: str) -> str:
        return self.columns.get(label, label)

    def told(self, labels: tuple[str, ...]) -> str:
        """For people: the column, and what the form calls it where that is something else."""
        names = (f"{self.column(each)} ({each})" if self.column(each) != each else each for each in labels)
        return " and ".join(names)
