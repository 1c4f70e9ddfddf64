"""The reader on whole systems, by sight alone: Debian's installer, from one page to the next and back; a letter in an editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .sandbox_commands import Commands

INSTALLER = Path("/usr/lib/debian-installer/images/12/amd64/gtk/debian-installer/amd64/linux")

STARTS_S = 600


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    if not INSTALLER.exists():
        pytest.skip("the installer's package is not there: apt-get install debian-installer-12-netboot-amd64")
    commands = Commands(tmp_path_factory.mktemp("machines"))
    commands.do("sandbox", "up", "web", "--kind", "vm", "--image", "debian-installer", limit_s=STARTS_S)
    yield commands
    commands.end_all()


def test_the_reader_chooses_goes_on_and_back_and_a_reset_takes_it_all_back(commands: Commands) -> None:
    commands.do("run", "check that 'Choose the language to be used for the installation process.' is visible", "--on", "vm:web")
    commands.do("sandbox", "snapshot", "web", "language")
    before = commands.picture("web")
    steps = (
        "click German",
        "click Continue",
        "wait for 'Auswählen des Standorts' to appear",
        "click Schweiz",
        "click Weiter",
        "wait for 'Tastatur konfigurieren' to appear",
        "click 'Schweizerisches Französisch'",
        "click Zurück",
        "wait for 'Netzwerk einrichten' to appear",
        "check that 'Sprache wählen/Choose language' is visible",
    )
    commands.do("run", "\n".join(steps), "--on", "vm:web", limit_s=STARTS_S)
    assert commands.picture("web") != before
    commands.do("sandbox", "reset", "web", "language")
    assert commands.picture("web") == before, "pixel for pixel"
    commands.do("run", "check that 'Choose the language to be used for the installation process.' is visible", "--on", "vm:web")
