"""Secrets: from a file that only its owner may read, and from HANDEYE_SECRET_*; said `{name}` in a task.

mail password: hunter2                      # mail.yaml, mode 0600; typed on the run's own hosts
pin: {value: "0471", hosts: [bank.example.org], fields: [PIN]}
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ..agent.secret import Secret
from ..tools.errors import BadInput
from ..tools.hosts import parse_host
from .yaml_text import load

FROM_ENVIRONMENT = "HANDEYE_SECRET_"


class Kept(BaseModel):
    """One secret as it is written down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Annotated[str, Field(min_length=1, coerce_numbers_to_str=True)]
    hosts: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


_FILE = TypeAdapter(dict[str, Kept])


def read_secrets(file: Path | None, environ: Mapping[str, str]) -> tuple[Secret, ...]:
    """Those of the environment, and those of the file, which win where both have one of a name."""
    found = {
        name.removeprefix(FROM_ENVIRONMENT).lower(): Secret(name.removeprefix(FROM_ENVIRONMENT).lower(), value)
        for name, value in environ.items()
        if name.startswith(FROM_ENVIRONMENT) and value and name != FROM_ENVIRONMENT
    }
    if file is not None:
        found |= {name: Secret(name, kept.value, kept.hosts, kept.fields) for name, kept in _from_file(file).items()}
    return tuple(found.values())


def _from_file(file: Path) -> dict[str, Kept]:
    try:
        mode = file.stat().st_mode
        said = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the secrets in {file} cannot be read: {error}") from None
    if mode & 0o077:
        raise BadInput(f"others may read the secrets in {file}; make them yours alone: chmod 600 {file}")
    told: Any
    try:
        told = load(said) or {}
    except yaml.YAMLError:
        raise BadInput(f"{file} is not YAML; write one secret a line, such as: password: hunter2") from None
    if not isinstance(told, dict):
        raise BadInput(f"{file} holds no names; write one secret a line, such as: password: hunter2")
    each_said = cast("dict[object, Any]", told).items()
    pairs: dict[str, Any] = {str(name): each if isinstance(each, dict) else {"value": each} for name, each in each_said}
    try:
        secrets = _FILE.validate_python(pairs)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = " ".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{file}: {place}: {first['msg'].lower()}; a secret has a value, and may have hosts and fields"
        ) from None
    for kept in secrets.values():
        for host in kept.hosts:
            parse_host(host)
    return secrets
