"""No stale clicks: what an action was decided on must still be there when the hands arrive; and no stray keys."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from .action import Keyed, Positioned, Seen
from .errors import BadInput, StaleFrame
from .frame import Frame, Patch
from .geometry import Point
from .motion import Watch
from .target import Hint

BLINK_S = 0.7
"""A caret in the patch comes back within this time; what stays away for longer has changed."""

FRESH_S = 0.1
"""A look begun so short a time ago is as fresh as another one, which takes about as long: where a thing has a name, that is
asked for again instead."""


async def refuse_stale(
    action: Positioned,
    look: Callable[[], Awaitable[Frame]],
    watch: Watch,
    hint_at: Callable[[Point], Awaitable[Hint | None]] | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    *,
    asks_again: bool = False,
) -> None:
    """Raises `StaleFrame` unless the patch (and the hint, if there was one) is what it was.

    `asks_again`: once the pointer has come, it is asked what the hint's place holds; where a look is fresh, that will do."""
    seen = action.seen
    if seen is None:
        raise BadInput(f"{action.action}: not bound to a look; bind(action, frame) says which picture it was decided on")
    began_s, first = time.monotonic(), None
    while True:
        if hint_at is not None and seen.hint is not None and seen.hint.name and watch.has_just_seen(seen.patch, FRESH_S):
            hint = seen.hint if asks_again else await hint_at(seen.hint.box.center)
            break
        fresh, hint = await _both(look, hint_at, seen.hint)
        changed = _changed(seen, fresh, watch)
        if changed is None:
            break
        first = first or fresh
        # Frames have their own clock, which a test may hold; the waiting must end all the same.
        waited_s = max(fresh.taken_s - first.taken_s, time.monotonic() - began_s)
        if fresh.size != changed.frame_size or waited_s > BLINK_S:
            raise StaleFrame(
                f"{action.action}: the picture at {changed.box.center.x:.0f},{changed.box.center.y:.0f} "
                f"changed since look {changed.frame_id}, so nothing was sent; look again and decide anew"
            )
        await sleep(0.02)
    if seen.hint is not None and hint_at is not None and (hint is None or not hint.same_thing(seen.hint)):
        there = f'{hint.role} "{hint.name}"' if hint else "nothing"
        raise StaleFrame(
            f'{action.action}: where {seen.hint.role} "{seen.hint.name}" was there is now {there}, '
            "so nothing was sent; look again and decide anew"
        )


def stray_keys(action: Keyed, meant: Hint, focused: tuple[str, str] | None) -> StaleFrame:
    """The refusal of keys that would go elsewhere than meant: to what is `focused`, by role and name."""
    if focused is None:
        there = "nothing has the focus"
    elif focused == (meant.role, meant.name):
        there = "another one of that name has the focus"
    else:
        there = f'{focused[0]} "{focused[1]}" has the focus'
    return StaleFrame(
        f'{action.action}: meant for {meant.role} "{meant.name}", but {there}, so nothing was sent; look again and decide anew'
    )


async def _both(
    look: Callable[[], Awaitable[Frame]], hint_at: Callable[[Point], Awaitable[Hint | None]] | None, hint: Hint | None
) -> tuple[Frame, Hint | None]:
    """A look, and what is said to be where the hint was; asked at once, because a picture takes its time."""
    if hint is None or hint_at is None:
        return await look(), None
    asked = asyncio.ensure_future(hint_at(hint.box.center))
    try:
        return await look(), await asked
    finally:
        asked.cancel()


def _changed(seen: Seen, frame: Frame, watch: Watch) -> Patch | None:
    """The first patch that a frame does not show any more."""
    patches = (seen.patch, seen.end) if seen.end else (seen.patch,)
    return next((patch for patch in patches if not watch.shows_still(patch, frame)), None)
