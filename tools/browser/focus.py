"""Whose document the keys go to; only the documents that may have them are asked, because others could lie."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

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


async def _has_it(frame: Frame) -> bool:
    from playwright.async_api import Error

    try:
        return bool(await asyncio.wait_for(frame.evaluate(_HAS_IT), ASKED_S))
    except (Error, TimeoutError):
        return False
