"""Net: a small convolutional network that marks the inner part of every widget, its box and its state, on a grid of 4 px."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name

REACH_PX = 32.0
"""Distances to the sides of a box are told in this unit, on a logarithmic scale."""


class Conv(nn.Sequential):
    def __init__(self, inside: int, outside: int, *, stride: int = 1, dilation: int | tuple[int, int] = 1) -> None:
        super().__init__(
            nn.Conv2d(inside, outside, 3, stride, padding=dilation, dilation=dilation, bias=False),
            nn.BatchNorm2d(outside),
            nn.ReLU(inplace=True),
        )


class Block(nn.Module):
    """Two convolutions beside a short cut."""

    def __init__(self, width: int, *, dilation: int | tuple[int, int] = 1) -> None:
        super().__init__()
        self.first = Conv(width, width, dilation=dilation)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class Net(nn.Module):
    """RGB of 0..255, batch x 3 x height x width with sides that are multiples of 32."""

    def __init__(self, kinds: int, states: int) -> None:
        super().__init__()
        self.fine = nn.Sequential(Conv(3, 16, stride=2), Conv(16, 32, stride=2), Block(32))
        self.middle = nn.Sequential(Conv(32, 64, stride=2), Block(64), Block(64))
        self.coarse = nn.Sequential(Conv(64, 96, stride=2), Block(96), Block(96, dilation=2))
        self.far = nn.Sequential(Conv(96, 128, stride=2), Block(128, dilation=2), Block(128, dilation=4), Block(128))
        # A field may be as wide as the page: both its ends are to be seen from its middle.
        self.along = Block(128, dilation=(1, 12))
        self.from_far = nn.Conv2d(128, 96, 1)
        self.from_coarse = nn.Conv2d(96, 64, 1)
        self.from_middle = nn.Conv2d(64, 32, 1)
        self.at_coarse, self.at_middle, self.at_fine = Conv(96, 96), Conv(64, 64), Conv(32, 48)
        self.kinds = nn.Sequential(Conv(48, 48), nn.Conv2d(48, kinds, 1))
        self.rest = nn.Sequential(Conv(48, 48), nn.Conv2d(48, 4 + states, 1))
        nn.init.constant_(self.kinds[1].bias, -4.6)  # a widget's inner part is rare: 1 in 100 to begin with

    def forward(self, rgb: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of kinds, box sides as (left, top, right, bottom) distances in px, logits of states."""
        fine = self.fine(rgb / 127.5 - 1.0)
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        far = self.along(self.far(coarse))
        x = self.at_coarse(coarse + F.interpolate(self.from_far(far), scale_factor=2.0))
        x = self.at_middle(middle + F.interpolate(self.from_coarse(x), scale_factor=2.0))
        x = self.at_fine(fine + F.interpolate(self.from_middle(x), scale_factor=2.0))
        rest = self.rest(x)
        sides = torch.exp(rest[:, :4].clamp(-6.0, 4.0)) * REACH_PX
        return self.kinds(x), sides, rest[:, 4:]
