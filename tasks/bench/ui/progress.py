"""Progress: a bar on a terminal, plain lines where stderr goes to a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from ...terminal import plain

Tell = Callable[[str], None]


class Progress:
    """`with Progress("bugs", 60, tell) as progress: progress.step("found: …")`"""

    def __init__(self, what: str, total: int, tell: Tell) -> None:
        self.what, self.total, self.done, self._tell = what, total, 0, tell
        self._bar: Bar | None = None
        if sys.stderr.isatty():
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(what, total=total)

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, said: str, *, counts: bool = True) -> None:
        """One more is done, or one that does not count."""
        self.done += counts
        line = f"{self.what} {self.done} of {self.total}: {plain(said)}"
        if self._bar:
            self._bar.console.print(line, markup=False, highlight=False)
            self._bar.update(self._task, completed=self.done)
        else:
            self._tell(line)
