"""A machine of our own: a QEMU that nothing gets out of, started from an image that stays as it was, gone when we are.

async with Machine(debian_installer()) as place:
    async with opened(Vm(Path(place.control_socket))) as vm: …
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from ...tools.errors import BadInput, ComputerGone, HandeyeError
from ...tools.frame import Frame
from ...tools.geometry import Size
from ...tools.vm.qmp import PATH_LIMIT
from ..egress import CONNECTIONS_OF_A_SANDBOX, Egress
from ..egress.exchange import Watch
from ..guest import Guest
from ..kept import Kept, keep
from ..place import Place
from ..said import last_of
from .accel import Accel, choose_accel
from .command import CONTROL, DISK, OWN, command_line
from .control import Control
from .disks import complaint, is_lock, make_blank, make_overlay, refuse_image, refuse_missing
from .net import netdev

__all__ = ["Accel", "Control", "Machine"]

USUAL = Size(1280, 800)

START_WITHIN_S = 60.0
"""Until QEMU answers; the guest then has yet to start."""

LEAST_MB, BESIDE_MB = 16, 200
"""What any guest needs, and what QEMU takes for itself."""

_INITRD_TIMES = 4
"""A guest holds its initrd packed and unpacked at once."""

_ROOMY = "/var/tmp"
"""Saved memory is large, and /tmp may itself be memory."""


class Machine:
    """Entered, it is the Place; left, the machine ends. When it ends before that, whoever drives it hears of it."""

    def __init__(
        self,
        guest: Guest,
        *,
        accel: Accel = "auto",
        net: Sequence[str] = (),
        size: Size = USUAL,
        serial: Path | None = None,
        watch: Watch | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """`net`: hosts that the guest may reach through the proxy of `net.py`; none, and it has no network at all.

        `serial`: a file to which what the guest writes to its first serial port is added; `watch` is told what goes out."""
        self.guest = guest
        self.accel: str = accel
        """Once it is up: which one it is."""
        self._net = tuple(net)
        self._size = size
        self._serial = serial
        self._watch = watch
        self._environ = os.environ if environ is None else environ
        self._folder: Path | None = None
        self._egress: Egress | None = None
        self._kept: Kept | None = None
        self._control: Control | None = None
        self._guard: asyncio.Task[None] | None = None
        self._why = ""
        self._over = asyncio.Event()

    async def __aenter__(self) -> Place:
        refuse_missing()
        refuse_guest(self.guest)
        try:
            self.accel = await choose_accel(self.accel, self._environ)
            return await self._start()
        except BaseException:
            await asyncio.shield(self._end())
            raise

    async def __aexit__(self, *_: object) -> None:
        await asyncio.shield(self._end())

    async def ended(self) -> str:
        """Waits until the machine is no more, and says why."""
        await self._over.wait()
        return self._why

    async def snapshot(self, name: str) -> None:
        """All of the machine as it is now, memory and disk; one of that name is replaced."""
        await self._its_control.snapshot(name)

    async def reset(self, name: str) -> None:
        """As it was; it stands still until its driver has looked, who then sees just that."""
        await self._its_control.reset(name)

    async def snapshots(self) -> tuple[str, ...]:
        return await self._its_control.snapshots()

    async def freeze(self) -> None:
        await self._its_control.freeze()

    async def thaw(self) -> None:
        await self._its_control.thaw()

    async def why_still(self) -> str:
        """Why it stands still; "" while it runs."""
        return await self._its_control.why_still()

    async def look(self) -> Frame:
        """A picture for whoever watches; for the machine nobody has looked."""
        return await self._its_control.look()

    def memory_mb(self) -> int:
        """What it takes of this computer's memory now."""
        assert self._kept is not None
        children = Path(f"/proc/{self._kept.pid}/task/{self._kept.pid}/children").read_text().split()
        sizes = (re.search(r"VmRSS:\s+([0-9]+) kB", Path(f"/proc/{pid}/status").read_text()) for pid in children)
        return sum(int(size[1]) for size in sizes if size) // 1024

    # ---- how it is done

    @property
    def _its_control(self) -> Control:
        if self._control is None or self._over.is_set():
            raise ComputerGone(f"the machine is not there: {self._why or 'it was never entered, or left'}")
        return self._control

    async def _start(self) -> Place:
        folder = self._folder = _private_folder(self._environ)
        if self.guest.disk is not None:
            await make_overlay(self.guest.disk, folder / DISK)
        else:
            await make_blank(folder / DISK)
        line = command_line(self.guest, folder, self.accel, self._size, netdev=await self._way_out(), serial=self._serial)
        self._control = Control(folder / CONTROL, by=OWN)
        with (folder / "log").open("w+b") as log:  # held open: the folder goes with its QEMU
            self._kept = await keep(line, environ=_for_qemu(self._environ), output=folder / "log", remove=folder)
            if not await self._answers(self._kept, self._control, folder):
                raise self._why_not(last_of(log.read().decode(errors="replace")).removeprefix("qemu-system-x86_64: "))
        self._guard = asyncio.create_task(self._watch_over(self._kept))
        return Place(control_socket=str(folder / CONTROL))

    async def _way_out(self) -> str:
        if not self._net:
            return ""
        self._egress = await Egress(self._net, watch=self._watch, most=CONNECTIONS_OF_A_SANDBOX).__aenter__()
        port = urlsplit(self._egress.url).port
        assert port is not None
        return netdev(port)

    async def _answers(self, kept: Kept, control: Control, folder: Path) -> bool:
        """False when it ended instead."""
        over = asyncio.create_task(kept.wait())
        try:
            async with asyncio.timeout(START_WITHIN_S):
                while not over.done():
                    if (folder / OWN).exists():
                        with suppress(ComputerGone):  # it is bound before anybody listens
                            await control.connect()
                            return True
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise HandeyeError(f"QEMU has not answered within {START_WITHIN_S:g} s; is this computer overloaded?") from None
        finally:
            over.cancel()
        return False

    def _why_not(self, said: str) -> HandeyeError:
        if is_lock(said) and self.guest.disk is not None:
            return complaint(said, self.guest.disk)
        if "memory" in said and ("allocate" in said or "set up" in said):
            return BadInput(f"this computer cannot give the guest {self.guest.memory_mb} MB of memory: {said}; give it less")
        return HandeyeError(f"QEMU did not start: {said}")

    async def _watch_over(self, kept: Kept) -> None:
        code = await kept.wait()
        self._why = "the guest was shut down" if code == 0 else f"its QEMU ended with {code}"
        self._over.set()

    async def _end(self) -> None:
        if self._guard:
            self._guard.cancel()
        if self._control:
            await self._control.close()
        if self._kept:
            await self._kept.stop()
        if self._egress:
            await self._egress.__aexit__()
        self._why = self._why or "it was left"
        self._over.set()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def refuse_guest(guest: Guest) -> None:
    """Says what is wrong with a guest before anything is started."""
    if guest.disk is None and guest.iso is None and guest.kernel is None:
        raise BadInput("there is nothing to start: a guest needs a disk, an ISO or a kernel")
    for path, what in ((guest.disk, "image"), (guest.iso, "ISO"), (guest.kernel, "kernel"), (guest.initrd, "initrd")):
        if path is not None:
            refuse_image(path, what)
    if not 1 <= guest.cpus <= 64:
        raise BadInput(f"a guest of {guest.cpus} CPUs cannot be; 1 to 64")
    packed_mb = guest.initrd.stat().st_size >> 20 if guest.initrd else 0
    least_mb = LEAST_MB + _INITRD_TIMES * packed_mb
    if guest.memory_mb < least_mb:
        raise BadInput(f"{guest.memory_mb} MB of memory are too little for this guest; give it {least_mb} or more")
    free_mb = _free_memory_mb()
    if free_mb is not None and guest.memory_mb + BESIDE_MB > free_mb:
        raise BadInput(
            f"this computer has {free_mb} MB of memory free, and the guest would take up to {guest.memory_mb + BESIDE_MB}: "
            "give it less, or end something"
        )


def _free_memory_mb() -> int | None:
    """None where nobody says."""
    try:
        found = re.search(r"MemAvailable:\s+([0-9]+) kB", Path("/proc/meminfo").read_text())
    except OSError:
        return None
    return int(found[1]) >> 10 if found else None


def _private_folder(environ: Mapping[str, str]) -> Path:
    where = environ.get("TMPDIR") or (_ROOMY if os.access(_ROOMY, os.W_OK) else None)
    folder = Path(tempfile.mkdtemp(prefix="handeye-vm-", dir=where))
    if len(str(folder / CONTROL).encode()) > PATH_LIMIT:
        folder.rmdir()
        raise BadInput(f"TMPDIR, {where}, is too long a path for a control socket in it; set it to a shorter one")
    return folder


def _for_qemu(environ: Mapping[str, str]) -> dict[str, str]:
    """Secrets are none of its business."""
    return {name: value for name, value in environ.items() if not name.startswith("HANDEYE_SECRET")}
