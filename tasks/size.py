"""Size: a screen's or a page's, as people say it: 1280x720."""

from __future__ import annotations

import re

from ..tools.errors import BadInput
from ..tools.geometry import Size

_SIZE = re.compile(r"([1-9]\d{0,4})\s*[x×]\s*([1-9]\d{0,4})", re.IGNORECASE)


def size_said(said: str) -> Size:
    found = _SIZE.fullmatch(said.strip())
    if found is None:
        raise BadInput(f'"{said}" is not a size; write width x height in px, such as 1280x720')
    return Size(int(found[1]), int(found[2]))
