"""Sampling: one token out of the scores of all."""

from __future__ import annotations

from typing import Any

from ..model import Sampling


class Chooser:
    def __init__(self, sampling: Sampling, device: Any) -> None:
        import torch

        self.sampling = sampling
        self.chance = torch.Generator(device=device)
        if sampling.seed is None:
            self.chance.seed()
        else:
            self.chance.manual_seed(sampling.seed)

    def choose(self, scores: Any, written: list[int]) -> int:
        """`scores`: one per token of the vocabulary, -inf for what may not come; they are changed."""
        import torch

        how = self.sampling
        if how.presence_penalty and written:
            scores[torch.tensor(sorted(set(written)), device=scores.device)] -= how.presence_penalty
        if how.temperature <= 0:
            return int(scores.argmax())
        scores /= how.temperature
        if 0 < how.top_k < len(scores):
            scores[scores < scores.topk(how.top_k).values[-1]] = -torch.inf
        shares = scores.softmax(-1)
        if how.top_p < 1:
            sorted_shares, order = shares.sort(descending=True)
            # Whatever the likelier ones leave room for is kept, the likeliest always.
            shares[order[sorted_shares.cumsum(-1) - sorted_shares >= how.top_p]] = 0
        return int(torch.multinomial(shares, 1, generator=self.chance))
