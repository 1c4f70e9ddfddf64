"""Studio: LangGraph's own server opens the graph: runs end as they do on the command line, and nothing is done twice."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from handeye.agent.run import Flow
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.studio import Stopped, graph
from handeye.tasks.visit import AFRESH

ROOT = Path(__file__).resolve().parents[2]
STARTS_S = 60.0

needs_server = pytest.mark.skipif(
    find_spec("langgraph_api") is None or find_spec("langgraph_cli") is None,
    reason="needs LangGraph's own server: .venv/bin/python -m pip install -c constraints.txt --group studio",
)

JOIN = """
type "Ada Lovelace" into Full name
type "ada@example.org" into E-mail
type "correct horse" into Password
type "05/04/1990" into Date of birth
select Poland from Country
choose Family
tick "I accept the terms"
click Create account
check that "Welcome" is visible
"""
PAGES = {
    "/shop": "<h1>Shop</h1><form method=post action=/order><button>Order</button></form>",
    "/thanks": "<h1>Thanks</h1>",
}


@dataclass
class Shop:
    """Where one thing can be ordered."""

    url: str
    orders: int = 0
    ordered: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def shop() -> Iterator[Shop]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200 if self.path in PAGES else 404, PAGES.get(self.path, ""))

        def do_POST(self) -> None:
            shop.orders += 1
            shop.ordered.set()
            self.answer(303, "", Location="/thanks")

        def answer(self, status: int, html: str, **more: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", "Content-Length": str(len(html)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        shop = Shop(f"http://127.0.0.1:{server.server_port}/shop")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield shop
        server.shutdown()
        thread.join()


def answered(url: str, body: object = None, **headers: str) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


@contextmanager
def served(folder: Path) -> Generator[tuple[str, socket.socket]]:
    """LangGraph's own server, and where it would have to pass if it wanted anything from elsewhere."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        away = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
        own = {name: value for name, value in os.environ.items() if not name.startswith(("LANGSMITH_", "LANGCHAIN_"))}
        quiet = {"LANGGRAPH_CLI_NO_ANALYTICS": "1", "NO_PROXY": "127.0.0.1,localhost"}
        command = [sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload", "--port", str(port)]
        with (folder / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [*command, "--config", str(ROOT / "langgraph.json")],
                cwd=folder,
                env={**own, **quiet, "HTTP_PROXY": away, "HTTPS_PROXY": away, "ALL_PROXY": away},
                stdout=log,
                stderr=log,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(url, server)
            yield url, elsewhere
        finally:
            server.terminate()
            server.wait(30)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until_s = time.monotonic() + STARTS_S
    while server.poll() is None and time.monotonic() < until_s:
        try:
            assert answered(f"{url}/ok")["ok"]
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


@needs_server
def test_a_run_through_its_api_ends_done_and_one_that_asks_goes_on_when_answered(tmp_path: Path, shop: Shop) -> None:
    with served(tmp_path) as (url, elsewhere), DemoSite(tmp_path / "site") as site:
        (assistant,) = answered(f"{url}/assistants/search", {})
        drawn = answered(f"{url}/assistants/{assistant['assistant_id']}/graph")
        nodes = [node["id"] for node in drawn["nodes"]]
        assert nodes[1:-1] == ["look", "plan", "act", "guard", "ask", "do", "verify", "finish"]

        said = {"assistant_id": "handeye", "input": {"task": JOIN}, "context": {"start": f"{site.url}/join"}}
        assert answered(f"{url}/runs/wait", said)["outcome"] == {
            "status": "done",
            "proof": "checked",
            "why": '"Welcome" is visible',
        }
        assert site.submissions["join"].stored == site.submissions["join"].received == 1

        thread = f"{url}/threads/{answered(f'{url}/threads', {})['thread_id']}"
        asking = {"assistant_id": "handeye", "context": {"start": shop.url, "ask": "always", "sight_only": True}}
        waiting = answered(f"{thread}/runs/wait", {**asking, "input": {"task": "click Order"}})
        assert "click Order" in waiting["__interrupt__"][0]["value"]["question"]
        assert answered(thread)["status"] == "interrupted"
        assert shop.orders == 0
        ended = answered(f"{thread}/runs/wait", {**asking, "command": {"resume": True}})
        assert ended["outcome"]["status"] == "done"
        assert shop.orders == 1

        with pytest.raises(urllib.error.HTTPError, match="403"):
            answered(f"{url}/threads/search", {}, Origin="https://example.org")
        elsewhere.settimeout(0)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
    records = [json.loads(file.read_text())["result"] for file in sorted((tmp_path / "runs").glob("*/run.json"))]
    assert [record["status"] for record in records] == ["done", "done"]


def in_process(given: object, saver: InMemorySaver, call: str, **context: object) -> dict[str, Any]:
    """As the server does it, with a checkpointer of its own."""
    own: Any = graph.copy({"checkpointer": saver})
    return asyncio.run(own.ainvoke(given, config(call), context=context))


def config(call: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": "t", "run_id": call}}


@pytest.mark.full
def test_yes_is_for_one_action_no_is_no_and_a_new_task_on_its_thread_begins_afresh(
    tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saver = InMemorySaver()
    task = {"task": "click Order, check that 'Thanks' is visible"}
    assert "__interrupt__" in in_process(task, saver, "1", start=shop.url, ask="always", sight_only=True)
    assert "check" in in_process(Command(resume="yes"), saver, "2")["__interrupt__"][0].value["question"]
    refused = in_process(Command(resume="no"), saver, "3")["outcome"]
    assert (refused["status"], shop.orders) == ("refused", 1)
    with pytest.raises(Stopped, match="has ended"):
        in_process(Command(resume="yes"), saver, "4")
    done = in_process({"task": "check that 'Shop' is visible"}, saver, "5", start=shop.url)
    assert (done["outcome"]["status"], done["at"], shop.orders) == ("done", 1, 1)


@pytest.mark.full
def test_what_was_cut_off_is_gone_on_with_and_not_done_twice(
    tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    task = {"task": f"open {shop.url}, click Order, check that 'Nothing of the kind' is visible"}
    code = f"import asyncio; from handeye.tasks.studio import graph; asyncio.run(graph.ainvoke({task!r}, {config('1')!r}))"
    begun = subprocess.Popen([sys.executable, "-c", code])
    assert shop.ordered.wait(STARTS_S)
    begun.kill()
    begun.wait()
    ended = in_process(task, InMemorySaver(), "1")["outcome"]
    assert ended["status"] in ("failed", "unsure")
    assert shop.orders == 1


def test_it_says_what_it_cannot_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    saver = InMemorySaver()
    for given, wrong in (
        (None, "begins with"),
        ({"task": "frobnicate"}, "not understood"),
        (Command(resume=True), "no record"),
    ):
        with pytest.raises(Stopped, match=wrong):
            in_process(given, saver, "1")
    with pytest.raises(Stopped, match="ask"):
        in_process({"task": "open localhost:8000"}, saver, "1", ask="sometimes")
    assert not list(tmp_path.glob("runs/*"))


def test_nothing_of_the_last_run_stays() -> None:
    assert {*AFRESH, "task"} == set(get_type_hints(Flow))
