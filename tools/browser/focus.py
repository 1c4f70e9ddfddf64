"""Where the keys go: into whose document (only those that may have them are asked, for others could lie), and into what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from ..action import Keyed
from ..stale import stray_keys
from .hints import hints_script
from .reach import agree_on_focus

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

ASKED_S = 2.0

_HAS_IT = """() => {
  const inner = root => root.activeElement?.shadowRoot ? inner(root.activeElement.shadowRoot) : root.activeElement;
  return document.hasFocus() && !['IFRAME', 'FRAME', 'OBJECT', 'EMBED'].includes(inner(document)?.tagName);
}"""


async def has_focus(page: Page, permits: Callable[[str], bool]) -> bool:
    """Whether the focus is in a document of the page whose address is permitted."""
    await agree_on_focus(page)
    answers = await asyncio.gather(*(_has_it(frame) for frame in page.frames if permits(frame.url)))
    return any(answers)


async def refuse_stray(page: Page, action: Keyed) -> None:
    """Raises `StaleFrame` unless the keys would go into what they are for."""
    if (meant := action.into) is None:
        return
    asked = {"role": meant.role, "name": meant.name, "key": meant.key}
    said = [each for each in await asyncio.gather(*(_focused(frame, asked) for frame in page.frames)) if each is not None]
    if len(said) != 1:  # only one document can have it: who else says so lies
        raise stray_keys(action, meant, None)
    if said[0]["meant"] is not True:
        raise stray_keys(action, meant, (str(said[0]["role"]), str(said[0]["name"])))


async def _focused(frame: Frame, asked: dict[str, str]) -> dict[str, Any] | None:
    from playwright.async_api import Error

    try:
        said = await asyncio.wait_for(frame.evaluate(hints_script(), asked), ASKED_S)
    except (Error, TimeoutError):
        return None
    return cast("dict[str, Any]", said) if isinstance(said, dict) else None


async def _has_it(frame: Frame) -> bool:
    from playwright.async_api import Error

    try:
        return bool(await asyncio.wait_for(frame.evaluate(_HAS_IT), ASKED_S))
    except (Error, TimeoutError):
        return False
