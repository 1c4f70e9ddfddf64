"""Build: a recipe's packages become a root, and a root becomes what a machine or a container starts from.

Needs no loop device and no mount of its own: mmdebstrap makes the root, mke2fs fills a disk from a folder.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic

from ...tools.errors import HandeyeError, Unsupported
from ..kept import keep
from .cache import cache_folder, refuse_little_space, to_build
from .mirror import MIRROR, options, sources
from .recipe import ARCHITECTURE, RELEASE, RELEASE_WORDS, Recipe
from .steps import BOOTABLE, FILL_DISK, PEOPLE

Tell = Callable[[str], None]

ROOT, DISK, KERNEL, INITRD = "root.tar", "disk.qcow2", "linux", "initrd.gz"

_LOG = "log"
_STEPS = {
    "running apt-get update": "asking for the newest packages",
    "downloading packages": "fetching packages",
    "extracting archives": "unpacking what every system has",
    "installing remaining": "installing the rest",
    "creating tarball": "packing it",
}


async def built(recipe: Recipe, environ: Mapping[str, str], tell: Tell) -> Path:
    """The folder with what it makes; built where it is not there yet."""
    target = cache_folder(environ) / recipe.name
    async with to_build(target, tell) as part:
        if part is not None:
            began_s = monotonic()
            refuse_missing(recipe)
            refuse_little_space(part, recipe.needs_mb)
            await _make_root(recipe, part, environ, tell)
            if recipe.form == "machine":
                await _make_disk(recipe, part, tell)
            (part / _LOG).unlink(missing_ok=True)
            tell(f"built in {monotonic() - began_s:.0f} s; checking sums")
    return target


def refuse_missing(recipe: Recipe, *, is_root: bool | None = None) -> None:
    """Says what building needs and this machine lacks, and the command that gets it."""
    needed = {"mmdebstrap": "mmdebstrap"}
    if recipe.form == "machine":
        needed |= {"qemu-img": "qemu-utils", "mke2fs": "e2fsprogs"}
    is_root = os.geteuid() == 0 if is_root is None else is_root
    if not is_root:
        needed |= {"newuidmap": "uidmap", "fakeroot": "fakeroot"}
    missing = [name for name in needed if shutil.which(name, path=_path()) is None]
    if missing:
        packages = " ".join(needed[name] for name in missing)
        raise Unsupported(f"building an image needs {' and '.join(missing)}; get it with: apt-get install {packages}")
    if not is_root and not _may_map_users():
        raise Unsupported(
            "this user may neither be root nor map users of its own, and building needs one of them; as root, once: "
            "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER"
        )


def _may_map_users() -> bool:
    limit = Path("/proc/sys/user/max_user_namespaces")
    if limit.exists() and limit.read_text().strip() == "0":
        return False
    import pwd

    names = {str(os.geteuid()), pwd.getpwuid(os.geteuid()).pw_name}
    maps = (Path("/etc/subuid"), Path("/etc/subgid"))
    return all(path.exists() and any(line.split(":")[0] in names for line in path.read_text().splitlines()) for path in maps)


def _path() -> str:
    """Where tools for disks are is not on everybody's way."""
    return os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))


async def _make_root(recipe: Recipe, part: Path, environ: Mapping[str, str], tell: Tell) -> None:
    lines = await asyncio.to_thread(sources, environ)
    tell(f"{recipe.kind}: {RELEASE_WORDS} from {lines[0].split()[1]} (another mirror: {MIRROR}=http://…)")
    ours = part / "ours.tar"
    _pack(recipe, ours)
    try:
        await _run(mmdebstrap(recipe, ours, part / ROOT, lines, await asyncio.to_thread(options)), part, tell)
    finally:
        ours.unlink()


def mmdebstrap(recipe: Recipe, ours: Path, root: Path, lines: Sequence[str], apt: Sequence[str]) -> list[str]:
    hooks = [f"tar-in {ours} /", PEOPLE]
    if recipe.form == "machine":
        hooks.append(BOOTABLE)
    return [
        *("mmdebstrap", "--variant=essential", f"--architectures={ARCHITECTURE}", "--format=tar", "--skip=output/dev"),
        f"--include={','.join(recipe.packages)}",
        *(f"--aptopt={option}" for option in apt),
        *(f"--dpkgopt=path-exclude={pattern}" for pattern in recipe.without),
        *(f"--customize-hook={hook}" for hook in hooks),
        *(RELEASE, str(root), *lines),
    ]


def _pack(recipe: Recipe, archive: Path) -> None:
    with tarfile.open(archive, "w", format=tarfile.GNU_FORMAT) as tar:
        for target, mode, text in recipe.files():
            entry = tarfile.TarInfo(target.lstrip("/"))
            entry.mode, entry.size = mode, len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))


async def _make_disk(recipe: Recipe, part: Path, tell: Tell) -> None:
    root, raw = part / ROOT, part / "disk.raw"
    tell("making the disk")
    await asyncio.to_thread(_take_kernel, root, part)
    whole = () if os.geteuid() == 0 else ("fakeroot", "--")
    folder, size = str(part / "root"), f"{recipe.disk_mb}M"
    await _run((*whole, "sh", "-c", FILL_DISK, "sh", folder, str(root), str(raw), size), part, tell)
    root.unlink()
    tell("packing the disk")
    packed = ("-c", "-o", "compression_type=zstd", str(raw), str(part / DISK))
    await _run(("qemu-img", "convert", "-f", "raw", "-O", "qcow2", *packed), part, tell)
    raw.unlink()


def _take_kernel(root: Path, part: Path) -> None:
    """The machine is started with these, so that its disk needs no boot loader."""
    with tarfile.open(root) as tar:
        for name in (KERNEL, INITRD):
            inside = tar.extractfile(f"./boot/{name}")
            assert inside is not None
            with inside, (part / name).open("wb") as file:
                shutil.copyfileobj(inside, file)


async def _run(command: Sequence[str], part: Path, tell: Tell) -> None:
    """A step of building, ended when we are; its own words about how far it is are told in ours."""
    log = part / _LOG
    says, told = os.pipe()
    environ = {**os.environ, "PATH": _path(), "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    if os.geteuid() == 0:
        environ["TMPDIR"] = str(part)  # what is half built is where room was looked for
    if command[0] == "mmdebstrap":
        command = (command[0], f"--logfile=/dev/fd/{told}", *command[1:])
    try:
        program = await keep(command, environ=environ, output=log, pass_fds=(told,))
    finally:
        os.close(told)
    try:
        words = await _told_steps(says, tell)
        code = await program.wait()
    finally:
        await program.stop()
    if code:
        raise HandeyeError(f"the image could not be built: {_why([*log.read_text(errors='replace').splitlines(), *words])}")


async def _told_steps(says: int, tell: Tell) -> list[str]:
    reader = asyncio.StreamReader(limit=1 << 20)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(says, "rb", 0))
    words: list[str] = []
    try:
        while line := (await reader.readline()).decode(errors="replace").strip():
            words.append(line)
            for theirs, ours in _STEPS.items():
                if line.startswith(f"I: {theirs}"):
                    tell(ours)
    finally:
        transport.close()
    return words


def _why(words: Sequence[str]) -> str:
    """The line that says it, of all that a failed step printed."""
    lines = [line.strip() for line in words if line.strip()]
    telling = [line for line in lines if re.match(r"(E|Err|error|tar|mke2fs|qemu-img|No space)\b", line, re.IGNORECASE)]
    if any("No space left" in line for line in lines):
        return "the disk is full; make room, or set XDG_CACHE_HOME to elsewhere"
    if any(re.search(r"Could not (resolve|connect)|Temporary failure|Failed to fetch", line) for line in lines):
        return f"the packages could not be fetched ({telling[0] if telling else lines[-1]}); another mirror: {MIRROR}=http://…"
    return (telling or lines or ["it said nothing"])[0]
