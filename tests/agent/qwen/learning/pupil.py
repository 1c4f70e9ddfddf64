"""Pupil: a real Qwen3-VL of half a million parameters, with a tokenizer of its own; tells how far it is from right answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from transformers import DynamicCache

from handeye.agent.models.local.load import Loaded
from handeye.agent.models.local.prompt import Prompt, Writer
from handeye.agent.models.local.quiet import quiet
from handeye.agent.models.local.tiny import END, PAD, TEMPLATE, Shape, build_image_processor, build_model
from handeye.agent.models.local.vision import Seen, Vision, together
from handeye.tools.frame import Frame
from handeye.tools.painted.painting import PAPER

from .beginning import begin_in_order
from .lessons import Lesson, texts
from .tokens import train_tokenizer

SHAPE = Shape(
    hidden=64,
    inner=192,
    layers=3,
    heads=4,
    kv_heads=2,
    head_size=32,
    sections=(8, 4, 4),
    vision_layers=1,
    vision_hidden=64,
    vision_inner=128,
    vision_heads=4,
    deepstack=(0,),
    most_px=28 * 32 * 32,
    spread=0.08,
)
"""A screen is shown to it as 224x128: 28 tokens."""
NO_ANSWER = -100


class Remembering(Writer):
    """What was written once is not cut into tokens again."""

    def __init__(self, loaded: Loaded, vision: Vision) -> None:
        super().__init__(loaded, vision)
        self._known: dict[str, list[int]] = {}

    def ids_of(self, rendered: str) -> list[int]:
        if rendered not in self._known:
            self._known[rendered] = super().ids_of(rendered)
        return self._known[rendered]


@dataclass(eq=False)
class Pupil:
    model: Any
    tokenizer: Any
    image_processor: Any
    vision: Vision = field(init=False)
    writer: Writer = field(init=False)

    def __post_init__(self) -> None:
        self.vision = Vision(self.model, self.image_processor)
        self.writer = Remembering(Loaded("pupil", self.model, self.tokenizer, self.image_processor, TEMPLATE), self.vision)

    @classmethod
    def born(cls, seed: int = 1) -> Pupil:
        tokenizer = train_tokenizer(texts())
        model = build_model(tokenizer, SHAPE, seed=seed)
        begin_in_order(model, tokenizer, seed=seed)
        pictures = build_image_processor(SHAPE)
        # To it empty paper is nothing at all.
        pictures.image_mean = [level / 255 for level in PAPER]
        return cls(model, tokenizer, pictures)

    @property
    def parameters(self) -> int:
        return sum(each.numel() for each in self.model.parameters())

    def save(self, folder: Path) -> None:
        with quiet():
            for part in (self.model, self.tokenizer, self.image_processor):
                part.save_pretrained(folder)

    def answer(self, lessons: Sequence[Lesson]) -> tuple[Any, float]:
        """How far it is from the right answers, told each word before; and how many of its own would have done."""
        prompts = [self.writer.write(lesson.messages) for lesson in lessons]
        answers = [self.tokenizer.encode(lesson.answer + END, add_special_tokens=False) for lesson in lessons]
        ids, wanted = self._side_by_side(prompts, answers)
        start = prompts[0].places[0].start
        hidden = self._read(prompts, ids, start)
        wanted = wanted[:, start + 1 :]
        is_answer = wanted != NO_ANSWER
        scores = self.model.lm_head(hidden[:, :-1][is_answer])
        said = scores.argmax(-1).split([len(answer) for answer in answers])
        met = [lesson.is_met_by(self.tokenizer.decode(ids[:-1])) for lesson, ids in zip(lessons, said, strict=True)]
        return torch.nn.functional.cross_entropy(scores, wanted[is_answer]), sum(met) / len(met)

    def _side_by_side(self, prompts: list[Prompt], answers: list[list[int]]) -> tuple[Any, Any]:
        """The tokens, a row per lesson; and once more with nothing but the answers."""
        rows = [prompt.ids + answer for prompt, answer in zip(prompts, answers, strict=True)]
        ids = torch.full((len(rows), max(map(len, rows))), self.tokenizer.convert_tokens_to_ids(PAD))
        wanted = torch.full_like(ids, NO_ANSWER)
        for n, (row, prompt) in enumerate(zip(rows, prompts, strict=True)):
            ids[n, : len(row)] = torch.tensor(row)
            wanted[n, len(prompt.ids) : len(row)] = ids[n, len(prompt.ids) : len(row)]
        return ids, wanted

    def _read(self, prompts: list[Prompt], ids: Any, start: int) -> Any:
        """What it makes of each token from the first picture on; all before that is the same for all, and read once."""
        model = self.model.model
        cache: Any = DynamicCache(config=self.model.config.get_text_config())
        positions = self._positions(prompts, ids)
        model(input_ids=ids[:1, :start], position_ids=positions[:, :1, :start], past_key_values=cache, use_cache=True)
        for layer in cache.layers:
            layer.keys, layer.values = (each.expand(len(ids), -1, -1, -1) for each in (layer.keys, layer.values))
        return model(
            input_ids=ids[:, start:],
            position_ids=positions[..., start:],
            past_key_values=cache,
            use_cache=True,
            mm_encoder_outputs=together(self._see([place.frame for prompt in prompts for place in prompt.places])),
        ).last_hidden_state

    def _positions(self, prompts: list[Prompt], ids: Any) -> Any:
        merge = self.model.config.vision_config.spatial_merge_size
        grids = [(1, place.rows * merge, place.columns * merge) for prompt in prompts for place in prompt.places]
        kinds = (ids == self.writer.picture_id).int()
        places, _ = self.model.model.get_rope_index(ids, kinds, image_grid_thw=torch.tensor(grids))
        return torch.cat([torch.arange(ids.shape[1]).expand(1, *ids.shape), places])

    def _see(self, frames: list[Frame]) -> list[Seen]:
        """Each picture is looked at once, however much is asked about it."""
        different = {frame.id: frame for frame in frames}
        shown = [self.vision.shown(frame) for frame in different.values()]
        patches = self.image_processor(images=shown, do_resize=False, return_tensors="pt")
        features = self.model.get_image_features(patches["pixel_values"], patches["image_grid_thw"], return_dict=True)
        looks = zip(different, features.pooler_output, *features.deepstack_features, strict=True)
        seen = {name: Seen(rows, tuple(layers)) for name, rows, *layers in looks}
        return [seen[frame.id] for frame in frames]
