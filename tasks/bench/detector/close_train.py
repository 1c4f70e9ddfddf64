"""Trains the closer look: `python -m handeye.tasks.bench.detector.close_train EXAMPLES -o closer.onnx --minutes 12`.

EXAMPLES is what close_examples.py wrote.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its usual name
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from ....tools.widgets.closer import AROUND_PX, END_PX
from ....tools.widgets.facts import FACTS
from ....tools.widgets.widget import KINDS, STATES
from .close_net import CloseNet
from .pace import rates

BATCH = 128
RATE, WARM_UP = 2e-3, 100
SMOOTH = 0.998
SAY_EVERY = 100
SCORES = 2 * len(KINDS)
BLIND = 0.15
"""This often the detector's word is kept from it, so that it learns to see for itself."""


class Examples:
    def __init__(self, folder: Path) -> None:
        parts = [np.load(path) for path in sorted(folder.glob("*.npz"))]
        kept = [{name: part[name] for name in part.files} for part in parts]
        kept = [part for part in kept if len(part["kinds"])]
        self.ends, self.around, self.facts, self.kinds, self.states = (
            torch.from_numpy(np.concatenate([part[name] for part in kept]))
            for name in ("ends", "around", "facts", "kinds", "states")
        )

    def batch(self) -> tuple[Tensor, ...]:
        """At random, in random colours."""
        chosen = torch.randint(len(self.kinds), (BATCH,))
        ends = self.ends[chosen].permute(0, 1, 4, 2, 3).float()
        around = self.around[chosen].permute(0, 3, 1, 2).float()
        gain, more = 0.75 + 0.4 * torch.rand(BATCH, 1, 1, 1), 50 * torch.rand(BATCH, 1, 1, 1) - 25
        swap = torch.randperm(3) if torch.rand(()) < 0.5 else torch.arange(3)
        ends, around = ends[:, :, swap], around[:, swap]
        negative = (torch.rand(BATCH, 1, 1, 1) < 0.12).float()
        around = negative * (255 - around) + (1 - negative) * around
        ends = negative[:, None] * (255 - ends) + (1 - negative[:, None]) * ends
        around = (around * gain + more).clamp(0, 255)
        ends = (ends * gain[:, None] + more[:, None]).clamp(0, 255)
        facts = self.facts[chosen].clone()
        facts[torch.rand(BATCH) < BLIND, :SCORES] = 0.0
        return ends, around, facts, self.kinds[chosen], self.states[chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=12)
    told = parser.parse_args()
    torch.manual_seed(1)
    examples = Examples(told.folder)
    print(f"{len(examples.kinds)} places", flush=True)
    export(train(CloseNet(END_PX, AROUND_PX, FACTS, len(KINDS) + 1, len(STATES)), examples, told.minutes), told.output)


def train(net: CloseNet, examples: Examples, minutes: float) -> CloseNet:
    """The mean of its last steps."""
    net.train()
    smooth = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(SMOOTH), use_buffers=True)
    best = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-2)
    said = 0.0
    for step, (share, rate) in enumerate(rates(minutes, RATE, WARM_UP), 1):
        for group in best.param_groups:
            group["lr"] = rate
        ends, around, facts, kinds, states = examples.batch()
        with torch.autocast("cpu", torch.bfloat16):
            said_kinds, said_states = net(ends, around, facts)
        is_thing = (kinds < len(KINDS)).float()
        off = F.binary_cross_entropy_with_logits(said_states.float(), states, reduction="none").sum(1)
        loss = F.cross_entropy(said_kinds.float(), kinds) + 0.3 * (off * is_thing).sum() / is_thing.sum().clamp(min=1.0)
        best.zero_grad()
        loss.backward()
        best.step()
        smooth.update_parameters(net)
        said += loss.item()
        if step % SAY_EVERY == 0:
            print(f"{share:6.1%}  step {step}  loss {said / SAY_EVERY:.3f}", flush=True)
            said = 0.0
    return smooth.module


class Shipped(torch.nn.Module):
    """What runs in handeye: picture bytes in, probabilities out."""

    def __init__(self, net: CloseNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ends: Tensor, around: Tensor, facts: Tensor) -> tuple[Tensor, Tensor]:
        kinds, states = self.net(ends.permute(0, 1, 4, 2, 3).float(), around.permute(0, 3, 1, 2).float(), facts)
        return torch.softmax(kinds, 1), torch.sigmoid(states)


def export(net: CloseNet, path: Path) -> None:
    (end_w, end_h), (around_w, around_h) = END_PX, AROUND_PX
    names = ("ends", "around", "facts", "kinds", "states")
    torch.onnx.export(
        Shipped(copy.deepcopy(net)).eval(),
        (
            torch.zeros(2, 2, end_h, end_w, 3, dtype=torch.uint8),
            torch.zeros(2, around_h, around_w, 3, dtype=torch.uint8),
            torch.zeros(2, FACTS),
        ),
        str(path),
        input_names=list(names[:3]),
        output_names=list(names[3:]),
        dynamic_axes={name: {0: "places"} for name in names},
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
