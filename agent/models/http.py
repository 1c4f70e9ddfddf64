"""Http: a model behind any OpenAI-compatible server: vLLM, SGLang, llama-server, Ollama, mlx-vlm, DashScope, OpenRouter."""

from __future__ import annotations

import importlib.util
from urllib.parse import urlsplit

from ...tools.errors import BadInput, ModelError
from ...tools.hosts import address_of, host_of, is_loopback_name
from .model import LIMITS, SAMPLING, Json, Limits, Message, Reply, Sampling, Schema
from .obey import obeyed_json
from .pictures import Pictures
from .resize import VisualTokens
from .server.finding import Found
from .server.line import Address, Line
from .server.quirks import Kind


class HttpModel:
    """`url` as servers print it, such as `http://localhost:8000/v1`; what is not given is found out when it is first asked."""

    def __init__(
        self,
        url: str,
        *,
        model: str = "",
        key: str = "",
        server: Kind | None = None,
        thinks: bool | None = None,
        picture: VisualTokens | None = None,
        wait_s: float = 0.5,
    ) -> None:
        """`wait_s` is how long about a busy server is left alone at first; then twice as long, and again."""
        host = host_of(url)
        parts = urlsplit(url.strip())
        if host is None or "@" in parts.netloc or parts.query or parts.fragment:
            raise BadInput("this is not the address of a model server; write one such as http://localhost:8000/v1")
        if importlib.util.find_spec("openai") is None:
            raise BadInput('a model server is spoken to with the openai package: pip install "handeye[server]"')
        self.is_local = is_on_this_machine(host[0])
        """Else it receives pictures of the screen over a network, which is to be said."""
        path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
        self.url = f"{parts.scheme}://{parts.netloc}{path}"
        address = Address(url=self.url, model=model, key=key, kind=server, thinks=thinks, is_local=self.is_local)
        self._line = Line(address, Pictures(picture or VisualTokens()), wait_s)

    @property
    def name(self) -> str:
        return self._line.address.model or (self._line.found.model if self._line.found else self.url)

    @property
    def thinks(self) -> bool:
        return bool(self._line.thinks)

    async def meet(self) -> Found:
        """Who it is, before anything is touched. BadInput where it cannot be used, as where it is known not to see."""
        try:
            return await self._line.meet_seeing()
        except ModelError as trouble:
            raise BadInput(str(trouble)) from None

    async def ask(
        self,
        messages: tuple[Message, ...],
        /,
        *,
        schema: Schema | None = None,
        thinking: bool | None = None,
        limits: Limits = LIMITS,
        sampling: Sampling = SAMPLING,
    ) -> Reply:
        """`Json` is checked here, and asked for again; `Calls` are for whoever knows the functions to check, see `obeyed`."""
        if isinstance(schema, Json):
            return await obeyed_json(self._line, messages, schema, thinking=thinking, limits=limits, sampling=sampling)
        return await self._line.ask(messages, schema=schema, thinking=thinking, limits=limits, sampling=sampling)

    async def close(self) -> None:
        await self._line.close()


def is_on_this_machine(host: str) -> bool:
    address = address_of(host)
    return is_loopback_name(host) if address is None else address.is_loopback
