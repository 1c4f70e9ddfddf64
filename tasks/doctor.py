"""`handeye doctor`: of each part, whether it is there, which version, and whether it works, or what gets it.

Nothing is believed: the browser and the private display are started and looked at.
"""

from __future__ import annotations

import asyncio
import platform
import re
import shutil
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image, ImageDraw

from ..sandbox.cage import BUBBLEWRAP, Cage
from ..sandbox.display import PrivateDisplay
from ..tools.browser import Browser, BrowserOptions
from ..tools.browser.chromium import find_chromium, needs_no_sandbox
from ..tools.computer import opened
from ..tools.desktop import Desktop
from ..tools.desktop.x11 import display_from
from ..tools.drawing import write
from ..tools.errors import ComputerGone, HandeyeError, Unsupported
from ..tools.frame import Frame
from .terminal import plain, to_json

if TYPE_CHECKING:
    from playwright.async_api import Playwright

State = Literal["works", "missing", "broken"]

LIMIT_S = 90.0
"""For one part; a browser's first start on a slow disk takes a while."""

PAINTED_RGB = (18, 152, 86)
PAGE = f"<!doctype html><title>handeye doctor</title><body style='background: rgb{PAINTED_RGB}'>".encode()

SCRIPTS = {
    "Latin": ("Aaż“€", "fonts-dejavu-core"),
    "CJK": ("你あ가", "fonts-noto-cjk"),
    "symbols": ("✓→", "fonts-dejavu-core"),
    "emoji": ("😀", "fonts-noto-color-emoji"),
}
"""Letters that one font has to have, and the Debian package of one that does."""

WRITTEN = "Hello, screen 42"

QWEN = ("torch", "transformers", "accelerate", "llguidance")


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    state: State
    version: str = ""
    note: str = ""
    """Where it is, or what is in the way."""
    get_it: str = ""
    """The command that gets it, or makes it work."""
    needed: bool = True


async def examine(environ: Mapping[str, str]) -> list[Part]:
    """Every part, in the order in which they build on one another."""
    parts = [_python(), _handeye()]
    checks: list[tuple[Part, Callable[[Part], Awaitable[Part]]]] = [
        (Part("Playwright", "missing", get_it="pip install playwright"), _playwright),
        (Part("Chromium", "missing", get_it=_get_chromium()), _chromium),
        (Part("private display", "missing", get_it=_get("xvfb openbox"), needed=sys.platform == "linux"), _display),
        (Part("cage", "missing", get_it=_get("bubblewrap"), needed=False), _cage),
        (Part("fonts", "missing", get_it=_get("fontconfig"), needed=sys.platform == "linux"), _fonts),
        (Part("reading", "missing", get_it="pip install rapidocr onnxruntime"), _reading),
        (Part("desktop", "missing", needed=False), lambda part: _desktop(part, environ)),
        (Part("Qwen3-VL", "missing", get_it="pip install 'handeye[qwen]'", needed=False), _qwen),
    ]
    for part, check in checks:
        try:
            parts.append(await asyncio.wait_for(check(part), LIMIT_S))
        except TimeoutError:
            parts.append(replace(part, state="broken", note=f"did not answer within {LIMIT_S:g} s"))
        except Exception as error:  # whatever it is, it is what is wrong with this part
            parts.append(replace(part, state="broken", note=plain(str(error)) or type(error).__name__))
    return parts


def _get(packages: str) -> str:
    """The command for this machine's distribution."""
    has_apt = shutil.which("apt-get") or Path("/usr/bin/apt-get").exists()
    return f"apt-get install -y {packages}" if has_apt else f"your system's packages of: {packages}"


def _get_chromium() -> str:
    try:
        is_ubuntu = platform.freedesktop_os_release()["ID"] == "ubuntu"
    except (OSError, KeyError):
        return "playwright install chromium"
    # Ubuntu's chromium package only points at a snap, which does not run everywhere.
    return "playwright install --with-deps chromium" if is_ubuntu else f"playwright install chromium, or {_get('chromium')}"


def _python() -> Part:
    return Part("Python", "works", platform.python_version(), sys.executable)


def _handeye() -> Part:
    return Part("handeye", "works", version("handeye"), str(Path(__file__).resolve().parents[1]))


async def _playwright(part: Part) -> Part:
    from playwright.async_api import async_playwright

    found = replace(part, version=version("playwright"))
    try:
        # Its driver is a program of its own; if that cannot be loaded, this says why in its words.
        await _output(sys.executable, "-m", "playwright", "--version")
    except OSError as error:
        return replace(
            found, state="broken", note=plain(str(error)), get_it=_get("libatomic1") if "libatomic" in str(error) else ""
        )
    async with async_playwright() as playwright:
        return replace(found, state="works", note=_own_build(playwright), get_it="")


def _own_build(playwright: Playwright) -> str:
    there = Path(playwright.chromium.executable_path).is_file()
    return "with its own Chromium" if there else "its own Chromium was not fetched"


async def _chromium(part: Part) -> Part:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
    if path is None:
        return part
    found = replace(part, version=await _version(str(path), "--version"))
    try:
        async with _served(PAGE) as address, opened(Browser(BrowserOptions(executable=path)), address) as browser:
            _check_picture(await browser.look())
    except HandeyeError as error:
        return replace(found, state="broken", note=f"{path}: {plain(str(error))}")
    note = f"{path}, with --no-sandbox because this is root" if needs_no_sandbox() else str(path)
    return replace(found, state="works", note=note, get_it="")


@asynccontextmanager
async def _served(page: bytes) -> AsyncGenerator[str]:
    """The address of a page of our own, for as long as it takes to look at it."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:  # browsers open connections that they may never use
            writer.close()
            return
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + page)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


def _check_picture(frame: Frame) -> None:
    seen = frame.rgb[frame.size.h // 2, frame.size.w // 2].astype(int)
    if max(abs(int(level) - wanted) for level, wanted in zip(seen, PAINTED_RGB, strict=True)) > 3:
        raise ComputerGone(f"it starts, but a page painted {PAINTED_RGB} shows {tuple(seen.tolist())}")


async def _display(part: Part) -> Part:
    absent = [name for name in ("Xvfb", "openbox") if shutil.which(name) is None]
    if absent:
        return replace(part, note=f"{' and '.join(absent)} not found")
    found = replace(part, version=f"openbox {await _version('openbox', '--version')}")
    async with PrivateDisplay() as place:
        note = await _look_at(place.display, place.xauthority)
    return replace(found, state="works", note=f"starts; {note}", get_it="")


async def _cage(part: Part) -> Part:
    """What `--sandbox display` puts around the programs it starts."""
    if shutil.which(BUBBLEWRAP) is None:
        return replace(part, note="bubblewrap not found")
    found = replace(part, version=await _version(BUBBLEWRAP, "--version"))
    display = PrivateDisplay(cage=Cage())
    async with display:
        program = await display.start(("true",))
        if code := await program.wait():
            return replace(found, state="broken", note=f"a program in it ended with {code}", get_it="")
    return replace(found, state="works", note=f"holds; {display.limits_held}", get_it="")


async def _fonts(part: Part) -> Part:
    if shutil.which("fc-list") is None:
        return replace(part, note="fc-list is not there to say which fonts are")
    covered = {script: await _has_font(letters) for script, (letters, _) in SCRIPTS.items()}
    lacking = [script for script, there in covered.items() if not there]
    if lacking:
        packages = " ".join(sorted({SCRIPTS[script][1] for script in lacking}))
        return replace(part, note=f"no font has the letters of: {', '.join(lacking)}", get_it=_get(packages))
    return replace(part, state="works", version="", note=f"for {', '.join(covered)}", get_it="")


async def _has_font(letters: str) -> bool:
    return bool(await _output("fc-list", ":charset=" + " ".join(f"{ord(letter):x}" for letter in letters), "family"))


async def _reading(part: Part) -> Part:
    try:
        found = replace(part, version=f"rapidocr {version('rapidocr')}, onnxruntime {version('onnxruntime')}")
    except PackageNotFoundError as error:
        return replace(part, note=f"{error.name} is not installed")
    # On a thread, because the networks take their time to load.
    said = await asyncio.to_thread(_read_back, WRITTEN)
    if said != WRITTEN:
        return replace(found, state="broken", note=f'it reads "{WRITTEN}" as "{said}"')
    return replace(found, state="works", note=f'reads "{WRITTEN}" off a picture, finds widgets', get_it="")


def _read_back(words: str) -> str:
    from ..tools.reading.reader import read
    from ..tools.widgets.see import see_widgets

    image = Image.new("RGB", (320, 64), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 8, 300, 55), outline=(90, 90, 90))
    write(draw, 20, 20, words, 18, (20, 20, 20))
    frame = Frame.of(np.asarray(image), "drawn")
    lines = read(frame)
    see_widgets(frame, lines)
    return " ".join(line.text for line in lines)


async def _desktop(part: Part, environ: Mapping[str, str]) -> Part:
    try:
        display, xauthority = display_from(environ, sys.platform)
    except Unsupported as error:
        return replace(part, note=plain(str(error)))
    return replace(part, state="works", version=display, note=await _look_at(display, xauthority))


async def _look_at(display: str, xauthority: str | None) -> str:
    async with opened(Desktop(display, xauthority=xauthority)) as desktop:
        size = (await desktop.look()).size
    return f"a look shows {size.w}x{size.h} px"


async def _qwen(part: Part) -> Part:
    try:
        versions = ", ".join(f"{name} {version(name)}" for name in QWEN)
    except PackageNotFoundError as error:
        return replace(part, note=f"{error.name} is not installed; only the local model needs it")
    # In a process of its own: importing torch takes seconds and half a gigabyte.
    await _output(sys.executable, "-c", f"import {', '.join(QWEN)}")
    return replace(part, state="works", version=versions, get_it="")


async def _version(program: str, flag: str) -> str:
    """The first thing it says that looks like one."""
    found = re.search(r"\d+(\.\d+)+", await _output(program, flag))
    return found[0] if found else ""


async def _output(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        complaint = err.decode(errors="replace").strip().splitlines()
        raise OSError(f"{command[0]} ended with {process.returncode}: {complaint[-1] if complaint else 'it said nothing'}")
    return out.decode(errors="replace")


def show(parts: list[Part], *, as_json: bool) -> bool:
    """Prints what was found; whether all that is needed works."""
    fine = all(part.state == "works" for part in parts if part.needed)
    if as_json:
        print(to_json({"ok": fine, "parts": [asdict(part) for part in parts]}))
    else:
        _print_table(parts)
        print("All that is needed works." if fine else "Something that is needed does not work; the commands are above.")
    return fine


def _print_table(parts: list[Part]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("part", "state", "version", "about", box=None, pad_edge=False)
    for part in parts:
        state = part.state if part.needed or part.state == "works" else f"{part.state} (optional)"
        colour = "green" if part.state == "works" else "red" if part.needed else "yellow"
        about = "\n".join(filter(None, [part.note, f"to get it: {part.get_it}" if part.get_it else ""]))
        table.add_row(part.name, Text(state, style=colour), Text(part.version), Text(about))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
