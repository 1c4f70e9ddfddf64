"""Selecting: an option of the browser's own select by keys alone, none of which can send a form off or go anywhere else."""

from __future__ import annotations

from collections.abc import Sequence

from ...tools import action as do
from ...tools.sight import Sight
from ...tools.target import Hint, Target
from ..state import Holds, Intent
from .intents import focus


def by_keys(sight: Sight, target: Target, hint: Hint, option: str, said: str, *, by_arrows: bool = False) -> list[Intent]:
    """A click opens its list, the keys move in that, and Tab takes what they came to; on a closed one they do the same.
    It is typed for where that is sure to lead there, and takes fewer keys.

    Enter would do so as well, but sends off the form of one that is closed. `by_arrows`: typing did not do."""
    options = hint.options
    here = options.index(hint.value) if hint.value in options else -1
    there = options.index(option)
    typed = "" if by_arrows else letters_to(options, here, there)
    steps = there - here
    keys: list[do.Type | do.Press]
    if typed and (here < 0 or len(typed) < abs(steps)):
        keys = [do.Type(typed)]
    else:
        # From the first one, where it is not known which is chosen.
        home = [do.Press(("home",))] if here < 0 else []
        way = do.Press(("down",) if steps > 0 else ("up",))
        keys = [*home, *([way] * (there if here < 0 else abs(steps)))]
    done = [Intent(_into(key, hint), said, target, None, named=True) for key in keys]
    taken = Intent(_into(do.Press(("tab",)), hint), said, target, Holds(option), named=True)
    return [focus(sight, target, said), *done, taken]


def _into(key: do.Type | do.Press, hint: Hint) -> do.Type | do.Press:
    return do.bind_keys(key, hint) if hint.key else key


def letters_to(options: Sequence[str], here: int, there: int) -> str:
    """The fewest letters, all on a keyboard, that lead a browser from one option to the other; "" where none do."""
    wanted = options[there]
    for count in range(1, len(wanted) + 1):
        letters = wanted[:count]
        if not letters.isascii() or not letters.isprintable() or letters.startswith(" "):
            return ""
        # The same letter again goes on to the next one that begins with it.
        if (count == 1 or len(set(letters.casefold())) > 1) and _leads_to(letters, options, here) == there:
            return letters
    return ""


def _leads_to(letters: str, options: Sequence[str], here: int) -> int:
    """A first letter is looked for behind where it is, and more of them from where the first ones led to."""
    at = here
    for count in range(1, len(letters) + 1):
        first = at + 1 if count == 1 else max(at, 0)
        around = [number % len(options) for number in range(first, first + len(options))]
        begun = letters[:count].casefold()
        at = next((number for number in around if options[number].casefold().startswith(begun)), at)
    return at
