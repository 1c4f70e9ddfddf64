"""From a name to weights in memory; whatever is wrong is one clear line, before anything is touched."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest

from handeye.agent.models.local import open_models
from handeye.agent.models.local.hub import Hub
from handeye.agent.models.local.memory import free_bytes, needed_bytes
from handeye.agent.models.local.shelf import Shelf
from handeye.agent.models.local.source import Source, parse_source
from handeye.agent.models.local.tiny import Shape, build
from handeye.agent.models.model import Limits, Message, Reply
from handeye.tools.errors import BadInput

from .asking import picture

ASKED = (Message("user", (picture(1), "What now?")),)
COMMIT = "0123456789" * 4


def nearly_nothing(_: str) -> int:
    return 1000


def ask_once(spec: str | Path, said: list[str] | None = None, **more: Any) -> Reply:
    """Open, ask, close."""
    said = [] if said is None else said

    async def ask() -> Reply:
        (model,) = open_models(str(spec), tell=said.append, shelf=Shelf(said.append, device="cpu", **more))
        try:
            return await model.ask(ASKED, limits=Limits(tokens=5))
        finally:
            await model.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("spec", "hub_id", "precision", "thinks"),
    [
        ("qwen3-vl-4b", "Qwen/Qwen3-VL-4B-Instruct", "", False),
        ("Qwen3-VL-2B-Instruct", "Qwen/Qwen3-VL-2B-Instruct", "", False),
        ("qwen3-vl-8b-thinking:4bit", "Qwen/Qwen3-VL-8B-Thinking", "4bit", True),
        ("qwen3-vl-30b-a3b-thinking-fp8", "Qwen/Qwen3-VL-30B-A3B-Thinking-FP8", "", True),
        ("qwen3-vl-4b-fp8", "Qwen/Qwen3-VL-4B-Instruct-FP8", "", False),
        ("someone/Their-GUI-7B:bf16", "someone/Their-GUI-7B", "bf16", False),
    ],
)
def test_names(spec: str, hub_id: str, precision: str, thinks: bool) -> None:
    source = parse_source(spec)
    assert (source.hub_id, source.precision, source.seems_to_think) == (hub_id, precision, thinks)


def test_a_folder(instruct: Path, thinking: Path) -> None:
    assert parse_source(f"{instruct}:fp32") == Source(f"{instruct}:fp32", folder=instruct, precision="fp32")
    assert parse_source(str(thinking)).seems_to_think


@pytest.mark.parametrize("spec", ["qwen3-vl-5b", "/no/such/folder", "", "qwen3-vl-4b:3bit"])
def test_unknown_names(spec: str) -> None:
    with pytest.raises(BadInput, match="no model is called"):
        parse_source(spec)


def test_a_slip_of_the_keys() -> None:
    with pytest.raises(BadInput, match='Did you mean "qwen3-vl-4b"'):
        parse_source("qwen3vl-4b")


def test_half_as_exact(instruct: Path) -> None:
    said: list[str] = []
    assert ask_once(f"{instruct}:bf16", said).usage.answer == 5


def test_weights_in_fp8(tmp_path: Path) -> None:
    folder = build(tmp_path / "Tiny-FP8", shape=Shape(hidden=128, inner=256, heads=8, kv_heads=8, layers=2, spread=0.2))
    packed = tmp_path / "Tiny-Packed"
    shutil.copytree(folder, packed)
    store_in_fp8(packed, folder)
    said: list[str] = []
    assert ask_once(packed, said).text == ask_once(f"{folder}:bf16").text
    assert any("stored in FP8 and becomes bf16 here" in line for line in said)


def store_in_fp8(folder: Path, same: Path) -> None:
    """As the hub's FP8 folders are: a scale for each square of 128, the eyes left whole. `same`: the same numbers, whole."""
    import safetensors.torch
    import torch

    files = cast(Any, safetensors.torch)
    stored: dict[str, Any] = {}
    whole = files.load_file(same / "model.safetensors")
    for name, weights in whole.items():
        if "language_model.layers" in name and name.endswith("proj.weight"):
            high, wide = weights.shape
            stored[name + "_scale_inv"] = torch.full((high // 128, wide // 128), 2.0**-8)
            stored[name] = (weights * 2**8).to(torch.float8_e4m3fn)
            whole[name] = stored[name].float() * 2**-8
        else:
            stored[name] = weights.to(torch.bfloat16)
    files.save_file(whole, same / "model.safetensors", {"format": "pt"})
    files.save_file(stored, folder / "model.safetensors", {"format": "pt"})
    config = json.loads((folder / "config.json").read_text())
    config["quantization_config"] = {
        "quant_method": "fp8",
        "activation_scheme": "dynamic",
        "weight_block_size": [128, 128],
        "modules_to_not_convert": ["lm_head", "model.visual"],
    }
    (folder / "config.json").write_text(json.dumps(config))


@pytest.mark.parametrize(
    ("file", "says", "message"),
    [
        ("config.json", None, "config.json is missing"),
        ("model.safetensors", None, "model.safetensors is missing"),
        ("model.safetensors.index.json", '{"weight_map": {"a": "model-2.safetensors"}}', "model-2.safetensors is missing"),
        ("config.json", '{"model_type": "llava"}', "is a llava: only Qwen3-VL"),
        ("chat_template.jinja", None, "no chat template"),
    ],
    ids=["no configuration", "no weights", "half the weights", "another family", "no template"],
)
def test_folders_that_are_no_model(instruct: Path, tmp_path: Path, file: str, says: str | None, message: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(instruct, folder)
    if says is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(says)
    with pytest.raises(BadInput, match=message):
        ask_once(folder)


WITHOUT = """
import asyncio, sys
sys.modules[sys.argv[1]] = None
from handeye.agent.models.local import open_models
(model,) = open_models(sys.argv[2], tell=print)
asyncio.run(model.ready())
"""


@pytest.mark.parametrize(
    ("package", "precision", "way_out"),
    [
        ("llguidance", "", 'pip install "handeye[qwen]"'),
        ("transformers", "", 'pip install "handeye[qwen]"'),
        ("bitsandbytes", ":4bit", "pip install bitsandbytes, or take it without :4bit"),
    ],
)
def test_what_is_not_installed(instruct: Path, package: str, precision: str, way_out: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, package, f"{instruct}{precision}"], capture_output=True, text=True, timeout=100
    )
    last = done.stderr.strip().splitlines()[-1]
    assert "BadInput" in last
    assert way_out in last


def test_what_a_model_needs() -> None:
    """As the 4B's files say it: 8.9 GB in bf16, which a card of 8 GB holds only in 4 bits."""
    text = {"num_hidden_layers": 36, "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 262_144}
    config = {"dtype": "bfloat16", "text_config": text}
    on_disk = 8_875_000_000
    assert 12e9 < needed_bytes(on_disk, config, "bf16") < 13e9
    assert needed_bytes(on_disk, config, "4bit") < 8e9 < needed_bytes(on_disk, config, "8bit")
    assert needed_bytes(on_disk, config, "fp32") > 1.8 * needed_bytes(on_disk, config, "bf16")


def test_memory_that_is_free() -> None:
    assert 10**7 < (free_bytes("cpu") or 10**9) < 10**14


class _Hub(BaseHTTPRequestHandler):
    """Speaks of one model as the hub does: what files it has, and what is in them."""

    folder: Path

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/ours/Tiny"):
            self._send(200, json.dumps(self._model(path)).encode(), with_body=with_body)
        elif path.startswith("/ours/Tiny/resolve/"):
            data = (self.folder / path.rpartition("/")[2]).read_bytes()
            self._send(200, data, with_body=with_body, etag=hashlib.sha256(data).hexdigest())
        else:
            self._send(404, b"{}", with_body=with_body, error="RepoNotFound")

    def _model(self, path: str) -> Any:
        files = [{"rfilename": file.name, "size": file.stat().st_size} for file in sorted(self.folder.iterdir())]
        if "/tree/" in path:
            return [{"type": "file", "path": file["rfilename"], "size": file["size"], "oid": "0" * 40} for file in files]
        return {"id": "ours/Tiny", "modelId": "ours/Tiny", "sha": COMMIT, "siblings": files}

    def _send(self, status: int, body: bytes, *, with_body: bool, etag: str = "", error: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (("ETag", f'"{etag}"' if etag else ""), ("X-Error-Code", error), ("X-Repo-Commit", COMMIT)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nobody reads it."""


@contextmanager
def hub_of(folder: Path) -> Generator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Hub", (_Hub,), {"folder": folder}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_is_not_here_is_downloaded_once_and_said_first(instruct: Path, tmp_path: Path) -> None:
    said: list[str] = []
    with hub_of(instruct) as endpoint:
        reply = ask_once("ours/Tiny", said, hub=Hub(endpoint, tmp_path))
    assert reply.text == ask_once(instruct).text
    assert "is downloaded" in said[0] or "are downloaded once from http://127.0.0.1" in said[0]
    said.clear()
    assert ask_once("ours/Tiny", said, hub=Hub("http://127.0.0.1:9", tmp_path)).text == reply.text
    assert not any("downloaded" in line for line in said)


def test_too_large_for_here_is_not_downloaded(instruct: Path, tmp_path: Path) -> None:
    said: list[str] = []
    with hub_of(instruct) as endpoint, pytest.raises(BadInput, match="needs about"):
        ask_once("ours/Tiny", said, hub=Hub(endpoint, tmp_path), free=nearly_nothing)
    assert not said
    assert not list(tmp_path.rglob("*.safetensors"))


def test_unknown_to_the_hub(instruct: Path, tmp_path: Path) -> None:
    with hub_of(instruct) as endpoint, pytest.raises(BadInput, match='the hub has no model "ours/Other"'):
        ask_once("ours/Other", hub=Hub(endpoint, tmp_path))


def test_no_way_to_the_hub(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Qwen/Qwen3-VL-4B-Instruct is not here and could not be downloaded"):
        ask_once("qwen3-vl-4b", hub=Hub("http://127.0.0.1:9", tmp_path))
