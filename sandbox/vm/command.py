"""Command: the line that starts a QEMU which has what a guest needs, and no way out of it."""

from __future__ import annotations

from pathlib import Path

from ...tools.geometry import Size
from ..guest import Guest

CONTROL, LIFE, OWN = "control.sock", "life.sock", "own.sock"
"""In a machine's folder: for who drives it, for who snapshots, resets and freezes it meanwhile, and for its owner alone."""

DISK = "disk.qcow2"

TRANSLATED_MB = 256
"""For what TCG has translated of the guest's code; QEMU itself would take a gigabyte."""

_FENCE = "on,obsolete=deny,elevateprivileges=deny,resourcecontrol=deny,spawn=deny"


def command_line(
    guest: Guest, folder: Path, accel: str, size: Size, *, netdev: str = "", serial: Path | None = None
) -> tuple[str, ...]:
    return (
        *("qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none"),
        # The way to the network is a program that QEMU starts, which no setting of its fence lets it do.
        *(() if netdev else ("-sandbox", _FENCE)),
        *("-name", f"handeye-{_escaped(guest.name or 'guest')}", "-machine", "q35"),
        *_processor(accel, guest.cpus),
        *("-m", str(guest.memory_mb), "-rtc", "base=utc,clock=vm"),
        *("-device", f"VGA,edid=on,xres={size.w},yres={size.h}", "-device", "qemu-xhci", "-device", "usb-tablet"),
        *_disks(guest, folder),
        *_kernel(guest),
        *_network(guest, netdev),
        *("-serial", f"file:{_escaped(serial)}" if serial else "none"),
        *(part for name in (CONTROL, LIFE, OWN) for part in ("-qmp", f"unix:{_escaped(folder / name)},server=on,wait=off")),
    )


def _processor(accel: str, cpus: int) -> tuple[str, ...]:
    if accel == "kvm":
        return ("-accel", "kvm", "-cpu", "host", "-smp", str(cpus))
    return ("-accel", f"tcg,thread=multi,tb-size={TRANSLATED_MB}", "-cpu", "max", "-smp", str(cpus))


def _disks(guest: Guest, folder: Path) -> tuple[str, ...]:
    # Nothing of it is needed after a crash of this computer.
    own = f"if=none,id=own,format=qcow2,cache=unsafe,file={_escaped(folder / DISK)}"
    parts = ["-drive", own]
    if guest.disk is not None:
        parts += ["-device", f"{'virtio-blk-pci' if guest.bus == 'virtio' else 'ide-hd'},drive=own,bootindex=2"]
    if guest.iso is not None:
        parts += ["-drive", f"if=none,id=iso,format=raw,readonly=on,media=cdrom,file={_escaped(guest.iso.resolve())}"]
        parts += ["-device", "ide-cd,drive=iso,bootindex=1"]
    return tuple(parts)


def _kernel(guest: Guest) -> tuple[str, ...]:
    if guest.kernel is None:
        return ()
    initrd = ("-initrd", str(guest.initrd.resolve())) if guest.initrd else ()
    return ("-kernel", str(guest.kernel.resolve()), *initrd, "-append", guest.append)


def _network(guest: Guest, netdev: str) -> tuple[str, ...]:
    if not netdev:
        return ("-nic", "none")
    card = "virtio-net-pci" if guest.bus == "virtio" else "e1000"
    return ("-netdev", f"{netdev},id=net", "-device", f"{card},netdev=net")


def _escaped(said: object) -> str:
    """A comma ends a value; two are one that does not."""
    return str(said).replace(",", ",,")
