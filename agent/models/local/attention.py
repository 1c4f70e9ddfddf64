"""Attention: a few tokens look back on a long conversation, whose rows are not copied for each head that shares them."""

from __future__ import annotations

from typing import Any, cast

NAME = "handeye_grouped"
FEW = 64
"""Of more tokens at once the library's own way is as good."""


def install(model: Any) -> None:
    """The library looks such things up by their name."""
    import transformers
    from transformers import masking_utils

    library = cast(Any, transformers)
    if model.config.get_text_config()._attn_implementation == "sdpa":
        library.AttentionInterface.register(NAME, attend)
        library.AttentionMaskInterface.register(NAME, cast(Any, masking_utils).sdpa_mask)
        model.set_attn_implementation({"text_config": NAME})


def attend(module: Any, query: Any, key: Any, value: Any, attention_mask: Any, scaling: Any = None, **more: Any) -> Any:
    import torch
    from transformers.integrations import sdpa_attention

    batch, heads, count, width = query.shape
    sharing = heads // key.shape[1]
    if sharing == 1 or count > FEW or (attention_mask is None and count > 1):
        usual = cast(Any, sdpa_attention).sdpa_attention_forward
        return usual(module, query, key, value, attention_mask, scaling=scaling, **more)
    # Heads that share their rows become more tokens of one head.
    grouped = query.reshape(batch, heads // sharing, sharing * count, width)
    mask = None if attention_mask is None else attention_mask.repeat(1, 1, sharing, 1)
    seen = torch.nn.functional.scaled_dot_product_attention(grouped, key, value, attn_mask=mask, scale=scaling)
    return seen.reshape(batch, heads, count, width).transpose(1, 2).contiguous(), None
