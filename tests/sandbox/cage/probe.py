"""Probe: what a program tries that wants out of where it was put; it runs inside, and prints what it got as JSON.

    python3 -I -c "$(cat probe.py)" BASE64      where the base64 is of {"part": "read_home", "path": "/home/ada/letter"}

With nothing but the standard library of any Python from 3.9 on. Whatever it takes has a bound that harms no machine.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import signal
import socket
import struct
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MIB = 1 << 20
GONE_AFTER_S = 30
"""Children end by then, whatever becomes of their parent."""


def read_home(path: str) -> str:
    """What a file in somebody's home says, found at its place or through any process there is."""
    roots = ["", *(f"/proc/{each.name}/root" for each in Path("/proc").iterdir() if each.name.isdigit())]
    for root in roots:
        with contextlib.suppress(OSError):
            return Path(root + path).read_text()
    return ""


def write_outside(name: str, folders: list[str]) -> list[str]:
    """Where a file could be made; whether it is there for others, they know."""
    made: list[str] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            Path(folder, name).write_text("was here")
            made.append(folder)
    return made


def change_settings(path: str) -> bool:
    """Whether one of the machine's own settings could be written; it stays as it is."""
    try:
        setting = Path(path)
        setting.write_text(setting.read_text())
    except OSError:
        return False
    return True


def reach(tcp: list[list[Any]], udp: list[list[Any]], unix: list[str], abstract: list[str]) -> list[str]:
    """Whom it could speak to without any proxy; who heard it, they know."""
    reached: list[str] = []
    for host, port in tcp:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=5) as link:
            link.sendall(b"hello")
            reached.append("tcp")
    for host, port in udp:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            # A question for the address of leak.invalid, as a resolver asks.
            link.sendto(b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x04leak\x07invalid\0\0\x01\0\x01", (host, port))
            reached.append("udp")
    for name in (*unix, *(f"\0{each}" for each in abstract)):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.connect(name)
            link.sendall(b"hello")
            reached.append("unix" if name[0] == "/" else "abstract")
    return reached


def fetch(urls: list[str]) -> list[int]:
    """What each answers through the proxy that the environment names: a status, or 0."""
    return [_status(url) for url in urls]


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except OSError as error:
        return int(getattr(error, "code", 0))


def enter_display(number: int, cookies: list[str]) -> bool:
    """Whether an X display lets it in, by any of its doors, with any cookie that can be read, or with none."""
    keys = [b""]
    for path in (*cookies, os.environ.get("XAUTHORITY", "")):
        with contextlib.suppress(OSError):
            keys += _keys_in(Path(path).read_bytes())
    doors: list[tuple[int, Any]] = [(socket.AF_UNIX, f"{start}/tmp/.X11-unix/X{number}") for start in ("", "\0")]
    doors.append((socket.AF_INET, ("127.0.0.1", 6000 + number)))
    return any(_lets_in(family, door, key) for family, door in doors for key in keys)


def _keys_in(raw: bytes) -> Iterator[bytes]:
    """Each entry of a cookie file is a family and four fields, of which the last is the key."""
    at = 0
    while at < len(raw):
        at, field = at + 2, b""
        for _ in range(4):
            (length,) = struct.unpack_from(">H", raw, at)
            field, at = raw[at + 2 : at + 2 + length], at + 2 + length
        yield field


def _lets_in(family: int, door: Any, key: bytes) -> bool:
    name = b"MIT-MAGIC-COOKIE-1" if key else b""
    padded = b"".join(part + b"\0" * (-len(part) % 4) for part in (name, key))
    try:
        with socket.socket(family) as link:
            link.settimeout(10)
            link.connect(door)
            link.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(key)) + padded)
            return link.recv(1) == b"\x01"
    except OSError:
        return False


def see_processes(mark: str) -> bool:
    """Whether it can read what a process of the machine's was started with."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (process / "cmdline").read_bytes():
                return True
    return False


def read_key(name: str, number: int) -> str:
    """What the kernel keeps for its user under this name; `number` is that of the system call."""
    call = ctypes.CDLL(None).syscall
    key = call(number, 10, -3, b"user", name.encode(), 0)
    said = ctypes.create_string_buffer(100)
    length = call(number, 11, key, said, 100) if key > 0 else 0
    return said.raw[: max(0, length)].decode()


def fork_bomb(most: int) -> int:
    """How many children it could have at once."""
    children: list[int] = []
    with contextlib.suppress(OSError):
        while len(children) < most:
            child = os.fork()
            if child == 0:
                _wait_for_the_end()
            children.append(child)
    _end(children)
    return len(children)


def fill_memory(alone_mib: int, together_mib: int, by: int) -> dict[str, int]:
    """How much one process could fill, and how much several could at the same time."""
    return {"alone": _filled(1, alone_mib), "together": _filled(by, together_mib // by)}


def _filled(count: int, most_mib: int) -> int:
    children: list[int] = []
    pipes: list[int] = []
    for _ in range(count):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            _fill(write, most_mib)
            _wait_for_the_end()
        os.close(write)
        children.append(child)
        pipes.append(read)
    filled = sum(_dots(pipe) for pipe in pipes)
    _end(children)
    return filled * 8


def _fill(tell: int, most_mib: int) -> None:
    signal.alarm(GONE_AFTER_S)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")  # if one of us must go, then not who counts
    held: list[bytearray] = []
    with contextlib.suppress(MemoryError):
        for _ in range(most_mib // 8):
            held.append(bytearray(b"x") * (8 * MIB))
            os.write(tell, b".")
    os.write(tell, b"!")
    _wait_for_the_end()


def _dots(pipe: int) -> int:
    """Until it says that it has enough, or is ended."""
    said = b""
    while not said.endswith(b"!") and (more := os.read(pipe, 4096)):
        said += more
    os.close(pipe)
    return said.count(b".")


def fill_disk(folders: list[str], most_mib: int) -> dict[str, int]:
    """How many MiB it could leave in each of these, all at the same time and so many in all; nothing stays."""
    left, taken, files = most_mib, dict.fromkeys(folders, 0), list[Path]()
    try:
        for folder in folders:
            files.append(Path(folder, f"probe-{os.getpid()}"))
            with contextlib.suppress(OSError), files[-1].open("wb", buffering=0) as file:
                while left and file.write(b"\xa5" * MIB) == MIB:
                    taken[folder] += 1
                    left -= 1
    finally:
        for path in files:
            with contextlib.suppress(OSError):
                path.unlink()
    return taken


def outlive() -> None:
    """Tries to go on when whoever started it is gone: it listens to nobody, and has a child that left the family."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
    signal.alarm(600)
    print("up", flush=True)
    while True:
        signal.pause()


def _wait_for_the_end() -> None:
    signal.alarm(GONE_AFTER_S)
    signal.pause()
    os._exit(0)


def _end(children: list[int]) -> None:
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


PARTS = (
    read_home,
    write_outside,
    change_settings,
    reach,
    fetch,
    enter_display,
    see_processes,
    read_key,
    fork_bomb,
    fill_memory,
    fill_disk,
    outlive,
)

if __name__ == "__main__":
    plan = json.loads(base64.b64decode(sys.argv[1]))
    doing = {each.__name__: each for each in PARTS}[plan.pop("part")]
    print(json.dumps(doing(**plan)), flush=True)
