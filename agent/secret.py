"""Secret: what only the hands may know: everybody else says `‹its name›`, and where it may be typed is part of it.

secrets = Secrets([Secret("password", "hunter2!", hosts=("mail.example.org",))])
secrets.reveal("‹password›")        # "hunter2!"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..tools.action import Action, Type
from ..tools.hosts import AllowList
from .spelling import pattern_of

LEAST = 4
_SAID = re.compile("‹([^‹›]+)›")


@dataclass(frozen=True, slots=True)
class Secret:
    name: str
    value: str = field(repr=False)
    hosts: tuple[str, ...] = ()
    """Where it may be typed, and from then on the only places anything may go; the run's own hosts where none is said."""
    fields: tuple[str, ...] = ()
    """Labels of the fields that it may be typed into; any where none is said."""

    @property
    def said(self) -> str:
        """How everybody but the hands says it."""
        return f"‹{self.name}›"

    def may_go_to(self, host: str, port: int) -> bool:
        return not self.hosts or AllowList.parse(self.hosts).permits(host, port)

    def stands_in(self, text: str) -> bool:
        """However it is spelled; what is shorter stands in many a text by chance."""
        return len(self.value) >= LEAST and re.search(pattern_of(self.value), text, re.IGNORECASE) is not None

    def is_for(self, label: str) -> bool:
        """Whether a field of this label may hold it."""
        folded = label.casefold()
        return not self.fields or any(name.casefold() in folded for name in self.fields)


class Secrets:
    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._by_name = {secret.name: secret for secret in secrets}

    def __iter__(self) -> Iterator[Secret]:
        return iter(self._by_name.values())

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def said_in(self, text: str) -> tuple[Secret, ...]:
        """The secrets that a text asks for, and those that it holds: a brain may have read one off the screen."""
        named = set(_SAID.findall(text))
        return tuple(each for each in self if each.name in named or each.stands_in(text))

    def reveal(self, text: str) -> str:
        return _SAID.sub(lambda said: self._by_name[said[1]].value if said[1] in self._by_name else said[0], text)

    def for_hands(self, action: Action) -> Action:
        """The action as it is done; only what is typed can hold a secret."""
        return replace(action, text=self.reveal(action.text)) if isinstance(action, Type) else action
