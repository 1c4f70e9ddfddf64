"""Settings: what a project says of its UI tests once, in pytest's own configuration or on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import pytest

OnUnsure = Literal["fail", "skip"]
REPORT = "handeye-report"
WITHIN_S = 5.0
RUNS_KEPT = 20

_TEXTS = {
    "start": "the address that relative ones are relative to, as http://localhost:8000",
    "model": "the brain: reader (the default), a model's name, a folder, or a server's address",
    "unsure": "what an unsure verdict does: fail (the default) or skip",
    "report": f"the folder of the report with its films ({REPORT})",
    "slow_mo": "milliseconds to stand still after each action, for people who watch",
}
_OTHERS = {
    "headed": ("the browser opens its window", "bool"),
    "allow": ("hosts that may be reached beside the start's own", "linelist"),
    "within": (f"seconds that a check waits for what it claims ({WITHIN_S:g})", "string"),
    "history": (f"how many runs the report remembers of each test ({RUNS_KEPT})", "string"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    start: str = ""
    model: str = "reader"
    headed: bool = False
    unsure: OnUnsure = "fail"
    report: Path = Path(REPORT)
    slow_mo_s: float = 0.0
    allow: tuple[str, ...] = ()
    within_s: float = WITHIN_S
    history: int = RUNS_KEPT
    update: bool = False
    """Pictures are kept as they are seen now."""


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("handeye", "UI tests that look")
    for name, about in _TEXTS.items():
        dashed = name.replace("_", "-")
        choices = {"choices": ("fail", "skip")} if name == "unsure" else {}
        group.addoption(f"--handeye-{dashed}", default=None, help=about, metavar=None if choices else name.upper(), **choices)
        parser.addini(f"handeye_{name}", about)
    group.addoption("--handeye-headed", action="store_true", default=None, help="open the browser's window")
    group.addoption("--handeye-update", action="store_true", help="keep pictures as they are seen now, for screen.matches")
    for name, (about, kind) in _OTHERS.items():
        parser.addini(f"handeye_{name}", about, type=cast("Any", kind), default=None)


def settings_of(config: pytest.Config) -> Settings:
    """As one value; what makes no sense is refused before any test runs."""
    unsure = _said(config, "unsure") or "fail"
    if unsure not in ("fail", "skip"):
        raise pytest.UsageError(f'handeye_unsure is "fail" or "skip", not "{unsure}"')
    return Settings(
        start=_said(config, "start"),
        model=_said(config, "model") or "reader",
        headed=bool(config.getoption("--handeye-headed") or config.getini("handeye_headed")),
        unsure=unsure,
        report=config.invocation_params.dir / (_said(config, "report") or REPORT),
        slow_mo_s=_number(config, "slow_mo", 0.0) / 1000,
        allow=tuple(config.getini("handeye_allow") or ()),
        within_s=_number(config, "within", WITHIN_S),
        history=int(_number(config, "history", RUNS_KEPT)),
        update=bool(config.getoption("--handeye-update")),
    )


def _said(config: pytest.Config, name: str) -> str:
    """The command line wins."""
    own = config.getoption(f"--handeye-{name.replace('_', '-')}", None)
    return str(own if own is not None else config.getini(f"handeye_{name}") or "")


def _number(config: pytest.Config, name: str, usual: float) -> float:
    said = _said(config, name)
    if not said:
        return usual
    try:
        number = float(said)
    except ValueError:
        number = -1.0
    if number < 0:
        raise pytest.UsageError(f'handeye_{name} is a number from 0 up, not "{said}"')
    return number
