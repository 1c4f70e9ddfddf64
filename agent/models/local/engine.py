"""Engine: one set of weights in memory, and what is kept beside it: answers one question after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from ....tools.errors import ModelError
from ..model import Limits, Message, Reply, Sampling, Schema, Usage
from .draft import Lookup
from .grammar import Grammar
from .halt import Brake, Halt, Halted
from .hub import Tell
from .load import Loaded
from .network import Network
from .prefix import Conversation, Conversations
from .prompt import Prompt, Writer
from .sampling import Chooser
from .steering import Steering, tokens_of
from .vision import KEPT, Vision


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """What makes it fast. The answers are the same without: they can be turned off to measure what each gives."""

    conversations: int = 2
    """So many are remembered; 0: every prompt is read from its start."""
    pictures: int = KEPT
    """Of so many it is remembered what is in them."""
    guess: int = 8
    """So many tokens are guessed and read along."""
    fixed: bool | None = None
    """With a memory of fixed length, for which a GPU's work is compiled; None: on NVIDIA's GPUs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    messages: tuple[Message, ...]
    schema: Schema | None = None
    thinking: bool | None = None
    limits: Limits = field(default_factory=Limits)
    sampling: Sampling = field(default_factory=Sampling)


class Engine:
    def __init__(self, loaded: Loaded, ways: Ways | None = None, *, tell: Tell | None = None) -> None:
        self.loaded, self.ways, self._tell = loaded, ways or Ways(), tell
        model, self.tokenizer = loaded.model, loaded.tokenizer
        on_gpu = model.device.type == "cuda"
        fixed = on_gpu if self.ways.fixed is None else self.ways.fixed
        self.vision = Vision(model, loaded.image_processor, kept=self.ways.pictures)
        self.writer = Writer(loaded, self.vision)
        self.network = Network(model, self.vision, block=self.ways.guess + 1, compiled=fixed and on_gpu)
        self.conversations = Conversations(model, kept=self.ways.conversations, fixed=fixed)
        self.tokens = tokens_of(self.tokenizer, model)
        self.context: int = model.config.text_config.max_position_embeddings
        self.opens_thoughts = self.writer.render((Message("user", ("",)),)).rstrip().endswith("<think>")
        self.thinks = self.opens_thoughts or loaded.seems_to_think
        self.said: list[int] = []
        """Its last answer, token by token."""
        self._brake = Brake(model)

    @cached_property
    def grammar(self) -> Grammar:
        """Made when first needed: it goes through every token there is."""
        return Grammar(self.tokenizer, self.loaded.model.config.text_config.vocab_size, self.tokens.stops)

    def answer(self, question: Question, halt: Halt) -> Reply:
        import torch

        prompt = self.writer.write(question.messages)
        if len(prompt.ids) >= self.context:
            raise ModelError(f"{self.loaded.name} takes {self.context} tokens and was asked in {len(prompt.ids)}: show it less")
        steering = self._steering(prompt, question)
        self.said = steering.written
        limits = question.limits
        more = limits.tokens + (limits.thoughts + len(self.tokens.enough) if self.thinks else 0) + self.network.block
        conversation = self.conversations.take(prompt, more)
        self.network.compile(conversation, self._say_that_it_takes_long)
        halt.begin()
        began_s = time.monotonic()
        usage = Usage(prompt=len(prompt.ids), cached=len(conversation.marks))
        first_s = 0.0
        self._brake.halt = halt
        try:
            with torch.no_grad():
                for _ in self._write(prompt, conversation, steering):
                    first_s = first_s or time.monotonic() - began_s
                    if halt.over:
                        break
            self.conversations.keep(conversation)
        except Halted:
            pass
        except RuntimeError as error:
            self.forget()
            if isinstance(error, torch.OutOfMemoryError):
                raise ModelError(f"{self.loaded.name} ran out of memory: show it less, take a smaller one or :4bit") from error
            raise ModelError(f"{self.loaded.name} broke down while answering: {str(error).splitlines()[0]}") from error
        finally:
            self._brake.halt = None
        return self._reply(steering, usage, first_s, time.monotonic() - began_s)

    def look(self, messages: tuple[Message, ...]) -> None:
        """At their pictures only, before anything is asked about them."""
        import torch

        with torch.no_grad():
            for frame in (frame for message in messages for frame in message.pictures):
                self.vision.see(frame)

    def forget(self) -> None:
        """What was kept to be faster next time."""
        self.conversations.forget()
        self.vision.forget()

    def _say_that_it_takes_long(self) -> None:
        if self._tell:
            self._tell(f"compiling {self.loaded.name} for this GPU: a minute or two, once for conversations of this length")

    def _steering(self, prompt: Prompt, question: Question) -> Steering:
        rules = self.grammar.rules(question.schema) if question.schema else None
        lookup = Lookup(prompt.ids) if self.ways.guess else None
        chooser = Chooser(question.sampling, self.loaded.model.device)
        steering = Steering(self.tokens, chooser, question.limits, rules=rules, lookup=lookup)
        nothing = question.thinking is False or question.limits.thoughts <= 0
        if self.opens_thoughts or (self.thinks and not nothing):
            steering.think(nothing=nothing)
        return steering

    def _write(self, prompt: Prompt, conversation: Conversation, steering: Steering) -> Iterator[None]:
        """Token by token, or several where they were guessed right; yields after each reading."""
        guess: list[int] = []
        most = self.ways.guess
        scores = self.network.read(conversation, prompt)
        while True:
            for n, row in enumerate(scores):
                token = steering.choose(row)
                steering.take(token)
                if steering.finish or guess[n : n + 1] != [token]:
                    # Where guesses go wrong they become short: on a processor each costs time.
                    most = self.ways.guess if n == len(guess) else n + 1
                    break
            # The last one is not read yet, and what was guessed wrong is forgotten.
            length = len(prompt.ids) + len(steering.written)
            conversation.cut(length - 1)
            yield
            if steering.finish or length >= self.context:
                return
            guess = steering.guess(min(most, self.context - length))
            scores = self.network.go_on(conversation, [steering.written[-1], *guess])

    def _reply(self, steering: Steering, usage: Usage, first_s: float, seconds: float) -> Reply:
        written = [token for token in steering.written if token not in self.tokens.stops]
        whole = not steering.thinking
        thoughts, answer = (written[: steering.thought_to], written[steering.answer_from :]) if whole else (written, [])
        return Reply(
            text=self._words(answer),
            reasoning=self._words(thoughts).removeprefix("<think>").strip(),
            usage=replace(usage, answer=len(steering.written)),
            seconds=seconds,
            first_s=first_s,
            finish=steering.finish or "length",
        )

    def _words(self, ids: list[int]) -> str:
        return self.tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False).strip()
