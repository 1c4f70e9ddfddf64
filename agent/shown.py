"""Shown: whether a thing shows a value: a field what it holds, a label what is beside it, a row something among the rest."""

from __future__ import annotations

from ..tools.find import Phrase, find
from ..tools.find.things import texts_of
from ..tools.reading.shows import shows
from ..tools.sight import Sight
from ..tools.target import Hint, Target
from .exactly import Answer, says, shows_words
from .reader.claim import Shows
from .reader.times import moment_in, time_in
from .sighted import evidence_at, evidence_in, named, read_in, widget_at
from .state import Verdict
from .values import Spot, spots_of


def shown(claim: Shows, sight: Sight) -> Verdict:
    spots = spots_of(claim.thing, sight)
    if not spots:
        nearest = find(sight, claim.thing).targets[:1]
        more = f"; nearest is {named(nearest[0])}" if nearest else ""
        return Verdict("wrong", f"{claim.thing} is not there{more}", evidence_at(sight, nearest))
    verdicts = [_at_spot(claim, spot, sight) for spot in spots]
    if len({verdict.status for verdict in verdicts}) == 1:
        return verdicts[0]
    several = " and ".join(f'"{spot.text}"' for spot in spots[:3])
    evidence = tuple(part for verdict in verdicts for part in verdict.evidence)
    return Verdict("unsure", f"{claim.thing} may be any of several that show {several}; say which", evidence)


def _at_spot(claim: Shows, spot: Spot, sight: Sight) -> Verdict:
    if spot.target is not None and not claim.part:
        return by_shows(sight, spot.target, claim.value, does=claim.does)
    answer = _contains(claim.value, spot, sight) if claim.part else _is(claim.value, spot, sight)
    evidence = evidence_in(sight, spot.name, spot.box)
    verb = "contain" if claim.part else "show"
    if answer == "unsure":
        read = f'it is read as "{_text(spot, sight)}"'
        why = f'it cannot be told from the picture whether {spot.name} {verb}s "{claim.value}"; {read}'
        return Verdict("unsure", why, evidence)
    is_so = (answer == "yes") is claim.does
    does = f"{verb}s" if answer == "yes" else f"does not {verb}"
    instead = "" if answer == "yes" else f'; it shows "{_text(spot, sight)}"'
    return Verdict("confirmed" if is_so else "wrong", f'{spot.name} {does} "{claim.value}"{instead}', evidence)


def _text(spot: Spot, sight: Sight) -> str:
    return spot.text or read_in(sight, spot.box)


def _is(value: str, spot: Spot, sight: Sight) -> Answer:
    if not value:
        return "yes" if not spot.text else "no"
    return "yes" if " ".join(spot.text.split()) == " ".join(value.split()) else shows_words(value, spot.box, sight)


def _contains(value: str, spot: Spot, sight: Sight) -> Answer:
    """Among the words that stand there; what was read otherwise is compared with the picture."""
    if spot.target is not None and spot.target.hint is not None and says(spot.target.hint.value, value):
        return shows_words(value, spot.box, sight)
    if says(_text(spot, sight), value):
        return "yes"
    near = [each.box for each in texts_of(sight, Phrase(value, exact=True)) if spot.box.grow(2).contains(each.box.center)]
    answers = [shows_words(value, box, sight) for box in near]
    return "yes" if "yes" in answers else "unsure" if "unsure" in answers else "no"


def by_shows(sight: Sight, target: Target, value: str, *, does: bool = True, masked: bool | None = None) -> Verdict:
    """Whether exactly this text stands at a target; a hint may settle what pixels leave open, never more."""
    hint = None if target.hint is None else as_shown(target.hint, value)
    answer = shows(sight.frame, target.box, value, hint_value=hint, masked=masked)
    evidence = evidence_at(sight, [target])
    said = "•" * len(value) if masked else f'"{value}"'
    if answer == "yes" and hint is None and _is_example(sight, target, value):
        why = f"{named(target)} is empty; {said} stands there faintly, as an example"
        return Verdict("wrong" if does else "unsure", why, evidence)
    if answer == "unsure" and masked and target.hint is not None and target.hint.value == _dots(value):
        return Verdict("confirmed", f"{named(target)} shows a dot for each letter, as far as it is wide enough", evidence)
    if answer == "unsure":
        return Verdict("unsure", f"it cannot be told from the picture whether {named(target)} shows {said}", evidence)
    instead = "" if answer == "yes" else f'; it shows "{read_in(sight, target.box)}"'
    is_so = (answer == "yes") is does
    return Verdict(
        "confirmed" if is_so else "wrong",
        f"{named(target)} {'shows' if answer == 'yes' else 'does not show'} {said}{instead}",
        evidence,
    )


def _is_example(sight: Sight, target: Target, value: str) -> bool:
    """Whether it is faint, as what an empty field shows for an example."""
    widget = widget_at(sight, target.box)
    return widget is not None and not widget.value and "".join(widget.placeholder.split()) == "".join(value.split())


def as_shown(hint: Hint, value: str) -> str:
    """What a hint says of a field, as the field shows it: days and times are told in one way, and shown in many."""
    if hint.role not in ("date", "time") or not hint.value:
        return hint.value
    days, clock = moment_in(hint.value.replace("T", " "))
    wanted, wanted_clock = moment_in(value)
    is_same = (
        bool(set(days) & set(wanted)) and clock == wanted_clock if days else time_in(hint.value) == time_in(value) is not None
    )
    return value if is_same else hint.value


def _dots(value: str) -> str:
    """As a hint tells of what is hidden: how long it is."""
    return "•" * (len(value.encode("utf-16-le")) // 2)
