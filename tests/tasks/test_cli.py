"""The command line as people use it: the installed program, its words, its exit codes."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tasks.terminal import plain, to_json

HANDEYE = Path(sys.executable).with_name("handeye")

PAGE = """<!doctype html><title>Join</title>
<body style="margin: 0; background: #fff">
<label style="position: absolute; left: 40px; top: 30px">Name
  <input value="Zażółć" style="position: absolute; left: 0; top: 30px; width: 200px; height: 30px; box-sizing: border-box">
</label>
<input type="checkbox" checked aria-label="News" style="position: absolute; left: 300px; top: 60px">
<button style="position: absolute; left: 40px; top: 120px; width: 120px; height: 40px">Go \x1b[31m\u202enow</button>
"""


HIDDEN = """<!doctype html><title>Hidden</title>
<button aria-label="Unseen" style="opacity: 0; width: 100px; height: 40px"></button>
"""


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/never":
                asked.set()
                over.wait()
                return
            body = (HIDDEN if self.path == "/hidden" else PAGE).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            del code, size

    over = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        over.set()
        server.shutdown()
        thread.join()


asked = threading.Event()


def handeye(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "HANDEYE_DEBUG")}
    return subprocess.run(
        [HANDEYE, *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
    )


def refused(code: int, *arguments: str | Path) -> str:
    """What is said about a command line that must fail: one line on stderr and nothing else."""
    done = handeye(*arguments)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("handeye: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_alone_it_shows_its_help_and_the_commands() -> None:
    done = handeye()
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("look", "doctor", "bench", "demo"))


def test_it_says_its_version() -> None:
    assert handeye("--version").stdout.startswith("handeye 0.")


@pytest.mark.parametrize("command", ["look", "doctor", "bench", "demo"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    done = handeye(command, "--help")
    assert done.returncode == 0
    assert f"  handeye {command}" in done.stdout
    options = [line for line in done.stdout.splitlines() if line.startswith("  -")]
    assert all(len(line.split("  ")) > 2 or len(line) > 24 for line in options), "an option without a word about it"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lok"], ["lok", '"look"']),
        (["--frob"], ["unknown option", "--frob"]),
        (["look", "--strat", "x"], ["--strat", '"--start"']),
        (["look", "--start"], ["--start", "argument"]),
        (["look"], ["--start URL"]),
        (["look", "--on", "vm"], ["vm", "browser", "desktop"]),
        (["look", "--start", "a.example", "--size", "big"], ["--size", "big", "1280x720"]),
        (["look", "--start", "a.example", "--size", "0x5"], ["--size", "0x5"]),
        (["look", "--start", "a.example", "--scale", "wide"], ["--scale", "number"]),
        (["look", "--start", "a.example", "--scale", "nan"], ["scale", "nan"]),
        (["look", "--start", "not an address"], ["not an address"]),
        (["look", "--start", "a.example", "-o", "/no/such/folder/see.png"], ["/no/such/folder"]),
        (["look", "--start", "a.example", "-o", "see.jpg"], [".png", "see.jpg"]),
        (["look", "--attach", "http://127.0.0.1:9", "--headed"], ["--headed"]),
        (["look", "--on", "desktop", "--attach", "http://127.0.0.1:9"], ["--attach", "browser"]),
        (["bench"], ["computers"]),
        (["bench", "computer"], ['"computers"']),
        (["bench", "computers", "--seed", "x"], ["--seed", "integer"]),
    ],
    ids=" ".join,
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: list[str], words: list[str]) -> None:
    said = refused(2, *arguments)
    assert all(word in said for word in words), said
    assert ".." not in said.replace("/..", "")


def test_no_browser_is_started_for_bad_input(tmp_path: Path) -> None:
    done = handeye("look", "--start", "localhost", "-o", tmp_path / "none" / "see.png", PATH="/nowhere")
    assert done.returncode == 2
    assert "none" in done.stderr


def test_what_no_page_answers_is_exit_code_1() -> None:
    said = refused(1, "look", "--start", "http://127.0.0.1:9")
    assert "127.0.0.1:9" in said


def test_a_desktop_without_a_display_names_the_way_out() -> None:
    assert "--sandbox display" in refused(1, "look", "--on", "desktop")


def test_a_window_without_a_display_names_the_way_out(page: str) -> None:
    assert "--sandbox display" in refused(1, "look", "--start", page, "--headed")


def test_debug_shows_where() -> None:
    done = handeye("look", HANDEYE_DEBUG="1")
    assert "Traceback" in done.stderr
    assert done.returncode != 0


def test_look_as_json_is_one_object_with_boxes_in_frame_px(page: str, tmp_path: Path) -> None:
    picture = tmp_path / "see.png"
    done = handeye("look", "--start", page, "--json", "-o", picture, "--size", "800x600", "--scale", "2")
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen.keys() == {"size", "lines", "widgets"}
    assert seen["size"] == [1600, 1200]
    field, box, button = seen["widgets"]
    assert (field["kind"], field["label"], field["value"], field["source"]) == ("field", "Name", "Zażółć", "sight")
    assert near(field["box"], [80, 120, 400, 60])
    assert (box["kind"], box["label"]) == ("checkbox", "News")
    assert "checked" in box["state"]
    assert button["kind"] == "button"
    assert near(button["box"], [80, 240, 240, 80])
    assert all(0 < widget["score"] <= 1 for widget in seen["widgets"])
    texts = {line["text"]: line["box"] for line in seen["lines"]}
    assert "Name" in texts
    assert near(texts["Name"], [80, 64, 84, 26], 12)
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert str(picture) in done.stderr
    shown = cv2.imread(str(picture))
    assert shown is not None
    assert shown.shape[:2] == (1200, 1600)
    # The edge of the field's box is drawn in the colour of fields.
    b, g, r = (int(level) for level in shown[150, round(field["box"][0])])
    assert b > 200 > g > r


def near(box: list[float], wanted: list[float], px: float = 6) -> bool:
    return all(abs(side - other) <= px for side, other in zip(box, wanted, strict=True))


def test_look_as_a_table_has_no_control_codes(page: str) -> None:
    done = handeye("look", "--start", page)
    assert done.returncode == 0, done.stderr
    assert "1280x720 px" in done.stdout
    assert "Zażółć" in done.stdout
    assert "[31mnow" in done.stdout, "only the control code itself is taken away"
    assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_sight_only_asks_nothing_and_sees_all_the_same(page: str) -> None:
    done = handeye("look", "--start", page, "--sight-only", "--json")
    widgets = json.loads(done.stdout)["widgets"]
    assert {widget["source"] for widget in widgets} == {"sight"}
    assert ("field", "Name") in [(widget["kind"], widget["label"]) for widget in widgets]


def test_what_only_the_computer_knows_says_so(page: str) -> None:
    done = handeye("look", "--start", f"{page}/hidden", "--json")
    (button,) = [widget for widget in json.loads(done.stdout)["widgets"] if widget["label"] == "Unseen"]
    assert (button["kind"], button["source"]) == ("button", "hint")


def test_look_at_a_window_on_a_private_display(page: str) -> None:
    done = handeye("look", "--start", page, "--sandbox", "display", "--json", "--size", "640x480")
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["size"] == [640, 480]
    assert {"Name", "News"} <= {widget["label"] for widget in seen["widgets"]}


def test_look_at_a_private_desktop(tmp_path: Path) -> None:
    picture = tmp_path / "desktop.png"
    done = handeye("look", "--on", "desktop", "--sandbox", "display", "--json", "-o", picture, "--size", "640x480")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["size"] == [640, 480]
    assert picture.stat().st_size > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "TERM"])
def test_interrupted_it_says_so_and_leaves_nothing(page: str, number: signal.Signals) -> None:
    asked.clear()
    running = subprocess.Popen(
        [HANDEYE, "look", "--start", f"{page}/never"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert asked.wait(120), "the page was never asked for"
        running.send_signal(number)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert (running.returncode, out, err) == (130, "", "handeye: interrupted\n")


def test_in_the_background_it_can_still_be_ended(page: str) -> None:
    asked.clear()
    command = shlex.join([str(HANDEYE), "look", "--start", f"{page}/never"])
    shell = subprocess.Popen(
        ["sh", "-c", f"{command} & echo $!; wait $!"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert shell.stdout
    pid = int(shell.stdout.readline())
    try:
        assert asked.wait(120), "the page was never asked for"
        os.kill(pid, signal.SIGTERM)
        _, err = shell.communicate(timeout=60)
    finally:
        shell.kill()
    assert (shell.returncode, err) == (130, "handeye: interrupted\n")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        done = subprocess.run([HANDEYE], stdout=gone, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.stderr == ""


def test_attach_leaves_the_browser_running(page: str, tmp_path: Path) -> None:
    from handeye.tools.browser.chromium import BrowserOptions, arguments_for, executable_for

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chromium = executable_for(BrowserOptions(), own_build())
    arguments = [
        "--headless",
        f"--remote-debugging-port={port}",
        f"--user-data-dir={tmp_path}",
        *arguments_for(BrowserOptions()),
    ]
    browser = subprocess.Popen([chromium, *arguments, page], stderr=subprocess.PIPE, text=True)
    try:
        assert browser.stderr is not None
        assert any("DevTools listening" in line for line in browser.stderr)
        done = handeye("look", "--attach", f"http://127.0.0.1:{port}", "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["size"][0] > 0
        assert browser.poll() is None
    finally:
        browser.terminate()
        browser.communicate(timeout=60)


def own_build() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


@given(st.text())
def test_plain_text_has_no_control_codes_and_one_line(text: str) -> None:
    said = plain(text)
    assert said.isprintable() or all(char.isprintable() or char.isspace() for char in said)
    assert len(said.splitlines()) <= 1
    assert plain(said) == said


@given(st.text())
def test_json_of_any_text_is_read_back_and_can_be_shown(text: str) -> None:
    said = to_json({"text": text})
    assert json.loads(said) == {"text": text}
    assert said.encode("utf-8").isascii() or not {"\x1b", "\x9b", "\u202e", "\u2066"} & set(said)
