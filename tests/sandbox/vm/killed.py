"""A user's script with a machine, to be killed.

python killed.py DISK
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from handeye.sandbox.guest import Guest
from handeye.sandbox.vm import Machine


async def main() -> None:
    async with Machine(Guest(disk=Path(sys.argv[1]), memory_mb=32), accel="tcg") as place:
        print("up", place.control_socket, flush=True)
        await asyncio.sleep(600)


asyncio.run(main())
