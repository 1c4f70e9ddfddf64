"""What an image is called, where it is looked for, and that it is as it was built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handeye.sandbox.image import INSTALLER, KINDS, guest_of
from handeye.sandbox.image.build import mmdebstrap
from handeye.sandbox.image.cache import cache_folder, verified, write_sums
from handeye.sandbox.image.recipe import CONTAINERS, MACHINES, Recipe
from handeye.tools.errors import BadInput, HandeyeError

DESKTOP = MACHINES["debian-desktop"]


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    return {"XDG_CACHE_HOME": str(tmp_path)}


@pytest.fixture
def built(environ: Mapping[str, str]) -> Path:
    """As a build leaves it, with next to nothing in it."""
    folder = cache_folder(environ) / DESKTOP.name
    folder.mkdir(parents=True)
    for name in ("disk.qcow2", "linux", "initrd.gz"):
        (folder / name).write_text(name)
    write_sums(folder)
    return folder


def test_a_recipe_has_another_name_with_every_change() -> None:
    others = [
        replace(DESKTOP, packages=(*DESKTOP.packages, "hello")),
        replace(DESKTOP, without=DESKTOP.without[1:]),
        replace(DESKTOP, disk_mb=DESKTOP.disk_mb + 1),
    ]
    names = [recipe.name for recipe in (DESKTOP, *others, *CONTAINERS.values(), MACHINES["debian-web"])]
    assert len(set(names)) == len(names)
    assert replace(DESKTOP).name == DESKTOP.name


def test_each_kind_has_a_screen_a_manager_a_file_manager_and_an_editor() -> None:
    containers = [recipe for recipe in CONTAINERS.values() if recipe.kind in KINDS]
    for recipe in (*MACHINES.values(), *containers):
        assert {"openbox", "pcmanfm", "mousepad"} <= set(recipe.packages)
        assert ("chromium" in recipe.packages) == recipe.kind.endswith("web")
    assert all("linux-image-amd64" in recipe.packages for recipe in MACHINES.values())
    assert all("xvfb" in recipe.packages for recipe in containers)
    assert tuple(MACHINES) == KINDS


def test_the_guests_own_programs_are_good_shell(tmp_path: Path) -> None:
    import subprocess

    for recipe in (DESKTOP, MACHINES["debian-web"]):
        for target, mode, text in recipe.files():
            if text.startswith("#!/bin/sh"):
                assert mode == 0o755, target
                (tmp_path / "script").write_text(text)
                subprocess.run(("sh", "-n", tmp_path / "script"), check=True)


def test_what_was_built_is_a_guest_without_a_boot_loader(built: Path, environ: Mapping[str, str]) -> None:
    guest = guest_of("debian-desktop", keymap="de", environ=environ)
    assert (guest.disk, guest.kernel, guest.initrd) == (built / "disk.qcow2", built / "linux", built / "initrd.gz")
    assert {"root=/dev/vda", "handeye.keymap=de"} <= set(guest.append.split())
    assert (guest.keymap, guest.name) == ("de", "debian-desktop")


def test_what_was_not_built_names_the_command_that_does(environ: Mapping[str, str]) -> None:
    with pytest.raises(BadInput, match="build it with: handeye sandbox image debian-web"):
        guest_of("debian-web", environ=environ)


@pytest.mark.parametrize("name", ["disk.qcow2", "linux", "SHA256SUMS"])
def test_what_was_changed_since_is_not_started(name: str, built: Path, environ: Mapping[str, str]) -> None:
    with (built / name).open("a") as file:
        file.write("x")
    with pytest.raises(HandeyeError, match=f"not as it was built; .*rm -r {built}"):
        guest_of("debian-desktop", environ=environ)


def test_a_file_that_is_missing_is_a_change(built: Path, environ: Mapping[str, str]) -> None:
    (built / "linux").unlink()
    with pytest.raises(HandeyeError, match="linux is not as it was built"):
        guest_of("debian-desktop", environ=environ)


def test_without_sums_it_is_not_there(built: Path) -> None:
    (built / "SHA256SUMS").unlink()
    assert verified(built) is None


def test_files_are_known_by_what_they_hold(tmp_path: Path) -> None:
    disk, iso, other = tmp_path / "a.img", tmp_path / "b", tmp_path / "c.qcow2"
    disk.write_bytes(b"QFI\xfb" + bytes(100))
    iso.write_bytes(bytes(32769) + b"CD001" + bytes(100))
    other.write_text("hello")
    assert guest_of(str(disk)).disk == disk
    assert guest_of(str(iso)).iso == iso
    with pytest.raises(BadInput, match="neither a qcow2 disk nor an ISO image; qemu-img convert"):
        guest_of(str(other))
    with pytest.raises(BadInput, match="cannot read"):
        guest_of(str(tmp_path))
    with pytest.raises(BadInput, match='Did you mean "debian-web"'):
        guest_of("debian-wep")
    with pytest.raises(BadInput, match="no keyboard layout"):
        guest_of(str(disk), keymap="us; reboot")


def test_the_installer_is_a_guest_that_needs_no_build() -> None:
    if not Path("/usr/lib/debian-installer/images").is_dir():
        pytest.skip("Debian's installer is not there; get it with: apt-get install debian-installer-12-netboot-amd64")
    guest = guest_of(INSTALLER, keymap="fr")
    assert guest.kernel is not None
    assert guest.initrd is not None
    assert (guest.disk, guest.keymap) == (None, "fr")


def test_packages_come_from_the_lines_given_and_leave_out_what_is_not_needed() -> None:
    line = mmdebstrap(
        DESKTOP, Path("/o.tar"), Path("/r.tar"), ["deb http://mirror/debian bookworm main"], ["Acquire::Retries 3;"]
    )
    assert line[-3:] == ["bookworm", "/r.tar", "deb http://mirror/debian bookworm main"]
    assert f"--include={','.join(DESKTOP.packages)}" in line
    assert "--aptopt=Acquire::Retries 3;" in line
    assert "--customize-hook=tar-in /o.tar /" in line
    assert any("mktirfs" in word for word in line)
    container: Recipe = CONTAINERS["debian-desktop"]
    assert not any("mktirfs" in word for word in mmdebstrap(container, Path("/o"), Path("/r"), ["deb x y main"], []))
