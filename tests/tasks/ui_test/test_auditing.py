"""An audit of a real page: what needs hands (the focus, scrolling), other widths, whole pages; and all is left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from handeye.agent.eyes import Looker
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.ui_test.auditing import Audited, audit
from handeye.tools.action import Dialog, Press
from handeye.tools.browser import Browser, BrowserOptions
from handeye.tools.errors import BadInput, Unsupported
from handeye.tools.geometry import Box, Size
from handeye.tools.painted import Painted

from ...tools.conftest import Live, Loop
from ...tools.site import Site


@dataclass(frozen=True)
class Seen:
    computer: Any
    looker: Looker


class Auditing:
    def __init__(self, live: Live) -> None:
        self.live = live
        self._seen = Seen(live.browser, Looker(live.browser))

    def page(self, html: str, **how: Any) -> Audited:
        self.live.show(html)
        return self.now(**how)

    def now(self, **how: Any) -> Audited:
        return self.live.run(audit(self._seen, **how))

    def close(self) -> None:
        self._seen.looker.close()


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def auditing(loop: Loop) -> Iterator[Auditing]:
    site, browser = Site(), Browser(BrowserOptions(size=Size(800, 500)))
    loop.run(browser.open())
    auditing = Auditing(Live(loop, site, browser))
    yield auditing
    auditing.close()
    loop.run(browser.close())
    site.close()


def told(audited: Audited) -> list[tuple[str, str]]:
    return [(each.kind, each.what) for each in audited.findings]


DECENT = """<header style="position:sticky;top:0;background:#fff"><a href="#a">Home</a> <a href="#b">Help</a></header>
<h1>Your order</h1><p>It is on its way to you.</p><label>Name <input></label> <label>Country <select><option>Italy</select></label>
<button>Save</button> <button disabled>Wait</button><p><input type=checkbox aria-label=News> <input type=date aria-label=Day></p>
<div style="height:60px;overflow:auto;width:200px"><p>one<p>two<p>three<p>four</div>"""

RINGS = """<style>.no{outline:none}.soft:focus{outline:none;box-shadow:0 0 0 4px #0d6efd40;transition:box-shadow .15s}</style>
<button class=no>Bare</button> <button>Ringed</button> <button class=soft>Soft</button> <input class=no aria-label=Caret>
<a class=no href="#x">Link</a> <a href="#y">Good link</a> <div tabindex=0 class=no>Not told of</div> <textarea class=soft aria-label=Area>words</textarea>
<div style="height:2000px"></div><button class=no>Below</button>"""


def test_a_decent_page_has_no_findings(auditing: Auditing) -> None:
    assert told(auditing.page(DECENT)) == []


def test_controls_without_a_ring_are_found(auditing: Auditing) -> None:
    found = auditing.page(RINGS, only=["focus"])
    assert [each.what for each in found.findings] == ["Bare button", "Caret field", "Link link", "Not told of clickable"]
    assert "only its caret" in found.findings[1].why
    assert found.findings[0].box.overlap(auditing.live.hint("Bare").box) > 0.9


def test_the_focus_the_caret_and_the_scrolling_are_put_back(auditing: Auditing) -> None:
    auditing.live.show(RINGS)
    auditing.now(only=["focus"])
    at = "[document.activeElement.nodeName, scrollY]"
    assert auditing.live.js(at) == ["BODY", 0]
    auditing.live.js(
        "(() => { const area = document.querySelector('textarea'); area.focus(); area.setSelectionRange(2, 3); scrollTo(0, 40) })()"
    )
    auditing.now(only=["focus"], whole=True)
    assert auditing.live.js(at) == ["TEXTAREA", 40]
    assert auditing.live.js("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [2, 3]


def test_the_next_tab_comes_to_what_it_would_have_come_to(auditing: Auditing) -> None:
    auditing.live.show(RINGS)
    auditing.now(only=["focus"])
    auditing.live.do(Press(("tab",)))
    assert auditing.live.js("document.activeElement.textContent") == "Bare"


def test_what_takes_tab_as_a_letter_keeps_what_it_holds(auditing: Auditing) -> None:
    insert = "k.preventDefault(); document.execCommand('insertText', false, '\\t')"
    script = f"e.onkeydown = k => {{ if (k.key == 'Tab' && !k.shiftKey) {{ {insert} }} }}"
    auditing.page(
        f"<button>One</button><textarea id=e>code</textarea><button>Two</button><script>{script}</script>", only=["focus"]
    )
    assert auditing.live.js("e.value") == "code"


WIDE = '<p>words</p><div style="width:1000px;height:20px;background:#cde"></div>'


def test_a_page_that_scrolls_to_the_right_is_found_and_put_back(auditing: Auditing) -> None:
    found = auditing.page(WIDE).findings
    assert [(each.kind, each.what) for each in found] == [("horizontal scroll", "the page")]
    assert "in a window 800 px wide" in found[0].why
    assert auditing.live.js("scrollX") == 0
    assert told(auditing.page(f"<style>body{{overflow-x:hidden}}</style>{WIDE}")) == []
    assert told(auditing.page(f'<div style="overflow:auto">{WIDE}</div>')) == []


def test_another_width_is_audited_and_taken_back(auditing: Auditing) -> None:
    narrow = '<p>words</p><div style="width:600px;height:20px;background:#cde"></div>'
    assert told(auditing.page(narrow)) == []
    found = auditing.now(width=390)
    assert told(found) == [("horizontal scroll", "the page")]
    assert found.frame.size.w == 390
    assert auditing.live.js("innerWidth") == 800


LONG = """<header style="position:sticky;top:0;background:#fff"><p style="color:#999">pale head</p></header>
<div style="height:1200px"></div><p style="color:#999">pale foot</p><button style="outline:none">Below</button>"""


def test_only_what_is_in_view_is_audited_unless_the_whole_page_is_asked_for(auditing: Auditing) -> None:
    assert told(auditing.page(LONG)) == [("contrast", "pale head")]
    found = auditing.now(whole=True)
    assert told(found) == [("contrast", "pale head"), ("contrast", "pale foot"), ("focus", "Below button")]
    assert auditing.live.js("scrollY") == 0
    foot, below = found.findings[1].box, found.findings[2].box
    page = auditing.live.js("document.documentElement.scrollHeight")
    assert found.frame.size.h == page
    assert page - 100 < foot.y < below.y < page
    assert found.frame.crop(Box(foot.x, foot.y, foot.w, foot.h)).min() < 200


def test_findings_that_words_mean_are_left_out(auditing: Auditing) -> None:
    page = '<p style="color:#999">Terms</p><p style="color:#999">Imprint</p><button style="outline:none">Go</button>'
    assert told(auditing.page(page, ignore=["Terms", "focus"])) == [("contrast", "Imprint")]
    assert told(auditing.now(ignore=["contrast of Imprint", "Go"])) == [("contrast", "Terms")]
    assert told(auditing.now(only=["focus"])) == [("focus", "Go button")]


def test_what_cannot_be_audited_is_refused(auditing: Auditing, loop: Loop) -> None:
    with pytest.raises(BadInput, match=r'no kind "contrasts".* Known are: contrast, cut off'):
        auditing.page("<p>words", only=["contrasts"])
    auditing.live.show("<button onclick=\"alert('Sure?')\">Ask</button>")
    auditing.live.click("Ask")
    with pytest.raises(BadInput, match="a dialog stands over the page"):
        auditing.now()
    auditing.live.do(Dialog(True))
    painted = Seen(Painted(), auditing._seen.looker)  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(Unsupported, match="only a browser's window"):
        loop.run(audit(painted, width=300))


@pytest.mark.full
@pytest.mark.parametrize("size", [Size(1280, 720), Size(390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_our_own_site_is_decent(loop: Loop, site: DemoSite, size: Size, scheme: Any) -> None:
    browser = Browser(BrowserOptions(size=size, color_scheme=scheme))
    looker = Looker(browser)
    try:
        for path in ("/", "/join"):
            loop.run(browser.open(site.url + path))
            found = loop.run(audit(Seen(browser, looker), whole=True)).findings
            assert [each for each in found if each.kind != "contrast"] == []
    finally:
        looker.close()
        loop.run(browser.close())
