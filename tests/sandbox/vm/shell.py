"""A guest that does what a script says, for as long as it takes and with all the rights there are: the installer's kernel and
its busybox, a few of its drivers, and nothing else. What the script prints comes out of its first serial port."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from handeye.sandbox.guest import Guest
from handeye.sandbox.vm.installer import debian_installer

DRIVERS = (
    *("virtio", "virtio_ring", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci"),
    *("failover", "net_failover", "virtio_net"),
)
_WANTED = re.compile(
    rf"(s?bin|usr/s?bin|lib(64)?(/x86_64-linux-gnu)?)(/[^/]+)?|lib|usr|usr/lib(/x86_64-linux-gnu(/lib(c|resolv|m)[.-].*)?)?"
    rf"|.*/({'|'.join(DRIVERS)})\.ko"
)

_BEGIN = """#!/bin/sh
export PATH=/sbin:/bin:/usr/sbin:/usr/bin
mkdir -p /proc /sys /dev /mnt
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
exec >/dev/ttyS0 2>&1 </dev/null
for driver in {drivers}; do insmod /drivers/$driver.ko; done
"""


def guest_that_runs(script: str, folder: Path, memory_mb: int = 256) -> Guest:
    whole = debian_installer()
    assert whole.kernel is not None
    assert whole.initrd is not None
    entries = [entry for entry in _entries(gzip.decompress(whole.initrd.read_bytes())) if _WANTED.fullmatch(entry[0])]
    drivers = {Path(name).name: data for name, _, data in entries if name.endswith(".ko")}
    packed = b"".join(_packed(*entry) for entry in entries if not entry[0].endswith(".ko"))
    packed += _packed("drivers", 0o40755, b"")
    packed += b"".join(_packed(f"drivers/{name}", 0o100644, data) for name, data in drivers.items())
    begin = _BEGIN.format(drivers=" ".join(name for name in DRIVERS if f"{name}.ko" in drivers))
    packed += _packed("init", 0o100755, f"{begin}{script}\n".encode()) + _packed("TRAILER!!!", 0, b"")
    initrd = folder / "initrd.gz"
    initrd.write_bytes(gzip.compress(packed, 1))
    return Guest(kernel=whole.kernel, initrd=initrd, append="quiet", memory_mb=memory_mb, cpus=1, name="shell")


def _entries(archive: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Name, mode and content of each file of a cpio archive in its new form."""
    at = 0
    while archive[at : at + 6] == b"070701":
        mode, size, length = (int(archive[at + 6 + 8 * field : at + 14 + 8 * field], 16) for field in (1, 6, 11))
        name = archive[at + 110 : at + 109 + length].decode()
        at += -(-(110 + length) // 4) * 4
        yield name.removeprefix("./"), mode, archive[at : at + size]
        at += -(-size // 4) * 4


def _packed(name: str, mode: int, data: bytes) -> bytes:
    fields = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(f"{field:08x}".encode() for field in fields) + name.encode() + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)
