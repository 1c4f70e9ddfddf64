"""Text and boxes drawn onto pictures: for marks, for dialogs that cannot be photographed, for painted screens."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import groupby

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .frame import Frame, OpenDialog, Pixels
from .geometry import Box, Point, Size
from .target import Hint

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

MARK: Colour = (230, 0, 92)

_LATIN = ("DejaVuSans.ttf", "Arial.ttf", "arial.ttf", "LiberationSans-Regular.ttf", "Helvetica.ttc")
_CJK = ("NotoSansCJK-Regular.ttc", "PingFang.ttc", "msyh.ttc", "wqy-microhei.ttc")
_CJK_FROM = "\u2e80"


@lru_cache(maxsize=64)
def font(size_px: int, cjk: bool = False) -> Font:
    """The first of the usual fonts that this machine has; PIL's own where it has none."""
    for name in _CJK if cjk else _LATIN:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return font(size_px) if cjk else ImageFont.load_default(size_px)


def _runs(text: str) -> list[tuple[bool, str]]:
    return [(cjk, "".join(part)) for cjk, part in groupby(text, lambda char: char >= _CJK_FROM)]


@lru_cache(maxsize=4096)
def text_width(text: str, size_px: int) -> float:
    return sum(font(size_px, cjk).getlength(part) for cjk, part in _runs(text))


def fold(text: str, size_px: int, width_px: float) -> tuple[tuple[int, int], ...]:
    """Where each line begins and ends when a text is broken to a width: after spaces where there are some."""
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        while (cut := _fitting(text, start, end, size_px, width_px)) < end:
            spans.append((start, cut))
            start = cut
        spans.append((start, end))
        start = end + 1
    return tuple(spans)


def _fitting(text: str, start: int, end: int, size_px: int, width_px: float) -> int:
    if text_width(text[start:end], size_px) <= width_px:
        return end
    most = bisect_right(range(start + 1, end), width_px, key=lambda at: text_width(text[start:at], size_px)) + start
    space = text.rfind(" ", start, most + 1) + 1
    return space if space > start else max(most, start + 1)


def write(draw: ImageDraw.ImageDraw, x: float, y: float, text: str, size_px: int, colour: Colour) -> None:
    """One line, its baseline where a line of this size that begins at (x, y) has it."""
    for cjk, part in _runs(text):
        draw.text((x, y + size_px * 0.93), part, fill=colour, font=font(size_px, cjk), anchor="ls")
        x += font(size_px, cjk).getlength(part)


def mark(frame: Frame, box: Box | None = None, *, point: Point | None = None, label: str = "", colour: Colour = MARK) -> Frame:
    """The same picture with a box outlined, a point ringed and a label written beside it."""
    image = Image.fromarray(frame.rgb)
    draw = ImageDraw.Draw(image)
    if box is not None:
        left, top, right, bottom = box.pixels(frame.size)
        if right > left and bottom > top:
            draw.rectangle((left, top, right - 1, bottom - 1), outline=colour, width=2)
    if point is not None:
        draw.ellipse((point.x - 9, point.y - 9, point.x + 9, point.y + 9), outline=colour, width=2)
    if label:
        beside = (box.x, box.y - 17) if box else (point.x + 12, point.y - 8) if point else (0, 0)
        _flag(draw, frame.size, beside, label, colour)
    return Frame.of(np.asarray(image), "drawn", view=frame.view, url=frame.url)


def _flag(draw: ImageDraw.ImageDraw, size: Size, beside: tuple[float, float], label: str, colour: Colour) -> None:
    w = text_width(label, 12) + 6
    x, y = max(0, min(beside[0], size.w - w)), max(0, min(beside[1], size.h - 17))
    draw.rectangle((x, y, x + w, y + 16), fill=colour)
    write(draw, x + 3, y + 2, label, 12, (255, 255, 255))


def draw_dialog(under: Frame, dialog: OpenDialog, unit: float = 1.0, typed: str | None = None) -> tuple[Pixels, OpenDialog]:
    """A picture with a dialog over it, and the dialog with the places of its buttons and its field.

    `unit` is the frame px of one drawn px; `typed` what has been entered into a prompt so far."""
    size_px = round(15 * unit)
    words = dialog.message or ("Leave this page? Changes may not be saved." if dialog.kind == "beforeunload" else "")
    w = min(460 * unit, under.size.w - 8)
    lines = [words[start:end] for start, end in fold(words, size_px, w - 40 * unit)][:12]
    rows = len(lines) + (2 if dialog.kind == "prompt" else 0)
    h = (96 + rows * 22) * unit
    x, y = (under.size.w - w) / 2, max(4.0, under.size.h * 0.12)
    image = Image.fromarray(under.rgb // 2 + 60)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((x, y, x + w, y + h), 8 * unit, fill=(255, 255, 255), outline=(90, 90, 90))
    pen = y + 20 * unit
    for line in lines:
        write(draw, x + 20 * unit, pen, line, size_px, (30, 30, 30))
        pen += 22 * unit
    boxes: list[tuple[str, Box]] = []
    if dialog.kind == "prompt":
        field = Box(x + 20 * unit, pen + 4 * unit, w - 40 * unit, 30 * unit)
        draw.rectangle((field.x, field.y, field.right, field.bottom), outline=(60, 110, 220), width=2)
        write(draw, field.x + 8 * unit, field.y + 6 * unit, dialog.default if typed is None else typed, size_px, (30, 30, 30))
        boxes.append(("text", field))
    accept, dismiss = ("Leave", "Stay") if dialog.kind == "beforeunload" else ("OK", "Cancel")
    button = Box(x + w - 100 * unit, y + h - 48 * unit, 80 * unit, 32 * unit)
    names = [("ok", accept)] if dialog.kind == "alert" else [("ok", accept), ("cancel", dismiss)]
    for name, label in names:
        draw.rounded_rectangle((button.x, button.y, button.right, button.bottom), 5 * unit, fill=(60, 110, 220))
        middle = button.center.x - text_width(label, size_px) / 2
        write(draw, middle, button.y + 7 * unit, label, size_px, (255, 255, 255))
        boxes.append((name, button))
        button = button.move(-92 * unit, 0)
    return np.asarray(image), OpenDialog(dialog.kind, dialog.message, dialog.default, tuple(boxes))


def dialog_hints(dialog: OpenDialog) -> tuple[Hint, ...]:
    """What can be used in a drawn dialog."""
    accept, dismiss = ("Leave", "Stay") if dialog.kind == "beforeunload" else ("OK", "Cancel")
    words = {"ok": accept, "cancel": dismiss}
    return tuple(
        Hint("textbox", dialog.message, box, dialog.default) if name == "text" else Hint("button", words[name], box)
        for name, box in dialog.boxes
    )
