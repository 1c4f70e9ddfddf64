"""Params: values that were typed, by names made of their fields' labels; and words in which such a value stands again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...agent.reader.parse import parse_steps
from ...agent.reader.quotes import set_aside
from ...tools.errors import BadInput
from ...tools.find.wording import Wording
from ..inputs import Inputs

LEAST = 4
"""Letters of a value that is looked for in other words; what is shorter stands in many by chance."""
NAMELESS = "value"

_WHOLE = r"(?P<before>(?:click|double-click|right-click|hover over|in the row of) ){value}$"


@dataclass(eq=False)
class Params:
    values: dict[str, str] = field(default_factory=dict[str, str])
    secrets: list[str] = field(default_factory=list[str])
    """Names alone; what they stand for was never told."""

    def name_for(self, label: str, value: str) -> str:
        """The same for the same value of the same label."""
        name = _slug(label)
        names = [name, *(f"{name}_{number}" for number in range(2, 1000))]
        free = next(each for each in names if each not in self.secrets and self.values.get(each, value) == value)
        self.values[free] = value
        return free

    def secret_for(self, label: str) -> str:
        name = _slug(label)
        while name in self.values:
            name = f"{name}_secret"
        if name not in self.secrets:
            self.secrets.append(name)
        return name

    def woven(self, step: str) -> str:
        """The step with the names of values in their place, where it then still means the same."""
        masked, pieces = set_aside(step)
        for name, value in sorted(self.values.items(), key=lambda pair: -len(pair[1])):
            if len(value) < LEAST or "\n" in value:
                continue
            found = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
            for piece in pieces.all:
                if piece.kind == "quote" and found.search(piece.inner) and "{" not in piece.inner:
                    step = step.replace(piece.written, found.sub(f"{{{name}}}", piece.written))
            if re.search(_WHOLE.format(value=re.escape(value)), masked):
                step = re.sub(_WHOLE.format(value=re.escape(value)), rf"\g<before>{{{name}}}", step)
        return step

    def filled(self, step: str) -> str:
        """The step as it is when it is played."""
        secrets = {name: f"‹{name}›" for name in self.secrets}
        return Inputs({**secrets, **self.values}).in_words(step)

    def is_understood(self, step: str) -> bool:
        """Whether it is one step that the reader can follow."""
        try:
            return len(parse_steps(self.filled(step))) == 1
        except BadInput:
            return False


def _slug(label: str) -> str:
    words = re.sub(r"\W+", "_", Wording.of(label).bare.casefold()).strip("_")[:40].strip("_")
    return f"{NAMELESS}_{words}" if words[:1].isdigit() else words or NAMELESS
