"""Submitting: a form that was filled in is not sent off while a field that must have a value has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...tools.errors import NotFound
from ...tools.find import parse_phrase
from ...tools.find.wording import tokens_of
from ...tools.target import Target
from ..state import Goal, Situation
from ..wording import risk_of
from . import steps
from .fields import Fields
from .fill import Filling
from .parse import parse_steps

SENDS = frozenset(
    """
    save next continue proceed join log login sign go finish done ok
    speichern weiter fertig einloggen enregistrer suivant continuer terminer connexion guardar siguiente continuar entrar
    zapisz dalej kontynuuj zaloguj gotowe 保存 下一步 继续 登录 完成
    """.split()  # noqa: SIM905
)
"""Beside the words of risk: what sends a form off, or asks whether it is complete."""


class Unfinished(NotFound):
    """A form lacks something; scrolling on does not help."""


def refuse_unfinished(situation: Situation, filled: dict[int, Filling], targets: Sequence[Target] = ()) -> None:
    """Before a button is pressed; with no target, before Enter is."""
    before = [at for at in filled if at < situation.at]
    if not before or (targets and not any(_sends(target) for target in targets)):
        return
    at = max(before)
    fields = Fields.of(situation.sight)
    lacks = filled[at].still_lacking(fields, _touched(situation.plan[at + 1 : situation.at]))
    if lacks:
        raise Unfinished(
            f"not sent, because there is no value for: {', '.join(lacks)} (required); "
            f'give one, or send it all the same by giving it as "": {{"{lacks[0]}": ""}}'
        )


def _sends(target: Target) -> bool:
    said = f"{target.words} {target.hint.name if target.hint else ''}"
    tokens = tokens_of(said)
    return bool(risk_of(said) or SENDS.intersection(tokens))


def _touched(parts: Sequence[Goal]) -> Iterator[str]:
    """What steps after the filling spoke of: whatever it was, somebody has seen to it."""
    for part in parts:
        for step in parse_steps(part.words):
            for name in _names_of(step):
                yield parse_phrase(name).words or name


def _names_of(step: steps.Step) -> tuple[str, ...]:
    match step:
        case steps.Enter() | steps.Append() | steps.Clear() | steps.Select() | steps.Upload() | steps.Click():
            return (step.thing,)
        case steps.Tick():
            return step.names.each
        case steps.Fill():
            return tuple(key for key, _ in step.values)
        case _:
            return ()
