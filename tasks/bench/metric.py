"""Metric: one measured number, what it is held against, and whether the goal is met."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Against:
    """What something is compared with, measured in the same run."""

    what: str
    value: float


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    value: float | None
    """None where it could not be measured."""
    unit: str
    against: Against | None
    ratio: float | None
    """The value per what it is held against."""
    goal: str
    """Such as "≤ 1.5×"."""
    met: bool | None
    """None where it could not be measured here, which counts as not met, or where there is no goal."""
    why: str = ""
    """Why it could not be measured, or what fell short."""

    def to_dict(self) -> dict[str, object]:
        return asdict(self)

    @staticmethod
    def at_most(name: str, value: float, unit: str, limit: float, *, below: bool = False) -> Metric:
        """Held against a fixed limit; `below` means that the limit itself is too much."""
        met = value < limit if below else value <= limit
        return Metric(name, value, unit, None, None, f"{'<' if below else '≤'} {limit:g} {unit}", met)

    @staticmethod
    def at_most_times(name: str, value: float, unit: str, times: float, against: Against) -> Metric:
        """Held against something else that was measured with it."""
        ratio = value / against.value if against.value > 0 else None
        return Metric(name, value, unit, against, ratio, f"≤ {times:g}×", ratio is not None and ratio <= times)

    @staticmethod
    def all_of(name: str, value: int, unit: str, tried: Against, why: str = "") -> Metric:
        """Every one of so many must succeed."""
        ratio = value / tried.value if tried.value else None
        return Metric(name, value, unit, tried, ratio, "all", value == tried.value > 0, why)

    @staticmethod
    def told(name: str, value: float, unit: str) -> Metric:
        """Without a goal, for people who want to know why."""
        return Metric(name, value, unit, None, None, "", None)

    @staticmethod
    def unmeasured(name: str, unit: str, goal: str, why: str) -> Metric:
        return Metric(name, None, unit, None, None, goal, None, why)


def to_dict(metrics: list[Metric]) -> dict[str, object]:
    """The one object that `handeye bench … --json` prints."""
    return {"metrics": [metric.to_dict() for metric in metrics]}
