"""Parse: what a model replied → a thought, a line of what it does, and typed calls; forgiving in form, strict in substance.

Thought: The form wants a name first.
Action: Click the Name field.
<tool_call>
{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [412, 305]}}
</tool_call>
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import ValidationError

from ...tools.errors import nearest
from ..models.model import Reply
from .badreply import BadReply, complaint, short
from .calls import Call, actions_of
from .dialect import CLOSES, COMPUTER_USE, OPENS, THOUGHT, THOUGHT_ENDS, TOLD
from .functions import EVERY, Function
from .lenient import NotJson, Value, read_value
from .slips import straightened

MOST_CALLS = 40
LONGEST = 60_000
"""Characters of a reply; more is a model that has lost its way."""
_LINE = 300
_BEFORE = re.compile(r"[\s`]*(?:json\s)?\s*")
_REST = re.compile(r"[\s}\]\"'`,;]*")
"""What may stray before and after a call."""
_BARE = re.compile(r"^[ \t]*(?:```\w*\s*)?(?:\[\s*)?(?=\{)", re.MULTILINE)
"""Where a call without tags may begin: on a line of its own, so that one that is quoted in a thought is none."""
_SAID = re.compile(r"^[ \t*_#]*(Thought|Action)[*_]*[ \t]*:(.*)$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    calls: tuple[Call, ...]
    thought: str = ""
    action: str = ""
    """What the model says it does, in a line."""


def parse_reply(reply: Reply, functions: Sequence[Function] = EVERY) -> Said:
    """All calls in order, or BadReply where any one of them is not among `functions` to the letter."""
    # What came of it is for the screen to tell: all that a model says after telling so itself, it imagined.
    text = spoken(reply).partition(TOLD)[0]
    head, values = _called(text)
    if not values:
        raise BadReply("no_call", f'there is no call in the reply; end it with {OPENS}{{"name": …, "arguments": …}}{CLOSES}')
    if len(values) > MOST_CALLS:
        raise BadReply("bad_argument", f"{len(values)} calls are too many; make one, see what it does, and go on")
    calls = tuple(_call(value, functions) for value in values)
    return Said(calls, line_of(head, "thought"), line_of(head, "action"))


def line_of(text: str, kind: Literal["thought", "action"]) -> str:
    """What a reply says after `Thought:` or `Action:`."""
    said = [words for name, words in _SAID.findall(text) if name.casefold() == kind]
    return short(said[-1].strip(" \t*_\"'"), _LINE) if said else ""


def spoken(reply: Reply) -> str:
    """The whole of what it says after all thinking; BadReply where it was cut off, for then it says nothing yet."""
    if reply.finish == "length":
        raise BadReply("cut_off", "the reply was cut off before it ended; reply in fewer words")
    if len(reply.text) > LONGEST:
        raise BadReply("cut_off", "the reply never comes to an end; reply in fewer words")
    return without_thoughts(reply.text.encode("utf-8", "replace").decode())


def without_thoughts(text: str) -> str:
    _, ends, after = text.rpartition(THOUGHT_ENDS)
    if not ends and THOUGHT in text.partition(OPENS)[0]:
        raise BadReply("cut_off", "the reply was cut off while it was still thinking; think less and reply")
    return after if ends else text


def _called(text: str) -> tuple[str, list[Value]]:
    """What stands before the first call, and what is called."""
    if OPENS in text:
        return text[: text.index(OPENS)], list(_tagged(text))
    first = next((match.start() for match in _BARE.finditer(text)), len(text))
    return text[:first], list(_bare(text))


def _tagged(text: str) -> Iterator[Value]:
    at = text.find(OPENS)
    while at >= 0:
        at += len(OPENS)
        ends = _body_ends(text, at)
        while True:
            at = _past(_BEFORE, text, at)
            value, at = _value(text, at, ends, may_lack_brackets=text.startswith(CLOSES, ends))
            yield from _flat(value)
            at, ends = _past(_REST, text, at), _body_ends(text, at)
            if at >= ends:
                break
        at = text.find(OPENS, at)


def _body_ends(text: str, at: int) -> int:
    return min(end for end in (text.find(CLOSES, at), text.find(OPENS, at), len(text)) if end >= 0)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _bare(text: str) -> Iterator[Value]:
    at = 0
    while begins := _BARE.search(text, at):
        at = begins.end()
        while text.startswith("{", at):
            value, at = _value(text, at, len(text))
            yield value
            at = _past(_REST, text, at)


def _value(text: str, at: int, end: int, *, may_lack_brackets: bool = False) -> tuple[Value, int]:
    try:
        return read_value(text, at, end, may_lack_brackets=may_lack_brackets)
    except NotJson as error:
        raise BadReply("not_json", f"the call is not JSON: {short(error)}") from None


def _flat(value: Value) -> Iterator[Value]:
    if isinstance(value, list):
        yield from value
    else:
        yield value


def _call(value: Value, functions: Iterable[Function]) -> Call:
    name, arguments = _parts(value)
    function = next((each for each in functions if each.name == name), None)
    if function is None:
        known = [each.name for each in functions]
        raise BadReply(
            "unknown_function", f'no function "{short(name, 40)}".{nearest(name[:40], known)} Known: {", ".join(known)}'
        )
    kind = _kind(function, arguments.get("action"))
    said = f"{name} {arguments['action']}" if actions_of(kind) else name
    try:
        return kind.model_validate(arguments)
    except ValidationError as error:
        raise BadReply("bad_argument", f"{said}: {complaint(error)}") from None


def _parts(value: Value) -> tuple[str, dict[str, Value]]:
    """Bare arguments are of the function that the model was trained on."""
    match value:
        case {"name": str(name), "arguments": arguments, **rest} if not rest:
            pass
        case {"action": str(), **rest} if not {"name", "arguments"} & rest.keys():
            name, arguments = cast("str", COMPUTER_USE["name"]), value
        case _:
            raise BadReply("no_call", f'a call is {{"name": …, "arguments": {{…}}}} and nothing else, not {short(value, 60)}')
    if isinstance(arguments, str):
        arguments, _ = _value(arguments, 0, len(arguments))
    if not isinstance(arguments, dict):
        raise BadReply("bad_argument", f"{short(name, 40)}: the arguments are a JSON object")
    return name.strip(" \"'"), straightened(arguments)


def _kind(function: Function, action: Value) -> type[Call]:
    known = {said: kind for kind in function.kinds for said in actions_of(kind)}
    if not known:
        return function.kinds[0]
    if not isinstance(action, str) or action not in known:
        said = short(action, 40) if action is not None else ""
        raise BadReply(
            "unknown_action", f'{function.name}: no action "{said}".{nearest(said, known)} Known: {", ".join(known)}'
        )
    return known[action]
