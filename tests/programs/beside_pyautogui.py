"""A user's script with a PyAutoGUI of its own, beside a Desktop on another display.

python beside_pyautogui.py "with tkinter" DISPLAY XAUTHORITY
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from handeye.tools.action import Click, bind
from handeye.tools.computer import opened
from handeye.tools.desktop import Desktop
from handeye.tools.geometry import Point


def import_pyautogui(tkinter: str) -> Any:
    if tkinter == "without tkinter":
        sys.modules["tkinter"] = None  # type: ignore[assignment]
        return None  # then it cannot be imported at all: it ends the process
    import pyautogui  # type: ignore[import-untyped]

    return pyautogui


async def click_in_the_corner(display: str, xauthority: str) -> None:
    async with opened(Desktop(display, xauthority=xauthority)) as desktop:
        await desktop.do(bind(Click(Point(0, 0)), await desktop.look()))


def main(tkinter: str, display: str, xauthority: str) -> None:
    gui = import_pyautogui(tkinter)
    settings = (gui.PAUSE, gui.FAILSAFE) if gui else None
    if gui:
        gui.moveTo(321, 123)
    environ = dict(os.environ)
    asyncio.run(click_in_the_corner(display, xauthority))
    assert dict(os.environ) == environ
    if gui:
        assert sys.modules["pyautogui"] is gui
        assert tuple(gui.position()) == (321, 123)
        assert settings == (gui.PAUSE, gui.FAILSAFE)
        gui.moveTo(5, 6)
        assert tuple(gui.position()) == (5, 6)
    else:
        assert "pyautogui" not in sys.modules
    print("as it was")


main(*sys.argv[1:])
