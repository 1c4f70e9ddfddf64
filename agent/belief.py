"""Belief: whether a change that was seen after an action may be taken for its doing, or may have come by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..tools.motion import Change

HERE_S, ELSEWHERE_S = 1.2, 5.2
"""What held still for so long before the action, or since it changed, does not tick: at the target, and elsewhere."""
PROMPT_S = 0.25
"""An answer that is there so soon after the first look is hardly a coincidence."""
SLOWER = 1.5
"""What pauses that much longer than it ever did has come to rest."""
REST_S = 2.5
TICKS, TICKING_S = 4, 1.8
"""What was seen to change so often, over so long, without having held still before, moves by itself."""

Belief = Literal["yes", "wait", "unsure", "no"]
SUREST_FIRST: tuple[Belief, ...] = ("yes", "wait", "unsure", "no")


@dataclass(frozen=True, slots=True)
class Looking:
    """What is known when a change is judged."""

    answered_s: float
    """When the first look after the action was taken."""
    now_s: float
    quiet_s: float
    """For how long the page had been looked at, when that look was taken, without anything that began by itself."""
    prompt_s: float = PROMPT_S
    """How soon after that look an answer of this computer is there, as a rule."""
    has_asked: bool = False
    """Something was asked for over the network the moment the action arrived: its answer may come late."""


def believed(change: Change, looking: Looking, *, at_target: bool, touched: bool | None = None) -> Belief:
    """What moves by itself did so before the action, or goes on after it; `wait`: a later look will tell.

    `touched`: whether the page says that the action itself changed something there; None where nobody can say."""
    if touched:
        return "yes"
    if change.joins_motion:
        return "no"
    at_once = looking.has_asked or (touched is None and change.first_s <= looking.answered_s + looking.prompt_s)
    need_s = HERE_S if at_target and at_once and not change.lively else ELSEWHERE_S
    # What comes late and elsewhere, on a page that nobody knows yet, may be anything: a notice, a picture, a font.
    yes: Belief = "yes" if at_target or at_once or looking.quiet_s >= ELSEWHERE_S else "unsure"
    still_s, seen_s = looking.now_s - change.last_s, looking.now_s - change.first_s
    if change.calm_s >= need_s or still_s >= need_s:
        return yes
    held_still = change.calm_s >= SLOWER * change.gap_s
    if change.times >= TICKS and change.last_s - change.first_s >= TICKING_S and not held_still:
        return "no"
    if seen_s < ELSEWHERE_S:
        return "wait"
    if not change.lively and (held_still or still_s >= max(SLOWER * change.gap_s, REST_S)):
        return yes
    return "no" if change.times > 2 else "unsure"
