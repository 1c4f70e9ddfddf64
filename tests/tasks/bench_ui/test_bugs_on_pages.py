"""Every kind of bug can be put on a page, is to be seen there, stays although scripts redraw, and leaves the rest alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from handeye.tasks.bench.ui.page import kinds_of_bugs

from .conftest import Opened, Seen

UNSEEN = ("button under glass", "link leads elsewhere", "no focus ring", "message never shown")
"""They show once something is done."""


@pytest.fixture(scope="module")
def places(opened: Opened) -> dict[str, list[dict[str, Any]]]:
    """What a survey of the kiosk finds, by kind; its toast comes after a click."""
    with opened({"survey": True}) as seen:
        seen.page.click("#say")
        seen.page.wait_for_timeout(700)
        found: dict[str, list[dict[str, Any]]] = {}
        for said in seen.of("places"):
            for place in said["places"]:
                found.setdefault(place["kind"], []).append({**place, "pages": said["page"]})
        return found


def bug(place: dict[str, Any], salt: int = 1) -> dict[str, object]:
    return {"bug": {**place["more"], **{name: place[name] for name in ("kind", "pages", "path", "tag", "text")}, "salt": salt}}


def bug_at(places: dict[str, list[dict[str, Any]]], kind: str, path: str = "", word: str = "") -> dict[str, object]:
    return bug(next(each for each in places[kind] if path in each["path"] and word in " ".join(each["words"])))


@pytest.fixture(scope="module")
def as_it_is(opened: Opened) -> bytes:
    with opened({"changes": []}) as seen:
        return seen.page.screenshot()


@pytest.mark.parametrize("kind", [kind for kind in kinds_of_bugs() if kind not in UNSEEN])
def test_a_bug_is_to_be_seen(opened: Opened, places: dict[str, list[dict[str, Any]]], as_it_is: bytes, kind: str) -> None:
    place = random.Random(kind).choice(places[kind])
    with opened(bug(place)) as seen:
        assert seen.wait_for("planted"), place
        assert seen.page.screenshot() != as_it_is, place


def test_what_nobody_sees_is_no_place(places: dict[str, list[dict[str, Any]]]) -> None:
    assert set(places) == set(kinds_of_bugs())
    assert not [place for place in places["wrong button text"] if "Say nothing" in place["words"]]


@pytest.mark.parametrize(
    ("kind", "shown"), [("wrong number", "€3.00"), ("wrong currency", "€3.00"), ("missing row", "Evening Star")]
)
def test_it_stays_when_a_script_draws_anew(
    opened: Opened, places: dict[str, list[dict[str, Any]]], kind: str, shown: str
) -> None:
    place = next(each for each in places[kind] if shown in " ".join(each["words"]))
    with opened(bug(place)) as seen:
        seen.wait_for("planted")
        seen.page.click("#say")
        table = seen.page.inner_text("table")
        assert shown not in table
        assert "Sunday Mirror" in table


def test_a_wrong_total_keeps_the_way_it_is_written(opened: Opened, places: dict[str, list[dict[str, Any]]]) -> None:
    with opened(bug(places["wrong total"][0])) as seen:
        said = seen.wait_for("planted")[0]["now"]
        assert seen.page.inner_text("#total") == said
    assert said.startswith("€")
    assert said != "€9.50"
    assert said[-3] == "."


def test_under_glass_a_button_is_dead(opened: Opened, places: dict[str, list[dict[str, Any]]]) -> None:
    with opened(bug_at(places, "button under glass", word="Say hello")) as seen:
        assert seen.wait_for("planted")
        _click_at(seen, "#say")
        assert seen.page.inner_text(".toast") == ""


def test_a_message_is_never_shown(opened: Opened, places: dict[str, list[dict[str, Any]]]) -> None:
    with opened(bug_at(places, "message never shown", word="Hello")) as seen:
        seen.page.click("#say")
        assert seen.wait_for("planted")
        assert not seen.page.is_visible("text=Hello from the kiosk")


def test_a_link_leads_elsewhere(opened: Opened, places: dict[str, list[dict[str, Any]]]) -> None:
    with opened(bug_at(places, "link leads elsewhere", word="Shopping list")) as seen:
        assert seen.wait_for("planted")
        seen.page.click("text=Shopping list")
        assert seen.page.inner_text("h1") == "Kiosk of papers"


def test_a_focused_button_looks_like_any_other(opened: Opened, places: dict[str, list[dict[str, Any]]]) -> None:
    rings: dict[str, str] = {}
    nothing: dict[str, object] = {"changes": []}
    for name, wanted in (("with", nothing), ("without", bug_at(places, "no focus ring", word="Say hello"))):
        with opened(wanted) as seen:
            seen.page.wait_for_timeout(150)
            before = seen.page.locator("#say").screenshot()
            seen.page.focus("#item")
            seen.page.keyboard.press("Tab")
            _tab_to(seen, "say")
            rings[name] = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert seen.page.locator("#say").screenshot() == before or name == "with"
    assert rings == {"with": "solid", "without": "none"}


def test_a_bug_is_on_its_own_page_only(opened: Opened, places: dict[str, list[dict[str, Any]]]) -> None:
    elsewhere = {**places["wrong heading"][0], "pages": "/list"}
    with opened(bug(elsewhere)) as seen:
        seen.page.wait_for_timeout(300)
        assert seen.page.inner_text("h1") == "Kiosk of papers"
        assert not seen.of("planted")


def _click_at(seen: Seen, css: str) -> None:
    """Where a person would, whatever lies there."""
    box = seen.page.locator(css).bounding_box()
    assert box
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _tab_to(seen: Seen, name: str, most: Sequence[int] = range(12)) -> None:
    for _ in most:
        if seen.page.evaluate("document.activeElement.id") == name:
            return
        seen.page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached")
