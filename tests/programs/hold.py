"""A user's script that drives a desktop until somebody presses Ctrl-C.

python hold.py DISPLAY XAUTHORITY wait|drag|press|type
"""

from __future__ import annotations

import asyncio
import sys

from handeye.tools.action import Action, Drag, Press, Type, Wait, bind
from handeye.tools.computer import opened
from handeye.tools.desktop import Desktop
from handeye.tools.geometry import Point


async def main(display: str, xauthority: str, what: str) -> None:
    async with opened(Desktop(display, xauthority=xauthority)) as desktop:
        actions: dict[str, Action] = {
            "wait": Wait(60),
            "drag": bind(Drag((Point(700, 400), Point(800, 500)), held=("shift",), hold_s=60), await desktop.look()),
            "press": Press(("ctrl", "F5"), hold_s=60),
            "type": Type("aB" * 50_000),
        }
        print("begins", flush=True)
        await desktop.do(actions[what])


try:
    asyncio.run(main(*sys.argv[1:]))
except KeyboardInterrupt:
    print("stopped")
    sys.exit(130)
