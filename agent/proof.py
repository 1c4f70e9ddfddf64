"""Proof: whether an action did what it was to do: cheap witnesses first, the brain's judge only where they leave doubt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import assert_never

from ..tools.computer import Effect
from ..tools.errors import BadInput
from ..tools.find import find
from ..tools.motion import Watch
from ..tools.sight import Sight
from ..tools.target import Target
from .eyes import Looked
from .reader.parse import parse_claims
from .state import Changes, Evidence, Holds, Intent, Says, Stands, Verdict
from .witness import by_shows, by_state, widget_at, witness
from .wording import trouble_in

AROUND_PX = 24
"""A change so near to a target is one of the target's."""

AN_ERROR = 400
RING_PX, BORDER_PX = 8, 4
"""How far the ring around a focused thing reaches, and how thick its border is at most."""

Judge = Callable[[str], Awaitable[Verdict]]


@dataclass(slots=True)
class Seen:
    """What there was before an action and after it."""

    before: Looked
    after: Looked
    watch: Watch

    @property
    def changed(self) -> bool:
        return bool(self.watch.changes(self.before.frame, self.after.frame))


async def proved(intent: Intent, seen: Seen, judge: Judge) -> Verdict:
    """The verdict on an intent; `judge` is asked about a claim that cheap witnesses leave open."""
    match intent.hope:
        case None:
            return Verdict("confirmed", f"{intent.said}: delivered")
        case Changes():
            return await caused(intent.target, seen)
        case Holds() as hope:
            return await _holds(hope, intent.target, seen)
        case Stands() as hope:
            return await _stands(hope, intent.target, seen)
        case Says(claim):
            verdict = claimed(claim, await seen.after.sight())
            if verdict.status != "unsure":
                return verdict
            judged = await judge(claim)
            return replace(judged, evidence=(*verdict.evidence, *judged.evidence))
        case _:
            assert_never(intent.hope)


async def _holds(hope: Holds, target: Target | None, seen: Seen) -> Verdict:
    frame = seen.after.frame
    # Where it was is where it usually still is; the rest of the screen need not be read for that.
    if target is not None and not hope.masked and await seen.after.shows(target.box, hope.text) == "yes":
        return Verdict("confirmed", f'it shows "{hope.text}"', (Evidence("read", target.box, frame.sha256),))
    # An empty field does not tell that it will hide what is typed: then it shows a dot for each letter.
    if target is not None and hope.text and await seen.after.shows(target.box, hope.text, masked=True) == "yes":
        return Verdict("confirmed", "it shows as many dots as were typed", (Evidence("read", target.box, frame.sha256),))
    sight = await seen.after.sight()
    # Typed words may make a thing look like another: then the place is asked, whatever it looks like now.
    now = None if target is None else again(target, sight) or target
    if now is None:
        return _lost(target, seen)
    return _reached(by_shows(sight, now, hope.text, masked=hope.masked or None), seen)


async def _stands(hope: Stands, target: Target | None, seen: Seen) -> Verdict:
    sight = await seen.after.sight()
    now = None if target is None else again(target, sight)
    if now is None:
        return _lost(target, seen)
    return _reached(by_state(sight, now, on=hope.state in ("checked", "selected", "on")), seen)


def _reached(verdict: Verdict, seen: Seen) -> Verdict:
    """What is still as it was before was not reached at all."""
    return replace(verdict, status="no_effect") if verdict.status == "wrong" and not seen.changed else verdict


def _lost(target: Target | None, seen: Seen) -> Verdict:
    box = None if target is None else target.box
    return Verdict(
        "unsure", "what it was about is not to be found any more", (Evidence("was here", box, seen.after.frame.sha256),)
    )


def again(target: Target, sight: Sight) -> Target | None:
    """The same thing on a later sight: where it was, else by its words; None where it is gone or not the only one."""
    widget = widget_at(sight, target.box)
    if widget is not None and (widget.kind == target.kind or not target.kind):
        return replace(target, box=widget.box, hint=widget.hint)
    found = find(sight, target.words, target.kind or None, target.relation or None)
    return found.target if found.target is not None else target if widget is not None else None


def is_only_itself(target: Target | None, seen: Seen) -> bool:
    """Whether nothing but the look of the thing itself changed: it has the focus now, or the pointer is over it."""
    effect = seen.after.effect
    if target is None or _reported(effect) or effect.requests:
        return False
    around = target.box.grow(RING_PX)
    regions = seen.watch.changes(seen.before.frame, seen.after.frame)
    return bool(regions) and all((part := region.intersect(around)) is not None and part == region for region in regions)


def changed_inside(target: Target, seen: Seen) -> Verdict:
    """Whether a thing looks otherwise than before though the pointer is elsewhere: a ring around it alone says nothing."""
    inner = target.box.grow(-min(BORDER_PX, target.box.w / 4, target.box.h / 4))
    evidence = (Evidence("looked here", target.box, seen.after.frame.sha256),)
    if seen.before.frame.patch(inner).matches(seen.after.frame):
        return Verdict("no_effect", "nothing changed but that it has the focus now", evidence)
    return Verdict("confirmed", "it looks otherwise now", evidence)


async def caused(target: Target | None, seen: Seen) -> Verdict:
    """Whether the action caused anything: by what the computer reports, and by what is to be seen."""
    reported = _reported(seen.after.effect)
    if bad := answered_badly(seen.after.effect):
        return Verdict("wrong", bad, (Evidence("the page that came", None, seen.after.frame.sha256),))
    regions = seen.watch.changes(seen.before.frame, seen.after.frame)
    near = target.box.grow(AROUND_PX) if target is not None else None
    at_target = [box for box in regions if near is None or box.intersect(near)]
    if regions and not at_target and not reported:
        # Another thing that only lost the focus, or the pointer, was not what was wanted.
        things = [widget.box.grow(RING_PX) for widget in (await seen.before.sight()).widgets]
        regions = tuple(box for box in regions if not any(box.intersect(thing) == box for thing in things))
    frame = seen.after.frame.sha256
    evidence = tuple(Evidence("changed", box, frame) for box in (at_target or regions)[:3])
    if regions:
        where = "there" if at_target else "elsewhere on the screen"
        return Verdict("confirmed", f"something changed {where}" + (f"; {reported}" if reported else ""), evidence)
    if reported:
        return Verdict("confirmed", reported, evidence)
    looked = (Evidence("looked here", None if target is None else target.box, frame),)
    return Verdict("no_effect", "nothing changed that did not change by itself before", looked)


async def troubled(seen: Seen) -> Verdict | None:
    """What the page says now, and did not say before, of something that went wrong."""
    before = {line.text for line in (await seen.before.sight()).lines}
    for line in (await seen.after.sight()).lines:
        if line.text not in before and trouble_in(line.text):
            return Verdict("wrong", f'the page says: "{line.text}"', (Evidence("read", line.box, seen.after.frame.sha256),))
    return None


def answered_badly(effect: Effect) -> str:
    """Which page or submission of this action was answered with an error; "" where none was."""
    pages = {url.partition("#")[0] for url in effect.navigations}
    for request in effect.requests:
        is_page = request.url.partition("#")[0] in pages
        if (request.status or 0) >= AN_ERROR and (is_page or request.method not in ("GET", "HEAD", "OPTIONS")):
            return f"{request.method} {request.url.partition('?')[0]} was answered {request.status}"
    return ""


def _reported(effect: Effect) -> str:
    """What the computer says came of it, in a few words."""
    said = (
        f"went to {effect.navigations[-1]}" if effect.navigations else "",
        "a tab was opened" if effect.tabs_opened else "a tab was closed" if effect.tabs_closed else "",
        "a dialog came up" if effect.dialogs else "",
        "files are asked for" if effect.file_chooser else "",
        f"{len(effect.downloads)} downloaded" if effect.downloads else "",
    )
    return ", ".join(each for each in said if each)


def claimed(claim: str, sight: Sight) -> Verdict:
    """All parts of a claim that can be looked up; what cannot is left to the judge."""
    try:
        claims = parse_claims(claim)
    except BadInput:
        return Verdict("unsure", f"nobody but a judge can tell whether {claim}")
    verdicts = [witness(each, sight) for each in claims]
    worst = min(verdicts, key=lambda each: ("wrong", "no_effect", "unsure", "confirmed").index(each.status))
    return replace(worst, evidence=tuple(part for each in verdicts for part in each.evidence))
