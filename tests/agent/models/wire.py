"""Wire: a model server on loopback that speaks as each of the real ones does; what the model says is in a list."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAME = "qwen3-vl"
Event = dict[str, Any]


@dataclass(frozen=True)
class Say:
    """What the model says, and how it ends."""

    text: str
    thoughts: str = ""
    finish: str = "stop"
    prompt: int = 100
    cached: int = 40


Turn = Callable[["Talk"], None]
"""What the server does with one question."""


@dataclass(frozen=True)
class Dialect:
    """How one kind of server speaks."""

    name: str
    owner: str | None = None
    thoughts_in: str = ""
    """The field for what was thought; "": it stays in the text, without its opening mark, as the templates write it."""
    places: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What it answers elsewhere than to a question."""
    refuses: Callable[[Event], str] = lambda _body: ""
    """Why it takes no question of this form."""
    first: Callable[[], Event] = lambda: {"role": "assistant", "content": ""}
    usage_apart: bool = True
    """In an event of its own, without choices."""
    comment: bytes = b""
    cuts_calls: bool = False
    """It takes calls out of the text, as nobody asked it to."""
    root: str = ""

    def models(self) -> Event:
        card: Event = {"id": NAME, "object": "model", "created": 1}
        if self.owner:
            card["owned_by"] = self.owner
        if self.root:
            card |= {"root": self.root, "max_model_len": 32768}
        if self.name == "openrouter":
            card["architecture"] = {"input_modalities": ["text", "image"], "output_modalities": ["text"]}
        return {"object": "list", "data": [card]}

    def failure(self, status: int, message: str) -> Event:
        match self.name:
            case "sglang":
                return {"object": "error", "message": message, "type": "BadRequest", "param": None, "code": status}
            case "mlx-vlm":
                return {"detail": message}
            case "vllm":
                return {"error": {"message": message, "type": "BadRequestError", "param": None, "code": status}}
            case _:
                return {"error": {"code": status, "message": message, "type": "invalid_request_error"}}

    def pieces(self, say: Say) -> Iterator[Event]:
        """The deltas of a stream."""
        yield self.first()
        text = say.text
        if say.thoughts and not self.thoughts_in:
            text = f"{say.thoughts}\n</think>\n\n{say.text}"
        elif say.thoughts:
            for part in _parts(say.thoughts):
                delta: Event = {self.thoughts_in: part}
                if self.name in ("ollama", "openrouter"):
                    delta |= {"role": "assistant", "content": ""}
                if self.name == "openrouter":
                    delta["reasoning_details"] = [{"type": "reasoning.text", "text": part, "index": 0}]
                yield delta
        if self.cuts_calls and "<tool_call>" in text:
            text, _, call = text.partition("<tool_call>")
            yield from ({"content": part} for part in _parts(text))
            called = json.loads(call.partition("</tool_call>")[0])
            arguments = json.dumps(called["arguments"])
            yield {
                "tool_calls": [
                    {"id": "1", "index": 0, "type": "function", "function": {"name": called["name"], "arguments": arguments}}
                ]
            }
            return
        yield from ({"content": part} for part in _parts(text))

    def stream(self, say: Say, *, counted: bool) -> Iterator[bytes]:
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": NAME}
        finish = say.finish
        if self.comment:
            yield self.comment
        for delta in self.pieces(say):
            finish = "tool_calls" if "tool_calls" in delta else finish
            yield _event(head | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} | self._extras())
        last: Event = {"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}
        if counted and not self.usage_apart:
            last["usage"] = self.usage(say)
        yield _event(head | last)
        if counted and self.usage_apart:
            yield _event(head | {"choices": [], "usage": self.usage(say)})
        yield b"data: [DONE]\n\n"

    def whole(self, say: Say) -> Event:
        message: Event = {"role": "assistant", "content": ""}
        for delta in self.pieces(say):
            for name, value in delta.items():
                message[name] = (message.get(name) or "") + value if isinstance(value, str) and name != "role" else value
        finish = "tool_calls" if "tool_calls" in message else say.finish
        choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
        return {"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice], "usage": self.usage(say)}

    def usage(self, say: Say) -> Event:
        tokens = len(_parts(say.text)) + len(_parts(say.thoughts))
        usage: Event = {"prompt_tokens": say.prompt, "completion_tokens": tokens, "total_tokens": say.prompt + tokens}
        if self.name != "ollama":
            usage["prompt_tokens_details"] = {"cached_tokens": say.cached} if say.cached else None
        if self.name == "dashscope":
            usage["prompt_tokens_details"] = {"cached_tokens": say.cached, "image_tokens": 90, "text_tokens": 10}
        return usage

    def _extras(self) -> Event:
        return {"timings": {"predicted_per_second": 12.5}} if self.name == "llama.cpp" else {}


def _parts(text: str) -> list[str]:
    """In pieces of a few letters, as tokens come."""
    return [text[at : at + 5] for at in range(0, len(text), 5)]


def _event(data: Event) -> bytes:
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"


def _dashscope_refuses(body: Event) -> str:
    asked = body.get("response_format", {}).get("type", "text")
    if asked == "json_schema":
        return "'response_format.type' specified in the request is not valid for this model"
    if asked == "json_object" and body.get("enable_thinking"):
        return "Json mode response is not supported when enable_thinking is true"
    if asked == "json_object" and "json" not in json.dumps(body["messages"]).casefold():
        return "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
    return ""


def _vllm_refuses(body: Event) -> str:
    if "thinking_token_budget" in body:
        return "thinking_token_budget is set but reasoning_config is not configured."
    return ""


DIALECTS: Mapping[str, Dialect] = {
    "vllm": Dialect("vllm", "vllm", "reasoning", root="Qwen/Qwen3-VL-4B-FP8", refuses=_vllm_refuses),
    "sglang": Dialect(
        "sglang",
        "sglang",
        "reasoning_content",
        places={"/model_info": {"model_path": "Qwen/Qwen3-VL-4B", "has_image_understanding": True}},
        first=lambda: {"role": "assistant", "content": "", "reasoning_content": None, "tool_calls": None},
    ),
    "llama.cpp": Dialect(
        "llama.cpp",
        "llamacpp",
        "reasoning_content",
        places={"/props": {"default_generation_settings": {}, "modalities": {"vision": True, "audio": False}}},
        first=lambda: {"role": "assistant", "content": None},
    ),
    "ollama": Dialect(
        "ollama",
        "library",
        "reasoning",
        places={"/api/version": {"version": "0.30.10"}, "/api/show": {"capabilities": ["completion", "vision", "thinking"]}},
    ),
    "mlx-vlm": Dialect(
        "mlx-vlm",
        None,
        "reasoning",
        places={"/health": {"status": "healthy", "loaded_model": NAME}},
        first=lambda: {"role": "assistant", "content": None, "reasoning": None, "tool_calls": None},
        usage_apart=False,
        cuts_calls=True,
    ),
    "dashscope": Dialect(
        "dashscope",
        "system",
        "reasoning_content",
        refuses=_dashscope_refuses,
        first=lambda: {"role": "assistant", "content": None, "reasoning_content": ""},
    ),
    "openrouter": Dialect("openrouter", None, "reasoning", comment=b": OPENROUTER PROCESSING\n\n"),
    "bare": Dialect("bare", "someone"),
}


class Talk:
    """One question, and the means to answer it: with whole HTTP, or with bytes that are not."""

    def __init__(self, wire: Wire, handler: BaseHTTPRequestHandler, body: Event) -> None:
        self.wire = wire
        self.body = body
        self._handler = handler

    def head(self, status: int = 200, **headers: str) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def send(self, data: bytes) -> None:
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def answer(self, status: int, data: bytes, content_type: str = "application/json", **headers: str) -> None:
        self.head(status, Content_Type=content_type, Content_Length=str(len(data)), **headers)
        self.send(data)

    def open_stream(self) -> None:
        self.head(200, Content_Type="text/event-stream; charset=utf-8", Transfer_Encoding="chunked")

    def chunk(self, data: bytes) -> None:
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def hang_up(self) -> None:
        self._handler.close_connection = True
        self._handler.connection.shutdown(socket.SHUT_RDWR)

    def wait_for_the_end(self) -> None:
        """Says nothing more until the client has left, or the test is over."""
        self._handler.connection.settimeout(10)
        self._handler.connection.recv(1)
        self._handler.close_connection = True


class Wire:
    """`turns` are taken one after the other; the last one again and again. `heard` are the questions."""

    def __init__(self, dialect: Dialect, *turns: Turn | Say | str) -> None:
        self.dialect = dialect
        self.turns: list[Turn | Say | str] = list(turns)
        self.heard: list[Event] = []
        self.asked: list[str] = []
        """All that was asked for, with the method: `GET /v1/models`."""
        self.headers: list[Mapping[str, str]] = []
        self.places: dict[str, Any] = {"/v1/models": dialect.models(), **dialect.places}
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            server_version = "llama.cpp" if dialect.name == "llama.cpp" else "uvicorn"

            def do_GET(self) -> None:
                self._take()

            def do_POST(self) -> None:
                self._take()

            def _take(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                wire.asked.append(f"{self.command} {self.path}")
                wire.headers.append(dict(self.headers.items()))
                talk = Talk(wire, self, json.loads(sent) if sent else {})
                if self.path == "/v1/chat/completions":
                    wire.take(talk)
                elif callable(place := wire.places.get(self.path)):
                    place(talk)
                elif place is None:
                    talk.answer(404, json.dumps({"detail": "Not Found"}).encode())
                else:
                    talk.answer(200, json.dumps(place).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                pass  # connections are dropped on purpose

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Wire:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def take(self, talk: Talk) -> None:
        self.heard.append(talk.body)
        if why := self.dialect.refuses(talk.body):
            talk.answer(400, json.dumps(self.dialect.failure(400, why)).encode())
            return
        turn = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        if isinstance(turn, str):
            turn = Say(turn)
        if isinstance(turn, Say):
            speak(talk, turn)
        else:
            turn(talk)


def speak(talk: Talk, say: Say) -> None:
    """As the dialect does, in a stream where one was asked for."""
    dialect = talk.wire.dialect
    if not talk.body.get("stream"):
        talk.answer(200, json.dumps(dialect.whole(say)).encode())
        return
    talk.open_stream()
    for data in dialect.stream(say, counted=bool(talk.body.get("stream_options", {}).get("include_usage"))):
        talk.chunk(data)
    talk.chunk(b"")


def fails(status: int, message: str = "something is wrong", **headers: str) -> Turn:
    def turn(talk: Talk) -> None:
        talk.answer(status, json.dumps(talk.wire.dialect.failure(status, message)).encode(), **headers)

    return turn


def bytes_of(data: bytes, content_type: str = "text/event-stream") -> Turn:
    """An answer that is whole as far as HTTP goes, whatever it says."""
    return lambda talk: talk.answer(200, data, content_type)


def drops(events: int) -> Turn:
    """Hangs up after so many events of an answer."""

    def turn(talk: Talk) -> None:
        talk.open_stream()
        for _, data in zip(range(events), talk.wire.dialect.stream(Say("a longer answer"), counted=True), strict=False):
            talk.chunk(data)
        talk.hang_up()

    return turn


def stalls(talk: Talk) -> None:
    """Begins an answer and never goes on."""
    talk.open_stream()
    talk.chunk(_event({"choices": [{"index": 0, "delta": {"content": "I am"}, "finish_reason": None}]}))
    talk.wait_for_the_end()


def without_end(talk: Talk) -> None:
    """Says all of it but `[DONE]`."""
    talk.open_stream()
    for data in talk.wire.dialect.stream(Say("all of it"), counted=True):
        if b"[DONE]" not in data:
            talk.chunk(data)
    talk.chunk(b"")
