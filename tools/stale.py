"""No stale clicks: what an action was decided on must still be there when the hands arrive."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from .action import Positioned, Seen
from .errors import BadInput, StaleFrame
from .frame import Frame, Patch
from .geometry import Point
from .motion import Watch
from .target import Hint

BLINK_S = 0.7
"""A caret in the patch comes back within this time; what stays away for longer has changed."""


async def refuse_stale(
    action: Positioned,
    look: Callable[[], Awaitable[Frame]],
    watch: Watch,
    hint_at: Callable[[Point], Awaitable[Hint | None]] | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Raises `StaleFrame` unless the patch (and the hint, if there was one) is what it was."""
    seen = action.seen
    if seen is None:
        raise BadInput(f"{action.action}: not bound to a look; bind(action, frame) says which picture it was decided on")
    began_s, first = time.monotonic(), None
    while changed := _changed(seen, fresh := await look(), watch):
        first = first or fresh
        # Frames have their own clock, which a test may hold; the waiting must end all the same.
        waited_s = max(fresh.taken_s - first.taken_s, time.monotonic() - began_s)
        if fresh.size != changed.frame_size or waited_s > BLINK_S:
            raise StaleFrame(
                f"{action.action}: the picture at {changed.box.center.x:.0f},{changed.box.center.y:.0f} "
                f"changed since look {changed.frame_id}, so nothing was sent; look again and decide anew"
            )
        await sleep(0.02)
    if seen.hint is not None and hint_at is not None:
        now = await hint_at(seen.hint.box.center)
        if now is None or not now.same_thing(seen.hint):
            there = f'{now.role} "{now.name}"' if now else "nothing"
            raise StaleFrame(
                f'{action.action}: where {seen.hint.role} "{seen.hint.name}" was there is now {there}, '
                "so nothing was sent; look again and decide anew"
            )


def _changed(seen: Seen, frame: Frame, watch: Watch) -> Patch | None:
    """The first patch that a frame does not show any more."""
    patches = (seen.patch, seen.end) if seen.end else (seen.patch,)
    return next((patch for patch in patches if not watch.shows_still(patch, frame)), None)
