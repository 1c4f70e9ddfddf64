"""Undo: what led to something wrong is taken back, and its part of the plan is done in another way."""

from __future__ import annotations

from ..tools.action import Action, Move, Scroll, Wait
from ..tools.computer import Rewindable
from .run import Flow, Run

BEFORE = "before-last-action"
"""What a computer that can go back calls the state it may be rewound to."""
MOST = 2
"""So often something is done in another way."""
LOOKS_AROUND = (Move, Scroll, Wait)
"""What changes nothing that would have to be taken back."""


async def save(flow: Flow, run: Run, action: Action) -> None:
    """Before something is done: where to go back to, and for which part of the plan it was done."""
    if run.undo and isinstance(run.computer, Rewindable) and not isinstance(action, LOOKS_AROUND):
        with run.timed("save"):
            await run.computer.save(BEFORE)
        run.undone_to, run.undone_mark = flow.get("at", 0), run.network.mark()


async def taken_back(flow: Flow, run: Run, why: str) -> Flow:
    """What then is to be done; nothing where nothing can be taken back, or was often enough."""
    at, undone = run.undone_to, flow.get("undone", 0)
    if not run.undo or at is None or not isinstance(run.computer, Rewindable):
        return {}
    if run.network.sent_since(run.undone_mark):
        # Who was sent something stays as he is, and would be sent it twice.
        return {}
    await run.computer.rewind(BEFORE)
    run.undone_to, run.pending, run.later, run.unproven = None, [], [], ""
    run.tell("undone", part=at, said=flow.get("plan", [])[at]["words"], why=why)
    run.before = await run.look()
    if undone >= MOST:
        return {}
    return {"at": at, "tries": 1, "undone": undone + 1, "undone_at": at, "approved": ""}
