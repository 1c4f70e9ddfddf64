"""Touched: the page tells where its own handlers changed something, and takes nothing else for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from handeye.tools.action import Click, bind
from handeye.tools.browser import Browser
from handeye.tools.computer import opened
from handeye.tools.geometry import Box

from .site import Site

STYLE = "<style>*{margin:0} body>*{position:absolute} #b{left:20px;top:20px;width:100px;height:30px} #o{left:300px;top:200px;width:200px;height:40px}</style>"
BUTTON, OUT = Box(20, 20, 100, 30), Box(300, 200, 200, 40)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def touched(url: str, wait_s: float = 0.3, at: Box = BUTTON) -> tuple[Box, ...] | None:
    async def run() -> tuple[Box, ...] | None:
        async with opened(Browser(), url) as browser:
            await asyncio.sleep(wait_s)
            await browser.do(bind(Click(at.center), await browser.look(), at))
            await asyncio.sleep(wait_s)
            return await browser.touched()

    return asyncio.run(run())


@pytest.mark.parametrize(
    "work",
    [
        "o.textContent='Saved'",
        "o.innerHTML='<b style=display:block;width:200px;height:40px>Saved</b>'",
        "o.style.color='red'",
        "Promise.resolve().then(()=>o.textContent='Saved')",
    ],
)
def test_what_a_handler_does_at_once_is_told(site: Site, work: str) -> None:
    boxes = touched(site.page(f'{STYLE}<button id=b onclick="{work}">Go</button><div id=o></div>'))
    assert boxes
    assert all(OUT.grow(1).intersect(box) == box for box in boxes)


@pytest.mark.parametrize(
    "work",
    [
        "const t=document.createElement('b');t.id='o';t.textContent='Saved';document.body.append(t);setTimeout(()=>t.remove(),150)",
        "o.style.display='block';setTimeout(()=>o.style.display='none',150)",
    ],
)
def test_what_is_gone_by_then_is_told_where_it_was_drawn(site: Site, work: str) -> None:
    assert OUT in (
        touched(site.page(f'{STYLE}<button id=b onclick="{work}">Go</button><div id=o style=display:none></div>')) or ()
    )


@pytest.mark.parametrize("work", ["", "setTimeout(()=>o.textContent='Late',80)", "document.body.dataset.clicked=1"])
def test_what_comes_later_or_is_nowhere_is_not(site: Site, work: str) -> None:
    page = f'{STYLE}<button id=b onclick="{work}">Go</button><div id=o></div><script>setInterval(()=>o.textContent=Date.now(),20)</script>'
    assert touched(site.page(page)) == ()


def test_it_is_told_from_shadow_roots_and_frames(site: Site) -> None:
    shadow = "<div id=b></div><script>b.attachShadow({mode:'open'}).innerHTML='<button style=width:100px;height:30px onclick=this.textContent=1>Go</button>'</script>"
    assert touched(site.page(STYLE + shadow))
    site.page(f"{STYLE}<button id=b onclick=\"this.textContent='Done'\">Go</button>", "/inner")
    outer = '<style>iframe{position:absolute;left:100px;top:50px;border:0;width:400px;height:300px}</style><iframe src="/inner"></iframe>'
    inside = BUTTON.move(100, 50)
    boxes = touched(site.page(outer), at=inside)
    assert boxes
    assert all(inside.grow(1).intersect(box) == box for box in boxes)


def test_a_page_that_was_left_tells_nothing(site: Site) -> None:
    site.page("<p>there", "/there")
    assert not touched(site.page(f"{STYLE}<button id=b onclick=\"location='/there'\">Go</button>"))
