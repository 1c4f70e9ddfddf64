"""Finder: words to ranked targets, and whether they mean one thing, several alike, or nothing that is there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..frame import Frame
from ..geometry import Box
from ..sight import Sight, kind_of
from ..target import Target
from .doubles import says_more
from .kinds import fit, kind_named
from .likeness import SURE, likeness
from .phrase import Phrase, Relation, literally, parse_phrase, parse_relation
from .places import Anchor, place, reading_order
from .things import TICKED, WRITTEN, Thing, match, texts_of, widgets_of

Outcome = Literal["one", "ambiguous", "absent"]

MOST = 12
"""Targets that are named; nobody reads more."""

WORTH_NAMING = 0.5
"""Below that a thing has nothing to do with the words."""

TEXT_WHERE_NONE_WAS_ASKED_FOR = 0.74
"""With no kind asked for people mean what can be used. Where only a text has that name, the eyes may have missed what it
names: it comes nearest, and is not certain. Whoever wants words as such asks for the kind "text"."""

ONE_WORD_OF_A_LINE = 0.95

CLEAR, ALIKE_WHEN_CLEAR, ALIKE = 0.93, 0.012, 0.045
"""Among names that fit as good as exactly small differences count; among half good ones they do not."""

EXACTLY = 0.95
KIND_ALONE = 0.9
"""How well a kind must fit where it is all that was said."""

DOUBTFUL = 0.65
"""What was seen that badly, and is confirmed by nobody, is no rival of what is confirmed."""
CERTAIN = 0.75
"""What was seen less surely, and is confirmed by nobody, is never certain."""

LABEL_WITHIN_PX = 24.0
ANCHORS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What words mean on a screen."""

    targets: tuple[Target, ...]
    """The best first. With "absent" they are what comes nearest; with "all" and "both" each one that was meant."""
    outcome: Outcome

    @property
    def target(self) -> Target | None:
        """The one thing that was meant; None where that is not certain."""
        return self.targets[0] if self.outcome == "one" else None


@dataclass(frozen=True, slots=True)
class _Scored:
    thing: Thing
    score: float


def find(sight: Sight, words: str, kind: str | None = None, relation: str | None = None) -> Found:
    """The things that are meant by words such as `the second "Edit" button in the row of Ada`, ranked.

    Kind, number and place may be said within the words or apart."""
    return find_phrase(sight, parse_phrase(words), words, kind=kind, relation=relation)


def find_phrase(sight: Sight, phrase: Phrase, said: str = "", *, kind: str | None = None, relation: str | None = None) -> Found:
    """The same for a phrase that was parsed already; `said` are the words before they were taken apart."""
    said = said or str(phrase)
    readings = [phrase] if phrase.exact or not said else [literally(said), phrase]
    found: list[Found] = []
    for reading in dict.fromkeys(_with(reading, kind, relation) for reading in readings):
        scored = _search(sight, reading)
        chosen, outcome = _choose(scored, reading)
        if outcome == "one" and (_is_doubtful(chosen, reading) or _some_were_missed(sight, reading, scored)):
            outcome = "ambiguous"
        found.append(Found(tuple(_target(sight.frame, each, reading, said) for each in chosen[:MOST]), outcome))
        if reading.words and chosen and chosen[0].score >= EXACTLY and chosen[0].thing.whole:
            return found[-1]
    taken_apart = found[-1]
    if taken_apart.outcome != "absent" or found[0].outcome == "absent":
        return taken_apart if taken_apart.targets else found[0]
    return found[0]


def _with(phrase: Phrase, kind: str | None, relation: str | None) -> Phrase:
    if kind:
        phrase = replace(phrase, kind=kind_named(kind))
    if relation:
        where = parse_relation(relation)
        phrase = replace(
            phrase,
            ordinal=where.ordinal or phrase.ordinal,
            every=where.every or phrase.every,
            relation=where.relation or phrase.relation,
        )
    return phrase


def _search(sight: Sight, phrase: Phrase) -> list[_Scored]:
    """All that may be meant, the best first."""
    if phrase == Phrase():
        return []
    scored = _named(sight, phrase)
    if phrase.relation is not None:
        scored = _placed(sight, scored, phrase.relation)
    return _without_doubles(sorted(scored, key=lambda each: -each.score))


def _named(sight: Sight, phrase: Phrase) -> list[_Scored]:
    scored = [
        _Scored(thing, match(phrase, thing) * _fit(phrase, thing)) for thing in widgets_of(sight) if phrase.kind != "text"
    ]
    if phrase.kind == "text" or (phrase.words and fit(phrase.kind, "text")):
        scored += [_Scored(thing, _as_text(phrase, thing)) for thing in texts_of(sight, phrase)]
    return [each for each in scored if each.score >= WORTH_NAMING]


def _fit(phrase: Phrase, thing: Thing) -> float:
    # A link that looks like a button may be called either.
    fits = max(fit(phrase.kind, thing.kind), fit(phrase.kind, kind_of(thing.hint)) if thing.hint else 0.0)
    return fits if phrase.words or fits >= KIND_ALONE else 0.0


def _as_text(phrase: Phrase, thing: Thing) -> float:
    score = match(phrase, thing)
    if phrase.kind:
        return score * fit(phrase.kind, "text") if phrase.kind == "text" or thing.whole else 0.0
    if not thing.whole and len(phrase.words.split()) == 1 and not phrase.exact:
        score *= ONE_WORD_OF_A_LINE
    return score * TEXT_WHERE_NONE_WAS_ASKED_FOR


def _placed(sight: Sight, scored: list[_Scored], relation: Relation) -> list[_Scored]:
    # Only what the words mean competes for the place: the nearest "Edit", not the nearest thing.
    best = max((each.score for each in scored), default=0.0)
    rivals = [each for each in scored if each.score >= max(SURE, best - ALIKE)] or scored
    places = place(sight, [each.thing for each in rivals], relation, anchors_of(sight, relation.of))
    return [_Scored(each.thing, each.score * there) for each, there in zip(rivals, places, strict=True)]


def anchors_of(sight: Sight, phrase: Phrase) -> list[Anchor]:
    """What a relation may speak of: texts and widgets alike, for a label stands where its widget stands."""
    texts = replace(phrase, kind="text") if not phrase.kind else phrase
    scored = _named(sight, phrase) + ([] if phrase.kind else _named(sight, texts))
    if phrase.relation is not None:
        scored = _placed(sight, scored, phrase.relation)
    good = [each for each in scored if each.score >= SURE]
    if phrase.ordinal:
        good = _nth(_without_doubles(good), phrase.ordinal)
    good.sort(key=lambda each: (-each.score, each.thing.kind == "text"))
    anchors: list[Anchor] = []
    for each in good:
        known = [part for anchor in anchors for part in anchor.things]
        if not any(each.thing == part or _is_on(each.thing, part) for part in known):
            anchors.append(Anchor((each.thing, *_texts_that_name(each.thing, good)), each.score))
    return anchors[:ANCHORS]


def _is_on(text: Thing, widget: Thing) -> bool:
    return text.kind == "text" != widget.kind and widget.box.contains(text.box.center)


def _texts_that_name(thing: Thing, good: list[_Scored]) -> list[Thing]:
    """The label beside a widget is one thing with it; the words on it are no place of their own."""
    if thing.kind == "text":
        return []
    texts = [each.thing for each in good if each.thing.kind == "text" and not _is_on(each.thing, thing)]
    around, row = thing.box.grow(LABEL_WITHIN_PX), Box(0, thing.box.y, thing.box.right, thing.box.h)
    near = [text for text in texts if around.intersect(text.box)]
    # In a list of settings the words stand far to the left of what they name.
    return near or [text for text in texts if row.intersect(text.box) and likeness(text.label, thing.label) >= EXACTLY]


def _without_doubles(scored: list[_Scored]) -> list[_Scored]:
    """A label and its widget are one thing, and so is what the eyes found twice."""
    kept: list[_Scored] = []
    for each in scored:
        if any(_is_label_of(each.thing, other.thing) for other in scored):
            continue
        if not any(_one_thing(each.thing, other.thing) for other in kept):
            kept.append(each)
    return kept


def _is_label_of(link: Thing, control: Thing) -> bool:
    """Coloured words beside a control of the same name are its label, not a link."""
    return (
        link.kind == "link"
        and link.hint is None
        and control.kind in WRITTEN | TICKED
        and bool(link.box.grow(LABEL_WITHIN_PX).intersect(control.box))
        and likeness(link.label, control.label) >= EXACTLY
    )


def _one_thing(a: Thing, b: Thing) -> bool:
    if a.box.overlap(b.box) > 0.5:
        return True
    if (a.kind == "text") != (b.kind == "text"):
        text, widget = (a, b) if a.kind == "text" else (b, a)
        return widget.box.contains(text.box.center) or likeness(text.label, widget.label) >= EXACTLY
    return a.kind == b.kind != "text" and a.label == b.label and (a.box.contains(b.box.center) and b.box.contains(a.box.center))


def _choose(scored: list[_Scored], phrase: Phrase) -> tuple[list[_Scored], Outcome]:
    good = [each for each in scored if each.score >= SURE]
    if not good:
        return scored, "absent"
    near = ALIKE_WHEN_CLEAR if good[0].score >= CLEAR else ALIKE
    best = [each for each in good if each.score > good[0].score - near]
    if any(each.thing.hint for each in best):
        best = [each for each in best if each.thing.hint or each.thing.score > DOUBTFUL]
    rest = [each for each in scored if each not in best]
    if phrase.every:
        return _in_reading_order(best), _counted(len(best), phrase.every)
    if phrase.ordinal:
        chosen = _nth(best, phrase.ordinal)
        return (chosen, "one") if chosen else (scored, "absent")
    return best + rest, "one" if len(best) == 1 else "ambiguous"


def _is_doubtful(chosen: list[_Scored], phrase: Phrase) -> bool:
    meant = chosen if phrase.every else chosen[:1]
    return any(each.thing.hint is None and each.thing.kind != "text" and each.thing.score < CERTAIN for each in meant)


def _some_were_missed(sight: Sight, phrase: Phrase, scored: list[_Scored]) -> bool:
    """Whether the screen shows more of these names than things; a place among them may then be another's."""
    alike = [each.thing for each in scored if each.score >= SURE]
    if not phrase.words or phrase.kind == "text" or phrase.relation is not None or any(thing.hint for thing in alike):
        return False
    return says_more(sight, phrase.words, alike)


def _counted(number: int, every: int) -> Outcome:
    return "one" if every < 0 or number == every else "absent" if number < every else "ambiguous"


def _in_reading_order(scored: list[_Scored]) -> list[_Scored]:
    return [scored[at] for at in reading_order([each.thing.box for each in scored])]


def _nth(scored: list[_Scored], number: int) -> list[_Scored]:
    ordered = _in_reading_order(scored)
    there = -len(ordered) <= number <= len(ordered) and number != 0
    return [ordered[number - 1 if number > 0 else number]] if there else []


def _target(frame: Frame, scored: _Scored, phrase: Phrase, said: str) -> Target:
    thing = scored.thing
    return Target(
        words=phrase.words or said,
        box=thing.box,
        source=thing.source,
        kind=thing.kind,
        relation=phrase.place,
        crop_sha256=_crop_sha256(frame, thing),
        hint=thing.hint,
        score=round(scored.score * (0.85 + 0.15 * thing.score), 4),
    )


def _crop_sha256(frame: Frame, thing: Thing) -> str:
    crop = np.ascontiguousarray(frame.crop(thing.box))
    return hashlib.sha256(f"{crop.shape[1]}x{crop.shape[0]}:".encode() + crop.tobytes()).hexdigest()
