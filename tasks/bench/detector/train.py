"""Trains the detector: `python -m handeye.tasks.bench.detector.train FOLDER -o detector.onnx --minutes 60`.

FOLDER holds screens of tuned looks, as `handeye.tasks.bench.yardstick.save` writes them; what is saved there meanwhile is
taken in too.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its usual name
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from ....tools.widgets.widget import KINDS, STATES
from .examples import ON_IT, Asked, Shelf, batches
from .net import Net
from .pace import rates

BATCH = 4
USUAL_WEIGHTS, USUAL_THINGS = 200.0 * BATCH, 4.5 * BATCH
"""About what a batch asks for; to weigh each batch by its own count would make most of those with hardly a thing on them."""
SAY_EVERY = 100
KEEP_EVERY = 1000
RATE, WARM_UP = 1.2e-3, 200
SMOOTH = 0.999
"""What is written down is the mean of the last thousand steps: it sees better than any single one."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="begun", type=Path, help="a detector.onnx to go on from")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at the beginning")
    told = parser.parse_args()
    torch.manual_seed(told.seed)
    net = Net(len(KINDS), len(STATES))
    if told.begun:
        recall(net, told.begun)
    export(train(net, told.folder, minutes=told.minutes, seed=told.seed, rate=told.rate, keep=told.output), told.output)


def train(net: Net, folder: Path, *, minutes: float, seed: int, rate: float, keep: Path) -> Net:
    """The mean of its last steps."""
    shelf = Shelf(folder)
    shelf.fill()
    print(f"{len(shelf.examples)} screens", flush=True)
    stream = batches(shelf.examples, Random(seed), BATCH)
    net.train().to(memory_format=torch.channels_last)
    smooth = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(SMOOTH), use_buffers=True)
    best = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    said = 0.0
    for step, (share, falling) in enumerate(rates(minutes, rate, WARM_UP), 1):
        for group in best.param_groups:
            group["lr"] = falling
        loss = lost(net, next(stream))
        best.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        best.step()
        smooth.update_parameters(net)
        said += loss.item()
        if step % SAY_EVERY == 0:
            print(f"{share:6.1%}  step {step}  {len(shelf.examples)} screens  loss {said / SAY_EVERY:.3f}", flush=True)
            said = 0.0
        if step % KEEP_EVERY == 0:
            export(smooth.module, keep)
            shelf.fill()
    return smooth.module


def lost(net: Net, batch: list[Asked]) -> Tensor:
    """How far off the network is: where the widgets are, how big, and in which state."""
    rgb = torch.from_numpy(np.stack([each.rgb for each in batch])).permute(0, 3, 1, 2).float()
    kinds, sides, states, inside, weights, free = (
        torch.from_numpy(np.stack([getattr(each, name) for each in batch]))
        for name in ("kinds", "sides", "states", "inside", "weights", "open")
    )
    with torch.autocast("cpu", torch.bfloat16):
        said_kinds, said_sides, said_states = net(rgb.contiguous(memory_format=torch.channels_last))
    return (
        5.0 * _kinds(said_kinds.float(), kinds, weights[:, None], free[:, None]) / USUAL_WEIGHTS
        + 2.0 * _weighed(_apart(said_sides.float(), sides), inside)
        + 0.5 * _weighed(F.binary_cross_entropy_with_logits(said_states.float(), states, reduction="none").sum(1), inside)
    )


def _kinds(said: Tensor, kinds: Tensor, weights: Tensor, free: Tensor) -> Tensor:
    """Focal: what is easy weighs little; where a kind may be said or not nothing is blamed."""
    sure = torch.sigmoid(said)
    yes = (kinds > ON_IT).float() * weights * (1 - sure) ** 2 * F.logsigmoid(said)
    no = (kinds < ON_IT).float() * sure**2 * F.logsigmoid(-said)
    return -((yes + no) * free).sum()


def _apart(said: Tensor, sides: Tensor) -> Tensor:
    """1 - IoU of boxes told from the same cell, and how far each side is off for its size."""
    shared = torch.minimum(said, sides).clamp(min=0)
    inner = (shared[:, 0] + shared[:, 2]) * (shared[:, 1] + shared[:, 3])
    area = (said[:, 0] + said[:, 2]) * (said[:, 1] + said[:, 3])
    wanted = (sides[:, 0] + sides[:, 2]) * (sides[:, 1] + sides[:, 3])
    overlap = inner / (area + wanted - inner).clamp(min=1e-3)
    off = F.smooth_l1_loss(torch.log(said.clamp(min=0.05)), torch.log(sides.clamp(min=0.5)), reduction="none").mean(1)
    return (1 - overlap) + 0.5 * off


def _weighed(loss: Tensor, weights: Tensor) -> Tensor:
    return (loss * weights).sum() / USUAL_THINGS  # each thing counts once


class Shipped(torch.nn.Module):
    """What runs in handeye: picture bytes in, scores out."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        kinds, sides, states = self.net(picture.permute(0, 3, 1, 2).float())
        return torch.sigmoid(kinds), sides, torch.sigmoid(states)


def export(net: Net, path: Path) -> None:
    shipped = Shipped(copy.deepcopy(net).to(memory_format=torch.contiguous_format)).eval()
    torch.onnx.export(
        shipped,
        (torch.zeros(1, 384, 640, 3, dtype=torch.uint8),),
        str(path),
        input_names=["picture"],
        output_names=["scores", "sides", "states"],
        dynamic_axes=_SIDES,
        opset_version=17,
        dynamo=False,
        training=torch.onnx.TrainingMode.PRESERVE,  # so that every weight keeps its name, for `recall`
    )


def recall(net: Net, path: Path) -> None:
    """The weights that `export` wrote down."""
    import onnx

    kept = {each.name.removeprefix("net."): onnx.numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    lacking, _ = net.load_state_dict({name: torch.tensor(value) for name, value in kept.items()}, strict=False)
    lost = [name for name in lacking if not name.endswith("num_batches_tracked")]
    if lost:
        raise SystemExit(f"{path} was not written by this network: it lacks {', '.join(lost[:3])}")


_SIDES = {
    "picture": {1: "height", 2: "width"},
    "scores": {2: "rows", 3: "columns"},
    "sides": {2: "rows", 3: "columns"},
    "states": {2: "rows", 3: "columns"},
}

if __name__ == "__main__":
    main()
