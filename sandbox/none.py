"""No sandbox: things happen right here, on the screen there is, and nothing is taken away afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from .place import Place

_HERE = Place()


@dataclass(frozen=True, slots=True)
class NoSandbox:
    """What every sandbox is, without its walls: `async with NoSandbox(place) as place:`."""

    place: Place = _HERE

    async def __aenter__(self) -> Place:
        return self.place

    async def __aexit__(self, *_: object) -> None:
        return None
