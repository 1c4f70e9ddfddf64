"""A user's script with a container in which a program will not listen.

python owner.py KIND MARK
"""

from __future__ import annotations

import asyncio
import sys

from handeye.sandbox.container import Container
from handeye.sandbox.image.recipe import CONTAINERS

from ..cage.escape import probing
from .root import recipe_of


async def main(kind: str, mark: str) -> None:
    CONTAINERS[kind] = recipe_of(kind)
    container = Container(kind)
    async with container as place:
        await container.start(probing("outlive"), environ={"MARK": mark})
        print(place.display, place.xauthority, flush=True)
        await asyncio.sleep(600)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
