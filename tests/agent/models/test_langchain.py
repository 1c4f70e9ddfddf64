"""LangChain's chat models as ours, and ours as LangChain's, with pictures both ways."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import numpy as np
import pytest
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from handeye.agent.models.langchain import ChatModel, LangChainModel
from handeye.agent.models.model import Json, Limits, Message, Reply, Usage
from handeye.agent.models.resize import VisualTokens
from handeye.agent.models.scripted import ScriptedModel
from handeye.tools.errors import BadInput, ModelError
from handeye.tools.frame import Frame, decode_picture, encode_png

POINT = Json({"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]})


class Said(BaseChatModel):
    """A chat model whose messages are given."""

    answers: list[Any]
    heard: list[list[BaseMessage]] = Field(default_factory=list[list[BaseMessage]])

    @property
    def _llm_type(self) -> str:
        return "said"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise AssertionError("asked in a thread")

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        self.heard.append(messages)
        match self.answers.pop(0):
            case str() as words:
                message = AIMessage(words)
            case AIMessage() as message:
                pass
            case Exception() as error:
                raise error
            case _:
                await asyncio.Event().wait()
                raise AssertionError("it was waited for")
        return ChatResult(generations=[ChatGeneration(message=message)])


def ask(chat: Said, *parts: str | Frame, thinks: bool = False, **more: Any) -> Reply:
    model = LangChainModel(chat, thinks=thinks, picture=VisualTokens(least=1, most=8))
    return asyncio.run(model.ask((Message("system", ("be brief",)), Message("user", parts or ("hi",))), **more))


def test_a_chat_model_is_shown_pictures_before_words() -> None:
    chat = Said(answers=["It is red."])
    frame = Frame.of(np.full((64, 96, 3), (220, 30, 30), np.uint8), "painted")
    assert ask(chat, "what is it?", frame).text == "It is red."
    system, user = chat.heard[0]
    assert isinstance(system, SystemMessage)
    assert system.text == "be brief"
    picture, words = user.content
    assert words == {"type": "text", "text": "what is it?"}
    assert isinstance(picture, dict)
    data = base64.b64decode(picture["image_url"]["url"].removeprefix("data:image/png;base64,"))
    assert decode_picture(data).shape == (64, 96, 3)


@pytest.mark.parametrize(
    "message",
    [
        AIMessage("blue", additional_kwargs={"reasoning_content": "hm"}),
        AIMessage([{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": "blue"}]),
        AIMessage("<think>\nhm\n</think>\n\nblue"),
    ],
)
def test_what_it_thought_comes_apart(message: AIMessage) -> None:
    reply = ask(Said(answers=[message]), thinks=True)
    assert (reply.text, reply.reasoning, reply.finish) == ("blue", "hm", "stop")


def test_what_it_cost_and_how_it_ended_is_told() -> None:
    usage: Any = {"input_tokens": 9, "output_tokens": 3, "total_tokens": 12, "input_token_details": {"cache_read": 4}}
    reply = ask(Said(answers=[AIMessage("blu", usage_metadata=usage, response_metadata={"stop_reason": "max_tokens"})]))
    assert (reply.usage, reply.finish) == (Usage(prompt=9, answer=3, cached=4), "length")


def test_thoughts_without_an_end_are_no_answer() -> None:
    reply = ask(Said(answers=[AIMessage("I could press it")]), thinks=True)
    assert (reply.text, reply.finish) == ("", "length")


def test_it_is_held_to_a_schema_by_asking_again() -> None:
    chat = Said(answers=["It is 3.", '{"x": 3}'])
    assert ask(chat, schema=POINT).text == '{"x": 3}'
    assert '"x": {"type": "integer"}' in chat.heard[0][-1].text
    assert "not one JSON value" in chat.heard[1][-1].text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ValueError("no\ncredit"), "gave no answer: ValueError: no credit"),
        ("  ", "was empty"),
        (None, r"within 0\.05 s"),
    ],
)
def test_what_goes_wrong_is_one_error(answer: object, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        ask(Said(answers=[answer]), limits=Limits(seconds=0.05))


def test_a_model_of_ours_sees_what_langchain_shows_it() -> None:
    rgb = np.full((40, 60, 3), (10, 200, 30), np.uint8)
    data = base64.b64encode(encode_png(rgb)).decode()
    ours = ScriptedModel([Reply(text="It is green. Really.", reasoning="hm", usage=Usage(prompt=9, answer=3))])
    chat = ChatModel(model=ours)
    said = asyncio.run(
        chat.ainvoke(
            [
                SystemMessage("be brief"),
                HumanMessage([{"type": "image", "base64": data, "mime_type": "image/png"}, {"type": "text", "text": "what?"}]),
                AIMessage("one moment"),
                ToolMessage("done", tool_call_id="1"),
                HumanMessage([{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}]),
            ],
            stop=[" Really"],
        )
    )
    assert said.text == "It is green."
    assert said.additional_kwargs["reasoning_content"] == "hm"
    assert said.usage_metadata is not None
    assert said.usage_metadata["total_tokens"] == 12
    (asked,) = ours.asked
    assert [message.role for message in asked.messages] == ["system", "user", "assistant", "user", "user"]
    assert np.array_equal(asked.messages[1].pictures[0].rgb, rgb)
    assert asked.messages[3].words == "<tool_response>\ndone\n</tool_response>"
    assert np.array_equal(asked.messages[4].pictures[0].rgb, rgb)


def test_it_is_invoked_without_a_loop_as_well() -> None:
    chat = ChatModel(model=ScriptedModel(["one", "two"]))
    assert [chat.invoke("hi").text, chat.invoke("hi").text] == ["one", "two"]
    chat.close()


def test_a_schema_is_bound() -> None:
    ours = ScriptedModel(['{"x": 3}'])
    asyncio.run(ChatModel(model=ours).bind(schema=POINT).ainvoke("hi"))
    assert ours.asked[0].schema is POINT


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}, "none is fetched from elsewhere"),
        ({"type": "image", "base64": "AAAA", "mime_type": "image/png"}, "no PNG or JPEG"),
        ({"type": "audio", "base64": "AAAA"}, "type 'audio' cannot be told"),
    ],
)
def test_what_cannot_be_shown_is_said(part: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        asyncio.run(ChatModel(model=ScriptedModel(["never"])).ainvoke([HumanMessage([part])]))
