"""Checkup: shows a model a drawn picture and tells, line by line, whether it can be worked with, and if not, what to do."""

from __future__ import annotations

import json
import random
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from ...tools.errors import BadInput, ModelError
from ...tools.frame import Frame
from ...tools.geometry import Box, Point, Size
from .http import HttpModel
from .model import LIMITS, Json, Limits, Message, Model, Reply, Sampling
from .server.trouble import one_line
from .shape import json_fault

SIZE = Size(1600, 896)
"""Whole visual tokens, and far wider than 1000: what is said in pixels is told from what is said in thousandths."""
SIDE_PX = 96
COLOURS = {
    "red": (214, 39, 40),
    "green": (44, 140, 44),
    "blue": (31, 90, 200),
    "orange": (255, 127, 14),
    "purple": (128, 60, 170),
}
NEAR = 8.0
"""So many thousandths beside the square are still at it."""

_POINT = Json(
    {
        "type": "object",
        "properties": {"point_2d": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}},
        "required": ["point_2d"],
        "additionalProperties": False,
    },
    "point",
)
_DESCRIBE = "Describe this picture in three sentences, and name the colour of the square in it."
_FIND = (
    "Where is the middle of the {colour} square? The width and the height of the picture are 1000 each. "
    'Answer as JSON: {{"point_2d": [x, y]}}'
)


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    is_ok: bool
    said: str
    """In one line, with the way out where it is not ok."""

    @property
    def line(self) -> str:
        return f"{'ok' if self.is_ok else 'NOT OK':6}  {self.what:11}  {self.said}"


async def check(model: Model, *, seed: int | None = None, limits: Limits = LIMITS) -> AsyncIterator[Finding]:
    """All is well where every finding is ok. It is asked two questions, about nothing but the drawn picture."""
    frame, colour, square = drawn(random.Random(seed))
    find = _FIND.format(colour=colour)
    what = "model"
    try:
        yield Finding(what, True, await _reached(model))
        what = "sees"
        # A model that thinks must not always take its first choice: it would think in circles.
        sampling = Sampling(temperature=0.6, top_p=0.95, top_k=20) if model.thinks else Sampling()
        seen = await model.ask((Message("user", (frame, _DESCRIBE)),), limits=limits, sampling=sampling)
        yield _sees(seen, colour)
        yield Finding("thinks", True, "it thinks before it answers" if seen.reasoning else "it answers at once")
        yield Finding("speed", True, _speed(seen))
        what = "obeys"
        found = await model.ask((Message("user", (frame, find)),), schema=_POINT, limits=limits, sampling=sampling)
        wrong = json_fault(found.text, _POINT)
        yield Finding(what, not wrong, one_line(wrong) or "its answer has the form it was asked to have")
        if not wrong:
            x, y = json.loads(found.text)["point_2d"]
            yield _points(x, y, square)
    except (ModelError, BadInput) as trouble:
        yield Finding(what, False, str(trouble))


def drawn(dice: random.Random) -> tuple[Frame, str, Box]:
    """A picture, the colour of the one square in it, and where that is in px."""
    colour, other = dice.sample(sorted(COLOURS), 2)
    x, y = dice.randrange(SIZE.w // 2, SIZE.w - 2 * SIDE_PX), dice.randrange(SIDE_PX, SIZE.h - 3 * SIDE_PX)
    square = Box(x, y, SIDE_PX, SIDE_PX)
    image = Image.new("RGB", (SIZE.w, SIZE.h), (236, 238, 240))
    draw = ImageDraw.Draw(image)
    draw.ellipse((160, 200, 400, 440), fill=COLOURS[other])
    draw.rectangle((square.x, square.y, square.right - 1, square.bottom - 1), fill=COLOURS[colour])
    return Frame.of(np.asarray(image), "drawn"), colour, square


async def _reached(model: Model) -> str:
    if not isinstance(model, HttpModel):
        return model.name
    found = await model.meet()
    away = "" if model.is_local else "; it is not on this machine, and receives pictures of the screen"
    return f"{found.called} at {model.url}, model {found.model}{away}"


def _sees(seen: Reply, colour: str) -> Finding:
    if re.search(rf"\b{colour}\b", seen.text, re.IGNORECASE):
        return Finding("sees", True, f"it saw the {colour} square")
    said = one_line(seen.text)[:80] or "nothing before it was cut off"
    return Finding("sees", False, f'shown a {colour} square, it said "{said}": serve a model that sees, such as Qwen3-VL')


def _speed(seen: Reply) -> str:
    writing_s = seen.seconds - seen.first_s
    first = f", the first after {seen.first_s:.1f} s" if seen.first_s else ""
    if not seen.usage.answer or writing_s <= 0:
        return f"answered in {seen.seconds:.1f} s"
    return f"{seen.usage.answer / writing_s:.0f} tokens a second{first}"


def _points(x: float, y: float, square: Box) -> Finding:
    where = Box(square.x / SIZE.w, square.y / SIZE.h, square.w / SIZE.w, square.h / SIZE.h)
    in_thousandths = Box(where.x * 1000, where.y * 1000, where.w * 1000, where.h * 1000).grow(NEAR)
    if in_thousandths.contains(Point(x, y)):
        return Finding("coordinates", True, "it points in 0 to 1000, and at the square")
    middle = in_thousandths.center
    said = f"it pointed at ({x:g}, {y:g}), and the square is at ({middle.x:.0f}, {middle.y:.0f})"
    if square.grow(SIDE_PX / 8).contains(Point(x, y)):
        return Finding("coordinates", False, f"{said}: it points in pixels, as older models do; serve a Qwen3-VL")
    if in_thousandths.contains(Point(y, x)):
        return Finding("coordinates", False, f"{said}: it says the height first; serve a Qwen3-VL")
    if in_thousandths.contains(Point(x * 1000, y * 1000)):
        return Finding("coordinates", False, f"{said}: it points in parts of one; serve a Qwen3-VL")
    way_out = (
        "see that the server does not make pictures smaller (llama-server: --image-min-tokens 1024), or take a larger model"
    )
    return Finding("coordinates", False, f"{said}: {way_out}")
