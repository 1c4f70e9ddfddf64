"""Networks: those of our own, each opened once."""

from __future__ import annotations

import functools
from importlib.resources import as_file, files
from typing import Any

from ..reading.recogniser import open_session


@functools.cache
def network(name: str) -> Any:
    with as_file(files(__name__.rpartition(".")[0]) / f"{name}.onnx") as path:
        return open_session(path)
