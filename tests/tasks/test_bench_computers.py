"""`handeye bench computers`: every number is there, whatever is missing on this machine, and says what it was held against."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from handeye.tasks.bench.computers import WARM_UP, run, take_turns
from handeye.tasks.bench.metric import Against, Metric, to_dict
from handeye.tasks.bench.table import show

NAMES = [
    "desktop look",
    "browser look, decoded",
    "look and settle at an unchanged page",
    "Painted step (look and click)",
    "landings on the right element and value",
]
KEYS = ["name", "value", "unit", "against", "ratio", "goal", "met"]


@pytest.mark.full
def test_all_is_measured_here() -> None:
    told: list[str] = []
    metrics = run(7, told.append, landings=3, rounds=4)
    assert [metric.name for metric in metrics] == NAMES
    for metric in metrics:
        assert metric.value is not None, metric.why
        assert metric.met is not None
    assert [metric.goal for metric in metrics] == ["≤ 1.5×", "≤ 0.75×", "≤ 120 ms", "< 5 ms", "all"]
    desktop, look, *_, landings = metrics
    assert desktop.against is not None
    assert "mss" in desktop.against.what
    assert look.against is not None
    assert "page.screenshot()" in look.against.what
    assert look.ratio == pytest.approx((look.value or 0) / look.against.value)
    assert (landings.value, landings.met, landings.why) == (3, True, "")
    assert len(told) == len(metrics)


def test_what_is_missing_is_told_and_not_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    metrics = run(1, landings=2, rounds=2)
    assert [metric.name for metric in metrics] == NAMES
    desktop, look, settled, painted, landings = metrics
    assert "xvfb" in desktop.why
    assert all("hromium" in metric.why for metric in (look, settled, landings))
    assert painted.value is not None
    for metric in (desktop, look, settled, landings):
        assert (metric.value, metric.ratio, metric.met) == (None, None, None)


def test_rivals_take_turns_and_the_median_counts() -> None:
    order: list[str] = []

    async def ours() -> None:
        order.append("ours")
        # One slow round in three must not show in the median.
        await asyncio.sleep(0.3 if order.count("ours") == WARM_UP + 2 else 0)

    async def theirs() -> None:
        order.append("theirs")

    counted: list[int] = []
    ours_ms, theirs_ms = asyncio.run(take_turns(ours, theirs, counted.append, 3))
    assert order == ["ours", "theirs"] * (WARM_UP + 3)
    assert 0 <= theirs_ms < 300
    assert 0 <= ours_ms < 300
    assert counted == [1, 2, 3]


def test_a_goal_is_met_up_to_its_limit() -> None:
    assert Metric.at_most("a", 120, "ms", 120).met is True
    assert Metric.at_most("a", 120.1, "ms", 120).met is False
    assert Metric.at_most("a", 5, "ms", 5, below=True).met is False
    assert Metric.at_most_times("a", 3, "ms", 1.5, Against("b", 2)).met is True
    assert Metric.at_most_times("a", 3.1, "ms", 1.5, Against("b", 2)).met is False
    assert Metric.at_most_times("a", 3, "ms", 1.5, Against("b", 0)).met is False
    assert Metric.all_of("a", 3, "landings", Against("tried", 3)).met is True
    assert Metric.all_of("a", 2, "landings", Against("tried", 3)).met is False
    assert Metric.all_of("a", 0, "landings", Against("tried", 0)).met is False
    assert Metric.unmeasured("a", "ms", "≤ 1 ms", "no screen").met is None


def test_json_has_one_shape(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = [
        Metric.at_most_times("look", 30, "ms", 0.75, Against("theirs", 60)),
        Metric.unmeasured("settle", "ms", "≤ 120 ms", "no\nscreen"),
    ]
    show(metrics, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads(json.dumps(to_dict(metrics)))
    assert list(said) == ["metrics"]
    assert all(list(metric)[: len(KEYS)] == KEYS for metric in said["metrics"])
    assert said["metrics"][0]["against"] == {"what": "theirs", "value": 60}
    assert said["metrics"][0]["ratio"] == 0.5
    assert said["metrics"][1]["met"] is None


def test_the_table_is_plain_when_piped() -> None:
    out = io.StringIO()
    metrics = [
        Metric.at_most_times("look [decoded]", 30.123, "ms", 0.75, Against("theirs", 60)),
        Metric.all_of("landings", 1999, "landings", Against("tried", 2000), "page [7] \x1b[31m missed"),
        Metric.unmeasured("settle", "ms", "≤ 120 ms", "no screen"),
    ]
    show(metrics, as_json=False, console=Console(file=out))
    said = out.getvalue()
    assert "\x1b" not in said
    look, landings, settle = said.splitlines()[1:4]
    assert all(word in look for word in ("look [decoded]", "30.12 ms", "theirs: 60.00 ms", "0.50×", "≤ 0.75×", "met"))
    assert all(word in landings for word in ("1999 landings", "tried: 2000 landings", "NOT MET"))
    assert "not measured" in settle
    assert "page [7] [31m missed" in said
    assert "settle: no screen" in said
