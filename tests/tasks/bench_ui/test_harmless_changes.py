"""Every harmless change is to be seen or stands in the markup, and a page stays as good, and as useful, as it was."""

from __future__ import annotations

import pytest

from handeye.tasks.bench.ui.page import kinds_of_changes

from .conftest import Opened

IN_THE_MARKUP = ("wrappers", "names", "order", "equivalents", "motion")


def test_all_kinds_are_known() -> None:
    assert len(kinds_of_changes()) == 12
    assert {"palette", "dark", "font", *IN_THE_MARKUP} <= set(kinds_of_changes())


@pytest.fixture(scope="module")
def as_it_is(opened: Opened) -> tuple[bytes, str]:
    with opened({"changes": []}) as seen:
        return seen.page.screenshot(), seen.page.content()


@pytest.mark.parametrize("kind", kinds_of_changes())
def test_a_change_leaves_the_page_useful(opened: Opened, as_it_is: tuple[bytes, str], kind: str) -> None:
    before, markup = as_it_is
    with opened({"changes": [{"kind": kind, "salt": 3}]}) as seen:
        assert seen.wait_for("changed")[0]["kind"] == kind
        if kind in IN_THE_MARKUP:
            assert seen.page.content() != markup
        else:
            assert seen.page.screenshot() != before
        seen.page.get_by_role("button", name="Say hello").click()
        assert seen.page.inner_text(".toast") == "Hello from the kiosk"
        seen.page.get_by_label("Item").fill("Evening Star")
        seen.page.get_by_role("button", name="Add to list").click()
        seen.page.wait_for_url("**/list")
        assert seen.kiosk.items == ["Evening Star"]


def test_dark_is_dark_and_can_be_read(opened: Opened) -> None:
    with opened({"changes": [{"kind": "dark", "salt": 0}]}) as seen:
        seen.wait_for("changed")
        ground, ink = seen.page.evaluate(
            """() => { const paint = new OffscreenCanvas(1, 1).getContext("2d"); const of = colour => {
                paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); return paint.getImageData(0, 0, 1, 1).data[1]; };
                const style = getComputedStyle(document.body); return [of(style.backgroundColor), of(style.color)]; }"""
        )
    assert ground < 40
    assert ink > 150


def test_what_would_spoil_a_page_is_not_done(opened: Opened) -> None:
    """A word that just fits leaves no room for a zoom."""
    with opened({"changes": [{"kind": "zoom", "salt": 3}]}, path="/settings") as seen:
        assert seen.wait_for("changed")
        seen.kiosk.taken["paper"] = "x" * 115
        seen.page.reload()
        assert seen.page.evaluate("document.scrollingElement.scrollWidth") <= 1100
        assert seen.wait_for("unchanged")[0]["why"] == ["scrolls sideways"]


def test_what_it_spoils_later_is_told(opened: Opened) -> None:
    with opened({"changes": [{"kind": "zoom", "salt": 3}]}, path="/settings") as seen:
        assert seen.wait_for("changed")
        seen.page.evaluate("document.body.append('x'.repeat(115))")
        assert seen.wait_for("spoiled")[0]["why"] == ["scrolls sideways"]


def test_a_page_that_cannot_be_changed_says_so(opened: Opened) -> None:
    with opened({"changes": [{"kind": "equivalents", "salt": 1}]}, path="/settings") as seen:
        assert seen.wait_for("unchanged")[0]["why"] == ["nothing here that it could change"]
