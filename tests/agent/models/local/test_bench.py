"""The bench of models runs to its end, here with a tiny one, and what it compares said the same."""

from __future__ import annotations

from handeye.agent.models.local.tiny import Shape
from handeye.tasks.bench.model import PICTURES, make, measure
from handeye.tools.geometry import Size


def test_the_bench() -> None:
    said: list[str] = []
    loaded = make(Shape(layers=2), 1, "cpu")
    metrics = measure(loaded, [Size(160, 96)], 1, said.append, answer=8)
    names = {metric.name: metric for metric in metrics}
    assert all(metric.value and metric.value > 0 for metric in metrics)
    for name in ("time to first token, 160×96", "time per step, 160×96", "tokens per second, 160×96"):
        assert names[name].against
    same = names["the same tokens, 160×96"]
    assert same.against
    assert same.value == same.against.value == 8
    assert len(said) == 4
    assert PICTURES == 4
