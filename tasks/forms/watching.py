"""Watching: what a job shows while it runs: a live table on a terminal, lines where it is piped, JSON for programs."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from rich.console import Console
from rich.control import Control
from rich.live import Live
from rich.segment import ControlType, Segment
from rich.text import Text

from ..terminal import plain, to_json
from .board import Board
from .entry import Entry, State
from .progress import Progress
from .telling import OUTCOMES, end_said, how_far, row_said, rows

MOST_A_SECOND = 8


class Watching:
    """`begin` once, then `worker`, `row` and `note` from any thread, `end` once; `close` wherever it ends otherwise."""

    def __init__(self, *, as_json: bool = False, as_lines: bool = False, every_s: float = 30.0, every_rows: int = 100) -> None:
        self.as_json = as_json
        self.as_lines = as_lines
        self._every_s, self._every_rows = every_s, every_rows
        self._console = _Console(stderr=True, highlight=False)
        # Where the events themselves are on the terminal, nothing is drawn among them.
        is_alone = not (as_lines and sys.stdout.isatty())
        self._draws = self._console.is_terminal and not self._console.is_dumb_terminal and is_alone
        self._lock = threading.RLock()
        self._job = ""
        self._progress = Progress({})
        self._live: Live | None = None
        self._drawer: threading.Thread | None = None
        self._ended = threading.Event()
        self._asides = 0
        """How many others have the terminal."""
        self._is_new = False
        """Whether something is not drawn yet."""
        self._told_s = 0.0
        self._told_done = 0
        """When, and at how many rows, a line said how far it is."""

    def __enter__(self) -> Watching:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(
        self, job: str, about: Iterable[str] = (), formats: Iterable[str] = (), counts: Mapping[State, int] | None = None
    ) -> None:
        about, formats, counts = tuple(about), tuple(formats), dict(counts or {})
        self._job, self._progress = job, (progress := Progress(counts))
        self._told_s, self._told_done = time.monotonic(), progress.done
        self._event("begin", job=job, about=about, formats=formats, counts=counts)
        done = f", {progress.done} of them done" if progress.done else ""
        self._print(Text(f"{plain(job)}: {rows(progress.rows)}{done}", style="bold"))
        for line in (*about, *formats):
            self._print(Text(f"  {plain(line)}", style="dim"))
        self._ended.clear()
        if self._draws:
            self._show()
        self._drawer = threading.Thread(target=self._go_on, name="handeye-watching", daemon=True)
        self._drawer.start()

    def worker(self, number: int, doing: str, key: str = "") -> None:
        """What a worker does now, and for which row; doing nothing: it has ended."""
        with self._lock:
            self._progress.work(number, doing, key)
            self._is_new = True
        self._event("worker", worker=number, doing=doing, key=key)

    def row(self, entry: Entry, seconds: float = 0.0, was: State | None = None) -> None:
        """A row came to the state that it has, from `was` where that was not seen here."""
        with self._lock:
            self._progress.row(entry, was)
            self._is_new = True
        self._event(
            "row",
            key=entry.key,
            row=entry.number,
            line=entry.line,
            status=entry.state,
            why=entry.why,
            seconds=round(seconds, 3),
            captured=entry.captured,
            run=entry.run,
        )
        if not self._draws:
            if entry.state != "confirmed":
                self._print(row_said(entry, seconds))
            self._sum_up()

    def recount(self, counts: Mapping[State, int]) -> None:
        """What the ledger says, where others work on the same job."""
        with self._lock:
            self._progress.recount(counts)
            self._is_new = True

    def note(self, text: str) -> None:
        self._event("note", text=text)
        self._print(Text(f"! {plain(text)}", style="yellow"))

    def end(self, result: Mapping[str, object]) -> None:
        self.close()
        told = {**self._result(), **{name: _as_json(value) for name, value in result.items()}}
        self._event("end", **told)
        if self.as_json:
            self._out(to_json(told))
        for line in end_said(told, self._progress.groups):
            self._print(Text(line))

    @contextmanager
    def aside(self) -> Generator[None]:
        """The terminal belongs to somebody else for a while, such as a question."""
        with self._lock:
            self._asides += 1
            self._hide()
        try:
            yield
        finally:
            with self._lock:
                self._asides -= 1
                if not self._asides and self._draws and not self._ended.is_set():
                    self._show()

    def close(self) -> None:
        """The terminal is as it was; more than once does nothing."""
        self._ended.set()
        if self._drawer is not None and self._drawer is not threading.current_thread():
            self._drawer.join()
            self._drawer = None
        self._hide()

    def _show(self) -> None:
        with self._lock:
            board = Board(self._job, self._progress)
            # What goes to stdout is not for this terminal, and would be drawn on it.
            self._live = Live(board, console=self._console, auto_refresh=False, transient=True, redirect_stdout=False)
            self._live.start()
            self._is_new = True

    def _hide(self) -> None:
        with self._lock:
            live, self._live = self._live, None
            if live is not None:
                with suppress(OSError):
                    live.stop()

    def _go_on(self) -> None:
        """Draws what is new, at most so often, and the clock once a second; says now and then how far it is."""
        drawn_s = 0.0
        try:
            while not self._ended.wait(1 / MOST_A_SECOND):
                if not self._draws:
                    self._sum_up()
                elif self._is_new or time.monotonic() - drawn_s >= 1:
                    drawn_s = time.monotonic()
                    self._draw()
        except OSError:
            self._draws = False  # the terminal is gone

    def _draw(self) -> None:
        with self._lock:
            self._is_new = False
            if self._live is None:
                return
            with self._at_once():
                self._live.refresh()

    @contextmanager
    def _at_once(self) -> Generator[None]:
        """In one piece, which terminals that know these codes show without a flicker."""
        with self._console:
            self._console.control(_code("\x1b[?2026h"))
            yield
            self._console.control(_code("\x1b[?2026l"))

    def _sum_up(self) -> None:
        with self._lock:
            progress, now_s = self._progress, time.monotonic()
            news = progress.done - self._told_done
            if not progress.unfinished or not (
                news >= self._every_rows or (now_s - self._told_s >= self._every_s and (news or progress.doing))
            ):
                return
            self._told_s, self._told_done = now_s, progress.done
            self._print(Text(how_far(progress)))

    def _result(self) -> dict[str, object]:
        """What is known here; who ends the job knows better."""
        progress = self._progress
        return {
            "status": "done",
            "rows": progress.rows,
            **{state: progress.counts[state] for state in OUTCOMES},
            "seconds": round(time.monotonic() - progress.began_s, 2),
            "model_calls": 0,
            "results": None,
            "report": None,
            "pending": progress.unfinished + progress.counts["ready"],
            "per_minute": round(progress.per_minute(), 1),
        }

    def _event(self, event: str, **more: object) -> None:
        if self.as_lines:
            self._out(to_json({"event": event, "at": round(time.time(), 3), **more}))

    def _out(self, line: str) -> None:
        with self._lock:
            try:
                print(line, flush=True)
            except BrokenPipeError:
                # Who read along went away; the job goes on, and nothing complains of it at the end.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _print(self, line: Text) -> None:
        with self._lock, suppress(OSError), self._at_once() if self._live is not None else nullcontext():
            self._console.print(line, soft_wrap=True)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Nobody reads along any more; the job goes on."""
        self.quiet = True


def _as_json(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _code(code: str) -> Control:
    control = Control()
    control.segment = Segment(code, None, [(ControlType.CARRIAGE_RETURN,)])
    return control
