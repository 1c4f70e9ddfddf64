"""What is read off the screen into the results: the first time all of it is looked through, then only the place where it stood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handeye.agent.forms.form import Spot
from handeye.tasks.forms.captured import captured
from handeye.tools.browser import Browser, BrowserOptions

from ...agent.forms.filling import CountingLooker
from ...tools.conftest import Loop

WANTED = {"number": "Reference number"}
STYLE = "<style>body { font: 16px sans-serif; margin: 30px } dt { font-weight: bold } td { padding: 4px 30px 4px 0 }</style>"
PAGES = {
    "in one line": "<h1>Thank you, {name}</h1><p>You are registered.</p><p>Reference number {number}</p>",
    "behind a colon": "<h1>Thank you</h1><p>Reference number: {number}</p><p>Keep it, {name}.</p>",
    "below": "<h1>Thank you, {name}</h1><dl><dt>Reference number</dt><dd>{number}</dd><dt>Name</dt><dd>{name}</dd></dl>",
    "beside": "<table><tr><td>Reference number<td>{number}<td>Seats<td>4<tr><td>Name<td>{name}<td>Day<td>2</table>",
}


class Reading:
    """One browser for all tests of this file."""

    def __init__(self, loop: Loop, browser: Browser) -> None:
        self.run, self.browser = loop.run, browser
        self.spots: dict[str, Spot] = {}
        self.looks = 0

    def of(self, html: str) -> dict[str, str]:
        async def read() -> dict[str, str]:
            await self.browser.page.set_content(STYLE + html)
            looker = CountingLooker(self.browser)
            try:
                found = await captured(WANTED, await looker.look(), self.spots)
            finally:
                looker.close()
            self.looks = looker.read_count + looker.seen_count
            return found

        return self.run(read())


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Loop, Browser]]:
    loop, browser = Loop(), Browser(BrowserOptions())
    loop.run(browser.open())
    yield loop, browser
    loop.run(browser.close())
    loop.close()


@pytest.fixture
def reading(opened: tuple[Loop, Browser]) -> Reading:
    return Reading(*opened)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_from_the_second_on_only_its_place_is_read(reading: Reading, page: str) -> None:
    assert reading.of(page.format(name="Ada", number="A-70001")) == {"number": "A-70001"}
    assert reading.looks > 0
    for name, number in (("Grace Hopper", "A-70002"), ("Zoë", "B-1"), ("Lin", "C-123456789")):
        assert reading.of(page.format(name=name, number=number)) == {"number": number}
        assert reading.looks == 0


def test_where_its_label_stands_elsewhere_it_is_looked_for_anew(reading: Reading) -> None:
    page = PAGES["in one line"]
    reading.of(page.format(name="Ada", number="A-70001"))
    assert reading.of("<p>News of today</p>" + page.format(name="Ada", number="A-70002")) == {"number": "A-70002"}
    assert reading.looks > 0
    assert reading.of("<p>News of today</p>" + page.format(name="Lin", number="A-70003")) == {"number": "A-70003"}
    assert reading.looks == 0


def test_where_it_is_not_to_be_seen_it_stays_empty(reading: Reading) -> None:
    page = PAGES["in one line"]
    reading.of(page.format(name="Ada", number="A-70001"))
    assert reading.of(page.format(name="Ada", number="")) == {}
    assert reading.of("<h1>Thank you</h1>") == {}
