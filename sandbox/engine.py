"""Engine: podman or docker, whichever starts a container with all its walls here; else which of them is missing."""

from __future__ import annotations

import asyncio
import resource
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..tools.errors import BadInput, HandeyeError, Unsupported
from .cage import Volume
from .image import built_root
from .image.cache import verified
from .image.recipe import CONTAINERS
from .image.steps import HOME, UID
from .limits import Limits

NAME = "handeye"
"""Of its images, and the label of its containers."""

ENGINES = ("podman", "docker")
RUNTIMES = ("crun", "runc")
"""What podman may start containers with, where its own choice does not."""

MODEST_FILES, MODEST_PROCESSES = 16384, 4096

TRY_WITHIN_S = 60.0

LEFT_AFTER = "10m"
"""How old a stopped container of ours is that nobody is about to start or remove."""


@dataclass(frozen=True, slots=True)
class Engine:
    program: str
    runtime: str = ""
    modest: bool = False
    """Whether it starts containers only with fewer open files and processes than it would by itself."""

    @property
    def command(self) -> tuple[str, ...]:
        return (self.program, *(("--runtime", self.runtime) if self.runtime else ()))

    @property
    def run_words(self) -> tuple[str, ...]:
        """Where this process may not raise its own limits, it may not hand on what engines ask for, either."""
        if not self.modest:
            return ("run", "--rm")
        files, processes = (
            min(usual, resource.getrlimit(which)[1]) if resource.getrlimit(which)[1] != resource.RLIM_INFINITY else usual
            for which, usual in ((resource.RLIMIT_NOFILE, MODEST_FILES), (resource.RLIMIT_NPROC, MODEST_PROCESSES))
        )
        return ("run", "--rm", f"--ulimit=nofile={files}:{files}", f"--ulimit=nproc={processes}:{processes}")

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code, and what it printed: its answer where it went well, else its complaint."""
        process = await asyncio.create_subprocess_exec(
            *self.command, *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            out, err = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        assert process.returncode is not None
        return process.returncode, (err if process.returncode else out).decode(errors="replace").strip()

    def removal(self, container: str) -> tuple[str, ...]:
        """The words that end and remove it at once, whatever it is doing."""
        return ("rm", "--force", *(("--time=0", "--ignore") if self.program == "podman" else ()), container)

    async def sweep(self) -> None:
        """Removes what is left of containers whose owner and keeper were both ended in the middle of removing them."""
        await self.run("container", "prune", "--force", f"--filter=label={NAME}", f"--filter=until={LEFT_AFTER}")


def walls(engine: str, limits: Limits, cpus: float, volumes: Sequence[Volume] = ()) -> list[tuple[str, ...]]:
    """What `run` is told, each part by itself, so that the one that is refused can be named."""
    size = f"size={limits.disk_bytes}"
    own = f"rw,nosuid,nodev,mode=1777,{size}"
    parts = [
        ("--network=none",),
        ("--read-only",),
        ("--cap-drop=ALL",),
        ("--security-opt=no-new-privileges",),
        (f"--memory={limits.memory_bytes}", f"--memory-swap={limits.memory_bytes}"),
        (f"--pids-limit={limits.processes}",),
        (f"--cpus={cpus:g}",),
        ("--ipc=private", f"--shm-size={limits.disk_bytes}"),
        *((f"--tmpfs={where}:{own}",) for where in (HOME, "/tmp", "/var/tmp")),
        (f"--user={UID}:{UID}",),
        ("--log-driver=none",),
    ]
    if engine == "podman":
        parts += [("--read-only-tmpfs=false",), ("--no-hosts",)]
    return parts + [(_volume(volume),) for volume in volumes]


def _volume(volume: Volume) -> str:
    path, source = volume.path, volume.path.resolve()
    if {",", '"'} & set(f"{path}{source}"):
        raise BadInput(f"{path} cannot be shown in a container: its name has a comma or a quotation mark")
    return f"--mount=type=bind,src={source},dst={path}{'' if volume.writable else ',readonly'}"


_worked: dict[str, Engine] = {}
"""By program: how it last started a container in this process."""


async def find_engine(
    kind: str,
    parts_for: Callable[[str], Sequence[tuple[str, ...]]],
    *,
    tell: Callable[[str], None],
    environ: Mapping[str, str],
) -> tuple[Engine, str]:
    """The first that starts a container of this kind with all the walls, and what it calls the image."""
    path = environ.get("PATH")
    there = [program for program in ENGINES if shutil.which(program, path=path)]
    if not there:
        raise Unsupported("a container needs podman or docker; get one with: apt-get install podman runc")
    complaints: list[str] = []
    for program in sorted(there, key=lambda program: program not in _worked):
        engine, parts = Engine(program), parts_for(program)
        if program in _worked:
            return _worked[program], await _loaded(engine, kind, tell, environ)
        code, said = await engine.run("version")
        if code:
            complaints.append(f"{program} does not work: {_last_line(said)}")
            continue
        await engine.sweep()
        image = await _loaded(engine, kind, tell, environ)
        runtimes = [runtime for runtime in RUNTIMES if shutil.which(runtime, path=path)] if program == "podman" else []
        complaint = ""
        for engine in [Engine(program, runtime, modest) for runtime in ("", *runtimes) for modest in (False, True)]:
            if not (complaint := await _complaint(engine, image, parts)):
                _worked[program] = engine
                return engine, image
        complaints.append(f"{program} starts no container here: {await _missing(engine, image, parts, complaint)}")
    raise Unsupported("; ".join(dict.fromkeys(complaints)))


async def _complaint(engine: Engine, image: str, parts: Sequence[tuple[str, ...]]) -> str:
    """Why a container is not started with these; empty where it is."""
    options = [option for part in parts for option in part]
    try:
        async with asyncio.timeout(TRY_WITHIN_S):
            code, said = await engine.run(*engine.run_words, *options, image, "/bin/true")
    except TimeoutError:
        return f"nothing within {TRY_WITHIN_S:g} s"
    return _last_line(said) if code else ""


async def _missing(engine: Engine, image: str, parts: Sequence[tuple[str, ...]], complaint: str) -> str:
    """Which one of them is refused, found by leaving each out in turn."""
    for part in parts:
        if not await _complaint(engine, image, [other for other in parts if other is not part]):
            return f"it refuses {' '.join(part)}, and without that the walls would have a hole ({complaint})"
    return complaint


def _last_line(said: str) -> str:
    return (said.splitlines() or ["it said nothing"])[-1].removeprefix("Error: ")


async def _loaded(engine: Engine, kind: str, tell: Callable[[str], None], environ: Mapping[str, str]) -> str:
    """The image as the engine knows it, made from the packages where it has none of this recipe yet."""
    if kind not in CONTAINERS:
        await built_root(kind)  # says what there is
    recipe = CONTAINERS[kind]
    name = f"localhost/{NAME}/{kind}"
    image = f"{name}:{recipe.digest}"
    if not (await engine.run("image", "inspect", image))[0]:
        return image
    root = await built_root(kind, tell=tell, environ=environ)
    tell(f"giving it to {engine.program}")
    await asyncio.to_thread(verified, root.parent)
    code, said = await engine.run("import", str(root), image)
    if code:
        raise HandeyeError(f"{engine.program} does not take the image {root}: {_last_line(said)}")
    _, known = await engine.run("images", "--filter", f"reference={name}", "--format", "{{.Repository}}:{{.Tag}}")
    if old := [line for line in known.split() if line != image]:
        await engine.run("rmi", *old)  # one that is in use stays
    return image
