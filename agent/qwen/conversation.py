"""Conversation: what a model is shown and told before it acts; only ever added to, so that it is computed once.

    system   what it may call
    user     [picture 4] the task, steps 1–3 as a line each, the part of the plan that is on
    model    its reply to that, as it was
    user     [picture 5] what came of it
    …
    user     [picture now] what came of the last step

The pictures last seen are kept, older steps are a line each. What is kept does not slide by one with every step: that would
change the beginning, and all that follows it would have to be computed anew. It slides by `BLOCK` steps at once, and in
between each conversation begins with the whole of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...tools.frame import Frame
from ..models.model import Message
from .badreply import BadReply, short
from .dialect import THOUGHT_ENDS, as_data, as_told, defused, tools_frame
from .functions import Function
from .parse import line_of
from .prompt import prompt

FRAMES = 4
"""So many pictures are kept at least, that of now among them, …"""
BLOCK = 3
"""… and at most two more: so many are let go at once."""
OUTCOME, NOTES, SEEN, LINE, LINES = 100, 200, 150, 90, 500
"""Characters, at most: of what came of a step, of notes, of words from the screen, of an older step's line, of all of those."""
_TOKEN = re.compile(r"<(?=\|)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One step that was taken."""

    frame: Frame
    """What was to be seen before it."""
    goal: str
    reply: str
    """To the letter, without what was thought."""
    outcome: str
    """What came of it, in one line."""


def messages_for_act(
    *,
    task: str,
    goal: str,
    frame: Frame,
    functions: Sequence[Function],
    turns: Sequence[Turn] = (),
    notes: str = "",
    seen: str = "",
) -> tuple[Message, ...]:
    """`goal`: the part of the plan that is on, with what should then be seen. `notes` of ours, and `seen`, words of a page or
    program, are said with the newest picture, and only now."""
    gone = let_go(len(turns))
    act = prompt("act")
    said = [act.user.substitute(task=defused(task), earlier=_lines(turns[:gone]))]
    messages = [Message("system", (act.system.substitute(tools=tools_frame(each.spec for each in functions)),))]
    before = ""
    for turn in turns[gone:]:
        messages += [_seen(turn.frame, said, turn.goal, before), Message("assistant", (_reply(turn.reply),))]
        said, before = [as_told(short(turn.outcome, OUTCOME))], turn.goal
    new = [defused(notes[:NOTES])] if notes else []
    if seen:
        new.append(as_data(short(seen, SEEN)))
    return (*messages, _seen(frame, said, goal, before, new))


def _seen(frame: Frame, said: list[str], goal: str, before: str, new: Sequence[str] = ()) -> Message:
    """A picture and what is said with it; the goal only where it is another than before."""
    now = [f"Now: {defused(goal)}"] if goal != before else []
    return Message("user", (frame, "\n\n".join([*said, *now, *new])))


def let_go(steps: int) -> int:
    """How many of so many earlier steps are a line each."""
    return max(0, (steps - FRAMES + 1) // BLOCK * BLOCK)


def with_error(messages: tuple[Message, ...], reply: str, error: BadReply) -> tuple[Message, ...]:
    """The same, going on after a bad reply: the model reads what was wrong with it, and says it again."""
    told = f"{as_told(f'Nothing was done: {error}')}\n\nReply again, to the same picture."
    return (*messages, Message("assistant", (_reply(reply) or "…",)), Message("user", (told,)))


def _reply(reply: str) -> str:
    return _TOKEN.sub("‹", reply.rpartition(THOUGHT_ENDS)[2]).strip()


def _lines(turns: Sequence[Turn]) -> str:
    """The latest that there is room for; the number says how many came before."""
    lines: list[str] = []
    room = LINES
    for at in range(len(turns), 0, -1):
        turn = turns[at - 1]
        line = short(f"Step {at}: {line_of(turn.reply, 'action') or turn.goal} → {turn.outcome}", LINE)
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return "\n".join(reversed(lines)) or "None"
