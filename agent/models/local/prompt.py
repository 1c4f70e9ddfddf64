"""Prompt: a conversation as the tokens that the model reads; what came from a page can never become a control token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ....tools.errors import ModelError
from ....tools.frame import Frame
from ..model import Message
from .load import Loaded
from .vision import Vision

_BREAK = "\ufdd0"
"""Stands inside of what only looks like a control token until it is cut there; a character that no text may have."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is among the tokens."""

    frame: Frame
    start: int
    rows: int
    columns: int

    @property
    def stop(self) -> int:
        return self.start + self.rows * self.columns


@dataclass(frozen=True, slots=True)
class Prompt:
    ids: list[int]
    places: tuple[Place, ...]

    def marks(self) -> list[int | str]:
        """What makes two prompts the same up to somewhere: a picture's tokens are all alike, so they go by its pixels."""
        marks: list[int | str] = list(self.ids)
        for place in self.places:
            marks[place.start : place.stop] = [place.frame.sha256] * (place.stop - place.start)
        return marks


class Writer:
    """Writes conversations down."""

    def __init__(self, loaded: Loaded, vision: Vision) -> None:
        self.tokenizer, self.template, self.vision = loaded.tokenizer, loaded.template, vision
        self.picture_id: int = loaded.model.config.image_token_id
        added: dict[str, int] = self.tokenizer.get_added_vocab()
        special = set(self.tokenizer.all_special_tokens)
        # A model's own words keep their <tool_call>; from a page nothing is a token but letters.
        self._of_ours = _any_of(token for token in added if token in special)
        self._of_pages = _any_of(added)

    def write(self, messages: tuple[Message, ...]) -> Prompt:
        ids = self.ids_of(self.render(messages))
        frames = [frame for message in messages for frame in message.pictures]
        if ids.count(self.picture_id) != len(frames):
            raise ModelError("the model's chat template lost a picture: take a model made for pictures, such as qwen3-vl-4b")
        whole: list[int] = []
        places: list[Place] = []
        for token in ids:
            if token != self.picture_id:
                whole.append(token)
                continue
            frame = frames[len(places)]
            place = Place(frame, len(whole), *self.vision.grid(frame))
            whole += [token] * (place.stop - place.start)
            places.append(place)
        return Prompt(whole, tuple(places))

    def render(self, messages: tuple[Message, ...]) -> str:
        """As the template has it; what must stay text is broken."""
        turns = [{"role": message.role, "content": self._content(message)} for message in messages]
        return self.tokenizer.apply_chat_template(
            turns, chat_template=self.template, tokenize=False, add_generation_prompt=True
        )

    def ids_of(self, rendered: str) -> list[int]:
        ids: list[int] = []
        for piece in rendered.split(_BREAK):
            ids += self.tokenizer.encode(piece, add_special_tokens=False)
        return ids

    def _content(self, message: Message) -> str | list[dict[str, str]]:
        risky = self._of_pages if message.role == "user" else self._of_ours
        if not message.pictures:
            return _broken(message.words, risky)
        content: list[dict[str, str]] = []
        # Words side by side are looked at as one: half a token each is a whole one too.
        for are_words, parts in groupby(message.parts, lambda part: isinstance(part, str)):
            if are_words:
                content.append({"type": "text", "text": _broken("".join(map(str, parts)), risky)})
            else:
                content += [{"type": "image"} for _ in parts]
        return content


def _any_of(tokens: Any) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True)) or "(?!)")


def _broken(text: str, risky: re.Pattern[str]) -> str:
    return risky.sub(lambda found: f"{found[0][0]}{_BREAK}{found[0][1:]}", text.replace(_BREAK, ""))
