"""Vision: what the model sees in a picture, worked out once per picture and kept for the next questions."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, cast

from ....tools.frame import Frame
from ..resize import TOKEN_PX, VisualTokens, shown_size

KEPT = 8
"""Pictures whose features are remembered: a window of four, twice."""


@dataclass(frozen=True)
class Seen:
    """What stands for a picture among the words, a row per token."""

    rows: Any
    deepstack: tuple[Any, ...]
    """What is added to the first layers."""


class Vision:
    def __init__(self, model: Any, image_processor: Any, *, kept: int = KEPT) -> None:
        self.model, self.processor, self.kept = model, image_processor, kept
        self.computed = 0
        """How often the network had to look."""
        self.tokens = _measure(image_processor)
        self._seen: OrderedDict[str, Seen] = OrderedDict()
        """Those asked for longest ago first."""

    def grid(self, frame: Frame) -> tuple[int, int]:
        """Rows and columns of tokens."""
        size = shown_size(frame.size, self.tokens)
        return size.h // TOKEN_PX, size.w // TOKEN_PX

    def see(self, frame: Frame) -> Seen:
        seen = self._seen.pop(frame.sha256, None) or self._look(frame)
        self._seen[frame.sha256] = seen
        if len(self._seen) > self.kept:
            self._seen.popitem(last=False)
        return seen

    def shown(self, frame: Frame) -> Any:
        """As large as it is looked at, made so as it was while the model was trained."""
        from PIL import Image

        size = shown_size(frame.size, self.tokens)
        return Image.fromarray(frame.rgb).resize((size.w, size.h), Image.Resampling.BICUBIC)

    def _look(self, frame: Frame) -> Seen:
        patches = self.processor(images=[self.shown(frame)], do_resize=False, return_tensors="pt")
        self.computed += 1
        features = self.model.get_image_features(
            patches["pixel_values"].to(self.model.device), patches["image_grid_thw"].to(self.model.device), return_dict=True
        )
        return Seen(features.pooler_output[0], tuple(layer[0] for layer in features.deepstack_features))

    def forget(self) -> None:
        self._seen.clear()


def _measure(image_processor: Any) -> VisualTokens:
    """The usual one; a model made for smaller pictures keeps its own."""
    usual = VisualTokens()
    own = VisualTokens(
        least=image_processor.size["shortest_edge"] // TOKEN_PX**2, most=image_processor.size["longest_edge"] // TOKEN_PX**2
    )
    return usual if own.least <= usual.least and usual.most <= own.most else own


def together(pictures: list[Seen]) -> dict[str, Any] | None:
    """As the model takes them in, in the order of their places; None where there are none."""
    from transformers.models.qwen3_vl import modeling_qwen3_vl

    if not pictures:
        return None
    layers = [list(rows) for rows in zip(*(seen.deepstack for seen in pictures), strict=True)]
    rows = [seen.rows for seen in pictures]
    features = cast(Any, modeling_qwen3_vl).BaseModelOutputWithDeepstackFeatures
    return {"image": features(pooler_output=rows, deepstack_features=layers)}
