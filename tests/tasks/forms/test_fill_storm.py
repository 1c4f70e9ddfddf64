"""A job that is killed again and again, and goes on: every row is stored once, none is lost, and each that is not says truly why."""

from __future__ import annotations

from pathlib import Path

import pytest

from handeye.tasks.bench.fill.storm import run
from handeye.tasks.bench.metric import Metric
from handeye.tasks.bench.table import show

from .conftest import own_schema

KILLS = 60


def of(metrics: list[Metric], name: str) -> float:
    return next(metric.value for metric in metrics if metric.name == name and metric.value is not None)


def fell_short(metrics: list[Metric]) -> dict[str, str]:
    show(metrics, as_json=False)
    return {metric.name: metric.why for metric in metrics if metric.met is False}


def test_a_few_rows_and_kills(tmp_path: Path) -> None:
    metrics = run(1, lambda _: None, rows=16, workers=2, kills=5, folder=tmp_path)
    assert fell_short(metrics) == {}
    assert of(metrics, "kills") == 5


@pytest.mark.full
@pytest.mark.parametrize("kept_in", ["sqlite", "postgres"])
def test_nothing_is_lost_and_nothing_comes_twice(request: pytest.FixtureRequest, tmp_path: Path, kept_in: str) -> None:
    url = own_schema(request.getfixturevalue("postgres")) if kept_in == "postgres" else ""
    metrics = run(31, lambda _: None, kills=KILLS, postgres=url, folder=tmp_path)
    assert fell_short(metrics) == {}
    assert of(metrics, "of these, between click and answer") >= KILLS / 4
