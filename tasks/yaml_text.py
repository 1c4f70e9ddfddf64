"""YAML as people mean it: `on`, `yes` and `0471` are words, and a date stays as it was written."""

from __future__ import annotations

import re
from typing import Any, cast

import yaml


class _Plain(yaml.SafeLoader):
    """Only true, false, null and plain numbers are anything but text."""


_Plain.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", ("n", "~", "")),
    ("int", r"-?(?:0|[1-9]\d*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9]\d*)\.\d+(?:[eE][-+]?\d+)?", "-0123456789"),
):
    cast("Any", _Plain).add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


def load(text: str) -> Any:
    """yaml.YAMLError where it cannot be taken apart."""
    return yaml.load(text, _Plain)


def nodes(text: str) -> yaml.Node | None:
    """The same text taken apart only, each part with the line that it stands on."""
    return cast("yaml.Node | None", yaml.compose(text, _Plain))  # pyright: ignore[reportUnknownMemberType]
