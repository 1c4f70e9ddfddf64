"""Shape: whether words are the JSON value that a schema asks for, or calls of known functions; and if not, why not.

The words of JSON schema that pydantic writes are known; others are let pass, as whoever asked reads the value once more.
"""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from .model import Calls, Json

_FENCED = re.compile(r"\s*```(?:json)?[ \t]*\n(.*?)\n?\s*```\s*", re.DOTALL)
_CALL = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: _is_number(value) and value == math.floor(value),
    "number": lambda value: _is_number(value),
}

_BOUNDS: Mapping[str, tuple[Callable[[float, float], bool], str]] = {
    "minimum": (operator.ge, "is less than"),
    "maximum": (operator.le, "is more than"),
    "exclusiveMinimum": (operator.gt, "is not more than"),
    "exclusiveMaximum": (operator.lt, "is not less than"),
    "multipleOf": (lambda value, step: math.isclose(value / step, round(value / step), abs_tol=1e-9), "is no multiple of"),
}


def json_fault(text: str, asked: Json) -> str:
    """ "" where the whole of it is one value of the schema."""
    try:
        value = read_json(text)
    except ValueError as error:
        return f"it is not one JSON value ({error})"
    return fault(value, asked.schema)


def calls_fault(text: str, asked: Calls) -> str:
    """ "" where it ends in calls, each of a function there is, with arguments of its schema."""
    calls = list(_CALL.finditer(text))
    if not calls:
        return "there is no whole <tool_call>…</tool_call> in it"
    if len(calls) > asked.most:
        return f"there are {len(calls)} calls in it, and only {asked.most} may be"
    if _CALL.sub("", text).count("tool_call>") or text[calls[-1].end() :].strip():
        return "something stands after its last call"
    return next((said for call in calls if (said := _call_fault(call[1], asked))), "")


def unfenced(text: str) -> str:
    """Without the fence that models like to put round a whole answer of code."""
    fenced = _FENCED.fullmatch(text)
    return fenced[1] if fenced else text


def read_json(text: str) -> Any:
    """ValueError for whatever two readers might read as two different values."""
    try:
        value = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half a letter stands in it") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    return value


def fault(value: Any, schema: Any, whole: Any = None, at: str = "") -> str:
    """The first thing that is wrong with a value, in words; "" where nothing is. `whole` is where `$ref`s point into."""
    whole = schema if whole is None else whole
    if isinstance(schema, bool):
        return "" if schema else f"{at or 'it'} may not be there"
    checks = [_general(value, schema, whole, at)]
    if isinstance(value, dict):
        checks.append(_of_object(value, schema, whole, at))
    elif isinstance(value, list):
        checks.append(_of_array(value, schema, whole, at))
    elif isinstance(value, str):
        checks.append(_of_string(value, schema, at))
    elif _is_number(value):
        checks.append(_of_number(value, schema, at))
    return next(chain.from_iterable(checks), "")


def _call_fault(said: str, asked: Calls) -> str:
    try:
        call = read_json(said)
    except ValueError as error:
        return f"a call is not JSON ({error})"
    if not _TYPES["object"](call) or set(call) != {"name", "arguments"}:
        return 'a call is not {"name": …, "arguments": {…}}'
    name = call["name"]
    if not isinstance(name, str) or name not in asked.functions:
        return f"there is no function {json.dumps(name)}, only {', '.join(asked.functions)}"
    return fault(call["arguments"], asked.functions[name], at="arguments")


def _general(value: Any, schema: Any, whole: Any, at: str) -> Iterator[str]:
    where = at or "it"
    if "$ref" in schema:
        yield from _some(fault(value, _resolved(schema, whole), whole, at))
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_TYPES[each](value) for each in types if each in _TYPES):
        yield f"{where} is not of type {' or '.join(types)}"
    if "const" in schema and not _same(value, schema["const"]):
        yield f"{where} is not {json.dumps(schema['const'])}"
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        yield f"{where} is none of {json.dumps(schema['enum'], ensure_ascii=False)}"
    for each in schema.get("allOf", ()):
        yield from _some(fault(value, each, whole, at))
    if "anyOf" in schema and all(fault(value, each, whole, at) for each in schema["anyOf"]):
        yield _closest(value, schema["anyOf"], whole, at)
    if "oneOf" in schema:
        fitting = sum(not fault(value, each, whole, at) for each in schema["oneOf"])
        if not fitting:
            yield _closest(value, schema["oneOf"], whole, at)
        elif fitting > 1:
            yield f"{where} can be read in {fitting} ways"
    if "not" in schema and not fault(value, schema["not"], whole, at):
        yield f"{where} is what it may not be"


def _of_object(value: Any, schema: Any, whole: Any, at: str) -> Iterator[str]:
    where, known = at or "it", schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f'{where} lacks "{name}"'
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", math.inf):
        yield f"{where} has too many or too few members"
    for name, each in value.items():
        place = f"{at}.{name}" if at else name
        asked = [known[name]] if name in known else []
        asked += [patterns[pattern] for pattern in patterns if re.search(pattern, name)]
        for one in asked or [schema.get("additionalProperties", True)]:
            yield from _some(fault(each, one, whole, place))
        yield from _some(fault(name, schema.get("propertyNames", True), whole, place))


def _of_array(value: Any, schema: Any, whole: Any, at: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", math.inf):
        yield f"{at or 'it'} has {len(value)} items"
    if schema.get("uniqueItems") and any(_same(a, b) for n, a in enumerate(value) for b in value[:n]):
        yield f"{at or 'it'} holds something twice"
    first = schema.get("prefixItems", ())
    for n, each in enumerate(value):
        asked = first[n] if n < len(first) else schema.get("items", True)
        yield from _some(fault(each, asked, whole, f"{at}[{n}]"))


def _of_string(value: str, schema: Any, at: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", math.inf):
        yield f"{at or 'it'} has {len(value)} letters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at or 'it'} does not match {schema['pattern']}"


def _of_number(value: float, schema: Any, at: str) -> Iterator[str]:
    for word, (holds, said) in _BOUNDS.items():
        if word in schema and not holds(value, schema[word]):
            yield f"{at or 'it'} {said} {schema[word]}"


def _closest(value: Any, forms: Any, whole: Any, at: str) -> str:
    """What is wrong with it by the form it comes closest to: its kind is the same, else the fault lies deepest."""

    def closeness(form: Any) -> tuple[bool, int]:
        place = fault(value, form, whole, at).partition(" ")[0]
        return _is_of_kind(value, _resolved(form, whole)), place.count(".") + place.count("[")

    return fault(value, max(forms, key=closeness), whole, at)


def _is_of_kind(value: Any, form: Any) -> bool:
    """Whether it has the members that tell this form from others, as `"action": "click"`."""
    known: Mapping[str, Any] = {} if isinstance(form, bool) else form.get("properties", {})
    fixed = {name: each["const"] for name, each in known.items() if "const" in each}
    return bool(fixed) and _TYPES["object"](value) and all(_same(value.get(name), said) for name, said in fixed.items())


def _some(said: str) -> Iterator[str]:
    if said:
        yield said


def _resolved(schema: Any, whole: Any) -> Any:
    """What `{"$ref": "#/$defs/Point"}` points to; a schema that points nowhere is itself."""
    if isinstance(schema, bool) or "$ref" not in schema:
        return schema
    found = whole
    for step in schema["$ref"].removeprefix("#").split("/")[1:]:
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _same(a: Any, b: Any) -> bool:
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands in it twice")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _finite(said: str) -> float:
    value = float(said)
    if not math.isfinite(value):
        raise ValueError(f"{said} is too large")
    return value
