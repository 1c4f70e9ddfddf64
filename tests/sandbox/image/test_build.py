"""A build is whole or leaves nothing, one at a time, and says in one line what is in its way."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handeye.sandbox.image import build
from handeye.sandbox.image.build import built, refuse_missing
from handeye.sandbox.image.cache import SUMS, cache_folder
from handeye.sandbox.image.mirror import MIRROR, USUAL, sources
from handeye.sandbox.image.recipe import CONTAINERS, MACHINES
from handeye.tools.errors import BadInput, HandeyeError, Unsupported

RECIPE = replace(CONTAINERS["debian-desktop"], kind="small", needs_mb=1)

FAKE = f"""#!{sys.executable}
import os, sys
log = next(word for word in sys.argv if word.startswith("--logfile=")).partition("=")[2]
root = sys.argv[sys.argv.index("bookworm") + 1]
with open(log, "w") as told:
    told.write("I: running apt-get update...\\nI: creating tarball...\\n")
    if words := os.environ.get("FAILS_WITH"):
        told.write(words)
        sys.exit(1)
with open(root, "w") as file:
    file.write("a root")
with open(os.environ["COUNTER"], "a") as file:
    file.write("x")
"""
"""In mmdebstrap's place: it fetches nothing."""


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in {"mmdebstrap": FAKE, "newuidmap": FAKE, "fakeroot": FAKE}.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    monkeypatch.setenv("COUNTER", str(tmp_path / "counter"))
    return {"XDG_CACHE_HOME": str(tmp_path / "cache"), MIRROR: "http://mirror.test/debian"}


def made(environ: Mapping[str, str]) -> list[str]:
    folder = cache_folder(environ)
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock")) if folder.exists() else []


def test_it_is_built_once_with_its_sums_and_says_how_far_it_is(environ: Mapping[str, str], tmp_path: Path) -> None:
    told: list[str] = []

    async def run() -> tuple[Path, Path]:
        # The second finds it being built, and waits.
        return await asyncio.gather(built(RECIPE, environ, told.append), built(RECIPE, environ, told.append))

    one, two = asyncio.run(run())
    assert one == two
    assert sorted(path.name for path in one.iterdir()) == [SUMS, "root.tar"]
    assert (tmp_path / "counter").read_text() == "x"
    assert "http://mirror.test/debian" in told[0] + told[1]
    assert "asking for the newest packages" in told
    assert any("waiting for that" in words for words in told)


def test_half_built_ones_are_never_taken_and_do_not_stay(environ: Mapping[str, str]) -> None:
    left = cache_folder(environ) / f"{RECIPE.name}.part-abc"
    left.mkdir(parents=True)
    (left / "root.tar").write_text("half")
    folder = asyncio.run(built(RECIPE, environ, lambda _: None))
    assert (folder / "root.tar").read_text() == "a root"
    assert made(environ) == [RECIPE.name]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("E: something is wrong with it\n", "could not be built: E: something is wrong with it"),
        ("x\nW: y\nE: Failed to fetch http://x Could not resolve 'x'\n", f"could not be fetched .*{MIRROR}="),
        ("tar: write error: No space left on device\n", "the disk is full; make room, or set XDG_CACHE_HOME"),
    ],
)
def test_what_fails_is_one_line_and_leaves_nothing(
    said: str, words: str, environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILS_WITH", said)
    with pytest.raises(HandeyeError, match=words) as raised:
        asyncio.run(built(RECIPE, environ, lambda _: None))
    assert "\n" not in str(raised.value)
    assert made(environ) == []


def test_too_little_room_is_said_before_anything_is_fetched(environ: Mapping[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"needs 999999999 MB in .* MB are free; make room"):
        asyncio.run(built(replace(RECIPE, needs_mb=999_999_999), environ, lambda _: None))
    assert not (tmp_path / "counter").exists()
    assert made(environ) == []


def test_a_cache_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"cannot make .*: Not a directory; set XDG_CACHE_HOME"):
        asyncio.run(built(RECIPE, {"XDG_CACHE_HOME": str(tmp_path / "file")}, lambda _: None))


def test_what_is_missing_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unsupported, match=r"needs mmdebstrap and qemu-img; .*apt-get install mmdebstrap qemu-utils"):
        refuse_missing(MACHINES["debian-web"], is_root=True)


def test_who_may_neither_be_root_nor_map_users_is_told(environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    del environ
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    with pytest.raises(Unsupported, match=r"neither be root nor map users .*usermod --add-subuids"):
        refuse_missing(RECIPE)


def test_there_is_nothing_else_to_build() -> None:
    with pytest.raises(BadInput, match=r'no image "debian-destkop" to build.*Did you mean "debian-desktop"'):
        asyncio.run(build("debian-destkop"))


def apt_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *rows: str) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\ncat <<'END'\n" + "".join(f"{row}\n" for row in rows) + "END\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)


def test_packages_come_from_where_this_machines_own_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt_says(
        *(tmp_path, monkeypatch),
        "http://ads.test/apt/|stable|Google|x",
        "http://near.test/debian-security/|trixie-security|Debian|Debian-Security",
        "http://near.test/debian/|trixie|Debian|Debian",
    )
    assert sources({}) == [
        "deb http://near.test/debian bookworm main",
        "deb http://near.test/debian-security bookworm-security main",
    ]
    assert sources({MIRROR: "http://mine.test/d/"}) == ["deb http://mine.test/d bookworm main"]


def test_a_machine_of_another_distribution_uses_debians_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt_says(tmp_path, monkeypatch, "http://archive.ubuntu.com/ubuntu/|noble|Ubuntu|Ubuntu")
    assert sources({}) == [f"deb {USUAL} bookworm main"]


def test_sources_that_apt_never_asked_are_known_by_their_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt_says(tmp_path, monkeypatch, "http://near.test/debian/|$(RELEASE)|$(ORIGIN)|$(LABEL)")
    assert sources({}) == ["deb http://near.test/debian bookworm main"]
