"""Ground: the words of a step to the one thing on the screen that they mean, or an error that says what there is instead."""

from __future__ import annotations

from collections.abc import Sequence

from ...tools.errors import Ambiguous, NotFound
from ...tools.find import Found, find
from ...tools.sight import Sight
from ...tools.target import Target
from ...tools.widgets.widget import Widget

WRITTEN = ("field", "text area", "number field", "date", "time", "select", "list", "slider", "color")
TICKED = ("checkbox", "radio", "switch", "option", "menu checkbox", "menu radio")
SAME = 0.5
RIVAL = 0.1
"""What fits so much worse is no rival."""


def one(sight: Sight, thing: str, kinds: Sequence[str] = ()) -> Target:
    """The one thing that is meant; of several alike the one of a kind that fits the step."""
    found = find(sight, thing)
    if found.target is not None and (not kinds or found.target.kind in kinds):
        return found.target
    for kind in kinds:
        of_kind = find(sight, thing, kind=kind)
        if of_kind.target is not None:
            return of_kind.target
    if found.target is not None:
        return found.target
    if found.outcome == "ambiguous" and _stands_out(found):
        return found.targets[0]
    if found.outcome == "ambiguous":
        raise Ambiguous(
            f"{thing} may be any of {len(found.targets)} things: {_named(found)}; say which, as in: the second {thing}"
        )
    texts = find(sight, thing, kind="text")
    if texts.target is not None:
        return texts.target
    nearest = f"; nearest is {_named(found)}" if found.targets else ""
    raise NotFound(f"{thing} is not to be seen{nearest}")


def _stands_out(found: Found) -> bool:
    """Whether the doubt is only how well it was seen: no other thing is meant as well. What is done to it is proven anyway."""
    best, *others = found.targets
    return all(best.score - other.score > RIVAL for other in others)


def several(sight: Sight, thing: str) -> tuple[Target, ...]:
    """All that are meant by words such as `all checkboxes`; one where one is meant."""
    found = find(sight, thing)
    if found.outcome == "one":
        return found.targets if thing.casefold().startswith(("all ", "both ", "every ", "each ")) else found.targets[:1]
    return (one(sight, thing),)


def widget_of(sight: Sight, target: Target) -> Widget | None:
    overlaps = [(widget.box.overlap(target.box), at) for at, widget in enumerate(sight.widgets)]
    best, at = max(overlaps, default=(0.0, -1))
    return sight.widgets[at] if best >= SAME else None


def _named(found: Found) -> str:
    return ", ".join(f'"{target.words}" ({target.kind})' for target in found.targets[:3])
