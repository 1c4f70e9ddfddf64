"""Control: a machine is saved, reset, frozen and looked at while somebody else drives it.

async with Control(Path(place.control_socket)) as control:
    await control.snapshot("clean")
"""

from __future__ import annotations

from pathlib import Path

from ...tools.frame import Frame
from ...tools.vm import states
from ...tools.vm.qmp import Qmp
from ...tools.vm.screen import take_picture
from ...tools.vm.work import threads_of, worked_s
from .command import LIFE


class Control:
    def __init__(self, control_socket: Path, *, by: str = LIFE) -> None:
        """`control_socket`: the one of its place; beside it lies the one that is used here."""
        self._life = control_socket.with_name(by)
        self._unseen = states.unseen_mark(control_socket)
        self._connected: Qmp | None = None

    async def __aenter__(self) -> Control:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def connect(self) -> None:
        if self._connected is None:
            self._connected = await Qmp.connect(self._life)

    async def close(self) -> None:
        if self._connected is not None:
            await self._connected.close()
            self._connected = None

    async def snapshot(self, name: str) -> None:
        """All of the machine as it is now; one of that name is replaced."""
        await states.save(self._qmp, name)

    async def reset(self, name: str) -> None:
        """As it was; it stands still until its driver has looked."""
        await states.rewind(self._qmp, name, self._unseen)

    async def snapshots(self) -> tuple[str, ...]:
        return await states.saved(self._qmp)

    async def freeze(self) -> None:
        await states.freeze(self._qmp)

    async def thaw(self) -> None:
        self._unseen.unlink(missing_ok=True)
        await states.thaw(self._qmp)

    async def why_still(self) -> str:
        """Why it stands still; "" while it runs."""
        return await states.why_still(self._qmp)

    async def worked_s(self) -> float:
        """For how many seconds its processors have had something to do."""
        return worked_s(await threads_of(self._qmp))

    async def look(self) -> Frame:
        """A picture for whoever watches; for the machine nobody has looked."""
        return await take_picture(self._qmp)

    @property
    def _qmp(self) -> Qmp:
        assert self._connected is not None, "connect first"
        return self._connected
