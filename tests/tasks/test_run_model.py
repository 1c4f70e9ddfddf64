"""`handeye run --model`, as people type it: a model server on loopback says what to do in a real browser, and what came of it counts."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handeye.agent.recorder import read_events
from handeye.tasks.bench.landing.server import serving
from handeye.tasks.cli import run
from handeye.tools.frame import Frame, decode_picture
from handeye.tools.reading.reader import Reader
from tests.agent.models.wire import DIALECTS, Say, Wire

pytest.importorskip("openai", reason="pip install 'handeye[server]'")

PAGE = """<!doctype html><title>Badges</title><body style="font:18px sans-serif">
<label style="position:absolute;left:320px;top:144px">Name <input id=n style="font:inherit"></label>
<button style="position:absolute;left:320px;top:360px;width:160px;height:40px;font:inherit"
  onclick="document.getElementById('o').textContent='Printed a badge for ' + n.value">Print</button>
<p id=o style="position:absolute;left:320px;top:460px"></p>"""
PRINT = [312, 528]
"""The middle of the button on 1280 x 720, in thousandths."""
TASK = "enter Ada Lovelace as the name, then print the badge"


@pytest.fixture
def page() -> Iterator[str]:
    with serving({"/": PAGE}) as (root, _):
        yield root


def act(said: str, /, **arguments: object) -> str:
    return f"Thought: next.\nAction: {said}\n<tool_call>\n{json.dumps({'name': 'computer_use', 'arguments': arguments})}\n</tool_call>"


def plan(then: str = "'Printed a badge for Ada Lovelace' is visible") -> str:
    fields = [{"field": "Name", "value": "Ada Lovelace", "point_2d": [390, 215]}]
    return json.dumps({"parts": [{"words": "Fill in", "fields": fields}, {"words": "Press Print", "then": then}]})


CLICK, DONE = (
    act("Click the Print button.", action="left_click", coordinate=PRINT),
    act("finish", action="terminate", status="success"),
)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    code = run(["run", *arguments, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else {}, said.err


@pytest.mark.parametrize("server", ["vllm", "llama.cpp"])
def test_a_goal_in_free_words_is_planned_done_and_proven(
    page: str, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Wire(DIALECTS[server], plan(), DONE, CLICK, DONE) as wire:
        code, result, told = ran(capsys, TASK, "--start", page, "--model", wire.url, "--runs", str(tmp_path))
    assert (code, result["status"], result["proof"]) == (0, "done", "checked"), (result, told)
    assert result["model_calls"] == 4
    assert result["tokens"] > 400
    assert "4 model calls" in told
    shown = pictures_in(wire)
    assert len(shown) == 1 + 1 + 2 + 3
    assert "Printed" in (Path(result["run"]) / "report.html").read_text()


def test_two_models_each_do_their_part(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        Wire(DIALECTS["vllm"], DONE, CLICK, DONE) as acting,
        Wire(DIALECTS["sglang"], Say(plan(), thoughts="A name first.")) as planning,
    ):
        spec = f"instruct={acting.url},thinking={planning.url}"
        code, result, _ = ran(capsys, TASK, "--start", page, "--model", spec, "--runs", str(tmp_path))
    assert code == 0
    assert (len(acting.heard), len(planning.heard)) == (3, 1)
    assert "A name first" not in (Path(result["run"]) / "events.jsonl").read_text()


def test_a_done_that_is_not_so_is_not_done(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Wire(DIALECTS["vllm"], plan(), DONE, DONE) as wire:
        code, result, _ = ran(capsys, TASK, "--start", page, "--model", wire.url, "--runs", str(tmp_path))
    assert (code, result["status"]) == (1, "failed")


def test_a_server_that_fails_in_the_middle_ends_it_with_what_is_wrong(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Wire(
        DIALECTS["vllm"], plan(), lambda talk: talk.answer(401, b'{"error": {"message": "no key", "code": 401}}')
    ) as wire:
        code, result, _ = ran(capsys, TASK, "--start", page, "--model", wire.url, "--runs", str(tmp_path))
    assert (code, result["status"], result["code"]) == (1, "failed", "model_error")
    intents = [str(event["said"]) for event in read_events(Path(result["run"])) if event["event"] == "intent"]
    assert intents
    assert not any("Print" in said for said in intents)


def test_what_a_secret_field_shows_goes_to_no_model(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = tmp_path / "secrets.yaml"
    secrets.write_text("badge: XK-4471-QQ\n")
    secrets.chmod(0o600)
    fields = [{"field": "Name", "value": "‹badge›", "point_2d": [390, 215]}]
    parts = {"parts": [{"words": "Fill in", "fields": fields}, {"words": "Press Print", "then": "'Printed' is visible"}]}
    with Wire(DIALECTS["vllm"], json.dumps(parts), DONE, CLICK, DONE) as wire:
        code, _result, told = ran(
            capsys, "enter {badge} as the name, then print the badge", "--start", page, "--model", wire.url,
            "--secrets", str(secrets), "--runs", str(tmp_path / "runs"),
        )  # fmt: skip
    assert code == 0, told
    assert len(wire.heard) == 4
    assert "XK-4471" not in json.dumps(wire.heard)
    assert not pictures_that_read(wire, "4471")


def pictures_in(wire: Wire) -> list[str]:
    parts = [part for question in wire.heard for message in question["messages"] for part in message["content"]]
    return [part["image_url"]["url"] for part in parts if isinstance(part, dict) and part["type"] == "image_url"]


def pictures_that_read(wire: Wire, words: str) -> list[str]:
    reader = Reader()
    pictures = [decode_picture(base64.b64decode(url.partition(",")[2])) for url in pictures_in(wire)]
    return [line.text for rgb in pictures for line in reader.read(Frame.of(rgb, "test")) if words in line.text]
