"""Parse: sentences to steps, all of them or none; what is not understood is refused with the nearest form that works.

    parse_steps('open localhost:8000, type "Ada" into Name and press Save')
    → (Open("localhost:8000"), Enter("Ada", "Name"), Click("Save"))

A comma, "and" or a full stop ends a step where a verb follows; otherwise it belongs to a list or a name. `;`, "then" and a new
line always end one. A bare value holds no comma; in quotes it may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .claim import Claim
from .claiming import claims_of
from .filling import KEY, THE_FORM
from .form import Form
from .forms import VERBS, forms_of, most_alike, nearest_form
from .parts import IN_QUOTES
from .quotes import Pieces, set_aside
from .refusal import NotUnderstood
from .steps import Append, Enter, Step

_POLITE = (
    r"(?:(?:please|kindly|now|next|first|firstly|finally|lastly|also|just|simply|afterwards|after that|and|"
    r"(?:could|can|would|will) you|i(?: want|['’]d like| would like) you to|"
    r"you (?:should|must|need to|have to)|let['’]s)[,:]? +){0,6}"
)
_VERB = rf"(?:{'|'.join(re.escape(verb) for verb in VERBS)})(?![\w:-])"
_BEGINS = rf"{_POLITE}(?:go back(?![\w:-])|{_VERB}(?= (?!and\b|then\b)[^\s,;]))"
_HARD = re.compile(
    r"(?<![\s,.])[\s,.]*(?:[;\n][\s,;]*(?:and\s+)?(?:then\b[,:]?\s*)?|(?:(?<=[\s,.])|^)(?:and\s+)?then\b[,:]?\s+)", re.I
)
"""`;`, new lines and "then", with the commas and full stops around them."""
_SOFT = re.compile(rf"(?: ?, ?(?:and )?| and |[.!?] (?:and )?)(?={_BEGINS})", re.I)
"""What ends a step only where a verb with something behind it follows."""
_START = re.compile(rf"{_POLITE}(?P<verb>{_VERB})\s*", re.I)
_ONLY_POLITE = re.compile(rf"{_POLITE.replace('[,:]? +', '[,:]?(?: +|$)')}[\s.,!?]*", re.I)
_BULLET = re.compile(r"\A\s*(?:[-*•]|\d{1,3}[.)])\s+")
_THANKS = re.compile(r", ?(?:please|thanks|thank you)[.!? ]*$", re.I)
_FORM = re.compile(rf"{_POLITE}fill (?:in |out )?{THE_FORM}\b(?: with)?:?", re.I)
_KEY = re.compile(KEY)
_DANGLING = re.compile(rf"(?: ?, ?(?:and )?| and )(?P<words>{_POLITE}{_VERB})[.!?]*$", re.I)


def parse_steps(text: str) -> tuple[Step, ...]:
    """All the steps that a text asks for, before anything is touched."""
    masked, pieces = _apart(text, nearest_form(text))
    steps: list[Step] = []
    before = ""
    for said in _sentences(masked):
        written = pieces.written(said).strip()
        steps += (replace(step, said=written) for step in _read(said, pieces, before))
        before = written
    if not steps:
        raise NotUnderstood(text.strip(), "there is no step in it", str(nearest_form(text)))
    return tuple(steps)


def parse_claims(text: str) -> tuple[Claim, ...]:
    """What is claimed of the screen: `'Saved' is visible`."""
    form = most_alike(text, forms_of("verify"))
    masked, pieces = _apart(text, form)
    try:
        return claims_of(" ".join(masked.split()), pieces)
    except NotUnderstood as error:
        raise NotUnderstood(error.words or text, error.why, str(form)) from None


def _apart(text: str, form: Form) -> tuple[str, Pieces]:
    try:
        return set_aside(text)
    except NotUnderstood as error:
        raise error.near(str(form)) from None


def _sentences(masked: str) -> Iterator[str]:
    """The words of each step."""
    for line in _lines(masked):
        for said in _SOFT.split(line):
            said = _THANKS.sub("", said.strip(" ,"))
            if not _ONLY_POLITE.fullmatch(said):
                yield said


def _lines(masked: str) -> Iterator[str]:
    """What `;`, "then" and new lines divide; the pairs of a form stay with it."""
    waiting = ""
    for part in _HARD.split(masked):
        said = _BULLET.sub("", part).strip()
        if waiting and _KEY.match(said):
            waiting += f"{'' if _FORM.fullmatch(waiting) else ','} {said}"
            continue
        yield waiting
        waiting = said if _FORM.match(said) else ""
        yield "" if waiting else said
    yield waiting


def _read(said: str, pieces: Pieces, before: str) -> tuple[Step, ...]:
    found = _START.match(said)
    if not found:
        raise NotUnderstood(pieces.written(said), "", str(nearest_form(said, before)))
    verb, tail = found["verb"].casefold(), said[found.end() :].strip()
    known = forms_of(verb)
    for form in known:
        try:
            steps = form.read(tail, pieces)
        except NotUnderstood as error:
            alike = tuple(each for each in known if each.read == form.read)
            words = error.words.strip() or pieces.written(said)
            raise NotUnderstood(words, error.why, str(most_alike(pieces.written(said), alike))) from None
        if steps and (dangling := _DANGLING.search(said)) and any(isinstance(step, Enter | Append) for step in steps):
            raise NotUnderstood(dangling["words"], f"a step that lacks its rest; if it is text, {IN_QUOTES}", str(form))
        if steps:
            return steps
    raise NotUnderstood(pieces.written(said), "", str(most_alike(pieces.written(said), known)))
