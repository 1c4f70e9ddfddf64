"""Finding: asks a server, politely and once, who it is, what it serves, and whether that sees and thinks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ....tools.errors import ModelError
from .quirks import QUIRKS, Kind, kind_of_host
from .trouble import WAY_OUT_OF_NO_SERVER, no_server_line, trouble_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Data = Mapping[str, Any]

_OWNERS: Mapping[str, Kind] = {"vllm": "vllm", "sglang": "sglang", "llamacpp": "llama.cpp", "library": "ollama"}
_TELLS: tuple[tuple[str, str, Kind], ...] = (
    ("/props", "default_generation_settings", "llama.cpp"),
    ("/model_info", "model_path", "sglang"),
    ("/api/version", "version", "ollama"),
    ("/health", "loaded_model", "mlx-vlm"),
)
"""What else is asked where the list of models does not tell: an address, and what only this server answers there."""
_LISTS_ALL: frozenset[Kind] = frozenset({"vllm", "ollama", "openrouter"})
"""What is not in their list is not there; others load what they are asked for, or take every name."""
_MOST_NAMED = 12
_NOTHING: Data = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    kind: Kind
    model: str
    """As it is asked for."""
    names: tuple[str, ...] = ()
    """Of all that the server has."""
    sees: bool | None = None
    thinks: bool | None = None

    @property
    def called(self) -> str:
        return QUIRKS[self.kind].called


async def find(client: AsyncOpenAI, url: str, model: str, kind: Kind | None) -> Found:
    """ModelError where it is no server, or has no such model; MayPass where it is not ready."""
    from openai import APIStatusError

    headers: Mapping[str, str] = {}
    entries: list[Data] = []
    try:
        data = _data(await client.get(f"{url}/models", cast_to=str))
    except APIStatusError as error:
        headers = error.response.headers
        if error.status_code not in (404, 405, 501):
            body = error.response.text
            raise trouble_of(error.status_code, headers, body, where=url, model=model, blind="", seeing=False) from None
    else:
        if data is None:
            raise no_server_line(url)
        entries = [entry for entry in _list(data.get("data")) if entry.get("id")]
    kind = kind or kind_of_host(urlsplit(url).hostname or "") or _by_owner(entries) or await _by_asking(client, url)
    names = tuple(str(entry["id"]) for entry in entries)
    model = _chosen(url, model, names, kind)
    entry = next((entry for entry in entries if entry["id"] == model), _NOTHING)
    found = Found(kind=kind, model=model, names=names, thinks=_thinks_by_name(f"{model} {entry.get('root') or ''}"))
    return await _looked_closer(client, url, entry, found)


def no_model_line(url: str, model: str, names: Iterable[str]) -> ModelError:
    listed = sorted(names)
    if not listed:
        return ModelError(f'{url} has no model "{model}", or is no model server: {WAY_OUT_OF_NO_SERVER}')
    more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
    return ModelError(f'{url} has no model "{model}"; it has: {", ".join(listed[:_MOST_NAMED])}{more}')


def _by_owner(entries: list[Data]) -> Kind | None:
    return next((_OWNERS[owner] for entry in entries if (owner := str(entry.get("owned_by"))) in _OWNERS), None)


async def _by_asking(client: AsyncOpenAI, url: str) -> Kind:
    for address, tells, kind in _TELLS:
        if tells in await _asked(client, _root(url) + address):
            return kind
    return "plain"


def _chosen(url: str, model: str, names: tuple[str, ...], kind: Kind) -> str:
    if not model:
        if len(names) == 1:
            return names[0]
        if not names:
            raise ModelError(f"{url} does not list what it serves: name the model")
        raise ModelError(f"{url} serves several models: name one of {', '.join(sorted(names)[:_MOST_NAMED])}")
    if kind == "ollama" and f"{model}:latest" in names:
        return f"{model}:latest"
    if names and kind in _LISTS_ALL and model not in names:
        raise no_model_line(url, model, names)
    return model


async def _looked_closer(client: AsyncOpenAI, url: str, entry: Data, found: Found) -> Found:
    """What some of them tell of a model."""
    match found.kind:
        case "llama.cpp":
            props = await _asked(client, f"{_root(url)}/props")
            return replace(found, sees=_told(_dict(props.get("modalities")), "vision"))
        case "sglang":
            info = await _asked(client, f"{_root(url)}/model_info")
            thinks = found.thinks if found.thinks is not None else _thinks_by_name(str(info.get("model_path") or ""))
            return replace(found, sees=_told(info, "has_image_understanding"), thinks=thinks)
        case "ollama":
            able = _words((await _asked(client, f"{_root(url)}/api/show", {"model": found.model})).get("capabilities"))
            return replace(found, sees="vision" in able, thinks="thinking" in able) if able else found
        case "openrouter":
            takes = _words(_dict(entry.get("architecture")).get("input_modalities"))
            return replace(found, sees="image" in takes) if takes else found
        case _:
            return found


async def _asked(client: AsyncOpenAI, url: str, body: object = None) -> Data:
    """What it answers there, and nothing where it does not: no server has to have these addresses."""
    from openai import APIError

    try:
        text = await (client.get(url, cast_to=str) if body is None else client.post(url, cast_to=str, body=body))
    except APIError:
        return _NOTHING
    return _data(text) or _NOTHING


def _root(url: str) -> str:
    return url.removesuffix("/v1")


def _data(text: str) -> Data | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return cast("Data", value) if isinstance(value, dict) else None


def _dict(value: object) -> Data:
    return cast("Data", value) if isinstance(value, dict) else _NOTHING


def _list(value: object) -> list[Data]:
    return [_dict(each) for each in cast("list[object]", value)] if isinstance(value, list) else []


def _words(value: object) -> list[str]:
    return [str(each) for each in cast("list[object]", value)] if isinstance(value, list) else []


def _told(data: Data, name: str) -> bool | None:
    value = data.get(name)
    return value if isinstance(value, bool) else None


def _thinks_by_name(name: str) -> bool | None:
    if re.search(r"thinking", name, re.IGNORECASE):
        return True
    return False if re.search(r"instruct", name, re.IGNORECASE) else None
