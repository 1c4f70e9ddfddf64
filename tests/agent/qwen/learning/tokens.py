"""Tokens: a tokenizer trained on what the brain asks and is to answer: whole lines and whole numbers are single tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from handeye.agent.models.local.tiny import ADDED, END, PAD, SPECIAL, TEMPLATE

SIZE = 3600
"""At most: it ends where every line is one token."""


def train_tokenizer(texts: Iterable[str]) -> Any:
    """Of single bytes, so that every text can be written, and of what it is trained on."""
    parts = cast("Any", pre_tokenizers)
    backend: Any = Tokenizer(models.BPE())
    backend.pre_tokenizer = parts.Sequence(
        [
            parts.Split("\n", "merged_with_previous"),
            parts.Split(Regex(r"\d+"), "isolated"),
            parts.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=SIZE, initial_alphabet=parts.ByteLevel.alphabet(), show_progress=False)
    own = re.compile("|".join(map(re.escape, ADDED)))
    backend.train_from_iterator((part for text in texts for part in own.split(text)), trainer)
    tokenizer: Any = PreTrainedTokenizerFast(
        tokenizer_object=backend, eos_token=END, pad_token=PAD, additional_special_tokens=list(SPECIAL)
    )
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in ADDED])
    tokenizer.chat_template = TEMPLATE
    return tokenizer
