"""Where the browser itself has put text: whatever its size, colour or angle, in every frame, scrolled, at any scale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handeye.tools.action import Click, Dialog, bind
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.computer import Written
from handeye.tools.errors import StaleFrame
from handeye.tools.geometry import Box, Size

from .conftest import Live, Loop
from .site import Site

PAGE = """<body style="margin:0;height:3000px"><style>.p{position:absolute;margin:0} #gen::before{content:attr(data-x)}</style>
<p class=p id=plain style="left:20px;top:620px">plain word</p>
<p class=p id=tiny style="left:20px;top:650px;font-size:3px;color:#fefefe">tiny word</p>
<p class=p id=turned style="left:100px;top:700px;transform:rotate(90deg)">turned word</p>
<p id=fixed style="position:fixed;left:300px;top:20px;margin:0">fixed word</p>
<p class=p id=gen style="left:20px;top:800px" data-x="made word"></p>
<input class=p id=field style="left:20px;top:830px" value="typed word"><input class=p id=hint style="left:20px;top:860px" placeholder="hint word">
<textarea class=p id=area style="left:20px;top:890px">area word</textarea>
<select class=p id=list style="left:20px;top:950px"><option>first word<option>second word</select>
<svg class=p style="left:300px;top:650px" width=200 height=40><text id=svg x=5 y=20>drawn word</text></svg>
<div class=p id=shut style="left:300px;top:700px"></div>
<iframe class=p id=inner style="left:300px;top:750px;width:200px;height:60px" srcdoc="inner word"></iframe>
<iframe class=p id=far style="left:300px;top:850px;width:200px;height:60px" src="FAR"></iframe>
<p style="display:none">no word</p>
<script>shut.attachShadow({mode: 'closed'}).innerHTML = 'shut word'; scrollTo(0, 600)</script>"""

PLACES = {
    "plain word": "plain", "tiny word": "tiny", "turned word": "turned", "fixed word": "fixed", "made word": "gen",
    "typed word": "field", "hint word": "hint", "area word": "area", "first word": "list", "second word": "list",
    "drawn word": "svg", "shut word": "shut", "inner word": "inner", "far word": "far",
}  # fmt: skip


@pytest.fixture(scope="module", params=[1.0, 2.0])
def scaled(request: pytest.FixtureRequest, loop: Loop, module_site: Site) -> Iterator[Live]:
    browser = Browser(BrowserOptions(size=Size(700, 500), scale=request.param))
    loop.run(browser.open())
    yield Live(loop, module_site, browser)
    loop.run(browser.close())


def written(live: Live) -> tuple[Written, ...]:
    frame = live.settle()
    found = live.run(live.browser.written(frame))
    assert found is not None
    return found


def test_every_text_is_where_it_is_drawn(scaled: Live) -> None:
    scaled.site.page("far word", "/far")
    scaled.show(PAGE.replace("FAR", f"{scaled.site.elsewhere}/far"))
    scaled.until(lambda: any("far" in each.text for each in written(scaled)))
    found = {each.text: each.box for each in written(scaled)}
    assert PLACES.keys() <= found.keys()
    assert "no word" not in found
    for text, name in PLACES.items():
        place = scaled.place(f"#{name}")
        assert place.grow(3 * scaled.browser.options.scale).intersect(found[text]) == found[text], (text, found[text], place)
        assert found[text].area >= 0.3 * place.area, text


def test_a_dialog_is_told_with_the_page_behind_it(live: Live) -> None:
    live.show("<p>behind it<button onclick=\"prompt('asked word', 'default word')\">Ask</button>")
    assert any("behind it" in each.text for each in written(live))
    live.click("Ask")
    frame = live.look()
    found = live.run(live.browser.written(frame))
    assert found is not None
    assert {"behind it", "asked word", "default word"} <= {each.text for each in found}
    panel = next(each.box for each in found if each.text == "asked word")
    assert frame.dialog is not None
    assert all(Box.union([panel, box]).w <= panel.w for name, box in frame.dialog.boxes if name == "text")
    live.do(Dialog(False))


def test_a_picture_of_another_page_cannot_be_told_any_more(live: Live) -> None:
    frame = live.show("<p>one", "/one")
    live.show("<p>two", "/two")
    assert live.run(live.browser.written(frame)) is None


SWAPPED = """<div id=d style="width:200px;height:40px"><button style="width:200px;height:40px">Details</button></div><script>
d.onmouseover = () => d.innerHTML = '<button style="width:200px;height:40px" onclick="document.title = 1">Buy now</button>'</script>"""


def test_a_thing_that_makes_way_when_the_pointer_comes_is_not_pressed(live: Live) -> None:
    live.show("<p>the pointer goes away", "/away")
    frame = live.show(SWAPPED)
    hint = live.hint("Details")
    with pytest.raises(StaleFrame, match="Buy now"):
        live.run(live.browser.do(bind(Click(hint.box.center), frame, hint.box, hint)))
    assert live.js("document.title") == ""


def test_a_thing_that_only_looks_otherwise_under_the_pointer_is_pressed(live: Live) -> None:
    live.show("<style>button:hover{background:red;color:white}</style><button onclick='document.title = 1'>Details</button>")
    live.click("Details")
    live.becomes("document.title", "1")
