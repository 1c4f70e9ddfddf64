"""Steering: what the next token may be: first thoughts, closed when they grow too long, then what the grammar allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....tools.errors import ModelError
from ..model import Finish, Limits
from .draft import Lookup
from .sampling import Chooser

ENOUGH = "\n\nThat is enough thought: I answer now.\n"
"""The last words of thoughts that grew too long."""


@dataclass(frozen=True)
class Tokens:
    """Those that mean more than their letters."""

    stops: list[int]
    control: frozenset[int]
    """Places of pictures, beginnings of turns, ends."""
    never: Any
    """A flag per token: what no answer has."""
    never_thought: Any
    """A flag per token: what no thought has, which cannot just stop either."""
    think_start: int | None
    think_end: int | None
    enough: list[int]
    """ENOUGH, then the end of the thoughts."""
    none: list[int]
    """Instead of thoughts where there are to be none."""
    gap: list[int]
    """Between thoughts and answer."""


def tokens_of(tokenizer: Any, model: Any) -> Tokens:
    import torch

    added: dict[str, int] = tokenizer.get_added_vocab()
    ends: list[int | None] = [tokenizer.eos_token_id, added.get("<|im_end|>"), added.get("<|endoftext|>")]
    stops = [token for token in dict.fromkeys(ends) if token is not None]
    control = {added[token] for token in tokenizer.all_special_tokens if token in added} | set(stops)
    # The table has more rows than there are tokens; the others were never trained.
    numbers = torch.arange(model.config.text_config.vocab_size, device=model.device)
    never = (numbers >= len(tokenizer)) | torch.isin(numbers, torch.tensor(sorted(control), device=model.device))
    never_answered = never.clone()
    never_answered[stops] = False

    def ids(words: str) -> list[int]:
        return tokenizer.encode(words, add_special_tokens=False)

    return Tokens(
        stops=stops,
        control=frozenset(control),
        never=never_answered,
        never_thought=never,
        think_start=added.get("<think>"),
        think_end=added.get("</think>"),
        enough=ids(f"{ENOUGH}</think>\n\n"),
        none=ids("\n</think>\n\n"),
        gap=ids("\n\n"),
    )


class Steering:
    """Follows what is written, a token at a time. It is asked only about tokens that stay: nothing has to be taken back."""

    def __init__(
        self, tokens: Tokens, chooser: Chooser, limits: Limits, *, rules: Any = None, lookup: Lookup | None = None
    ) -> None:
        self.tokens, self.chooser, self.limits, self.rules, self.lookup = tokens, chooser, limits, rules, lookup
        self.written: list[int] = []
        self.thinking = False
        self.thought_to = 0
        """The thoughts are what was written before it."""
        self.answer_from = 0
        self.finish: Finish | None = None
        self._forced: list[int] = []

    def think(self, *, nothing: bool) -> None:
        """Thoughts come first, or their place is left empty."""
        self.thinking = True
        self._forced = list(self.tokens.none) if nothing else []

    def choose(self, scores: Any) -> int:
        """The next one. `scores` are changed."""
        import torch

        if self._forced:
            return self._forced[0]
        if self.thinking:
            scores.masked_fill_(self.tokens.never_thought, -torch.inf)
        elif self.rules is None:
            scores.masked_fill_(self.tokens.never, -torch.inf)
        else:
            scores.masked_fill_(_forbidden(self.rules, scores), -torch.inf)
        return self.chooser.choose(scores, self.written)

    def take(self, token: int) -> None:
        """It was written."""
        self.written.append(token)
        if self.lookup:
            self.lookup.add(token)
        forced = bool(self._forced) and self._forced.pop(0) == token
        if token == self.tokens.think_end and (self.thinking or self._thought_again):
            self._end_thoughts()
        elif self.thinking:
            if not forced and len(self.written) >= self.limits.thoughts:
                self._forced = list(self.tokens.enough)
        elif not forced:
            self._take_answer(token)

    def guess(self, most: int) -> list[int]:
        """What will probably come next, to be read along at once; whatever then comes differently is dropped."""
        if self._forced:
            return self._forced[:most]
        if self.thinking or self.rules is None:
            return self._look_up(most)
        if sure := self.rules.compute_ff_tokens():
            return sure[:most]
        guess = self._look_up(most)
        return guess[: self.rules.validate_tokens(guess)]

    @property
    def _thought_again(self) -> bool:
        """Without rules it may have begun anew, or have begun by itself."""
        return self.rules is None and (self.thought_to > 0 or self.written[0] == self.tokens.think_start)

    def _end_thoughts(self) -> None:
        if self.thinking and not self._forced:
            self._forced = list(self.tokens.gap)
        self.thinking = False
        self.thought_to = len(self.written) - 1
        self.answer_from = len(self.written) + len(self._forced)

    def _take_answer(self, token: int) -> None:
        if token in self.tokens.stops:
            self.finish = "stop"
            return
        if self.rules is not None:
            if not self.rules.consume_token(token):
                raise ModelError(f"the answer left its grammar: {self.rules.get_error()}")
            if self.rules.is_stopped():
                self.finish = "stop"
        if self.finish is None and len(self.written) - self.answer_from >= self.limits.tokens:
            self.finish = "length"

    def _look_up(self, most: int) -> list[int]:
        guess = self.lookup.guess(most) if self.lookup else []
        return guess[: next((n for n, token in enumerate(guess) if token in self.tokens.control), len(guess))]


def _forbidden(rules: Any, scores: Any) -> Any:
    """A flag per token: what the rules do not allow next."""
    import numpy as np
    import torch

    bits = np.unpackbits(np.frombuffer(rules.compute_bitmask(), np.uint8), count=len(scores), bitorder="little")
    return torch.as_tensor(bits == 0, device=scores.device)
