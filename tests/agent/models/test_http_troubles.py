"""Whatever a server does, a broken answer is none: it is asked again a few times, or one line says what to do."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import replace
from email.utils import formatdate

import pytest

from handeye.agent.models.http import HttpModel
from handeye.agent.models.model import Limits, Message, Reply
from handeye.agent.models.server.line import TRIES
from handeye.tools.errors import BadInput, ModelError
from tests.agent.models.test_http import CALLS, HI, POINT, a_frame, ask, model_at, talk
from tests.agent.models.wire import DIALECTS, Event, Say, Talk, Turn, Wire, bytes_of, drops, fails, speak, stalls, without_end

SHORT = Limits(seconds=0.7)
SHOWN = (Message("user", (a_frame(), "what is it?")),)


def event(**delta: object) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}).encode() + b"\n\n"


END = b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'

PASSING: dict[str, Turn] = {
    "429": fails(429, "too many requests"),
    "500": fails(500, "internal error"),
    "502": fails(502),
    "503": fails(503, "Loading model"),
    "504": fails(504),
    "hung up at once": Talk.hang_up,
    "hung up before the first word": drops(1),
    "hung up in mid-answer": drops(3),
    "ended in mid-answer": bytes_of(event(content="I am")),
    "ended in mid-event": bytes_of(event(content="I am") + event(content=" blue")[:-20]),
    "ended in mid-answer, as if it were done": bytes_of(event(content="I am") + b"data: [DONE]\n\n"),
    "an event that is no JSON": bytes_of(event(content="I am") + b"data: {oops}\n\n" + END),
    "an event of another kind": bytes_of(b'data: {"choices": [{"delta": {"content": 7}}]}\n\n' + END),
    "an event that is a list": bytes_of(b"data: [1]\n\n" + END),
    "an error in mid-answer": bytes_of(event(content="I am") + b'data: {"error": {"message": "out of memory"}}\n\n'),
    "an error in words": bytes_of(event(content="I am") + b'data: {"error": "out of memory"}\n\n'),
    "an answer the server gave up": bytes_of(event(content="I am") + END.replace(b'"stop"', b'"abort"')),
    "words after the end": bytes_of(event(content="I am") + END.partition(b"data: [DONE]")[0] + event(content=" not") + END),
    "nothing": bytes_of(b""),
    "no words": bytes_of(END),
    "only blanks": bytes_of(event(content=" \n ") + END),
    "no choices": bytes_of(b'{"choices": []}', "application/json"),
    "half of a JSON": bytes_of(b'{"choices": [{"index": 0, "message": {"content": "I am"', "application/json"),
    "a whole answer without an end": bytes_of(b'{"choices": [{"message": {"content": "I am"}}]}', "application/json"),
    "half a letter": bytes_of(b'data: {"choices": [{"delta": {"content": "\xc3\x28"}, "finish_reason": "stop"}]}\n\n'),
}


@pytest.mark.parametrize("turn", PASSING.values(), ids=PASSING.keys())
def test_what_may_pass_is_tried_again(turn: Turn) -> None:
    with Wire(DIALECTS["vllm"], turn, "whole again") as wire:
        assert ask(wire).text == "whole again"
        assert len(wire.heard) == 2


@pytest.mark.parametrize("turn", PASSING.values(), ids=PASSING.keys())
def test_and_given_up_after_a_few_times(turn: Turn) -> None:
    with Wire(DIALECTS["vllm"], turn) as wire:
        with pytest.raises(ModelError, match=f"tried {TRIES} times") as caught:
            ask(wire)
        assert len(wire.heard) == TRIES
        assert wire.url in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_stream_without_its_last_mark_is_whole_once_it_said_so() -> None:
    with Wire(DIALECTS["vllm"], without_end) as wire:
        reply = ask(wire)
        assert (reply.text, reply.usage.prompt) == ("all of it", 100)
        assert len(wire.heard) == 1


def test_an_answer_is_whole_once_it_said_so_though_the_line_breaks_then() -> None:
    def breaks_late(talk: Talk) -> None:
        talk.open_stream()
        talk.chunk(event(content="all of it") + END.partition(b"data: [DONE]")[0])
        talk.hang_up()

    with Wire(DIALECTS["vllm"], breaks_late) as wire:
        assert ask(wire).text == "all of it"
        assert len(wire.heard) == 1


def test_lines_may_end_and_stand_open_in_every_way_there_is() -> None:
    data = (
        b": keep-alive\r\n\r\nevent: message\r\nid: 7\r\n"
        + event(content="all").replace(b"\n", b"\r\n")
        + event(content=" of it")
    )
    with Wire(DIALECTS["vllm"], bytes_of(data + END.replace(b"data: ", b"data:").rstrip(b"\n"))) as wire:
        assert ask(wire).text == "all of it"


@pytest.mark.parametrize("how", ["seconds", "a date"])
def test_a_busy_server_is_left_alone_as_long_as_it_asks(how: str) -> None:
    def busy(talk: Talk) -> None:
        after = "1" if how == "seconds" else formatdate(time.time() + 2, usegmt=True)
        fails(429 if how == "seconds" else 503, Retry_After=after)(talk)

    async def waited_s(model: HttpModel) -> float:
        await model.meet()
        started_s = time.monotonic()
        assert (await model.ask(HI)).text == "free again"
        return time.monotonic() - started_s

    with Wire(DIALECTS["vllm"], busy, "free again") as wire:
        assert 0.8 < talk(model_at(wire), waited_s) < 5


def test_a_server_that_asks_for_more_time_than_there_is_is_not_waited_for() -> None:
    with Wire(DIALECTS["vllm"], fails(429, "quota used up", Retry_After="3600")) as wire:
        started_s = time.monotonic()
        with pytest.raises(ModelError, match="quota used up; no time is left"):
            ask(wire)
        assert time.monotonic() - started_s < 5
        assert len(wire.heard) == 1


@pytest.mark.parametrize("turn", [stalls, Talk.wait_for_the_end], ids=["in mid-answer", "before a word"])
def test_a_server_that_stalls_is_left_at_the_time_limit(turn: Turn) -> None:
    async def waited_s(model: HttpModel) -> float:
        await model.meet()
        started_s = time.monotonic()
        with pytest.raises(ModelError, match=r"no whole answer came from .* within 0\.7 s"):
            await model.ask(HI, limits=SHORT)
        return time.monotonic() - started_s

    with Wire(DIALECTS["vllm"], turn) as wire:
        assert 0.3 < talk(model_at(wire), waited_s) < 5
        assert len(wire.heard) == 1


def test_time_for_all_tries_is_one_time() -> None:
    with Wire(DIALECTS["bare"], "no JSON", "no JSON", stalls) as wire:
        started_s = time.monotonic()
        with pytest.raises(ModelError, match="within"):
            ask(wire, schema=POINT, limits=Limits(seconds=1))
        assert time.monotonic() - started_s < 5
        assert len(wire.heard) <= 3


def test_a_server_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handeye.agent.models.server.answer.MOST_BYTES", 10_000)

    def babbles(talk: Talk) -> None:
        talk.open_stream()
        while True:
            talk.chunk(event(content="on and "))

    with Wire(DIALECTS["vllm"], babbles) as wire:
        with pytest.raises(ModelError, match="did not end"):
            ask(wire)
        assert len(wire.heard) == 1


AT_ONCE: dict[str, tuple[str, Turn, str]] = {
    "wrong key": ("vllm", fails(401, "invalid api key"), "refuses the key (401): give it the right API key"),
    "forbidden": ("openrouter", fails(403, "key limit exceeded"), "refuses the key (403)"),
    "no such model": ("bare", fails(404, "The model `x` does not exist."), 'has no model "qwen3-vl"; it has: qwen3-vl'),
    "no such model, said otherwise": ("bare", fails(400, "Model qwen3-vl not found"), "it has: qwen3-vl"),
    "too long": (
        "vllm",
        fails(400, "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens"),
        "the question is too long for qwen3-vl",
    ),
    "too long for llama-server": (
        "llama.cpp",
        fails(400, "the request exceeds the available context size (8192 tokens)", type="exceed_context_size_error"),
        "llama-server -c",
    ),
    "too large": ("bare", fails(413), "takes no requests of this size"),
    "no pictures in vLLM": ("vllm", fails(400, "At most 0 image(s) may be provided in one prompt."), "takes no pictures"),
    "too many pictures": ("vllm", fails(400, "At most 1 image(s) may be provided in one prompt."), "--limit-mm-per-prompt"),
    "no pictures in vLLM's text models": ("vllm", fails(400, "Qwen3-4B is not a multimodal model"), "takes no pictures"),
    "no pictures in llama-server": (
        "llama.cpp",
        fails(500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"),
        "takes no pictures: serve a model that sees, such as Qwen3-VL, and give llama-server its --mmproj",
    ),
    "no pictures in Ollama": ("ollama", fails(400, "this model does not support image input"), "takes no pictures"),
    "no pictures at OpenRouter": ("openrouter", fails(404, "No endpoints found that support image input"), "takes no pictures"),
    "a web page": ("bare", bytes_of(b"<!doctype html><h1>Welcome</h1>", "text/html"), "answers with a web page: give the address"),
    "a web page by another name": ("bare", bytes_of(b"\n <html>Log in</html>"), "answers with a web page"),
    "no payment": ("openrouter", fails(402, "Insufficient credits"), "answered 402: Insufficient credits"),
}  # fmt: skip


@pytest.mark.parametrize(("dialect", "turn", "said"), AT_ONCE.values(), ids=AT_ONCE.keys())
def test_what_does_not_pass_is_said_at_once_with_the_way_out(dialect: str, turn: Turn, said: str) -> None:
    with Wire(DIALECTS[dialect], turn) as wire:
        with pytest.raises(ModelError) as caught:
            ask(wire, SHOWN)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(wire.heard) == 1


def test_a_question_goes_to_no_other_address_than_the_one_given() -> None:
    with Wire(DIALECTS["bare"], "stolen") as other:

        def elsewhere(talk: Talk) -> None:
            talk.answer(307, b"", Location=f"{other.url}/chat/completions")

        with Wire(DIALECTS["bare"], elsewhere) as wire, pytest.raises(ModelError, match="has moved to"):
            ask(wire, SHOWN)
        assert not other.asked


def test_what_a_server_says_cannot_steer_the_terminal() -> None:
    with Wire(DIALECTS["bare"], fails(402, "\x1b[2J\x1b]0;gone\x07pay\nnow " + "x" * 5000)) as wire:
        with pytest.raises(ModelError) as caught:
            ask(wire)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("why", "left_out"),
    [
        ("Unrecognized request argument supplied: stream_options", {"stream_options"}),
        ("response_format json_schema is not supported by this server", {"response_format"}),
        ("extra fields not permitted: uuid", {"uuid"}),
        ("unexpected keyword 'top_k'", {"top_k"}),
        ("bad request", {"stream_options", "response_format", "uuid", "top_k", "presence_penalty"}),
    ],
)
def test_what_a_server_refuses_is_left_out_and_stays_out(why: str, left_out: set[str]) -> None:
    def picky(body: dict[str, object]) -> str:
        return why if any(f'"{name}"' in json.dumps(body) for name in left_out) else ""

    with Wire(replace(DIALECTS["vllm"], refuses=picky), '{"x": 1}') as wire:

        async def two(model: HttpModel) -> tuple[Reply, Reply]:
            return await model.ask(SHOWN, schema=POINT), await model.ask(SHOWN, schema=POINT)

        first, second = talk(model_at(wire, thinks=False), two)
        assert first.text == second.text == '{"x": 1}'
        assert [bool(picky(body)) for body in wire.heard] == [True, False, False]


def test_who_takes_no_tags_may_take_schemas() -> None:
    def refuses(body: Event) -> str:
        return "structural_tag is not supported" if body.get("response_format", {}).get("type") == "structural_tag" else ""

    with Wire(replace(DIALECTS["vllm"], refuses=refuses), '{"x": 1}') as wire:

        async def three(model: HttpModel) -> None:
            await model.ask(HI, schema=CALLS)
            await model.ask(HI, schema=CALLS)
            await model.ask(HI, schema=POINT)

        talk(model_at(wire, thinks=False), three)
        forms = [body.get("response_format", {}).get("type") for body in wire.heard]
    assert forms == ["structural_tag", None, None, "json_schema"]


def test_a_server_that_refuses_everything_is_not_asked_for_ever() -> None:
    def refuses(_body: Event) -> str:
        return "no\n"

    with Wire(replace(DIALECTS["vllm"], refuses=refuses), "never") as wire:
        with pytest.raises(ModelError, match=r"refuses the question \(400\): no"):
            ask(wire, SHOWN)
        assert len(wire.heard) <= 4
        wire.dialect = DIALECTS["vllm"]
        ask(wire, SHOWN)
        assert "stream_options" in wire.heard[-1], "what made no difference is not held against it"


def test_nothing_is_shown_to_a_model_that_is_known_not_to_see() -> None:
    blind = replace(
        DIALECTS["llama.cpp"], places={"/props": {"default_generation_settings": {}, "modalities": {"vision": False}}}
    )
    with Wire(blind, "words are fine") as wire:
        with pytest.raises(
            ModelError, match="takes no pictures: serve a model that sees, such as Qwen3-VL, and give llama-server"
        ):
            ask(wire, SHOWN)
        with pytest.raises(BadInput, match="takes no pictures"):
            talk(model_at(wire), lambda model: model.meet())
        assert not wire.heard
        assert ask(wire).text == "words are fine"


def test_where_nothing_listens_it_is_said_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    started_s = time.monotonic()
    with pytest.raises(BadInput, match=f"nothing answers at http://127.0.0.1:{port}/v1: start the model server"):
        talk(HttpModel(f"http://127.0.0.1:{port}"), lambda model: model.meet())
    assert time.monotonic() - started_s < 5


def test_a_server_that_goes_away_is_missed() -> None:
    wire = Wire(DIALECTS["vllm"], "yes")

    async def before_and_after(model: HttpModel) -> None:
        with wire:
            await model.ask(HI)
        with pytest.raises(ModelError, match=f"the connection to {wire.url} broke off; tried {TRIES} times"):
            await model.ask(HI)

    talk(model_at(wire), before_and_after)


@pytest.mark.parametrize(
    ("models", "said"),
    [
        (bytes_of(b"<html>my router</html>", "text/html"), "is no model server: give the address"),
        (bytes_of(b"[1, 2]", "application/json"), "is no model server"),
        (fails(401, "no key"), "refuses the key"),
        (fails(500, "broken"), "answered 500: broken"),
        (fails(404), "does not list what it serves: name the model"),
        (bytes_of(b'{"data": []}', "application/json"), "does not list what it serves"),
        (bytes_of(b'{"data": [{"id": "a"}, {"id": "b"}]}', "application/json"), "serves several models: name one of a, b"),
    ],
)
def test_before_anything_is_touched_it_is_known_whether_it_can_be_used(models: Turn, said: str) -> None:
    with Wire(DIALECTS["bare"], "never") as wire:
        wire.places["/v1/models"] = models
        with pytest.raises(BadInput) as caught:
            talk(model_at(wire), lambda model: model.meet())
        assert said in str(caught.value)
        assert not wire.heard


def test_a_model_that_is_not_in_the_list_is_named_with_those_that_are() -> None:
    with Wire(DIALECTS["vllm"], "never") as wire, pytest.raises(BadInput, match=r'has no model "qwen4"; it has: qwen3-vl'):
        talk(model_at(wire, model="qwen4"), lambda model: model.meet())


def test_ollamas_latest_is_meant_by_its_bare_name() -> None:
    with Wire(DIALECTS["ollama"], "yes") as wire:
        wire.places["/v1/models"] = {
            "data": [{"id": "qwen3-vl:latest", "owned_by": "library"}, {"id": "x:1b", "owned_by": "library"}]
        }
        ask(wire, of={"model": "qwen3-vl"})
        assert wire.heard[0]["model"] == "qwen3-vl:latest"


def test_a_server_without_a_list_is_asked_for_the_model_it_was_said_to_have() -> None:
    with Wire(DIALECTS["bare"], "yes") as wire:
        del wire.places["/v1/models"]
        assert ask(wire, of={"model": "mine"}).text == "yes"
        assert wire.heard[0]["model"] == "mine"


def test_a_loading_server_is_waited_for() -> None:
    with Wire(DIALECTS["llama.cpp"], "ready") as wire:
        models, loading = wire.places["/v1/models"], [1, 2]

        def still_loading(talk: Talk) -> None:
            if loading:
                loading.pop()
                fails(503, "Loading model")(talk)
            else:
                talk.answer(200, json.dumps(models).encode())

        wire.places["/v1/models"] = still_loading
        assert ask(wire).text == "ready"


def test_only_thoughts_and_no_answer_is_none() -> None:
    with Wire(DIALECTS["vllm"], Say("", "I wonder"), lambda talk: speak(talk, Say("yes", "I see"))) as wire:
        assert ask(wire).text == "yes"
        assert len(wire.heard) == 2
