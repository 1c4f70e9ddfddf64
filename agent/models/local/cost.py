"""Cost: what a model will take on a processor, told before anybody waits for it."""

from __future__ import annotations

import time
from typing import Any

SCREEN_TOKENS = 2600
"""A full HD screen and the words around it."""
SAMPLE = 128


def cost_in_words(name: str, model: Any) -> str:
    """Measured on the largest of its own matrices."""
    import torch

    weights = max((one for one in model.parameters() if one.dim() == 2), key=lambda one: one.numel())
    rows = weights[: max(1, len(weights) // 8)]
    share = sum(one.numel() for one in model.parameters()) / rows.numel()
    with torch.no_grad():
        read_s = _seconds(rows, SAMPLE) * share * SCREEN_TOKENS / SAMPLE
        token_s = _seconds(rows, 1) * share
    return (
        f"no GPU was found: {name} runs on the processor, where it takes about {_rounded(read_s)} s to look at a full HD screen"
        f" and {_rounded(token_s)} s per token of its answer; a smaller model or a server answers sooner"
    )


def _seconds(rows: Any, tokens: int) -> float:
    import torch

    asked = torch.zeros((tokens, rows.shape[1]), dtype=rows.dtype)
    torch.nn.functional.linear(asked, rows)
    began_s = time.perf_counter()
    torch.nn.functional.linear(asked, rows)
    return time.perf_counter() - began_s


def _rounded(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1g}"
