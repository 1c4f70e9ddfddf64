"""Board: a running job on a terminal: how far it is, what rows failed of, what each worker does; as high as there is room."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from ..terminal import plain
from .progress import Progress
from .telling import MARKS, about, clock

MOST_GROUPS = 6
SHORTEST_SHOWN_S = 3.0
"""What a worker does for less is not told how long."""
LONGEST_BAR = 48
LONGEST_KEY = 40
GAP = 3


class Board:
    def __init__(self, name: str, progress: Progress) -> None:
        self.name, self.progress = plain(name), progress

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width, room = options.max_width, max(console.size.height - 1, 4)
        lines = [self._headline(width), *_flowing(self._pace(), width), *_flowing(self._counts(), width)]
        lines += self._groups((room - len(lines)) // 3)
        lines += self._workers(room - len(lines), width)
        for line in lines[:room]:
            line.no_wrap, line.overflow = True, "ellipsis"
            yield line

    def _headline(self, width: int) -> Text:
        progress = self.progress
        share = progress.done / progress.rows if progress.rows else 1.0
        line = Text(self.name, style="bold").append("  ")
        after = f"  {share:.0%}  {clock(time.monotonic() - progress.began_s)}"
        return line.append_text(self._bar(width - line.cell_len - len(after))).append(after, "default not bold")

    def _bar(self, room: int) -> Text:
        """Each outcome in its colour; one that there is at all is to be seen."""
        progress, width = self.progress, min(max(room, 0), LONGEST_BAR)
        bar, used, drawn = Text(style="not bold"), 0, 0
        for state, (_, style) in MARKS.items():
            if count := progress.counts[state]:
                used += count
                until = max(int(width * used / progress.rows), drawn + 1)
                bar.append("━" * (min(until, width) - drawn), style)
                drawn = min(until, width)
        return bar.append("━" * (width - drawn), "bright_black")

    def _pace(self) -> Iterator[Text]:
        progress = self.progress
        yield Text(f"{progress.done} done, {progress.doing} doing, {progress.left} left")
        if pace := progress.per_minute():
            yield Text(f"{pace:.0f} a minute" if pace >= 9.5 else f"{pace:.1f} a minute", style="dim")
        if (to_go_s := progress.to_go_s()) is not None:
            yield Text(f"{about(to_go_s)} to go", style="dim")

    def _counts(self) -> Iterator[Text]:
        for state, (mark, style) in MARKS.items():
            count = self.progress.counts[state]
            if count or state == "confirmed":
                said = "waiting for a yes" if state == "ready" else state
                yield Text(f"{mark} {count} ", style=style).append(said, "default")

    def _groups(self, room: int) -> Iterator[Text]:
        most = max(min(room - 1, MOST_GROUPS), 1)
        groups = self.progress.groups.most_common()
        if not groups:
            return
        yield Text()
        for (state, why), count in groups[:most]:
            mark, style = MARKS[state]
            yield Text(f"{count:>5} ").append(f"{mark} ", style).append(plain(why))
        if (rest := len(groups) - most) > 0:
            yield Text(f"      and {rest} more reason{'s' * (rest > 1)}", style="dim")

    def _workers(self, room: int, width: int) -> Iterator[Text]:
        workers = sorted(self.progress.workers.items())
        if not workers or room < 2:
            return
        # A line is left free above, and one below where not all are to be seen.
        fit = len(workers) if len(workers) < room else room - 2
        keys = {n: Text(plain(doing.key) or "–") for n, doing in workers[:fit]}
        key_width = min(max((key.cell_len for key in keys.values()), default=0), LONGEST_KEY, width * 2 // 5)
        yield Text()
        now_s = time.monotonic()
        for n, doing in workers[:fit]:
            keys[n].truncate(key_width, overflow="ellipsis", pad=True)
            spent_s = now_s - doing.since_s
            since = f"  {spent_s:.0f} s" if spent_s >= SHORTEST_SHOWN_S else ""
            line = Text().append(f"{n:>5}   ", "dim").append_text(keys[n])
            yield line.append(f"   {plain(doing.what)}{since}", "dim")
        if (rest := len(workers) - fit) > 0:
            yield Text(f"        and {rest} more worker{'s' * (rest > 1)}", style="dim")


def _flowing(parts: Iterable[Text], width: int) -> list[Text]:
    """As many on a line as fit."""
    lines: list[Text] = []
    for part in parts:
        if lines and lines[-1].cell_len + GAP + part.cell_len <= width:
            lines[-1].append(" " * GAP).append_text(part)
        else:
            lines.append(Text().append_text(part))
    return lines
