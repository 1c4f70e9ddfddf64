"""Ways: the buttons that lead on from a page of a form: to its next page, or off."""

from __future__ import annotations

from ...tools.errors import Ambiguous, NotFound
from ...tools.find import find
from ...tools.sight import Sight
from ...tools.target import Target

PRESSED = ("button", "link", "icon button", "tab", "clickable")
NEXT = (
    "Next", "Continue", "Next step", "Next page", "Save and continue", "Proceed", "Forward",
    "Weiter", "Fortfahren", "Suivant", "Continuer", "Siguiente", "Continuar", "Dalej", "Kontynuuj", "下一步", "继续",
)  # fmt: skip


def button(sight: Sight, words: str) -> Target | None:
    """What is called so and can be pressed; Ambiguous where several are."""
    found = find(sight, words)
    if found.target is not None and found.target.kind in PRESSED:
        return found.target
    for kind in PRESSED:
        of_kind = find(sight, words, kind=kind)
        if of_kind.target is not None:
            return of_kind.target
        if of_kind.outcome == "ambiguous":
            said = ", ".join(f'"{each.words}"' for each in of_kind.targets[:3])
            raise Ambiguous(f'"{words}" may be any of {len(of_kind.targets)} buttons: {said}; say which')
    return None


def leads_on(sight: Sight, words: str) -> Target | None:
    """The button to the next page: by the words that were said for it, else by one of the usual names."""
    if words:
        return button(sight, words)
    for usual in NEXT:
        named = [
            each
            for each in sight.widgets
            if each.kind in PRESSED and _bare(each.label) == usual.casefold() and "disabled" not in each.state
        ]
        if len(named) == 1:
            return Target(usual, named[0].box, named[0].source, named[0].kind, hint=named[0].hint, score=named[0].score)
    return None


def _bare(label: str) -> str:
    return label.strip(" →»›>.…").casefold()


class NoWay(NotFound):
    """The button that is to be pressed is not there: for no row it will be."""


def no_button(sight: Sight, words: str) -> NoWay:
    there = [each.label for each in sight.widgets if each.kind in PRESSED and each.label]
    seen = f"; there are: {', '.join(dict.fromkeys(there))}" if there else ""
    return NoWay(f'there is no button "{words}"{seen}')
