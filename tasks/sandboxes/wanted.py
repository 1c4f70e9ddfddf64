"""Wanted: what was said on the command line becomes an order for a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...sandbox.cage import Volume
from ...sandbox.guest import Guest
from ...sandbox.image import guest_of
from ...sandbox.order import Kind, Order
from ...sandbox.vm import Accel
from ...tools.errors import BadInput
from ..size import size_said

USUAL_IMAGE = "debian-desktop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is empty was not said."""

    kind: Kind = "vm"
    image: str = ""
    start: str = ""
    allow: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    memory_mb: int | None = None
    cpus: int | None = None
    keymap: str = "us"
    accel: Accel = "auto"
    size: str = "1280x800"

    def order(self, environ: Mapping[str, str]) -> Order:
        size = size_said(self.size)
        if self.kind != "vm" and self.keymap != "us":
            raise BadInput("--keyboard is for machines; leave it out")
        order = Order(
            kind=self.kind,
            guest=self._guest(environ) if self.kind == "vm" else None,
            image=(self.image or USUAL_IMAGE) if self.kind == "container" else self.image if self.kind == "display" else "",
            start="" if self.kind == "vm" else self.start,
            cwd=Path.cwd(),
            allow=self.allow,
            volumes=tuple(Volume.parse(each) for each in self.volumes),
            memory_mb=self.memory_mb or 0,
            cpus=self.cpus or 0,
            accel=self.accel,
            size=(size.w, size.h),
        )
        order.check()
        return order

    def _guest(self, environ: Mapping[str, str]) -> Guest:
        guest = guest_of(self.image or USUAL_IMAGE, keymap=self.keymap, start=self.start, environ=environ)
        return replace(guest, memory_mb=self.memory_mb or guest.memory_mb, cpus=self.cpus or guest.cpus)
