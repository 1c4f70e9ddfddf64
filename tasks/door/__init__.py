"""handeye: say what you want done on a screen; it looks, decides, acts, and checks by sight.

Everything meant for users is importable from here. Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handeye.agent.state import Verdict
    from handeye.tasks.forms.door import JobResult, fill_job
    from handeye.tasks.screen import AsyncScreen, Screen
    from handeye.tools.action import Action, bind, parse_action
    from handeye.tools.browser import Browser
    from handeye.tools.computer import Computer, Effect, opened
    from handeye.tools.desktop import Desktop
    from handeye.tools.errors import HandeyeError, NotDone, Unsure
    from handeye.tools.frame import Frame
    from handeye.tools.geometry import Box, Point, Size
    from handeye.tools.motion import settle
    from handeye.tools.painted import Painted
    from handeye.tools.target import Hint, Target

__all__ = [
    "Action",
    "AsyncScreen",
    "Box",
    "Browser",
    "Computer",
    "Desktop",
    "Effect",
    "Frame",
    "HandeyeError",
    "Hint",
    "JobResult",
    "NotDone",
    "Painted",
    "Point",
    "Screen",
    "Size",
    "Target",
    "Unsure",
    "Verdict",
    "bind",
    "fill_job",
    "opened",
    "parse_action",
    "settle",
]

_HOMES = {
    "agent.state": ("Verdict",),
    "tasks.forms.door": ("JobResult", "fill_job"),
    "tasks.screen": ("AsyncScreen", "Screen"),
    "tools.action": ("Action", "bind", "parse_action"),
    "tools.browser": ("Browser",),
    "tools.computer": ("Computer", "Effect", "opened"),
    "tools.desktop": ("Desktop",),
    "tools.errors": ("HandeyeError", "NotDone", "Unsure"),
    "tools.frame": ("Frame",),
    "tools.geometry": ("Box", "Point", "Size"),
    "tools.motion": ("settle",),
    "tools.painted": ("Painted",),
    "tools.target": ("Hint", "Target"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = version("handeye")


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"handeye.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
