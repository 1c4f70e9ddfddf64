"""The reader on whole systems, by sight alone: Debian's installer, from one page to the next and back; a letter in an editor."""

from __future__ import annotations

import time
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
    def shows(words: str) -> None:
        """A machine that is emulated beside other tests takes its time from page to page."""
        until_s = time.monotonic() + STARTS_S
        while (said := commands.say("run", f"check that '{words}' is visible", "--on", "vm:web")).code:
            assert time.monotonic() < until_s, said.err

    def does(*steps: str) -> None:
        commands.do("run", "\n".join(steps), "--on", "vm:web", limit_s=STARTS_S)

    shows("Choose the language to be used for the installation process.")
    commands.do("sandbox", "snapshot", "web", "language")
    before = commands.picture("web")
    does("click German", "click Continue")
    shows("Auswählen des Standorts")
    does("click Schweiz", "click Weiter")
    shows("Tastatur konfigurieren")
    does("click 'Schweizerisches Französisch'", "click Zurück")
    shows("Sprache wählen/Choose language")
    assert commands.picture("web") != before
    commands.do("sandbox", "reset", "web", "language")
    assert commands.picture("web") == before, "pixel for pixel"
    shows("Choose the language to be used for the installation process.")


def test_what_does_nothing_is_not_called_done(commands: Commands) -> None:
    commands.do("sandbox", "reset", "web", "language")
    said = commands.say("run", "click 'Select a language'", "--on", "vm:web", limit_s=STARTS_S)
    assert (said.code, "nothing changed" in said.err) == (1, True), said.err
