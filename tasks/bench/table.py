"""Shows metrics: a table for people, plain when piped, or one JSON object for programs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..terminal import plain, to_json
from .metric import Metric, to_dict

_PIPED_WIDTH = 140
"""A file has no edge to wrap at."""


def show(metrics: list[Metric], *, as_json: bool, console: Console | None = None) -> None:
    """On stdout."""
    if as_json:
        print(to_json(to_dict(metrics)))
        return
    console = console or Console()
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("what", "measured", "against", "ratio", "goal", ""):
        table.add_column(heading, justify="right" if heading in ("measured", "ratio") else "left", overflow="fold")
    for metric in metrics:
        words = (metric.name, _value(metric), _against(metric), _ratio(metric), metric.goal)
        table.add_row(*(Text(word) for word in words), _verdict(metric))
    console.print(table)
    for metric in metrics:
        if metric.why:
            console.print(f"{metric.name}: {plain(metric.why)}", markup=False, highlight=False, soft_wrap=True)


def _value(metric: Metric) -> str:
    return "-" if metric.value is None else _number(metric.value, metric.unit)


def _number(value: float, unit: str) -> str:
    return f"{value:g} {unit}" if float(value).is_integer() and unit != "ms" else f"{value:.2f} {unit}"


def _against(metric: Metric) -> str:
    return f"{metric.against.what}: {_number(metric.against.value, metric.unit)}" if metric.against else ""


def _ratio(metric: Metric) -> str:
    return "" if metric.ratio is None else f"{metric.ratio:.2f}×"


def _verdict(metric: Metric) -> Text:
    if not metric.goal:
        return Text("")
    if metric.met is None:
        return Text("not measured", "yellow")
    return Text("met", "green") if metric.met else Text("NOT MET", "bold red")
