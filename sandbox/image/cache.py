"""Cache: built images under the user's cache, whole or not at all, each file with its checksum."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from ...tools.errors import BadInput, HandeyeError
from ..kept import keep

SUMS = "SHA256SUMS"
_PART = ".part-"


def cache_folder(environ: Mapping[str, str]) -> Path:
    home = environ.get("HOME") or "~"
    return Path(environ.get("XDG_CACHE_HOME") or Path(home, ".cache").expanduser()) / "handeye" / "images"


def write_sums(folder: Path) -> None:
    """For every file there is in it."""
    lines = [f"{_sum(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(lines))


def verified(folder: Path) -> Path | None:
    """The folder, where it is there and every file in it is as it was built; None where it is not there."""
    try:
        sums = dict(line.split("  ", 1)[::-1] for line in (folder / SUMS).read_text().splitlines())
    except FileNotFoundError:
        return None
    except ValueError:
        raise _changed(folder, SUMS) from None
    for name, wanted in sums.items():
        try:
            found = _sum(folder / name)
        except FileNotFoundError:
            raise _changed(folder, name) from None
        if found != wanted:
            raise _changed(folder, name)
    return folder


def _changed(folder: Path, name: str) -> HandeyeError:
    return HandeyeError(f"{folder / name} is not as it was built; remove that folder and build the image again: rm -r {folder}")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_little_space(folder: Path, needs_mb: int) -> None:
    free_mb = shutil.disk_usage(folder).free >> 20
    if free_mb < needs_mb:
        raise BadInput(
            f"building needs {needs_mb} MB in {folder} and {free_mb} MB are free; make room, or set XDG_CACHE_HOME to elsewhere"
        )


@asynccontextmanager
async def to_build(target: Path, tell: Callable[[str], None]) -> AsyncGenerator[Path | None]:
    """A folder to build in, which becomes `target` when all went well; None where somebody else had just built it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"cannot make {target.parent}: {error.strerror}; set XDG_CACHE_HOME to a folder of yours") from None
    async with _alone(target.with_name(f".{target.name}.lock"), tell):
        if (target / SUMS).exists():
            yield None
            return
        # Nobody else builds it now: what is half built was left by somebody who was ended.
        for left in target.parent.glob(f"{target.name}{_PART}*"):
            shutil.rmtree(left, ignore_errors=True)
        part = Path(tempfile.mkdtemp(prefix=f"{target.name}{_PART}", dir=target.parent))
        try:
            yield part
            await asyncio.to_thread(_finish, part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _finish(part: Path, target: Path) -> None:
    write_sums(part)
    part.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)


@asynccontextmanager
async def _alone(lock: Path, tell: Callable[[str], None]) -> AsyncGenerator[None]:
    with lock.open("w") as file:
        while not _locked(file.fileno()):
            tell("somebody else is building it just now; waiting for that")
            waiting = await keep(("flock", str(lock), "true"))
            try:
                await waiting.wait()
            finally:
                await waiting.stop()
        yield


def _locked(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
