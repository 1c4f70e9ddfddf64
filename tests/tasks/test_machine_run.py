"""The reader on whole systems, by sight alone: Debian's installer and back, a letter in an editor, a form in a browser."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from handeye.agent.recorder import read_events
from handeye.tasks.demo.site import DemoSite

from .sandbox_commands import Commands
from .test_run import JOIN

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


def until_it_shows(commands: Commands, name: str, words: str) -> None:
    """A machine that is emulated beside other tests takes its time from page to page."""
    until_s = time.monotonic() + STARTS_S
    while (said := commands.say("run", f"check that '{words}' is visible", "--on", f"vm:{name}")).code:
        assert time.monotonic() < until_s, said.err


def test_the_reader_chooses_goes_on_and_back_and_a_reset_takes_it_all_back(commands: Commands) -> None:
    def shows(words: str) -> None:
        until_it_shows(commands, "web", words)

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


# ---- guests that are built first, which takes minutes


@contextmanager
def machine_of(image: str, words: str, folder: Path, *more: str) -> Generator[Commands]:
    """One that shows these words."""
    commands = Commands(folder)
    try:
        commands.do("sandbox", "image", image, limit_s=1500)
        commands.do("sandbox", "up", "guest", "--image", image, *more, limit_s=STARTS_S)
        until_it_shows(commands, "guest", words)
        commands.do("sandbox", "snapshot", "guest", "clean")
        yield commands
    finally:
        commands.end_all()


PARAGRAPHS = (
    "The quick brown fox jumps over the lazy dog, 0123456789.",
    r"""PACK MY BOX WITH FIVE DOZEN LIQUOR JUGS: !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ and Zażółć €.""",
)
LETTER = f"""
double-click Editor
wait for 'Untitled 1' to appear
type “{PARAGRAPHS[0]}”
press enter
press enter
type “{PARAGRAPHS[1]}”
press ctrl+s
wait for 'Save As' to appear
type 'note.txt'
press enter
wait for 'note.txt' to appear
"""


@pytest.mark.full
def test_a_letter_is_written_and_saved_and_the_file_on_the_disk_is_exact(tmp_path: Path) -> None:
    with machine_of("debian-desktop", "Text Editor", tmp_path) as commands:
        commands.do("run", LETTER, "--on", "vm:guest", limit_s=STARTS_S)
        disk = Path(commands.all()["guest"]["control_socket"]).with_name("disk.qcow2")
        wanted = "\n\n".join(PARAGRAPHS).encode()
        until_s = time.monotonic() + STARTS_S
        while (found := file_on(disk, "/home/user/note.txt", tmp_path)).rstrip(b"\n") != wanted:
            assert time.monotonic() < until_s, found  # the guest writes it back a second later


def file_on(disk: Path, path: str, folder: Path) -> bytes:
    """As it is on a disk that a machine has open."""
    raw = folder / "disk.raw"
    subprocess.run(("qemu-img", "convert", "-U", "-O", "raw", disk, raw), check=True, capture_output=True)
    return subprocess.run(("debugfs", "-R", f"cat {path}", raw), check=True, capture_output=True).stdout


TRAP = b"""<!doctype html><meta charset=utf-8><title>Letter</title><style>body{font:20px sans-serif;margin:40px}
label,button,p{display:block;margin:20px 0}textarea,button{font:inherit;padding:8px}</style><body><h1>Your letter</h1>
<label>Text<br><textarea rows=3 cols=40></textarea></label>
<button onclick="document.body.innerHTML='<h1>The form was closed</h1>'">Save</button>
<button onclick="said.textContent='It is saved'">Save letter</button><p id=said></p>"""
WRITE = "type Hello into Text, press Save, check that 'It is saved' is visible and Text shows 'Hello'"


@contextmanager
def page(body: bytes) -> Generator[int]:
    """The port of a page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """A test tells what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.full
def test_a_form_is_filled_in_the_browser_of_a_machine_by_sight(site: DemoSite, tmp_path: Path) -> None:
    host = site.url.removeprefix("http://")
    with machine_of("debian-web", "Full name", tmp_path, "--start", f"{site.url}/join", "--allow", host) as commands:
        commands.do("run", JOIN, "--on", "vm:guest", limit_s=STARTS_S)
        assert site.submissions["join"].stored == site.submissions["join"].received == 1
        (member,) = site.members.everyone()
        entry = member.entry
        assert (entry.full_name, entry.email, entry.country) == ("Ada Lovelace", "ada@example.org", "Poland")
        folder = max((commands.folder / "runs").iterdir())  # the latest
        asked = [(each["decision"], each["method"], each["host"]) for each in read_events(folder) if each["event"] == "request"]
        assert ("sent", "POST", "127.0.0.1") in asked, "what goes out of a machine is in the record of the run"


@pytest.mark.full
def test_a_button_that_loses_the_text_is_taken_back_and_the_letter_saved_by_the_other(tmp_path: Path) -> None:
    with page(TRAP) as port:
        where = ("--start", f"http://127.0.0.1:{port}/", "--allow", f"127.0.0.1:{port}")
        with machine_of("debian-web", "Your letter", tmp_path, *where) as commands:
            without = commands.say("run", WRITE, "--on", "vm:guest", limit_s=STARTS_S)
            assert (without.code, "'It is saved' is not visible" in without.err) == (1, True), without.err
            commands.do("sandbox", "reset", "guest", "clean")
            commands.do("run", WRITE, "--on", "vm:guest", "--undo", limit_s=STARTS_S)
            commands.do("run", "check that 'It is saved' is visible and Text shows 'Hello'", "--on", "vm:guest")
