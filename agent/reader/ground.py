"""Ground: the words of a step to the one thing on the screen that they mean, or an error that says what there is instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ...tools.errors import Ambiguous, NotFound
from ...tools.find import Found, find, find_phrase, parse_phrase
from ...tools.find.likeness import SURE
from ...tools.geometry import Box
from ...tools.sight import Sight
from ...tools.target import Hint, Target

WRITTEN = ("field", "text area", "number field", "date", "time", "select", "list", "slider", "color")
MOST_NAMES = 6
TICKED = ("checkbox", "radio", "switch", "option", "menu checkbox", "menu radio")
PRESSED = frozenset({"button", "icon button", "link", "tab", "menu item"})
MOST_WORDS = 3
"""What is called by more words has a name of its own."""
CLOSES = frozenset({"x", "×", "✕", "close", "close button"})
"""What people call the sign that closes something."""
CONTAINERS = frozenset({"dialog", "dialog box", "popup", "pop-up", "window", "form", "page", "panel", "list", "menu"})
RIVAL = 0.1
"""What fits so much worse is no rival."""


def one(sight: Sight, thing: str, kinds: Sequence[str] = (), *, whole: bool = False, pressed: bool = True) -> Target:
    """The one thing that is meant; of several alike the one of a kind that fits the step.

    `whole`: a text is taken only where it stands alone, as an entry of a list does. `pressed`: a button will do as well."""
    kept = sight if pressed else _without_buttons(sight)
    if kept is not sight:
        return one(kept, thing, kinds, whole=whole)
    found = _found(sight, thing)
    if found.target is not None and (not kinds or found.target.kind in kinds):
        return found.target
    for kind in kinds:
        of_kind = find(sight, thing, kind=kind)
        if of_kind.target is not None:
            return of_kind.target
    if found.target is not None and _may_be(sight, found.target, kinds, whole=whole):
        return found.target
    rivals = [target for target in found.targets if not kinds or target.kind in kinds]
    if len(rivals) == 1 and not _takes_text(kinds) and all(target.kind in ("text", rivals[0].kind) for target in found.targets):
        return rivals[0]
    if found.outcome == "ambiguous" and rivals and _stands_out(found):
        return rivals[0]
    if found.outcome == "ambiguous" and _takes_text(kinds) and (first := _in_one_row(found.targets)) is not None:
        return first
    if found.outcome == "ambiguous" and rivals:
        raise Ambiguous(
            f"{thing} may be any of {len(found.targets)} things: {_named(found)}; say which, as in: the second {thing}"
        )
    if (only := _only(sight, thing, kinds)) is not None:
        return only
    # What looks like nothing but text may be clicked as well: a link that nobody has coloured.
    phrase = parse_phrase(thing)
    texts = find_phrase(sight, replace(phrase, kind="text"), thing) if phrase.words else Found((), "absent")
    text = texts.target or (_in_one_row(texts.targets) if texts.outcome == "ambiguous" else None)
    if text is not None and _takes_text(kinds) and not (whole and _is_part_of_line(sight, text)):
        return text
    nearest = f"; nearest is {_named(found)}" if found.targets else ""
    raise NotFound(f"{thing} is not to be seen{nearest or _what_there_is(sight, thing)}")


def another(sight: Sight, thing: str, tried: Sequence[Box]) -> Target:
    """What may be meant as well, the likeliest first, once all that was `tried` has led to something wrong."""
    texts = find(sight, thing, kind="text").targets
    for target in (*find(sight, thing).targets, *texts):
        if target.score >= SURE and not any(box.contains(target.point) or target.box.contains(box.center) for box in tried):
            return target
    raise NotFound(f"{thing} led to something wrong, and nothing else that may be meant is to be seen")


def _in_one_row(targets: Sequence[Target]) -> Target | None:
    """The first of texts that say the same in one row, as a list of languages does in each of its own: whichever of them is
    clicked, it is that row."""
    first = min(targets, key=lambda target: target.box.x)
    level = all(abs(target.box.center.y - first.box.center.y) < 0.4 * first.box.h for target in targets)
    return first if level and all(target.kind == "text" for target in targets) else None


def _what_there_is(sight: Sight, thing: str) -> str:
    """What can be used here, by its names, those most alike first."""
    names = dict.fromkeys(widget.label for widget in sight.widgets if widget.label)
    by_likeness = sorted(names, key=lambda name: -SequenceMatcher(None, thing.casefold(), name.casefold()).ratio())
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"; there are: {', '.join(by_likeness[:MOST_NAMES])}{more}" if names else ""


def _without_buttons(sight: Sight) -> Sight:
    """What can be written into: nothing is ever typed into a button, whatever it is called."""
    kept = tuple(widget for widget in sight.widgets if widget.kind not in PRESSED or _takes_keys(widget.hint))
    return sight if len(kept) == len(sight.widgets) else replace(sight, widgets=kept)


def _takes_keys(hint: Hint | None) -> bool:
    return hint is not None and hint.role in ("textbox", "searchbox", "combobox", "spinbutton", "clickable")


def _found(sight: Sight, thing: str) -> Found:
    """What is meant; where no dialog, form or list of that name is to be seen, all of the screen is one."""
    found = find(sight, thing)
    phrase = parse_phrase(thing)
    if found.outcome == "absent" and phrase.relation is not None and str(phrase.relation.of) in CONTAINERS:
        phrase = replace(phrase, relation=None)
        found = find_phrase(sight, phrase, thing)
    if found.outcome == "absent" and phrase.words.casefold() in CLOSES:
        signs = [widget for widget in sight.widgets if widget.kind == "icon button" and not widget.label]
        if len(signs) == 1:
            (widget,) = signs
            return Found((Target(thing, widget.box, widget.source, widget.kind, hint=widget.hint, score=widget.score),), "one")
    return found


def _may_be(sight: Sight, target: Target, kinds: Sequence[str], *, whole: bool) -> bool:
    """Whether a step can be about it although it is of none of its kinds: nothing is ever written into a text."""
    return target.kind != "text" or (_takes_text(kinds) and not (whole and _is_part_of_line(sight, target)))


def _takes_text(kinds: Sequence[str]) -> bool:
    """Not where something is to be written or chosen: a label is no field."""
    return not set(WRITTEN) <= set(kinds)


def _is_part_of_line(sight: Sight, target: Target) -> bool:
    return any(
        len(line.words) > 1 and line.box.w > 1.3 * target.box.w and line.box.contains(target.point) for line in sight.lines
    )


def _only(sight: Sight, thing: str, kinds: Sequence[str]) -> Target | None:
    """The only thing of its kind on the screen needs no name: "the date" is where one can be entered."""
    fitting = [widget for widget in sight.widgets if widget.kind in kinds]
    if len(fitting) != 1 or len(thing.split()) > MOST_WORDS:
        return None
    (widget,) = fitting
    return Target(widget.label or thing, widget.box, widget.source, widget.kind, hint=widget.hint, score=widget.score)


def _stands_out(found: Found) -> bool:
    """Whether the doubt is only how well it was seen: no other thing is meant as well. What is done to it is proven anyway."""
    best, *others = found.targets
    return all(best.score - other.score > RIVAL for other in others)


def without_the_task(sight: Sight, task: str) -> Sight:
    """What is to be seen but the task itself, where a page shows it: its words name things, they are none."""
    said = _letters(task)
    if not any(len(line.words) > 1 and said.startswith(_letters(line.text)) for line in sight.lines):
        return sight  # a page that shows the task shows its beginning
    kept = tuple(
        line
        for line in sight.lines
        if len(line.words) < 2
        or _letters(line.text) not in said
        or any(widget.box.contains(line.box.center) for widget in sight.widgets)
    )
    return replace(sight, lines=kept)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def several(sight: Sight, thing: str, kinds: Sequence[str] = (), *, pressed: bool = True) -> tuple[Target, ...]:
    """All that are meant by words such as `both fields`; one where one is meant."""
    if parse_phrase(thing).every:
        found = find(sight, thing)
        if found.outcome == "one":
            return found.targets
        raise NotFound(f"{thing}: {len(found.targets)} of them are to be seen: {_named(found)}")
    return (one(sight, thing, kinds, pressed=pressed),)


def _named(found: Found) -> str:
    return ", ".join(f'"{target.words}" ({target.kind})' for target in found.targets[:3])
