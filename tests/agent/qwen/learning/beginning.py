"""Beginning: how the weights start out: at random, but so that a few hundred steps are enough to learn from."""

from __future__ import annotations

import math
from typing import Any, cast

import torch

from .lessons import STEP

WORDS, PATCHES, SIGHT = 3.0, 0.4, 1.7
"""How much louder or quieter than at random: words, what is in a patch beside where it is, and how sharply is looked.
What is looked at too evenly is only ever seen as a whole: all squares at once, whichever is asked for."""
WAVES = 8


def begin_in_order(model: Any, tokenizer: Any, *, seed: int) -> None:
    """Numbers that are near each other are alike from the start, and so are places."""
    cast("Any", torch.random).manual_seed(seed)
    with torch.no_grad():
        words = model.model.language_model.embed_tokens.weight
        words *= WORDS
        numbers = [tokenizer.convert_tokens_to_ids(str(n)) for n in range(0, 1001, STEP)]
        words[numbers] = words.std() * _mixed(_waves(len(numbers)), words.shape[1])
        for layer in model.model.language_model.layers:
            layer.self_attn.q_norm.weight *= SIGHT
            layer.self_attn.k_norm.weight *= SIGHT
        eyes = model.model.visual
        side = math.isqrt(len(eyes.pos_embed.weight))
        x, y = _waves(side).repeat(side, 1), _waves(side).repeat_interleave(side, 0)
        eyes.pos_embed.weight[:] = _mixed(torch.cat([x, y], 1), eyes.pos_embed.weight.shape[1])
        eyes.patch_embed.proj.weight *= PATCHES


def _waves(count: int) -> Any:
    """So many places in a row, each as the heights of slow and of quicker waves."""
    places = (torch.arange(count) + 0.5) / count
    lengths = torch.arange(1, WAVES + 1)
    return torch.cos(math.pi * places[:, None] * lengths) / lengths.sqrt()


def _mixed(waves: Any, width: int) -> Any:
    mixed = waves @ torch.randn(waves.shape[1], width)
    return mixed / mixed.std()
