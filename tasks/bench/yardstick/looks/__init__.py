"""The looks by name, and which of them form the report set."""

from __future__ import annotations

from collections.abc import Sequence

from .....tools.errors import BadInput
from ..look import Look
from .ant import Ant
from .beer import Beer
from .bootstrap import Bootstrap, BootstrapDark
from .bootstrap3 import Bootstrap3
from .bulma import Bulma
from .clarity import Clarity
from .daisy import Daisy
from .drawn import Drawn
from .element import Element
from .fomantic import Fomantic
from .foundation import Foundation, Spectre
from .govuk import Govuk
from .jquery_ui import JqueryUi
from .materialize import Materialize
from .own import Dark, Dense, Floating, HighContrast, Pills, PlaceholderOnly, Underlined
from .patternfly import Patternfly
from .pico import Classless, Pico
from .primer import Primer
from .pure import Pure
from .uikit import Uikit
from .vuetify import Vuetify
from .windows import Windows

_FRAMEWORKS = (
    Look,
    Bootstrap,
    BootstrapDark,
    Bulma,
    Pico,
    Classless,
    Materialize,
    Daisy,
    Foundation,
    Spectre,
    Bootstrap3,
    JqueryUi,
    Pure,
    Windows,
    Ant,
    Element,
    Vuetify,
    Beer,
    Patternfly,
    Primer,
    Clarity,
    Govuk,
    Fomantic,
    Uikit,
)
_OWN = (Drawn, Dark, HighContrast, Dense, Pills, Underlined, Floating, PlaceholderOnly)

LOOKS: dict[str, type[Look]] = {look.name: look for look in (*_FRAMEWORKS, *_OWN)}


def looks_named(names: Sequence[str]) -> dict[str, type[Look]]:
    """By their own names, or "tuned", "untuned" and "all" for many."""
    found: dict[str, type[Look]] = {}
    for name in names:
        many = {key: look for key, look in LOOKS.items() if name == "all" or name == ("tuned" if look.tuned else "untuned")}
        if not many and name not in LOOKS:
            raise BadInput(f'there is no look "{name}"; there are: tuned, untuned, all, {", ".join(LOOKS)}')
        found |= many or {name: LOOKS[name]}
    return found
