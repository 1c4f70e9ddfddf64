"""A user's script with a private display and programs on it, one of which will not listen.

python owner.py
"""

from __future__ import annotations

import asyncio

from handeye.sandbox.display import PrivateDisplay

STUBBORN = "trap '' TERM; (setsid sh -c 'trap \"\" TERM; sleep 600' &); xterm & sleep 600"


async def main() -> None:
    display = PrivateDisplay()
    async with display as place:
        await display.start(["sh", "-c", STUBBORN])
        await display.start(["xterm"])
        print("up", place.display, flush=True)
        await asyncio.sleep(600)


asyncio.run(main())
