"""The looks by name, and which of them form the report set."""

from __future__ import annotations

from collections.abc import Sequence

from .....tools.errors import BadInput
from ..look import Look
from .bootstrap import Bootstrap, BootstrapDark
from .drawn import Drawn

LOOKS: dict[str, type[Look]] = {look.name: look for look in (Look, Bootstrap, BootstrapDark, Drawn)}


def looks_named(names: Sequence[str]) -> dict[str, type[Look]]:
    """By their own names, or "tuned", "untuned" and "all" for many."""
    found: dict[str, type[Look]] = {}
    for name in names:
        many = {key: look for key, look in LOOKS.items() if name == "all" or name == ("tuned" if look.tuned else "untuned")}
        if not many and name not in LOOKS:
            raise BadInput(f'there is no look "{name}"; there are: tuned, untuned, all, {", ".join(LOOKS)}')
        found |= many or {name: LOOKS[name]}
    return found
