"""Letters: how a text gets into a field: key by key, no faster than its page follows, and at once where nobody hears keys."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Frame, Page

KEY_BY_KEY = 200
"""A longer text is put in line by line, as input methods do, instead of key by key."""

ASKED_S = 0.5
TOLD_S = 2.0

_JOINING = "\u200c\u200d"

_LATE = "() => globalThis[Symbol.for('handeye.letters')].isLate()"
_FRAME = "() => globalThis[Symbol.for('handeye.letters')].frame()"

_sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()
_prompt: WeakKeyDictionary[BrowserContext, set[int]] = WeakKeyDictionary()
"""The fields whose pages were seen to be done with a letter as soon as it was handled."""


@cache
def _script() -> str:
    return files(__package__ or "").joinpath("letters.js").read_text(encoding="utf-8")


async def type_text(page: Page, text: str) -> None:
    at_once = len(text) > KEY_BY_KEY or _has_joints(text)
    for part in re.split(r"([\n\t])", text):
        if part in ("\n", "\t"):
            await page.keyboard.press("Enter" if part == "\n" else "Tab")
        elif part and at_once:
            await page.keyboard.insert_text(part)
        elif len(part) == 1:
            await page.keyboard.type(part)
        elif part:
            await _put_in(page, part)


def _has_joints(text: str) -> bool:
    """Whether characters in it become one with their neighbours. Put in one by one, Chromium may lose its
    caret between them (as in a password of Devanagari, or after flags), and what follows goes elsewhere."""
    return any(
        unicodedata.category(char)[0] == "M" or char in _JOINING or "\U0001f1e6" <= char <= "\U0001f1ff" for char in text
    )


async def _put_in(page: Page, text: str) -> None:
    known = _prompt.setdefault(page.context, set())
    frame, said = await _asked(page, known, len(text.encode("utf-16-le")) // 2)
    if said.get("unheard"):
        await page.keyboard.insert_text(text)
    elif said.get("watched"):
        await page.keyboard.type(text[0])
        is_late = await _is_late(frame)
        if is_late is False:
            known.add(int(said["field"]))
        await (_type_slowly(page, frame, text[1:]) if is_late else page.keyboard.type(text[1:]))
    else:
        await page.keyboard.type(text)


async def _asked(page: Page, known: set[int], length: int) -> tuple[Frame, Mapping[str, Any]]:
    """The frame that has the focus, and what its document says; nothing where nobody knows."""
    main, *inner = page.frames
    if (said := await _asked_with_listeners(page, known, length)) is not None:
        return main, said
    for frame, said in zip(inner, await asyncio.gather(*(_asked_in(frame, known, length) for frame in inner)), strict=True):
        if said is not None:
            return frame, said
    return main, {}


async def _asked_with_listeners(page: Page, known: set[int], length: int) -> Mapping[str, Any] | None:
    """Of the main frame: only the browser's own tools can tell who listens."""
    from playwright.async_api import Error

    asked: dict[str, Any] = {
        "expression": f"({_script()})({json.dumps(list(known))}, {length})",
        "includeCommandLineAPI": True,
        "returnByValue": True,
    }
    try:
        async with asyncio.timeout(ASKED_S):
            if page not in _sessions:
                _sessions[page] = await page.context.new_cdp_session(page)
            said = cast("dict[str, Any]", await _sessions[page].send("Runtime.evaluate", asked))  # pyright: ignore[reportUnknownMemberType]
    except (Error, TimeoutError):
        _sessions.pop(page, None)
        return None
    return said["result"].get("value")


async def _asked_in(frame: Frame, known: set[int], length: int) -> Mapping[str, Any] | None:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(ASKED_S):
            return cast(
                "dict[str, Any] | None",
                await frame.evaluate(f"([known, length]) => ({_script()})(known, length)", [list(known), length]),
            )
    except (Error, TimeoutError):
        return None


async def _is_late(frame: Frame) -> bool | None:
    """Whether the page went on with the field after it had handled the first letter: with timers, or with the next picture.
    None where it does not tell."""
    from playwright.async_api import Error

    try:
        return cast("bool", await asyncio.wait_for(frame.evaluate(_LATE), TOLD_S))
    except (Error, TimeoutError):
        return None


async def _type_slowly(page: Page, frame: Frame, text: str) -> None:
    """As people do: the page has the time of a picture for each letter."""
    from playwright.async_api import Error

    for letter in text:
        await page.keyboard.type(letter)
        with contextlib.suppress(Error):  # the page is being left
            await frame.evaluate(_FRAME)
            await frame.evaluate(_FRAME)
