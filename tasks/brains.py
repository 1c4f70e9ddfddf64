"""Brains: what `--model` says → the brain that is asked, made ready before any screen is touched.

reader                                                                  the built-in one
qwen3-vl-4b                                                             in this process; a hub id or a folder, too
http://localhost:8000/v1                                                a server; #NAME after it where it has several models
instruct=http://localhost:8001/v1,thinking=http://localhost:8002/v1     two models: one acts, one plans
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import TypeAdapter, ValidationError

from ..agent.brain import Brain, Tell
from ..agent.models.prices import Price, Prices
from ..agent.reader.brain import Reader
from ..tools.errors import BadInput, nearest
from ..tools.hosts import host_of
from .yaml_text import load

if TYPE_CHECKING:
    from ..agent.models.model import Model

READER = "reader"
KEY = "HANDEYE_MODEL_KEY"
PRICES = "HANDEYE_PRICES"
"""The file of prices; prices.yaml in this folder where it is not set."""
_PRICES = TypeAdapter(dict[str, Price])


@dataclass(frozen=True, slots=True)
class Spec:
    """Which models; both empty: the reader."""

    instruct: str = ""
    thinking: str = ""


def parse_spec(said: str) -> Spec:
    """BadInput where it makes no sense; nothing is loaded or asked for that."""
    if said.strip().casefold() in ("", READER):
        return Spec()
    if "=" not in said.partition("://")[0]:
        _check(said.strip())
        return Spec(instruct=said.strip())
    parts: dict[str, str] = {}
    for part in said.split(","):
        name, _, spec = (each.strip() for each in part.partition("="))
        if name not in ("instruct", "thinking") or not spec:
            near = nearest(name, ("instruct", "thinking"))
            raise BadInput(f'"{part.strip()}" says no model.{near} Write instruct=SPEC,thinking=SPEC')
        _check(spec)
        parts[name] = spec
    return Spec(parts.get("instruct", ""), parts.get("thinking", ""))


def _check(spec: str) -> None:
    if _is_address(spec):
        if host_of(spec.partition("#")[0]) is None:
            raise BadInput(f'"{spec}" is no address of a model server; write one such as http://localhost:8000/v1')
        return
    from ..agent.models.local.source import parse_source

    parse_source(spec)


def _is_address(spec: str) -> bool:
    return spec.startswith(("http://", "https://"))


async def opened_brain(
    said: str, environ: Mapping[str, str], stack: AsyncExitStack, tell: Tell, *, keep_thoughts: bool = False
) -> Brain:
    """Ready to be asked: servers have answered, weights are loaded; BadInput where one has not. Gone with the stack."""
    spec = parse_spec(said)
    if spec == Spec():
        return Reader()
    from ..agent.qwen.brain import QwenBrain
    from ..agent.qwen.roles import Roles

    opened = Models(environ, stack, tell)
    first = await opened.model(spec.instruct or spec.thinking)
    second = await opened.model(spec.thinking) if spec.instruct and spec.thinking else None
    return QwenBrain(Roles(first, second, prices=read_prices(environ), keeps_thoughts=keep_thoughts, tell=tell))


class Models:
    """Those of one run, each ready to be asked; what runs in this process shares its memory."""

    def __init__(self, environ: Mapping[str, str], stack: AsyncExitStack, tell: Tell) -> None:
        self._environ, self._stack, self._tell = environ, stack, tell
        self._shelf: object = None

    async def model(self, spec: str) -> Model:
        return await self._served(spec) if _is_address(spec) else await self._local(spec)

    async def _served(self, spec: str) -> Model:
        from ..agent.models.http import HttpModel

        url, _, name = spec.partition("#")
        model = HttpModel(url, model=name, key=self._environ.get(KEY, ""))
        self._stack.push_async_callback(model.close)
        found = await model.meet()
        self._tell("model ready", model=model.name, where=model.url, server=str(found.kind))
        if not model.is_local:
            self._tell("pictures leave", why=f"pictures of the screen go to {host_of(model.url)}, which is not this machine")
        return model

    async def _local(self, spec: str) -> Model:
        from ..agent.models.local import LocalModel
        from ..agent.models.local.shelf import Shelf
        from ..agent.models.local.source import parse_source

        if self._shelf is None:
            loop = asyncio.get_running_loop()

            def tell(words: str) -> None:
                """From the thread that loads; a record is written by one alone."""
                loop.call_soon_threadsafe(partial(self._tell, "model note", why=words))

            self._shelf = Shelf(tell)
        assert isinstance(self._shelf, Shelf)
        model = LocalModel(parse_source(spec), self._shelf)
        self._stack.push_async_callback(model.close)
        await model.ready()
        self._tell("model ready", model=model.name, where="in this process")
        return model


def read_prices(environ: Mapping[str, str]) -> Prices:
    """What tokens cost, where the user has said so."""
    file = Path(environ.get(PRICES, "") or "prices.yaml")
    if not file.is_file():
        if environ.get(PRICES):
            raise BadInput(f"there is no file of prices at {file}; {PRICES} says so")
        return Prices()
    try:
        return Prices(_PRICES.validate_python(load(file.read_text(encoding="utf-8")) or {}))
    except (yaml.YAMLError, ValidationError, OSError, UnicodeDecodeError):
        form = "qwen3-vl-plus: {prompt: 0.2, answer: 1.6}"
        raise BadInput(f"{file} is no table of prices per million tokens; write lines such as {form}") from None
