"""What is wrong on a real page is found, with its numbers, and what is right is not: contrast, cut off, overlap, covered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from handeye.tools.audit.finding import Finding, Kind
from handeye.tools.audit.ink import Colour, contrast
from handeye.tools.audit.marked import drawn
from handeye.tools.audit.picture import audit_picture
from handeye.tools.audit.told import told_by
from handeye.tools.geometry import Box
from handeye.tools.reading.text import Line, Word

from ..conftest import Live


def findings(live: Live, html: str, *only: Kind, told: bool = True) -> tuple[Finding, ...]:
    frame = live.show(html)
    written = live.run(live.browser.written(frame))
    said = live.run(told_by(live.browser.page, frame.view)) if told else None
    kinds = (only,) if only else ()
    return audit_picture(frame, (), written or (), live.hints(), said, *kinds)


def whats(found: Sequence[Finding]) -> list[str]:
    return [each.what for each in found]


FAMILIES = ("DejaVu Sans", "DejaVu Serif", "Nimbus Sans", "Noto Sans CJK JP")
GROUNDS: tuple[Colour, ...] = ((255, 255, 255), (33, 37, 41), (13, 110, 253), (250, 235, 200))
TOLD_OF = "the {} basket {}"


def page_of_colours() -> tuple[str, dict[str, bool]]:
    """Texts of all sizes around the limit, and which of them are too faint."""
    faint, spans = dict[str, bool](), list[str]()
    for number, size_px in enumerate((11, 12, 13, 14, 16, 18, 20, 22, 24, 28, 32) * 4):
        paper, is_bold = GROUNDS[number % 4], number % 3 == 0
        needs = 3.0 if size_px >= 24 or (is_bold and size_px >= 18.66) else 4.5
        aim = needs * (0.6, 0.93, 1.07, 1.6)[number // 11]
        shades = [(grey, contrast((grey, grey, grey), paper)) for grey in range(256)]
        grey, ratio = min(shades, key=lambda shade: abs(shade[1] - aim))
        text = TOLD_OF.format(number, size_px)
        faint[text] = ratio < needs
        style = f"font:{700 if is_bold else 400} {size_px}px '{FAMILIES[number % 4]}';color:rgb({grey},{grey},{grey})"
        spans.append(
            f'<span style="display:inline-block;margin:2px;padding:3px 6px;background:rgb{paper};{style}">{text}</span>'
        )
    return "".join(spans), faint


def test_texts_are_too_faint_exactly_where_their_colours_are(live: Live) -> None:
    html, faint = page_of_colours()
    assert sorted(whats(findings(live, html, "contrast"))) == sorted(text for text in faint if faint[text])


def test_pixels_alone_never_call_readable_text_faint(live: Live) -> None:
    html, faint = page_of_colours()
    found = whats(findings(live, html, "contrast", told=False))
    assert [text for text in found if not faint[text]] == []
    assert len(found) >= 0.7 * sum(faint.values())


EXEMPT = """<p style="color:#999">pale terms</p><p>dark words</p>
<button disabled>resting button</button><fieldset disabled><label>resting label <input></label></fieldset>
<button disabled style="pointer-events:none">untouchable button</button>
<p style="opacity:0">gone words</p><p style="visibility:hidden">hidden words</p><p style="color:#fff">white words</p>
<p style="position:absolute;left:0;top:0;width:1px;height:1px;overflow:hidden;white-space:nowrap">spoken words</p>
<div style="position:relative"><p style="color:#ccc">covered words</p><div style="position:absolute;inset:0;background:#fff"></div></div>
<p style="background:repeating-conic-gradient(#333 0 25%, #fff 0 50%) 0/20px 20px;color:#777;font-size:20px">words on a pattern</p>
<p style="background:linear-gradient(90deg,#fff,#f2f2f2);color:#999">words on a gradient</p>
<img alt="logo words" width=90 height=20 style="background:#eee">
<input placeholder="pale hint" style="color:#000"><style>::placeholder{color:#aaa}</style>
<p style="color:#999">a long and pale paragraph that takes more than one line because the words in it go on and on and on until they
have come to the end of the first line of it, and then some more</p>"""


def test_what_is_disabled_hidden_covered_or_on_a_picture_is_left_out(live: Live) -> None:
    found = findings(live, EXEMPT, "contrast")
    assert whats(found) == [
        "pale terms",
        "white words",
        "words on a gradient",
        "pale hint",
        "a long and pale paragraph that takes more than one line bec…",
    ]
    assert found[0].why == "contrast 2.8:1, needs 4.5:1: #999999 on #ffffff"
    assert found[1].why.startswith("cannot be told from what it stands on: contrast 1.0:1")
    assert found[4].box.h > 30


CUT = """<style>div,button{margin:5px 0}</style>
<button style="width:60px;overflow:hidden;white-space:nowrap">Add to the basket now</button>
<div style="width:90px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">Ends in dots much too soon</div>
<div style="width:300px;height:10px;overflow:hidden">Cut through its letters</div>
<div style="width:120px;height:38px;overflow:hidden">Lines that are too many for the little room they have here</div>
<div style="position:absolute;left:-60px">Leaves on the left</div><br>
<select style="width:60px"><option>A long choice that is made<option>short</select>
<input placeholder="A long hint of what to write" style="width:80px">
<div style="width:90px;height:40px;overflow:auto">scrolled words that go on and on in a box of their own</div>
<div style="width:90px;overflow-x:auto;white-space:nowrap">scrolled to the right it goes on</div>
<input value="a value that can be scrolled by its caret" style="width:80px">
<div style="width:60px;height:0;overflow:hidden">all of it hidden</div><div style="width:60px;white-space:nowrap">freely sticking out</div>
<div style="position:relative;width:60px;overflow:hidden"><div style="width:50px">fits in</div></div>
<div style="overflow:hidden;width:50px"><div style="position:absolute;white-space:nowrap">laid out elsewhere, so not cut</div></div><br>"""


def test_cut_texts_are_found_and_scrolled_ones_are_not(live: Live) -> None:
    found = {each.what: each.why for each in findings(live, CUT, "cut off")}
    assert found.keys() == {
        "Add to the basket now",
        "Ends in dots much too soon",
        "Cut through its letters",
        "Lines that are too many for the little room they have here",
        "Leaves on the left",
        "A long choice that is made",
        "A long hint of what to write",
    }
    assert found["Ends in dots much too soon"].startswith("90 of ")
    assert "cut through" in found["Cut through its letters"]
    assert "lines are to be seen" in found["Lines that are too many for the little room they have here"]


def test_cut_text_is_found_by_its_pixels_alone(live: Live) -> None:
    html = (
        '<div style="width:90px;overflow:hidden;white-space:nowrap">Much too long for here</div><div>Long enough for here</div>'
    )
    assert whats(findings(live, html, "cut off", told=False)) == ["Much too long for here"]


OVER = """<style>h2{margin:0;position:absolute}.r{position:relative;height:44px}label{width:120px;display:inline-block;white-space:nowrap}</style>
<div class=r><h2>Heading number one</h2><h2 style="left:50px;top:6px">Second heading here</h2></div>
<div class=r><h2>Behind it</h2><h2 style="left:40px;background:#fff">Opaque on top</h2></div>
<div class=r style="display:flex;gap:4px"><div style="width:60px;font-size:24px">4,173.26</div><div style="background:#fff;font-size:24px">Next one</div></div>
<p style="line-height:1">Tight lines that stand close<br>upon each other but not over</p>
<button style="width:70px;white-space:nowrap">Much more than fits</button><button>Neighbour</button>
<p><label for=f>Name of the field here</label><input id=f style="position:relative"></p><p><label for=g>Short</label><input id=g></p>"""


def test_texts_over_each_other_are_found_unless_one_hides_the_other(live: Live) -> None:
    found = findings(live, OVER, "overlap")
    assert whats(found) == ["Second heading here", "4,173.26", "Much more than fits button", "Name of the field here"]
    assert found[0].why.startswith('lies over "Heading number one"')
    assert found[1].why.startswith('goes on under "Next one"')
    assert 'into "Neighbour"' in found[2].why
    assert found[3].why.startswith("runs into its field by ")


COVERED = """<style>.r{position:relative;height:34px}.o{position:absolute;left:0;top:0;width:200px;height:30px}</style>
<div class=r><button>Under opaque</button><div class=o style="background:#eee;left:20px">We use cookies</div></div>
<div class=r><button>Under glass</button><div class=o></div></div>
<div class=r><button>Under what lets through</button><div class=o style="pointer-events:none"></div></div>
<div class=r><label><input type=checkbox style="opacity:0"><span class=o>Drawn box</span></label></div>
<div class=r><button style="width:200px;height:30px">Choose a file</button><input type=file class=o style="opacity:0"></div>
<div class=r><button>Free</button></div>
<div style="height:60px;width:200px;overflow:auto"><div style="position:sticky;top:0;height:40px;background:#eee">Head</div>
<button style="margin-top:-20px">Scrolled free</button><p>more<p>more<p>more</div>DIALOG"""


def test_covered_controls_are_found_with_what_lies_over_them(live: Live) -> None:
    found = findings(live, COVERED.replace("DIALOG", ""), "covered")
    assert whats(found) == ["Under opaque button", "Under glass button"]
    assert found[0].why == '"We use cookies" lies over its middle and would take the click'
    assert found[1].why.startswith("something that cannot be seen lies over")


def test_what_a_dialog_covers_is_left_out(live: Live) -> None:
    veil = '<div style="position:fixed;inset:0;background:#0008"><div role=dialog style="background:#fff">Sure? <button>OK</button></div></div>'
    assert findings(live, COVERED.replace("DIALOG", veil), "covered") == ()
    forgotten = '<div style="position:fixed;inset:0"></div>'
    assert "Free button" in whats(findings(live, COVERED.replace("DIALOG", forgotten), "covered"))


def test_what_was_only_read_is_audited_too(live: Live) -> None:
    frame = live.show('<p style="color:#999;position:absolute;left:20px;top:20px;margin:0;font-size:18px">pale terms</p>')
    line = Line((Word("pale", Box(20, 23, 35, 18), 0.99), Word("terms", Box(60, 23, 50, 18), 0.99)))
    assert whats(audit_picture(frame, [line])) == ["pale terms"]


def test_findings_are_drawn_where_they_are(live: Live) -> None:
    found = findings(live, '<p style="color:#999;margin:100px">pale terms</p>')
    frame = live.look()
    marked = drawn(frame, found)
    changed = np.argwhere((marked.rgb != frame.rgb).any(axis=2))
    box = found[0].box.grow(30)
    assert len(changed) > 100
    assert all(box.y <= y <= box.bottom and box.x <= x <= box.right for y, x in changed.tolist())


@pytest.mark.parametrize("words", ["Terms", "terms of use", "contrast of Terms", "contrast", 'contrast of "Terms of use"'])
def test_words_mean_a_finding(words: str) -> None:
    assert Finding("contrast", "Terms of use", "", Box(0, 0, 1, 1)).fits(words)


@pytest.mark.parametrize("words", ["", "Term", "of use", "focus", "focus of Terms", "of"])
def test_other_words_do_not(words: str) -> None:
    assert not Finding("contrast", "Terms of use", "", Box(0, 0, 1, 1)).fits(words)
