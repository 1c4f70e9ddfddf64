"""Whatever bytes come for an answer: a whole answer, or an error that says so; never half of one, never a crash."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.agent.models.server.answer import Answer, Hearing
from handeye.tools.errors import ModelError
from tests.agent.models.wire import DIALECTS, Say

SAID = Say('Thought: “ok” 👍.\n<tool_call>\n{"name": "press", "arguments": {"key": "a"}}\n</tool_call>', "Let me think\u2028…")
TRIALS = 5000
NO_PIECE: dict[str, Any] = {}


def streams() -> list[bytes]:
    return [b"".join(dialect.stream(SAID, counted=True)) for dialect in DIALECTS.values()]


def wholes() -> list[bytes]:
    return [json.dumps(dialect.whole(SAID), ensure_ascii=False).encode() for dialect in DIALECTS.values()]


def heard(data: bytes, dice: random.Random) -> Answer | None:
    """Taken in pieces of any size; None where it was refused."""
    hearing = Hearing("http://a.test/v1")
    try:
        while data:
            size = dice.choice((1, 7, 64, len(data)))
            hearing.feed(data[:size])
            data = data[size:]
        return hearing.end()
    except ModelError as error:
        said = str(error)
    assert said.isprintable()
    return None


def told(data: bytes) -> str | None:
    """What an answer says by a second reading; None where it is broken."""
    events = [data] if data.lstrip().startswith(b"{") else _events(data)
    text, finished, calls = "", False, False
    try:
        for event in events:
            read: Any = json.loads(event.decode())
            if read.get("error"):
                return None
            for choice in read.get("choices") or ():
                piece: Any = choice.get("delta") or choice.get("message") or NO_PIECE
                if choice.get("index", 0) == 0 and (piece.get("content") or piece.get("tool_calls")) and finished:
                    return None
                text += (piece.get("content") or "") if choice.get("index", 0) == 0 else ""
                calls |= bool(piece.get("tool_calls"))
                finished |= bool(choice.get("finish_reason"))
    except (ValueError, AttributeError, TypeError):
        return None
    return ("calls" if calls else text) if finished else None


def _events(data: bytes) -> list[bytes]:
    found: list[bytes] = []
    for block in re.split(rb"\n\r?\n", data):
        lines = [line.removesuffix(b"\r")[5:] for line in block.split(b"\n") if line.startswith(b"data:")]
        if not lines:
            continue
        if b"\n".join(lines).strip() == b"[DONE]":
            break
        found.append(b"\n".join(lines))
    return found


def agrees(answer: Answer, data: bytes) -> bool:
    second = told(data)
    return second is not None and (second == "calls" or answer.text == second)


def test_the_second_reading_reads_what_is_whole() -> None:
    for data in (*streams(), *wholes()):
        answer = heard(data, random.Random(0))
        assert answer is not None
        assert agrees(answer, data)
        assert "press" in answer.text


@pytest.mark.parametrize("kind", ["stream", "whole"])
def test_an_answer_cut_off_anywhere_is_none(kind: str) -> None:
    dice = random.Random(5)
    goods = streams() if kind == "stream" else wholes()
    texts = [answer.text for good in goods if (answer := heard(good, dice)) is not None]
    for n in range(TRIALS // 4):
        good, text = goods[n % len(goods)], texts[n % len(goods)]
        answer = heard(good[: dice.randrange(len(good))], dice)
        assert answer is None or answer.text == text, "what counts and what ends may be missing, of what it says nothing"


def test_no_noise_gets_through_as_an_answer() -> None:
    dice, taken = random.Random(7), 0
    goods = [*streams(), *wholes()]
    for n in range(TRIALS // 2):
        data = bytearray(goods[n % len(goods)])
        for _ in range(dice.randint(1, 4)):
            garble(data, dice)
        answer = heard(bytes(data), dice)
        if answer is not None:
            assert agrees(answer, bytes(data)), bytes(data)
            taken += 1
    assert 0 < taken < TRIALS // 4, "some noise is harmless, most is not"


def garble(data: bytearray, dice: random.Random) -> None:
    at, to = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    match dice.randrange(8):
        case 0:
            del data[at:]
        case 1:
            del data[at : at + dice.randint(1, 30)]
        case 2:
            data[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 6)))
        case 3:
            data[at:to] = data[at:to] * 2
        case 4:
            data[at:at] = dice.choice(
                (b"\n", b"\n\n", b"\r", b"data: ", b"data: null\n\n", b"[DONE]", b'"', b"{", b"\\", b"\x00")
            )
        case 5:
            lines = bytes(data).split(b"\n\n")
            dice.shuffle(lines)
            data[:] = b"\n\n".join(lines)
        case 6:
            lines = bytes(data).split(b"\n\n")
            lines.insert(dice.randrange(len(lines)), b'data: {"error": {"message": "out of memory"}}')
            data[:] = b"\n\n".join(lines)
        case _:
            old, new = dice.choice(
                ((b'"', b""), (b":", b","), (b"null", b"[]"), (b"stop", b"abort"), (b"content", b"c"), (b"0", b"1e999"))
            )
            data[:] = bytes(data).replace(old, new, dice.randint(1, 3))
    if not data:
        data += b"\n"


JSONS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["index", "content", "name", "message"]), inner, max_size=3)
    ),
    max_leaves=5,
)
EVENTS: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        "choices": JSONS
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "index": JSONS,
                    "delta": JSONS
                    | st.fixed_dictionaries({}, optional={"content": JSONS, "reasoning": JSONS, "tool_calls": JSONS}),
                    "message": JSONS,
                    "finish_reason": JSONS | st.sampled_from(["stop", "length", "error"]),
                },
            )
        ),
        "usage": JSONS | st.fixed_dictionaries({"prompt_tokens": JSONS, "completion_tokens": JSONS}),
        "error": JSONS,
    },
)


@given(st.lists(EVENTS, max_size=4), st.booleans())
def test_events_of_every_shape_are_understood_or_refused(events: list[Any], streamed: bool) -> None:
    if streamed:
        data = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)
    else:
        data = json.dumps(events[0] if events else {}).encode()
    answer = heard(data, random.Random(1))
    assert answer is None or (answer.usage.tokens >= 0 and answer.text.encode() is not None)


@given(st.binary(max_size=200))
def test_bytes_of_every_kind_are_refused(data: bytes) -> None:
    assert heard(data, random.Random(1)) is None


def test_what_is_nested_without_end_is_refused() -> None:
    deep = b'data: {"choices": ' + b"[" * 100_000 + b"\n\n"
    assert heard(deep, random.Random(1)) is None
