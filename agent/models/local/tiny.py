"""Tiny: a real Qwen3-VL with random weights and a tokenizer of its own, made here: for tests, training and the bench."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from .quiet import quiet

END, PAD = "<|im_end|>", "<|endoftext|>"
SPECIAL = ("<|im_start|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>")
ADDED = ("<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>")
"""Tokens of their own that are nevertheless part of the text, as in the true tokenizer."""

TEMPLATE = """\
{%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\\n' }}
    {%- if message.content is string %}
        {{- message.content }}
    {%- else %}
        {%- for part in message.content %}
            {{- '<|vision_start|><|image_pad|><|vision_end|>' if part.type == 'image' else part.text }}
        {%- endfor %}
    {%- endif %}
    {{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}"""
THINKING_TEMPLATE = TEMPLATE + "\n{%- if add_generation_prompt %}\n    {{- '<think>\\n' }}\n{%- endif %}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How large; as it stands some 340,000 parameters."""

    hidden: int = 64
    inner: int = 128
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    head_size: int = 16
    context: int = 8192
    sections: tuple[int, int, int] = (4, 2, 2)
    """Half a head's size, shared out to time, height and width."""
    vision_layers: int = 3
    vision_hidden: int = 32
    vision_inner: int = 64
    vision_heads: int = 2
    places: int = 64
    """Learned places of the picture, a square number."""
    deepstack: tuple[int, ...] = (0, 1, 2)
    vocabulary: int = 0
    """0: as large as the tokenizer's."""
    least_px: int = 4096
    most_px: int = 65536
    """How many pixels a picture is made to have at least and at most."""
    experts: int = 0
    """Of which two are asked for each token, as in the 30B-A3B; 0: all of it is always asked."""
    spread: float = 0.02
    """Of the random weights; with more of it, what is said depends more on what was seen."""


LIKE_4B = Shape(
    hidden=2560,
    inner=9728,
    layers=36,
    heads=32,
    kv_heads=8,
    head_size=128,
    context=262_144,
    sections=(24, 20, 20),
    vision_layers=24,
    vision_hidden=1024,
    vision_inner=4096,
    vision_heads=16,
    places=2304,
    deepstack=(5, 11, 17),
    vocabulary=151_936,
    least_px=65_536,
    most_px=16_777_216,
)


def build(folder: Path, *, shape: Shape | None = None, thinks: bool = False, texts: Iterable[str] = (), seed: int = 1) -> Path:
    """A folder like a downloaded model's. `texts`: what its tokenizer learns to write in few tokens."""
    tokenizer = build_tokenizer(texts, thinks=thinks)
    shape = shape or Shape()
    with quiet():
        tokenizer.save_pretrained(folder)
        build_model(tokenizer, shape, seed=seed).save_pretrained(folder)
        build_image_processor(shape).save_pretrained(folder)
    return folder


def build_tokenizer(texts: Iterable[str] = (), *, thinks: bool = False, size: int = 2048) -> Any:
    """Of single bytes, and of what is frequent in the texts."""
    from tokenizers import AddedToken, pre_tokenizers
    from transformers import Qwen2Tokenizer

    vocabulary = {letter: n for n, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer: Any = Qwen2Tokenizer(
        vocab=vocabulary, merges=[], eos_token=END, pad_token=PAD, additional_special_tokens=list(SPECIAL)
    )
    if texts := list(texts):
        tokenizer = tokenizer.train_new_from_iterator(texts, size, show_progress=False)
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in ADDED])
    tokenizer.chat_template = THINKING_TEMPLATE if thinks else TEMPLATE
    return tokenizer


def build_model(tokenizer: Any, shape: Shape, *, seed: int = 1, device: str = "cpu", dtype: Any = None) -> Any:
    import torch
    import transformers

    library = cast(Any, transformers)
    ids = {token: tokenizer.convert_tokens_to_ids(token) for token in (PAD, *SPECIAL)}
    experts = {"num_experts": shape.experts, "num_experts_per_tok": 2, "moe_intermediate_size": shape.inner // 2}
    config = (library.Qwen3VLMoeConfig if shape.experts else library.Qwen3VLConfig)(
        text_config={
            **(experts if shape.experts else {}),
            "vocab_size": shape.vocabulary or len(tokenizer),
            "hidden_size": shape.hidden,
            "intermediate_size": shape.inner,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "num_key_value_heads": shape.kv_heads,
            "head_dim": shape.head_size,
            "max_position_embeddings": shape.context,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 5e6,
                "mrope_section": list(shape.sections),
                "mrope_interleaved": True,
            },
            "tie_word_embeddings": True,
            "pad_token_id": ids[PAD],
            "initializer_range": shape.spread,
        },
        vision_config={
            "depth": shape.vision_layers,
            "hidden_size": shape.vision_hidden,
            "intermediate_size": shape.vision_inner,
            "num_heads": shape.vision_heads,
            "out_hidden_size": shape.hidden,
            "num_position_embeddings": shape.places,
            "deepstack_visual_indexes": list(shape.deepstack),
            "initializer_range": shape.spread,
        },
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        tie_word_embeddings=True,
    )
    chance = cast(Any, torch.random)
    with chance.fork_rng(devices=[device] if device.startswith("cuda") else []), torch.device(device):
        chance.manual_seed(seed)
        return library.AutoModelForImageTextToText.from_config(config, dtype=dtype or torch.float32).eval()


def build_image_processor(shape: Shape) -> Any:
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    return Qwen2VLImageProcessorPil(
        patch_size=16,
        temporal_patch_size=2,
        merge_size=2,
        size={"shortest_edge": shape.least_px, "longest_edge": shape.most_px},
        image_mean=[0.5] * 3,
        image_std=[0.5] * 3,
    )
