"""What tests of the plugin share: pages on loopback, and pytest run on a project of somebody else's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

HOME = """<!doctype html><meta charset=utf-8><title>Books of Ada</title><style>
body{font:16px DejaVu Sans;margin:40px;background:#fff;color:#222} td,th{padding:8px 24px;text-align:left}
#toast{position:fixed;bottom:30px;right:30px;background:#124;color:#fff;padding:16px 24px}</style>
<h1>Books</h1><p><label>Name <input id=name></label> <button onclick="save()">Save</button>
<button disabled>Delete</button> <a href=/report.csv download>Export</a></p><p>Total: £18.00</p>
<table><tr><th>Title<th>Price<tr><td>Emma<td>£7.00<tr><td>Ulysses<td>£11.00</table>
<script>function save(){const t=document.createElement('div');t.id='toast';t.setAttribute('role','status');
t.textContent='Saved';document.body.append(t);setTimeout(()=>t.remove(),700)}</script>"""
FAR = "<!doctype html><title>Far</title><h1>Far</h1><div style='height:2400px'></div><p>The very end</p>"
GONE = "<!doctype html><title>Gone</title><h1>Nothing here</h1>"
ASKS = """<!doctype html><meta charset=utf-8><title>Asks</title><style>body{font:16px DejaVu Sans;margin:40px}
dialog{padding:32px;border:1px solid #888} dialog::backdrop{background:rgba(0,0,0,.5)} button{padding:8px 16px}</style>
<h1>Letter</h1><button onclick="document.querySelector('dialog').showModal()">Send</button>
<dialog><p>Send it now?</p><button onclick="this.closest('dialog').close()">Keep writing</button></dialog>"""
LATE = HOME.replace('onclick="save()"', 'onclick="setTimeout(save,600)"')
PAGES = {
    "/": (200, HOME, "text/html"),
    "/late": (200, LATE, "text/html"),
    "/far": (200, FAR, "text/html"),
    "/asks": (200, ASKS, "text/html"),
    "/gone": (404, GONE, "text/html"),
}
FILES = {"/report.csv": (200, "title,price\n", "text/csv")}


class _Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, text, kind = {**PAGES, **FILES}.get(self.path, (404, "", "text/plain"))
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def books() -> Iterator[str]:
    """The address of a few pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Ran:
    folder: Path
    code: int
    output: str

    def cases(self) -> dict[str, ElementTree.Element]:
        """JUnit's, by name."""
        return {str(case.get("name")): case for case in ElementTree.parse(self.folder / "junit.xml").iter("testcase")}

    def message(self, name: str) -> str:
        """Why a test is not green; "" where it is."""
        found = self.cases()[name]
        bad = [each for kind in ("failure", "error", "skipped") if (each := found.find(kind)) is not None]
        return f"{bad[0].get('message')}\n{bad[0].text}" if bad else ""

    def kind(self, name: str) -> str:
        found = self.cases()[name]
        return next((kind for kind in ("failure", "error", "skipped") if found.find(kind) is not None), "passed")

    def told(self) -> dict[str, list[dict[str, object]]]:
        """What was written down of each attempt, by the test's name."""
        told: dict[str, list[dict[str, object]]] = {}
        for path in sorted((self.folder / "handeye-report" / "tests").glob("*/test.json")):
            each = json.loads(path.read_text())
            told.setdefault(str(each["name"]), []).append(each)
        return told


def run_pytest(folder: Path, *arguments: str) -> Ran:
    """In a process of its own, in somebody else's folder."""
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml=junit.xml", *arguments)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return Ran(folder, done.returncode, done.stdout + done.stderr)
