"""On a machine: a test's screen is a virtual machine that is up, taken back to the same state before and after each test."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress

from ...sandbox.named import Named, all_of_them, find
from ...tools.computer import opened
from ...tools.errors import BadInput, ComputerGone
from ...tools.vm import Vm
from ..place import vm_of
from ..spec import VM

BEFORE = "before-tests"
"""The snapshot that is taken with the first test, where no other is named."""


class Machines:
    """Of one test process; several take turns on a machine."""

    def __init__(self) -> None:
        self._saved: set[str] = set()

    @asynccontextmanager
    async def at(self, on: str, reset: str, environ: Mapping[str, str]) -> AsyncGenerator[Vm]:
        """`vm:NAME`, or `vm` where only one is up. `reset`: the snapshot that each test begins with."""
        machine = machine_called(on, environ)
        async with _turn(machine), opened(vm_of(machine)) as vm:
            if not reset and machine.control_socket not in self._saved:
                await vm.save(BEFORE)
                self._saved.add(machine.control_socket)
            else:
                await vm.rewind(reset or BEFORE)
            try:
                yield vm
            finally:
                with suppress(ComputerGone):
                    await vm.rewind(reset or BEFORE)


def machine_called(on: str, environ: Mapping[str, str]) -> Named:
    if on.startswith(VM):
        return find(on.removeprefix(VM), environ)
    up = [each for each in all_of_them(environ) if each.alive and each.kind == "vm"]
    if len(up) != 1:
        which = f"several are up ({', '.join(each.name for each in up)}): say which" if up else "none is up: start one"
        raise BadInput(f'a test wants a machine, and {which}, as in: on="vm:NAME"; handeye sandbox up NAME starts one')
    return up[0]


@asynccontextmanager
async def _turn(machine: Named) -> AsyncGenerator[None]:
    """A machine has one driver at a time."""
    descriptor = os.open(f"{machine.control_socket}.tests", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
