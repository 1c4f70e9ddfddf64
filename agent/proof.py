"""Proof: whether an action did what it was to do: cheap witnesses first, the brain's judge only where they leave doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import assert_never

from ..tools.computer import HARMLESS, Effect, Request
from ..tools.errors import BadInput
from ..tools.find import find
from ..tools.geometry import Box
from ..tools.motion import Change, Watch
from ..tools.reading.masked import has_letters
from ..tools.sight import Sight
from ..tools.target import Target
from ..tools.widgets.faint import was_faint
from .appears import appears
from .belief import PROMPT_S, SUREST_FIRST, Belief, Looking, believed
from .eyes import Looked
from .reader.parse import parse_claims
from .shown import as_shown, by_shows
from .sighted import SAME, read_in, widget_at
from .state import ON_STATES, Changes, Chosen, Evidence, Holds, Intent, Reads, Says, Stands, Typed, Verdict
from .witness import by_chosen, by_state, to_be_read, witness
from .wording import trouble_in

AROUND_PX = 24
"""A change so near to a target is one of the target's."""

TYPED_INTO = frozenset({"field", "text area", "number field", "date", "time"})
AN_ERROR = 400
TOGGLED = frozenset({"checkbox", "radio", "switch", "tab", "menu checkbox", "menu radio"})
BOXES = frozenset({"checkbox", "radio"})
"""Small boxes whose ticks are plain to see."""
ONLY_CLOSED = "it only closed what was open"
SHADOW_PX = 24
"""How far the shadow of a popup reaches."""
RING_PX, BORDER_PX = 8, 4
"""How far the ring around a focused thing reaches, and how thick its border is at most."""

Judge = Callable[[str], Awaitable[Verdict]]


@dataclass(eq=False)
class Seen:
    """What there was before an action and after it."""

    before: Looked
    after: Looked
    watch: Watch
    has_sent: bool = False
    """Something that may have changed something was sent by this action."""
    touched: tuple[Box, ...] | None = None
    """Where the page says that the action itself changed something; None where nobody can say."""
    answered_s: float | None = None
    """When the first look after the action was taken."""
    has_asked: bool = False
    """Something was asked for over the network by then that the page does not ask for all the time."""
    quiet_s: float = 0.0
    """For how long nothing had begun by itself then."""
    prompt_s: float = PROMPT_S
    """How soon this computer answers, as a rule."""
    minds_trouble: bool = True
    """An error that is answered or told means that it was not done; a test may want just that, and looks itself."""

    @property
    def closed(self) -> tuple[Box, ...]:
        """Where popups stood that this action closed."""
        return self.after.effect.popups_closed

    @cached_property
    def told(self) -> tuple[Change, ...]:
        """What changed, but for motion that is known."""
        return self.watch.told(self.before.frame, self.after.frame)

    @property
    def changed(self) -> bool:
        return bool(self.told)


async def proved(intent: Intent, seen: Seen, judge: Judge) -> Verdict:
    """The verdict on an intent; `judge` is asked about a claim that cheap witnesses leave open."""
    match intent.hope:
        case None:
            return Verdict("confirmed", f"{intent.said}: delivered")
        case Changes():
            return await caused(intent.target, seen)
        case Holds() as hope:
            return await _holds(hope, intent.target, seen)
        case Typed(text, is_secret):
            where = [change.box for change in seen.told]
            return await appears(text, seen.before, seen.after, where, is_secret=is_secret)
        case Stands() as hope:
            return await _stands(hope, intent.target, seen)
        case Chosen(texts):
            assert intent.target is not None
            return _reached(await _chosen(texts, intent.target, seen.after), seen)
        case Says(claim):
            verdict = claimed(claim, await seen.after.sight())
            if verdict.status != "unsure":
                return verdict
            judged = await judge(claim)
            return replace(judged, evidence=(*verdict.evidence, *judged.evidence))
        case Reads(text) as hope:
            return looks_as_read(hope, seen.before, seen.after) or await read_outside_fields(text, seen.after)
        case _:
            assert_never(intent.hope)


def looks_as_read(hope: Reads, before: Looked, after: Looked) -> Verdict | None:
    """Where it came to look as it did when the words were read, nothing need be read for that."""
    looks = hope.looks
    if looks is None or not looks.matches(after.frame) or looks.matches(before.frame):
        return None
    where = Evidence("looks as when it was read", looks.box, after.frame.sha256)
    return Verdict("confirmed", f'"{hope.text}" is visible', (where,))


async def read_outside_fields(text: str, after: Looked) -> Verdict:
    """What stands in a field is what was typed there, and no answer of the page's."""
    read = await after.read()
    if not after.eyes.asks and to_be_read(text, read).status == "confirmed":
        await after.sight()
    boxes = after.field_boxes()
    lines = tuple(line for line in read.lines if not any(box.contains(line.box.center) for box in boxes))
    return to_be_read(text, replace(read, lines=lines))


async def _holds(hope: Holds, target: Target | None, seen: Seen) -> Verdict:
    frame = seen.after.frame
    # Where it was is where it usually still is; the rest of the screen need not be read for that.
    if target is not None and not hope.masked and await shows_there(hope.text, target.box, seen.before, seen.after):
        return Verdict("confirmed", f'it shows "{hope.text}"', (Evidence("read", target.box, frame.sha256),))
    sight = await seen.after.sight()
    # An empty field does not tell that it will hide what is typed: then it shows a dot for each letter, and nothing to read.
    if target is not None and hope.text and not has_letters(read_in(sight, target.box)):
        masked = by_shows(sight, target, hope.text, masked=True)
        if masked.status == "confirmed":
            return replace(masked, why="it shows as many dots as were typed")
    # Typed words may make a thing look like another: then the place is asked, whatever it looks like now.
    now = None if target is None else again(target, sight) or target
    if now is None:
        return _lost(target, seen)
    return _reached(by_shows(sight, now, hope.text, masked=hope.masked or None), seen)


async def shows_there(text: str, box: Box, before: Looked, after: Looked) -> bool:
    """By sight; where that leaves doubt, the computer's own word for what the place holds will do."""
    hints = [hint for hint in after.hints if hint.box.overlap(box) >= SAME]
    is_told = len(hints) == 1 and as_shown(hints[0], text) == text
    match await after.shows(box, text):
        case "yes":
            # An empty field may show the very same, as an example of what to write there.
            return is_told or await before.shows(box, text) != "yes"
        case "unsure":
            return is_told and "masked" not in hints[0].state
        case "no":
            return False


async def stands_there(intent: Intent, after: Looked) -> bool:
    """Whether a box is plainly as it should be."""
    hope, target = intent.hope, intent.target
    if not isinstance(hope, Stands) or target is None:
        return False
    return await ticked_there(target, after, on=hope.state in ON_STATES)


async def ticked_there(target: Target, after: Looked, *, on: bool) -> bool:
    """Whether a box is plainly ticked, or plainly not, by its pixels, and the computer says nothing else."""
    hints = [hint for hint in after.hints if hint.box.overlap(target.box) >= SAME]
    wanted = "checked" if on else "unchecked"
    if target.kind not in BOXES or len(hints) != 1 or wanted not in hints[0].state:
        return False
    tick = await after.tick(hints[0].box, in_ring=target.kind == "checkbox" and "focused" in hints[0].state)
    return tick.is_plain and tick.state == wanted


async def _chosen(texts: tuple[str, ...], target: Target, after: Looked) -> Verdict:
    hints = [hint for hint in after.hints if hint.box.overlap(target.box) >= SAME and hint.options]
    return by_chosen(await after.read(), target, texts, hints[0] if len(hints) == 1 else None)


async def _stands(hope: Stands, target: Target | None, seen: Seen) -> Verdict:
    if target is not None and await ticked_there(target, seen.after, on=hope.state in ON_STATES):
        looked = (Evidence("looked here", target.box, seen.after.frame.sha256),)
        return Verdict("confirmed", f'"{target.words}" {target.kind} is {hope.state}', looked)
    sight = await seen.after.sight()
    now = None if target is None else again(target, sight)
    if now is None:
        return _lost(target, seen)
    return _reached(by_state(sight, now, on=hope.state in ON_STATES), seen)


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


def changed_inside(target: Target, seen: Seen) -> Verdict:
    """Whether a thing looks otherwise than before though the pointer is elsewhere: a ring around it alone says nothing."""
    inner = target.box.grow(-min(BORDER_PX, target.box.w / 4, target.box.h / 4))
    here = [change for change in own(target, seen) if change.box.intersect(inner) is not None]
    if seen.closed and target.kind not in TOGGLED and _is_beside(target, seen):
        # Whatever became of its look, it has not taken the click.
        return Verdict("no_effect", ONLY_CLOSED, (Evidence("closed", seen.closed[0], seen.after.frame.sha256),))
    if was_faint(seen.before.frame.crop(inner), seen.after.frame.crop(inner)):
        looked = (Evidence("looked here", target.box, seen.after.frame.sha256),)
        return Verdict("no_effect", "it could not be used yet when it was clicked", looked)
    if not here or seen.before.frame.patch(inner).matches(seen.after.frame):
        looked = (Evidence("looked here", target.box, seen.after.frame.sha256),)
        return Verdict("no_effect", "nothing changed but that it has the focus now", looked)
    if target.kind in TYPED_INTO:
        # A caret goes on blinking.
        return Verdict("confirmed", "it looks otherwise now", _changed_at(here, seen))
    return _by_belief([(change, True) for change in here], seen, "it looks otherwise now")


def own(target: Target | None, seen: Seen) -> list[Change]:
    """What changed of the thing itself: it may only have the focus now, or the pointer over it."""
    return [] if target is None else [change for change in seen.told if _lies_in(change.box, target.box.grow(RING_PX))]


async def caused(target: Target | None, seen: Seen) -> Verdict:
    """Whether anything came of the action beyond the look of its target: by what is reported, and by what is to be seen."""
    if seen.minds_trouble and (bad := answered_badly(seen.after.effect)):
        return Verdict("wrong", bad, (Evidence("the page that came", None, seen.after.frame.sha256),))
    said, itself = reported(seen.after.effect), own(target, seen)
    others = [change for change in seen.told if change not in itself and not _only_closed(change.box, target, seen)]
    near, far = _by_place(target, others)
    if said or (others and seen.has_sent):
        where = "" if not others else "something changed there; " if near else "something changed elsewhere on the screen; "
        why = said or "something was sent"
        return Verdict("confirmed", where + why, _changed_at(near or others, seen))
    if far and not near:
        # Another thing that only lost the focus, or the pointer, was not what was wanted.
        before = seen.before.named() or await seen.before.sight()
        things = [widget.box.grow(RING_PX) for widget in before.widgets]
        far = [change for change in far if not any(_lies_in(change.box, thing) for thing in things)]
    went_back = seen.watch.went_back(seen.before.frame, seen.after.frame)
    far += _by_place(target, went_back)[1] if target is not None else []
    only_closed = any(_only_closed(change.box, target, seen) for change in seen.told)
    if not near and not far:
        looked = (Evidence("looked here", None if target is None else target.box, seen.after.frame.sha256),)
        why = ONLY_CLOSED if only_closed else "nothing changed that did not change by itself before"
        return Verdict("no_effect", why, looked)
    why = f"something changed {'there' if near else 'elsewhere on the screen'}"
    size = seen.after.frame.size
    here = [(change, change.box.area < size.w * size.h / 2) for change in near]
    verdict = _by_belief([*here, *((change, False) for change in far)], seen, why)
    if only_closed and verdict.status == "unsure":
        return Verdict("no_effect", ONLY_CLOSED, verdict.evidence)
    if verdict.status == "unsure" and near and target is not None and _went_away(target, seen):
        return Verdict("confirmed", "it went away, with what it stood in", verdict.evidence)
    return verdict


def _went_away(target: Target, seen: Seen) -> bool:
    """Whether the thing that was acted on is there no more, as the computer says, too: a button that closes its dialog."""
    hint = target.hint
    if hint is None or not seen.after.hints:
        return False
    return not any(each.same_thing(hint) and each.box.overlap(target.box) >= SAME for each in seen.after.hints)


def _only_closed(box: Box, target: Target | None, seen: Seen) -> bool:
    """Whether there a popup is gone that the target was not a part of: programs let a click beside one do no more."""
    is_beside = target is not None and _is_beside(target, seen)
    return is_beside and any(_lies_in(box, place.grow(SHADOW_PX)) for place in seen.closed)


def _is_beside(target: Target, seen: Seen) -> bool:
    return not any(place.contains(target.point) for place in seen.closed)


def _by_place(target: Target | None, changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """Those at a target, and those elsewhere; where nobody knows what it is about, all are where they belong."""
    around = None if target is None else target.box.grow(AROUND_PX)
    near = [change for change in changes if around is None or change.box.intersect(around)]
    return near, [change for change in changes if change not in near]


def _by_belief(changes: list[tuple[Change, bool]], seen: Seen, why: str) -> Verdict:
    """The surest of several changes counts; each comes with whether it is at the target."""
    now_s = seen.after.frame.taken_s
    answered_s = now_s if seen.answered_s is None else seen.answered_s
    looking = Looking(answered_s, now_s, seen.quiet_s, seen.prompt_s, seen.has_asked)
    beliefs: list[tuple[Belief, Change]] = [
        (believed(change, looking, at_target=here, touched=_is_touched(change, seen)), change) for change, here in changes
    ]
    best = SUREST_FIRST[min(SUREST_FIRST.index(belief) for belief, _ in beliefs)]
    evidence = _changed_at([change for belief, change in beliefs if belief == best], seen)
    match best:
        case "yes":
            return Verdict("confirmed", why, evidence)
        case "wait" | "unsure":
            return Verdict("unsure", f"{why}, but that may have come by itself", evidence)
        case "no":
            return Verdict("no_effect", "only what moves by itself has changed", evidence)
        case _:
            assert_never(best)


def _is_touched(change: Change, seen: Seen) -> bool | None:
    if seen.touched is None:
        return None
    return any(change.box.intersect(box) is not None for box in seen.touched)


def _changed_at(changes: list[Change], seen: Seen) -> tuple[Evidence, ...]:
    return tuple(Evidence("changed", change.box, seen.after.frame.sha256) for change in changes[:3])


def _lies_in(box: Box, outer: Box) -> bool:
    return box.intersect(outer) == box


async def troubled(seen: Seen) -> Verdict | None:
    """What the page says now, and did not say before, of something that went wrong."""
    before = {line.text for line in (await seen.before.read()).lines}
    for line in (await seen.after.read()).lines:
        if line.text not in before and trouble_in(line.text):
            return Verdict("wrong", f'the page says: "{line.text}"', (Evidence("read", line.box, seen.after.frame.sha256),))
    return None


def newly_sent(before: Effect, after: Effect, *, harmless: bool) -> bool:
    """Whether this action sent something that the page does not send all the time; `harmless`: also what changes nothing."""
    asked = Counter(_address(request) for request in before.requests)
    # What changes something may be sent by each of several actions; what is sent all the time came more than once.
    usual = {address for address, times in asked.items() if times > 1 or address[0] in HARMLESS}
    sent = {_address(request) for request in after.requests if harmless or request.method not in HARMLESS}
    return bool(sent - usual)


def _address(request: Request) -> tuple[str, str]:
    return request.method, request.url.partition("?")[0]


def answered_badly(effect: Effect) -> str:
    """Which page or submission of this action was answered with an error; "" where none was."""
    pages = {url.partition("#")[0] for url in effect.navigations}
    for request in effect.requests:
        is_page = request.url.partition("#")[0] in pages
        if (request.status or 0) >= AN_ERROR and (is_page or request.method not in HARMLESS):
            return f"{request.method} {request.url.partition('?')[0]} was answered {request.status}"
    return ""


def reported(effect: Effect) -> str:
    """What the computer says came of it, in a few words."""
    said = (
        f"went to {effect.navigations[-1]}" if effect.navigations else "",
        "a tab was opened" if effect.tabs_opened else "a tab was closed" if effect.tabs_closed else "",
        "a dialog came up" if effect.dialogs else "",
        f"{_window(effect.windows_opened[-1])} was opened" if effect.windows_opened else "",
        f"{_window(effect.windows_closed[-1])} was closed" if effect.windows_closed else "",
        "files are asked for" if effect.file_chooser else "",
        f"{len(effect.downloads)} downloaded" if effect.downloads else "",
    )
    return ", ".join(each for each in said if each)


def _window(title: str) -> str:
    return f'the window "{title}"' if title else "a window"


def claimed(claim: str, sight: Sight) -> Verdict:
    """All parts of a claim that can be looked up; what cannot is left to the judge."""
    try:
        claims = parse_claims(claim)
    except BadInput:
        return Verdict("unsure", f"nobody but a judge can tell whether {claim}")
    verdicts = [witness(each, sight) for each in claims]
    worst = min(verdicts, key=lambda each: ("wrong", "no_effect", "unsure", "confirmed").index(each.status))
    return replace(worst, evidence=tuple(part for each in verdicts for part in each.evidence))
