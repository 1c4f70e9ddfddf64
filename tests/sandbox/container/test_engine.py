"""An engine is taken where it starts a container with all the walls; else it is said which wall it refuses."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from handeye.sandbox import engine as engine_module
from handeye.sandbox.cage import Volume
from handeye.sandbox.engine import Engine, find_engine, walls
from handeye.sandbox.limits import MIB, Limits
from handeye.tools.errors import Unsupported

LIMITS = Limits(processes=64, memory_bytes=256 * MIB, disk_bytes=40 * MIB)

FAKE = """#!/bin/sh
case "$*" in
    *"image inspect"*|*prune*|version) exit 0 ;;
esac
case " $* " in
    {refuses}) echo 'Error: {words}' >&2; exit 126 ;;
esac
"""


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "_worked", {})


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all the programs there are."""
    (tmp_path / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(folder: Path, name: str, refuses: str = "never", words: str = "") -> None:
    (folder / name).write_text(FAKE.format(refuses=refuses, words=words))
    (folder / name).chmod(0o755)


def found(environ: Mapping[str, str] | None = None) -> Engine:
    def parts(program: str) -> list[tuple[str, ...]]:
        return walls(program, LIMITS, 2.0)

    engine, image = asyncio.run(find_engine("debian-desktop", parts, tell=print, environ=environ or os.environ))
    assert image.startswith("localhost/handeye/debian-desktop:")
    return engine


def test_without_any_it_names_the_packages(only: Path) -> None:
    del only
    with pytest.raises(Unsupported, match=r"needs podman or docker; .*apt-get install podman"):
        found()


def test_podman_comes_first_with_what_it_would_choose_itself(only: Path) -> None:
    put(only, "podman")
    put(only, "docker")
    assert found() == Engine("podman")


@pytest.mark.parametrize(
    ("refuses", "wanted"),
    [
        ("' run --rm --network'*", Engine("podman", modest=True)),
        ("' run '*", Engine("podman", "runc")),
        ("*' run '*", Engine("docker")),
    ],
)
def test_what_does_not_start_gives_way_to_what_does(refuses: str, wanted: Engine, only: Path) -> None:
    put(only, "podman", refuses)
    put(only, "runc")
    put(only, "docker")
    assert found() == wanted


def test_the_wall_that_is_refused_is_named(only: Path) -> None:
    put(only, "podman", "*' --memory='*", "cannot set memory limit: cgroup is not mounted")
    with pytest.raises(Unsupported) as raised:
        found()
    said = str(raised.value)
    assert "it refuses --memory=268435456 --memory-swap=268435456" in said
    assert "cgroup is not mounted" in said
    assert "\n" not in said


def test_a_daemon_that_is_not_there_is_said(only: Path) -> None:
    (only / "docker").write_text("#!/bin/sh\necho 'Cannot connect to the Docker daemon' >&2\nexit 1\n")
    (only / "docker").chmod(0o755)
    with pytest.raises(Unsupported, match="docker does not work: Cannot connect to the Docker daemon"):
        found()


def test_the_walls_are_all_there_and_volumes_are_read_only_unless_asked(tmp_path: Path) -> None:
    for program in ("podman", "docker"):
        volumes = (Volume(tmp_path), Volume(tmp_path / "x", writable=True))
        options = [option for part in walls(program, LIMITS, 1.5, volumes) for option in part]
        assert {
            *("--network=none", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"),
            *("--memory=268435456", "--memory-swap=268435456", "--pids-limit=64", "--cpus=1.5"),
            f"--mount=type=bind,src={tmp_path},dst={tmp_path},readonly",
            f"--mount=type=bind,src={tmp_path}/x,dst={tmp_path}/x",
        } <= set(options)
        assert not any("seccomp" in option or "privileged" in option.replace("no-new-privileges", "") for option in options)
        assert all("size=41943040" in option for option in options if option.startswith("--tmpfs"))
