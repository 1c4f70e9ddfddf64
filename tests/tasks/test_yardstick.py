"""The truth of yardstick screens is true: words lie on their ink, widgets where a click reaches them, and nothing is missing."""

from __future__ import annotations

import asyncio
import json
from importlib.resources import files
from pathlib import Path

import pytest

from handeye.tasks.bench.yardstick import Screen, opened_yard, save
from handeye.tasks.bench.yardstick.desktop import opened_desk
from handeye.tasks.bench.yardstick.frameworks import installed
from handeye.tasks.bench.yardstick.inked import inked
from handeye.tasks.bench.yardstick.looks import LOOKS, looks_named
from handeye.tasks.bench.yardstick.page import Page, draw_page
from handeye.tools.errors import BadInput
from handeye.tools.geometry import Size
from handeye.tools.widgets.widget import KINDS

NEAR_PX = 3.0


def test_a_seed_draws_the_same_page_again() -> None:
    for number in range(len(LOOKS)):
        first, again, other = (draw_page(seed, number, looks_named(["all"]))[0] for seed in (5, 5, 6))
        assert first == again
        assert first.html != other.html


def test_two_frameworks_and_a_toolkit_are_kept_apart() -> None:
    assert set(looks_named(["untuned"])) == {"fomantic", "uikit"}
    assert not set(looks_named(["untuned"])) & set(looks_named(["tuned"]))
    assert set(looks_named(["all"])) == set(LOOKS)


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(BadInput, match='no look "semantic"; there are: tuned'):
        looks_named(["semantic"])
    with pytest.raises(BadInput, match=r"no-such-framework.*make setup"):
        installed("no-such-framework")


def test_words_lie_on_their_ink_and_clicks_reach_widgets() -> None:
    async def run() -> None:
        async with opened_yard() as yard:
            async for screen in yard.screens(2, 8, looks=["drawn", "bootstrap", "fomantic", "plain"], scales=[1.0, 2.0]):
                assert screen.tuned == (screen.look != "fomantic")
                check_words(screen)
                await check_widgets(screen)

    asyncio.run(run())


def check_words(screen: Screen) -> None:
    near = NEAR_PX * screen.frame.view.scale
    assert len(screen.words) >= 5, screen.name
    for word in screen.words:
        ink = inked(screen.frame, word.box)
        assert ink is not None, (screen.name, word)
        assert abs(ink.x - word.box.x) <= near, (screen.name, word, ink)
        assert abs(ink.right - word.box.right) <= near, (screen.name, word, ink)


async def check_widgets(screen: Screen) -> None:
    for widget in screen.widgets:
        assert widget.kind in KINDS
        if not widget.clipped:
            assert await screen.hit(widget.box.center) == widget.id, (screen.name, widget)
    for hint in screen.hints:
        assert any(hint.box.intersect(widget.box) for widget in screen.widgets), (screen.name, hint)


KNOWN = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
body { font: 16px 'DejaVu Sans'; margin: 20px } .star::after { content: " *" } .cut { width: 90px; overflow: hidden; white-space: nowrap }
.over { position: absolute; left: 10px; top: 300px; width: 300px; height: 60px; background: #fff } .under { position: absolute; left: 20px; top: 310px }
</style>
<p style="text-transform: uppercase">make me large</p><p style="font-variant: small-caps">Small Caps</p>
<label class="star" for="a">Name</label><input id="a" data-w="a" data-kind="field" data-part="" data-said='{"label": "Name"}' value="Ada Lovelace">
<input placeholder="your mail" aria-label="Mail"><input type="password" value="1234567">
<select><option>first</option><option selected>second one</option></select><input type="date" value="2026-11-24"><input type="submit" value="Send it">
<p class="cut">visible surely notatall</p><p style="opacity: 0">unseen</p><p style="color: #fdfdfd">toofaint</p>
<div class="under">covered</div><div class="over"></div><p style="position: absolute; top: 4000px">below</p>
<p style="width: 320px; text-align: justify">words apart in one line that is long enough</p>"""


def test_words_are_given_as_they_are_rendered() -> None:
    from handeye.tasks.bench.yardstick.yard import shown

    script = files("handeye.tasks.bench.yardstick").joinpath("truth.js").read_text(encoding="utf-8")
    page = Page("known", f"{KNOWN}<script>{script}</script>", 0.0)

    async def run() -> Screen:
        async with opened_yard() as yard:
            return await shown(await yard.browser(1.0, Size(900, 600)), yard.address(page), page, "known", tuned=True)

    screen = asyncio.run(run())
    check_words(screen)
    assert " ".join(word.text for word in screen.words) == (
        "MAKE ME LARGE SMALL CAPS Name * Ada Lovelace your mail ••••••• second one 11/24/2026 Send it visible "
        "words apart in one line that is long enough"
    )
    assert len(screen.unclear) == 2  # what is cut off, and what is too faint
    (name,) = screen.widgets
    assert (name.kind, name.label, name.labels, name.value) == ("field", "Name", (), "Ada Lovelace")


def test_screens_are_saved_with_their_truth(tmp_path: Path) -> None:
    (path,) = asyncio.run(save(tmp_path, 1, 1, ["drawn"], size=Size(640, 480)))
    said = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert path.read_bytes().startswith(b"\x89PNG")
    assert said["size"] == [640, 480]
    assert said["widgets"]


def test_desktop_programs_say_where_everything_lies() -> None:
    async def run() -> None:
        async with opened_desk() as desk:
            async for screen in desk.screens(1, 3, toolkits=("gtk", "tk", "qt")):
                assert screen.tuned == (screen.look != "qt")
                assert screen.words
                assert screen.widgets
                check_words(screen)
                for widget in screen.widgets:
                    assert widget.clipped or await screen.hit(widget.box.center) == widget.id

    asyncio.run(run())
