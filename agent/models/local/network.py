"""Network: feeds tokens and pictures through the weights; says how likely each token is to come next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .attention import install as install_attention
from .prefix import Conversation
from .prompt import Prompt
from .vision import Vision, together


class Network:
    def __init__(self, model: Any, vision: Vision, *, block: int, compiled: bool) -> None:
        """`block`: so many tokens are read at once where shapes must never change; what is missing is filled up."""
        self.model, self.vision, self.block, self.compiled = model, vision, block, compiled
        install_attention(model)
        self._step: Any = _compiled(model) if compiled else model
        self._compiled_for: set[int | None] = set()
        self._shift = 0
        """Places in a picture share their time: the tokens after it come sooner than their number says."""
        self.steps = 0
        """How often the weights were gone through."""

    def compile(self, conversation: Conversation, tell: Callable[[], None]) -> None:
        """For memories of its length, where that was not done yet; `tell` is called before it takes its time."""
        if not self.compiled or conversation.capacity in self._compiled_for:
            return
        tell()
        length = len(conversation.marks)
        # It is compiled at the first step and recorded at the next ones.
        for _ in range(3):
            self.go_on(conversation, [0])
            conversation.cut(length)
        self._compiled_for.add(conversation.capacity)

    def read(self, conversation: Conversation, prompt: Prompt) -> Any:
        """What is new of a prompt; a row of scores for what follows it."""
        start = len(conversation.marks)
        positions = self._places(prompt)
        pictures = [self.vision.see(place.frame) for place in prompt.places if place.start >= start]
        more: dict[str, Any] = {"mm_encoder_outputs": together(pictures)} if pictures else {}
        if conversation.capacity and start:
            more["attention_mask"] = self._mask(conversation, len(prompt.ids) - start)
        scores = self._feed(self.model, conversation, prompt.ids[start:], positions[..., start:], logits_to_keep=1, **more)
        conversation.marks = prompt.marks()
        return scores

    def go_on(self, conversation: Conversation, tokens: list[int]) -> Any:
        """A row of scores for what follows each of them."""
        import torch

        start = len(conversation.marks)
        padding = [tokens[-1]] * (self.block - len(tokens) if conversation.capacity else 0)
        count = torch.arange(start, start + len(tokens) + len(padding))
        positions = torch.stack([count, *[count + self._shift] * 3])[:, None]
        mask = self._mask(conversation, len(count)) if conversation.capacity else None
        scores = self._feed(self._step, conversation, tokens + padding, positions, attention_mask=mask)
        conversation.marks += tokens + padding
        conversation.cut(start + len(tokens))
        return scores[: len(tokens)]

    def _places(self, prompt: Prompt) -> Any:
        """Four rows: the number of each token, then its time, height and width."""
        import torch

        count = torch.arange(len(prompt.ids))
        if not prompt.places:
            self._shift = 0
            return count.expand(4, 1, -1)
        kinds = torch.zeros((1, len(prompt.ids)), dtype=torch.int)
        for place in prompt.places:
            kinds[0, place.start : place.stop] = 1
        merge = self.model.config.vision_config.spatial_merge_size
        grids = torch.tensor([(1, place.rows * merge, place.columns * merge) for place in prompt.places])
        places, shift = self.model.model.get_rope_index(torch.tensor([prompt.ids]), kinds, image_grid_thw=grids)
        self._shift = int(shift)
        return torch.cat([count[None, None], places])

    def _mask(self, conversation: Conversation, count: int) -> Any:
        """Of the next tokens each sees what came before, and itself; an empty memory needs none while it is first read into."""
        import torch

        start = len(conversation.marks)
        numbers = torch.arange(start, start + count, device=self.model.device)[:, None]
        return (torch.arange(conversation.capacity or 0, device=self.model.device) <= numbers)[None, None]

    def _feed(self, step: Any, conversation: Conversation, ids: list[int], positions: Any, **more: Any) -> Any:
        import torch

        self.steps += 1
        out = step(
            input_ids=torch.tensor([ids], device=self.model.device),
            position_ids=positions.to(self.model.device),
            past_key_values=conversation.cache,
            use_cache=True,
            return_dict=True,
            **more,
        )
        return out.logits[0].float()


def _compiled(model: Any) -> Any:
    from transformers import CompileConfig

    return model.get_compiled_call(CompileConfig(mode="reduce-overhead", fullgraph=True))
