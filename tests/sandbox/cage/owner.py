"""A user's script with a caged program on a private display that will not listen; beside it a browser, where one is asked for.

python owner.py MARK [browser]
"""

from __future__ import annotations

import asyncio
import os
import sys

from handeye.sandbox.cage import Cage
from handeye.sandbox.display import PrivateDisplay
from handeye.sandbox.egress import Egress
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.computer import opened

from .escape import probing


async def main(mark: str, *, browser: bool) -> None:
    async with Egress(()) as egress:
        display = PrivateDisplay(cage=Cage(proxy=egress.url))
        async with display as place:
            await display.start(probing("outlive"), environ={"MARK": mark})
            if browser:
                environ = {**os.environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
                options = BrowserOptions(headed=True, environment=environ, wrap=display.wrap, arguments=(f"--mark={mark}",))
                async with opened(Browser(options), "about:blank"):
                    print("up", flush=True)
                    await asyncio.sleep(600)
            print("up", flush=True)
            await asyncio.sleep(600)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], browser="browser" in sys.argv))
