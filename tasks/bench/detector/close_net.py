"""Close net: a small network that tells from a place's ends, from what is around it and from what is known of it what it is."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .net import Conv

WIDTHS = (16, 32, 48)
LAST = 32


class Trunk(nn.Sequential):
    """A picture, batch x 3 x height x width, to so many features."""

    def __init__(self, high_px: int, wide_px: int, features: int) -> None:
        first, second, third = WIDTHS
        super().__init__(
            Conv(3, first, stride=2),
            Conv(first, second, stride=2),
            Conv(second, third, stride=2),
            Conv(third, LAST),
            nn.Flatten(),
            nn.Linear(LAST * (high_px // 8) * (wide_px // 8), features),
            nn.ReLU(inplace=True),
        )


class CloseNet(nn.Module):
    def __init__(self, end_px: tuple[int, int], around_px: tuple[int, int], facts: int, kinds: int, states: int) -> None:
        super().__init__()
        self.kinds = kinds
        self.end, self.around = Trunk(end_px[1], end_px[0], 64), Trunk(around_px[1], around_px[0], 64)
        self.facts = nn.Sequential(nn.BatchNorm1d(facts), nn.Linear(facts, 64), nn.ReLU(inplace=True))
        self.last = nn.Sequential(
            nn.Linear(4 * 64, 128), nn.ReLU(inplace=True), nn.Dropout(0.2), nn.Linear(128, kinds + states)
        )

    def forward(self, ends: Tensor, around: Tensor, facts: Tensor) -> tuple[Tensor, Tensor]:
        """Batch x 2 x 3 x … of the ends, both from 0 to 255; logits of kinds and of states."""
        left, right = (self.end(ends[:, n] / 127.5 - 1.0) for n in (0, 1))
        said = self.last(torch.cat([left, right, self.around(around / 127.5 - 1.0), self.facts(facts)], 1))
        return said[:, : self.kinds], said[:, self.kinds :]
