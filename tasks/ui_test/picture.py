"""Picture: the screen compared with the picture that is kept of it, once it holds still and for as long as it may take."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path
from typing import Any

from ...agent.checking import note
from ...agent.eyes import Looked
from ...agent.state import Evidence, Outcome, Verdict
from ...tools.computer import Effect
from ...tools.errors import NotDone
from ...tools.frame import Frame
from ..at_screen import AtScreen
from .baseline import Compared, Pictures, matches

BETWEEN_S = 0.1


async def matched(at: AtScreen, name: str, place: Pictures, *, within_s: float, **how: Any) -> None:
    """Raises where it differs to the end; the pictures of then, now and what differs are kept with the test."""
    began_s = time.monotonic()
    until_s = began_s + within_s
    asked, run = set(place.asked), at.run
    while True:
        now = await run.look()
        sight = await now.sight()
        place.asked = set(asked)
        moving = tuple(run.computer.watch.moving(now.frame.size))
        compare = partial(matches, name, now.frame, sight, place=place, moving=moving, **how)
        compared = await run.looker.blocking(compare)
        if compared.is_same or compared.before is None or time.monotonic() >= until_s:
            break
        await asyncio.sleep(BETWEEN_S)
    await _tell(at, name, compared, began_s)


async def _tell(at: AtScreen, name: str, compared: Compared, began_s: float) -> None:
    run = at.run
    if compared.drawn is not None:
        run.now = _as_look(compared.drawn, at)
    assert run.now is not None
    why = compared.why or f'it looks like the picture "{name}"' + (", which was kept now" if compared.written else "")
    places = tuple(Evidence(each.what, None, run.now.frame.sha256) for each in compared.regions)
    verdict = Verdict("confirmed" if compared.is_same else "wrong", why, places)
    await note(run, f'match the picture "{name}"', run.now, verdict, began_s)
    at.last = Outcome(status="done" if compared.is_same else "failed", why=why)
    if not compared.is_same:
        raise NotDone(f"{compared.why}{_saved(compared.seen)}", "wrong")


def _saved(seen: Path | None) -> str:
    return f"; what is seen now is in {seen}" if seen is not None else ""


def _as_look(frame: Frame, at: AtScreen) -> Looked:
    return Looked(frame, (), Effect(), at.run.looker)
