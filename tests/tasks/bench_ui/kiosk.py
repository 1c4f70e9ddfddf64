"""A kiosk: a page with one of everything, a list that is saved, and a server that remembers; also a program of its own."""

from __future__ import annotations

import html
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

HOME = """<!doctype html><html lang=en><head><meta charset=utf-8><title>Kiosk</title>
<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline'">
<link rel=stylesheet href=/style.css></head><body>
<nav><a href=/>Home page</a> <a href=/list>Shopping list</a></nav>
<main><h1>Kiosk of papers</h1>
<p class=lead>Fresh papers from all around the world, every single morning.</p>
<table><thead><tr><th>Paper</th><th>Price</th></tr></thead><tbody id=rows></tbody>
<tfoot><tr><td>Total</td><td id=total>€9.50</td></tr></tfoot></table>
<p>Basket <span class=badge>3</span></p>
<form action=/list method=post>
<label for=item>Item</label> <input id=item name=item required>
<label for=kind>Kind</label> <select id=kind name=kind><option>Daily</option><option>Weekly</option><option>Monthly</option></select>
<label><input type=checkbox name=gift> As a gift</label>
<p class=error role=alert>Please say how many you want.</p>
<button class=go>Add to list</button> <button type=button disabled id=off>Check out</button>
<button type=button id=say>Say hello</button>
</form>
<img alt="A stack of papers" width=60 height=40 src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='40'%3E%3Crect width='60' height='40' fill='teal'/%3E%3C/svg%3E">
<div role=status class=toast></div></main>
<script>
const goods = [["Morning Post", "€2.00"], ["Evening Star", "€3.00"], ["Sunday Mirror", "€4.50"]];
const draw = () => { document.getElementById("rows").innerHTML = goods.map(([name, price]) => `<tr><td>${name}</td><td>${price}</td></tr>`).join(""); };
draw();
document.getElementById("say").onclick = () => { draw(); document.querySelector(".toast").textContent = "Hello from the kiosk"; };
</script></body></html>"""
STYLE = """body { font: 16px sans-serif; color: #222; background: #fff; margin: 20px }
nav a, .lead { color: #225588 } h1 { color: #1a2a40 }
main { display: grid; gap: 12px } td, th { padding: 4px 12px; text-align: left }
form { display: flex; gap: 10px; align-items: center; flex-wrap: wrap }
button { background: #1a5fb4; color: #fff; border: 0; padding: 8px 14px; border-radius: 4px }
button:disabled { background: #ddd; color: #555 } .error { color: #a11 } .badge { background: #a11; color: #fff; padding: 2px 6px }
.toast:not(:empty) { background: #225588; color: #fff; padding: 10px } *:focus-visible { outline: 3px solid #c60 }
"""


class Kiosk:
    def __init__(self) -> None:
        self.items: list[str] = []
        self.taken: dict[str, str] = {}
        """By the name of a setting, which may be stored any number of times."""

    def page(self, path: str) -> str | None:
        if path == "/":
            return HOME
        if path == "/list":
            rows = "".join(f"<li>{html.escape(item)}</li>" for item in self.items)
            return f"<!doctype html><title>List</title><h1>Your list</h1><p>{len(self.items)} things</p><ol>{rows}</ol>"
        if path == "/settings":
            return f"<h1>Settings</h1><p>Paper is {html.escape(self.taken.get('paper', 'thin'))}</p>"
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    kiosk: Kiosk


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        if self.path == "/style.css":
            return self._say(200, STYLE, "text/css")
        page = self.server.kiosk.page(self.path)
        return self._say(404 if page is None else 200, page or "nothing here", "text/html; charset=utf-8")

    def do_POST(self) -> None:
        said = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if self.path == "/list":
            self.server.kiosk.items.append(said.get("item", ""))
        else:
            self.server.kiosk.taken.update(said)
        self.send_response(303)
        self.send_header("Location", f"http://{self.headers['Host']}{self.path}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, body: str, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "script-src 'self' 'unsafe-inline'")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nobody wants to read it."""


@contextmanager
def kiosk(port: int = 0) -> Generator[tuple[str, Kiosk]]:
    server = _Server(("127.0.0.1", port), _Handler)
    server.kiosk = Kiosk()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.kiosk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with kiosk(int(sys.argv[1])) as (url, _):
        print(url, flush=True)
        threading.Event().wait()
