"""Looking up: whether a row of unknown fate was stored, by what the page shows where the job says that it would be seen.

What is called stored may be lost, and what is called missing is sent again: each is so by sight and by the page, or open.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from ...agent.eyes import Looked
from ...agent.proof import answered_badly, claimed, read_outside_fields
from ...agent.reader.intents import PAGE
from ...agent.reader.parse import parse_claims
from ...agent.state import Verdict
from ...tools.action import Goto, Scroll, bind
from ...tools.computer import Locating
from ...tools.errors import BadInput
from ...tools.geometry import Point
from .desk import Desk
from .job import PLACE
from .places import Places, is_pattern

SEEN_S = 2.0
"""How long a page that tells what was stored may take to show it."""
BETWEEN_LOOKS_S = 0.1
MOST_VIEWS = 40
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


async def looked_up(desk: Desk, address: str, said: str, places: Places) -> Verdict:
    """confirmed: it is there; wrong: it is not; unsure: nobody can tell."""
    effect = await desk.computer.do(Goto(address))
    worst: Verdict | None = None
    async with aclosing(_views(desk)) as views:
        async for now in views:
            if bad := answered_badly(effect) or answered_badly(now.effect):
                return Verdict("unsure", f"that page: {bad}")
            verdict = await _seen(desk, now, said, places)
            if verdict.status == "confirmed":
                return verdict
            if worst is None or verdict.status == "unsure":
                worst = verdict
    return worst or Verdict("unsure", "there was nothing to be seen")


async def _views(desk: Desk) -> AsyncGenerator[Looked]:
    """What is in view, as long as it may still come; then what is further down, to the end."""
    until_s = time.monotonic() + SEEN_S
    now = await desk.looker.look()
    yield now
    while time.monotonic() < until_s:
        await asyncio.sleep(BETWEEN_LOOKS_S)
        now = await desk.looker.look()
        yield now
    for _ in range(MOST_VIEWS):
        size, before = now.frame.size, now.frame.sha256
        wheel = Scroll(Point(size.w / 2, size.h / 2), dy=PAGE * size.h)
        await desk.computer.do(bind(wheel, now.frame))
        now = await desk.looker.look()
        if now.frame.sha256 == before:
            return
        yield now


async def _seen(desk: Desk, now: Looked, said: str, places: Places) -> Verdict:
    """A claim such as "'x' is visible", or words, or a pattern, that are to be read outside of fields."""
    if is_claim(said):
        return claimed(places.in_steps(said), await now.sight())
    words = places.in_words_to_see(said)
    by_sight = await read_outside_fields(words, now)
    own = await _says_itself(desk, now, words)
    if own is None:
        return by_sight
    if own:
        is_seen = by_sight.status in ("confirmed", "unsure")
        return Verdict("confirmed" if is_seen else "unsure", f"the page says {words}, by {'sight and ' * is_seen}its own text")
    if by_sight.status == "confirmed" and await _says_nearly(desk, now, words):
        return Verdict("unsure", f"{words} is there in other letters")
    # Eyes take one for another that looks like it, or is longer.
    return Verdict("wrong", f"{words} is not there") if by_sight.status != "unsure" else by_sight


async def _says_itself(desk: Desk, now: Looked, words: str) -> bool | None:
    """Whether the page's own text has exactly this, outside of fields; None where it cannot be asked."""
    text = await _own_text(desk, now)
    return None if text is None else re.search(_pattern(words), text) is not None


async def _says_nearly(desk: Desk, now: Looked, words: str) -> bool:
    """Whether it has it in small letters or capitals, or broken where nobody sees it."""
    text = UNSEEN.sub("", await _own_text(desk, now) or "")
    return re.search(_pattern(words), text, re.IGNORECASE) is not None


async def _own_text(desk: Desk, now: Looked) -> str | None:
    if desk.terms.sight_only or not isinstance(desk.computer, Locating):
        return None
    written = await desk.computer.written(now.frame)
    if written is None:
        return None
    fields = now.field_boxes()
    text = " ".join(each.text for each in written if not any(box.contains(each.box.center) for box in fields))
    return " ".join(text.split())


def _pattern(words: str) -> str:
    return words[1:-1] if is_pattern(words) else rf"(?<![\w.@+-]){_spaced(words)}(?![\w@+-])"


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def is_claim(said: str) -> bool:
    """By what the job says alone: whatever a row says, the others are looked up in the same way."""
    try:
        parse_claims(PLACE.sub("x", said))
    except BadInput:
        return False
    return True
