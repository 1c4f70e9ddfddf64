"""Landings: random clicks, drags, scrolls and texts on hard pages, each held against what the page received.

landings = asyncio.run(land(seed=1, count=2000))
print(landings.landed, "of", landings.count, *landings.misses, sep="\\n")
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from ....tools.action import Goto
from ....tools.browser import Browser, BrowserOptions
from ....tools.computer import opened
from ....tools.errors import HandeyeError
from ....tools.geometry import Size
from ....tools.motion import settle
from .clicks import land_batch, land_click
from .drags import land_handle, land_parcel, land_selection, land_slider
from .rooms import draw_page
from .scrolls import land_scroll
from .server import serving
from .typed import land_text
from .visit import Landing, Visit
from .witness import Witness

SCREENS = ((1.0, Size(641, 481)), (1.25, Size(543, 407)), (1.5, Size(487, 361)), (2.0, Size(401, 301)), (3.0, Size(321, 241)))
"""Scales, with sizes that make odd, fractional pictures."""

Land = Callable[[Visit], Awaitable[list[Landing]]]
_KINDS: tuple[tuple[Land, int], ...] = (
    (land_click, 24), (land_batch, 11), (land_scroll, 18), (land_text, 18),
    (land_handle, 9), (land_slider, 6), (land_selection, 12), (land_parcel, 8),
)  # fmt: skip
"""What is tried how often; not every page has something for each."""


@dataclass(frozen=True)
class Landings:
    count: int
    landed: int
    seen: int
    """Of how many the picture showed the very element that was hit."""
    misses: tuple[str, ...]
    kinds: dict[str, int]
    """How many there were of each."""


async def land(
    seed: int = 1,
    count: int = 2000,
    *,
    per_page: int = 20,
    pages: Iterable[int] | None = None,
    hands: type[Browser] = Browser,
    landed: Callable[[int], None] = lambda _: None,
) -> Landings:
    """Lands `count` times; or, with `pages`, on the pages of these numbers, as a miss names them.

    `hands` are those that are tried; `landed` hears how many landings were done so far."""
    documents: dict[str, str] = {}
    numbers = list(range(-(-count // per_page))) if pages is None else list(pages)
    done: list[tuple[str, Landing]] = []
    with serving(documents) as hosts:
        for screen, (scale, size) in enumerate(SCREENS):
            mine = [number for number in numbers if number % len(SCREENS) == screen]
            if not mine:
                continue
            async with opened(hands(BrowserOptions(size=size, scale=scale))) as browser:
                for number in mine:
                    wanted = per_page if pages is not None else min(per_page, count - number * per_page)
                    visit = await _arrive(browser, seed, number, documents, hosts)
                    where = f"seed {seed}, page {number}, scale {scale:g}"
                    done += [(where, landing) for landing in await _land_often(visit, wanted)]
                    landed(len(done))
    return _added_up(done)


async def _arrive(browser: Browser, seed: int, number: int, documents: dict[str, str], hosts: tuple[str, str]) -> Visit:
    rng = random.Random(f"{seed}:{number}")
    page, path = draw_page(rng, browser.options.size, f"/{number}", hosts)
    documents.clear()
    documents.update(page.documents)
    await browser.do(Goto(hosts[0] + path))
    witness = Witness(browser.page)
    await witness.ready()
    await settle(browser.look, browser.watch)
    return Visit(browser, witness, page, rng, await witness.pixel_ratio(), await witness.report())


async def _land_often(visit: Visit, wanted: int) -> list[Landing]:
    kinds, weights = zip(*_KINDS, strict=True)
    done: list[Landing] = []
    while len(done) < wanted:
        done += await _land(visit.rng.choices(kinds, weights)[0], visit)
    return done[:wanted]


async def _land(kind: Land, visit: Visit) -> list[Landing]:
    """What a page has nothing for is no landing; what was refused is one that missed."""
    try:
        if late := await visit.begin():
            return [Landing("late", late)]
        return await kind(visit)
    except HandeyeError as error:
        visit.before = await visit.witness.report()
        return [Landing(kind.__name__.removeprefix("land_"), f"{type(error).__name__}: {error}")]


def _added_up(done: list[tuple[str, Landing]]) -> Landings:
    misses = tuple(f"{where}: {landing.what}: {landing.wrong}" for where, landing in done if landing.wrong)
    kinds = Counter(landing.what.split()[0] for _, landing in done)
    return Landings(len(done), len(done) - len(misses), sum(landing.seen for _, landing in done), misses, dict(kinds))
