"""`handeye bench model`: Qwen3-VL in this process, random weights of the 4B's shape, against transformers' plain `generate`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...agent.models.local.engine import Engine, Question, Ways
from ...agent.models.local.halt import Halt
from ...agent.models.local.load import Loaded, best_device, check_extra, halves_are_fast
from ...agent.models.local.memory import free_bytes
from ...agent.models.local.tiny import LIKE_4B, TEMPLATE, Shape, build_image_processor, build_model, build_tokenizer
from ...agent.models.model import Limits, Message
from ...tools.errors import BadInput, HandeyeError
from ...tools.frame import Frame
from ...tools.geometry import Size
from .metric import Against, Metric

Tell = Callable[[str], None]

SIZES = (Size(1280, 720), Size(1920, 1080))
PICTURES = 4
"""So many are in a question once a task is under way."""
ANSWER = 40
"""Tokens: an action with its reason."""
SYSTEM_TOKENS = 1500
ON_CPU = replace(LIKE_4B, layers=2, vision_layers=1, deepstack=(0,))
"""Nearly a twentieth of both its halves: a processor would take many minutes for each step of the whole."""
NEEDED_BYTES = {"cpu": 8e9, "cuda": 14e9}
TIMES = {"cpu": 1, "cuda": 3}
"""How often each is measured; the median counts."""
FASTER, SOONER = 3.0, 2.0
"""So many times more tokens per second, and so many times less time per step; the goals, on a GPU."""

# Random weights say nothing twice: there is nothing to guess, and nothing guessed is counted.
USUAL = Ways(guess=0)
WITHOUT: dict[str, Ways] = {
    "the prefix": Ways(guess=0, conversations=0),
    "compiling": Ways(guess=0, fixed=False),
}
"""What each gives; the rest of the difference to plain `generate` is what is remembered of pictures."""


@dataclass(frozen=True, slots=True)
class Timed:
    first_s: float
    seconds: float
    ids: list[int]

    @property
    def per_second(self) -> float:
        return (len(self.ids) - 1) / max(self.seconds - self.first_s, 1e-9)


def run(seed: int = 1, tell: Tell | None = None) -> list[Metric]:
    """All metrics. On a CPU with a few layers only, and without goals."""
    try:
        check_extra()
        device = best_device()
        kind = "cuda" if device.startswith("cuda") else "cpu"
        if (free := free_bytes(device)) is not None and free < NEEDED_BYTES[kind]:
            raise BadInput(f"{NEEDED_BYTES[kind] / 1e9:.0f} GB of memory are needed on {device}, {free / 1e9:.1f} GB are free")
        say: Tell = tell or (lambda _: None)
        say(f"measuring: drawing random weights on {device}")
        loaded = make(LIKE_4B if kind == "cuda" else ON_CPU, seed, device)
        return measure(loaded, SIZES, seed, say, times=TIMES[kind])
    except HandeyeError as error:
        return [Metric.unmeasured("tokens per second", "tokens/s", f"≥ {FASTER:g}×", str(error))]


def make(shape: Shape, seed: int, device: str) -> Loaded:
    import torch

    tokenizer = build_tokenizer()
    halves = device != "cpu" or halves_are_fast()
    model = build_model(tokenizer, shape, seed=seed, device=device, dtype=torch.bfloat16 if halves else torch.float32)
    return Loaded("random weights", model, tokenizer, build_image_processor(shape), TEMPLATE)


def measure(
    loaded: Loaded, sizes: Sequence[Size], seed: int, say: Tell, *, times: int = 1, answer: int = ANSWER
) -> list[Metric]:
    metrics: list[Metric] = []
    on_gpu = loaded.model.device.type == "cuda"
    for size in sizes:
        screen = f"{size.w}×{size.h}"
        task = questions(size, seed)
        say(f"measuring: {screen}, plain generate")
        plain = [generate(endless(Engine(loaded)), task[-1], answer) for _ in range(times)]
        say(f"measuring: {screen}, as usual")
        usual = [step(loaded, USUAL, task, answer) for _ in range(times)]
        metrics += _against(screen, usual, plain, on_gpu)
        for what, ways in WITHOUT.items():
            if what == "compiling" and not on_gpu:
                continue
            say(f"measuring: {screen}, without {what}")
            metrics += _told(f"{screen}, without {what}", [step(loaded, ways, task, answer) for _ in range(times)])
    say("measuring: memory bandwidth")
    return [*metrics, *_limit(loaded)]


def questions(size: Size, seed: int) -> list[tuple[Message, ...]]:
    """The last two steps of a task whose window of pictures has just become full."""
    chance = np.random.default_rng(seed)
    messages = [Message("system", ("x" * SYSTEM_TOKENS,))]
    asked: list[tuple[Message, ...]] = []
    for n in range(PICTURES):
        rgb = chance.integers(0, 256, (size.h, size.w, 3), dtype=np.uint8)
        messages.append(Message("user", (Frame.of(rgb, "drawn"), f"Step {n}: what now?")))
        asked.append(tuple(messages))
        messages.append(Message("assistant", ("Action: click the button.",)))
    return asked[-2:]


def step(loaded: Loaded, ways: Ways, task: list[tuple[Message, ...]], answer: int) -> Timed:
    """The last step, after the one before it: its pictures were seen, and its words read where that is remembered."""
    engine = endless(Engine(loaded, ways))
    before, now = task
    if ways.conversations:
        engine.answer(Question(messages=before, limits=Limits(tokens=2)), Halt(float("inf")))
    else:
        engine.look(before)
    reply = engine.answer(Question(messages=now, limits=Limits(tokens=answer)), Halt(float("inf")))
    return Timed(reply.first_s, reply.seconds, engine.said)


def endless(engine: Engine) -> Engine:
    """Says as much as it is asked for, whatever it says."""
    import torch

    never = torch.zeros_like(engine.tokens.never)
    never[sorted(engine.tokens.control)] = True
    engine.tokens = replace(engine.tokens, stops=[], never=never)
    return engine


class _Clock:
    """Hears of each token as it comes; first of the prompt."""

    def __init__(self) -> None:
        self.heard_s: list[float] = []

    def put(self, _: Any) -> None:
        self.heard_s.append(time.monotonic())

    def end(self) -> None:
        """Nothing more comes."""


def generate(engine: Engine, messages: tuple[Message, ...], tokens: int) -> Timed:
    """By the library alone, from pixels and ids; what it may not say is what the engine may not."""
    import torch

    began_s, clock = time.monotonic(), _Clock()
    prompt, model = engine.writer.write(messages), engine.loaded.model
    kinds = torch.zeros((1, len(prompt.ids)), dtype=torch.int)
    for place in prompt.places:
        kinds[0, place.start : place.stop] = 1
    seen: dict[str, Any] = {}
    if prompt.places:
        shown = [engine.vision.shown(place.frame) for place in prompt.places]
        seen = dict(engine.loaded.image_processor(images=shown, do_resize=False, return_tensors="pt"))
    given = {"input_ids": torch.tensor([prompt.ids]), "mm_token_type_ids": kinds, **seen}
    out = model.generate(
        **{name: value.to(model.device) for name, value in given.items()},
        attention_mask=torch.ones((1, len(prompt.ids)), dtype=torch.long, device=model.device),
        do_sample=False,
        max_new_tokens=tokens,
        suppress_tokens=engine.tokens.never.nonzero()[:, 0].tolist(),
        eos_token_id=engine.tokens.stops or None,
        streamer=clock,
    )
    return Timed(clock.heard_s[1] - began_s, time.monotonic() - began_s, out[0, len(prompt.ids) :].tolist())


def _against(screen: str, usual: list[Timed], plain: list[Timed], on_gpu: bool) -> list[Metric]:
    def middle(runs: list[Timed], what: Callable[[Timed], float]) -> float:
        return statistics.median(map(what, runs))

    def less(name: str, what: Callable[[Timed], float]) -> Metric:
        against = Against("plain generate", middle(plain, what))
        limit = 1 / SOONER
        metric = Metric.at_most_times(f"{name}, {screen}", middle(usual, what), "s", limit, against)
        return metric if on_gpu else replace(metric, goal="", met=None)

    ours, theirs = middle(usual, lambda run: run.per_second), middle(plain, lambda run: run.per_second)
    ratio = ours / theirs
    goal, met = (f"≥ {FASTER:g}×", ratio >= FASTER) if on_gpu else ("", None)
    same = sum(a == b for a, b in zip(usual[0].ids, plain[0].ids, strict=True))
    agreement = Metric(f"the same tokens, {screen}", same, "tokens", Against("said", len(plain[0].ids)), None, "", None)
    return [
        less("time to first token", lambda run: run.first_s),
        less("time per step", lambda run: run.seconds),
        Metric(f"tokens per second, {screen}", ours, "tokens/s", Against("plain generate", theirs), ratio, goal, met),
        agreement,
    ]


def _told(name: str, runs: list[Timed]) -> list[Metric]:
    return [
        Metric.told(f"time per step, {name}", statistics.median(run.seconds for run in runs), "s"),
        Metric.told(f"tokens per second, {name}", statistics.median(run.per_second for run in runs), "tokens/s"),
    ]


def _limit(loaded: Loaded) -> list[Metric]:
    """Each token goes through all weights once: no faster than they can be fetched."""
    import torch

    text = loaded.model.model.language_model
    weights: Any = text.embed_tokens.weight
    asked = torch.zeros((1, weights.shape[1]), dtype=weights.dtype, device=weights.device)
    with torch.no_grad():
        seconds = min(_seconds(lambda: torch.nn.functional.linear(asked, weights), weights.device) for _ in range(5))
    bandwidth = weights.numel() * weights.element_size() / seconds
    # Of the table of words only the head is gone through whole, and it is the same table.
    all_bytes = sum(one.numel() * one.element_size() for one in text.parameters())
    return [
        Metric.told("memory bandwidth", bandwidth / 1e9, "GB/s"),
        Metric.told("tokens per second that it allows", bandwidth / all_bytes, "tokens/s"),
    ]


def _seconds(work: Callable[[], object], device: Any) -> float:
    import torch

    def settle() -> None:
        if device.type == "cuda":
            torch.cuda.synchronize()

    settle()
    began_s = time.perf_counter()
    work()
    settle()
    return time.perf_counter() - began_s
