"""Painted: a computer in memory whose widgets really work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handeye.tools.action import Answer, Back, Click, Dialog, Drag, Goto, Move, Press, Scroll, Tab, Type, Upload, Wait, bind
from handeye.tools.computer import Effect, Hinting, Rewindable, opened
from handeye.tools.drawing import text_width
from handeye.tools.errors import BadInput, ComputerGone, PageError, StaleFrame, Unsupported
from handeye.tools.frame import Frame, OpenDialog
from handeye.tools.geometry import Box, Point, Size
from handeye.tools.motion import difference, settle
from handeye.tools.painted import Clock, Painted
from handeye.tools.painted.scene import (
    Button,
    Check,
    Field,
    Label,
    Link,
    Pages,
    Radio,
    Row,
    Select,
    Slider,
    ask,
    goto,
    later,
    show,
    sign_up,
    submit,
)

SCREEN, ASIDE = Size(1280, 720), Point(900, 300)
WORDS = "Zażółć gęślą jaźń · 你好，世界 · naïve “quotes” · 100 €"


class Hands:
    """A painted computer with a clock of its own, and the gestures of a person who looks before each."""

    def __init__(self, pages: Pages | None = None, size: Size = SCREEN) -> None:
        self.clock = Clock(50.0)
        self.computer = Painted(pages, size=size, now=self.clock, sleep=self.clock.sleep)

    async def look(self) -> Frame:
        return await self.computer.look()

    async def click(self, where: str | Point, **more: object) -> Effect:
        point = self.computer.box_of(where).center if isinstance(where, str) else where
        return await self.computer.do(bind(Click(point, **more), await self.look()))  # type: ignore[arg-type]

    async def drag(self, *path: Point, **more: object) -> Effect:
        return await self.computer.do(bind(Drag(path, **more), await self.look()))  # type: ignore[arg-type]

    async def scroll(self, dy: float, at: Point = ASIDE) -> Effect:
        return await self.computer.do(bind(Scroll(at, dy=dy), await self.look()))

    async def type(self, text: str) -> Effect:
        return await self.computer.do(Type(text))

    async def press(self, *keys: str) -> Effect:
        return await self.computer.do(Press(keys))

    def value(self, key: str) -> object:
        return self.computer.values()[key]


def story(pages: Pages | None = None, size: Size = SCREEN) -> Callable[[Callable[[Hands], Awaitable[None]]], None]:
    """Runs a story at once, so that a test reads from top to bottom."""

    def run(told: Callable[[Hands], Awaitable[None]]) -> None:
        async def main() -> None:
            await told(Hands(pages, size))

        asyncio.run(main())

    return run


def test_a_form_is_filled_and_sent_and_the_next_page_comes() -> None:
    @story()
    async def _(on: Hands) -> None:
        await on.click("First name")
        await on.type("Ada\tLovelace\tada@example.org\tsecret")
        await on.click("Country")
        await on.click(await option(on, "Poland"))
        await on.click("Team")
        await on.click("Terms")
        await on.click("About you")
        await on.type(f"{WORDS}\nand a second line")
        effect = await on.click("Create account")
        assert on.computer.page == "welcome"
        assert effect.navigations == ("painted:/welcome",)
        assert [(request.method, request.status) for request in effect.requests] == [("POST", 200)]
        (sent,) = on.computer.submissions
        assert sent.page == "signup"
        assert sent.values == {
            "First name": "Ada",
            "Last name": "Lovelace",
            "Email": "ada@example.org",
            "Password": "secret",
            "Country": "Poland",
            "Age": 30,
            "Plan": "Team",
            "About you": f"{WORDS}\nand a second line",
            "Newsletter": False,
            "Terms": True,
        }
        assert (await on.look()).url == "painted:/welcome"


async def option(on: Hands, words: str) -> Point:
    return next(hint.box.center for hint in await on.computer.hints() if (hint.role, hint.name) == ("option", words))


def test_what_is_required_is_asked_for_and_nothing_is_sent() -> None:
    @story()
    async def _(on: Hands) -> None:
        before = await on.look()
        await on.click("Create account")
        assert on.computer.submissions == ()
        assert on.computer.text("status") == "First name is required"
        assert difference(before, await on.look())
        await on.type("Ada")  # it has the focus now
        assert on.value("First name") == "Ada"


def test_every_step_is_to_be_seen() -> None:
    @story()
    async def _(on: Hands) -> None:
        looks = [await on.look()]
        for step in (
            lambda: on.click("First name"),
            lambda: on.type("l"),
            lambda: on.click("Newsletter"),
            lambda: on.click("Team"),
            lambda: on.click("Country"),
            lambda: on.press("down"),
            lambda: on.press("enter"),
            lambda: on.drag(on.computer.box_of("Age").center, Point(600, 250)),
        ):
            await step()
            looks.append(await on.look())
            assert difference(looks[-2], looks[-1])


def test_nothing_changes_between_two_looks_without_a_reason() -> None:
    @story()
    async def _(on: Hands) -> None:
        first = await on.look()
        await on.clock.sleep(10)
        second = await on.look()
        assert first.sha256 == second.sha256
        assert first.id != second.id
        assert second.taken_s - first.taken_s == 10
        settled = await settle(on.look, on.computer.watch, sleep=on.clock.sleep)
        assert settled.still
        assert settled.waited_s < 0.1


def test_a_caret_blinks_where_the_next_letter_goes() -> None:
    @story({"form": (Field("Name"),)})
    async def _(on: Hands) -> None:
        await on.click("Name")
        await on.type("Ada")
        shown = await on.look()
        await on.clock.sleep(0.6)
        hidden = await on.look()
        (caret,) = difference(shown, hidden)
        box = on.computer.box_of("Name")
        assert caret.w == 1
        assert caret.x == round(box.x + 8 + text_width("Ada", 15))
        await on.clock.sleep(0.5)
        assert difference(shown, await on.look()) == ()


def test_what_is_pointed_at_changes_its_colour() -> None:
    @story()
    async def _(on: Hands) -> None:
        before, box = await on.look(), on.computer.box_of("Create account")
        await on.computer.do(bind(Move(box.center), before))
        (region,) = difference(before, await on.look())
        assert box.overlap(region) > 0.9
        await on.computer.do(bind(Move(Point(1000, 600)), await on.look()))
        assert (await on.look()).sha256 == before.sha256


@pytest.mark.parametrize("words", ["Import", "Company"])
def test_what_is_disabled_does_nothing(words: str) -> None:
    @story()
    async def _(on: Hands) -> None:
        before, values = await on.look(), on.computer.values()
        effect = await on.click(words, count=2)
        assert (on.computer.values(), effect) == (values, Effect())
        await on.computer.do(bind(Move(Point(1000, 600)), await on.look()))
        assert (await on.look()).sha256 == before.sha256


def test_a_disabled_field_takes_no_letters() -> None:
    @story({"form": (Field("Name", value="Ada", disabled=True), Slider("Age", 5, disabled=True))})
    async def _(on: Hands) -> None:
        await on.click("Name")
        await on.type("x")
        await on.drag(on.computer.box_of("Age").center, Point(300, 130))
        assert on.computer.values() == {"Name": "Ada", "Age": 5}


def test_a_click_beside_everything_takes_the_focus_away() -> None:
    @story()
    async def _(on: Hands) -> None:
        await on.click("First name")
        await on.type("A")
        assert await on.click(Point(1000, 650)) == Effect()
        await on.type("B")
        assert on.value("First name") == "A"


# Text


def test_typed_text_is_exact_in_a_field_and_in_an_area() -> None:
    @story({"form": (Field("One"), Field("Many", lines=4), Field("Secret", masked=True))})
    async def _(on: Hands) -> None:
        for words in ("One", "Secret"):
            await on.click(words)
            await on.type(WORDS)
        await on.click("Many")
        await on.type("a\nb\n\nc")
        assert on.computer.values() == {"One": WORDS, "Many": "a\nb\n\nc", "Secret": WORDS}


def test_a_masked_text_shows_only_its_length() -> None:
    async def shown(text: str) -> str:
        on = Hands({"form": (Field("Secret", masked=True),)})
        await on.click("Secret")
        await on.type(text)
        (hint,) = await on.computer.hints()
        assert "masked" in hint.state
        assert hint.value == "•" * len(text)
        return (await on.look()).sha256

    assert asyncio.run(shown("abc")) == asyncio.run(shown("XYZ")) != asyncio.run(shown("abcd"))


def test_a_placeholder_goes_with_the_first_letter_and_is_no_value() -> None:
    @story({"form": (Field("Email", placeholder="you@example.org"),)})
    async def _(on: Hands) -> None:
        assert on.value("Email") == ""
        bare = await Hands({"form": (Field("Email"),)}).look()
        assert difference(bare, await on.look())
        await on.click("Email")
        await on.type("x")
        await on.press("backspace")
        assert on.value("Email") == ""


KEYS = ("left", "right", "home", "end", "backspace", "delete", "shift+left", "shift+right", "shift+home", "shift+end", "ctrl+a")


@given(st.lists(st.one_of(st.sampled_from(KEYS), st.sampled_from("abcżl世 ")), max_size=40))
@settings(deadline=None, max_examples=150)
def test_keys_in_a_field_do_what_they_do_everywhere(keys: list[str]) -> None:
    text, caret, anchor = "", 0, 0
    for key in keys:
        low, high = sorted((caret, anchor))
        match key.split("+"):
            case ["left"] | ["right"] if low != high:
                caret = anchor = low if key == "left" else high
            case [*shift, "left" | "right" | "home" | "end" as to]:
                caret = {"left": max(caret - 1, 0), "right": min(caret + 1, len(text)), "home": 0, "end": len(text)}[to]
                anchor = anchor if shift else caret
            case ["ctrl", _]:
                caret, anchor = len(text), 0
            case ["backspace" | "delete"]:
                if low == high:
                    low, high = (max(caret - 1, 0), caret) if key == "backspace" else (caret, min(caret + 1, len(text)))
                text, caret = text[:low] + text[high:], low
                anchor = caret
            case _:
                text, caret = text[:low] + key + text[high:], low + 1
                anchor = caret

    @story({"form": (Field("Name"),)})
    async def _(on: Hands) -> None:
        await on.click("Name")
        for key in keys:
            await (on.press(*key.split("+")) if len(key) > 1 else on.type(key))
        assert on.value("Name") == text
        await on.type("!")
        low, high = sorted((caret, anchor))
        assert on.value("Name") == text[:low] + "!" + text[high:]


@given(st.text(st.sampled_from("abcMWil. "), min_size=1, max_size=60), st.integers(0, 60))
@settings(deadline=None)
def test_a_click_puts_the_caret_where_it_was_clicked(text: str, index: int) -> None:
    index = min(index, len(text))

    @story({"form": (Field("Name", value=text, at=Box(40, 60, 1100, 34)),)})
    async def _(on: Hands) -> None:
        await on.click(Point(48 + text_width(text[:index], 15) + 0.1, 77))
        await on.type("|")
        assert on.value("Name") == text[:index] + "|" + text[index:]


def test_a_long_text_scrolls_so_that_its_caret_can_be_seen() -> None:
    @story({"form": (Field("Name"), Field("Story", lines=3))})
    async def _(on: Hands) -> None:
        for words, text in (("Name", "word " * 20), ("Story", "line\n" * 9)):
            await on.click(words)
            await on.type(text)
            shown = await on.look()
            await on.clock.sleep(0.6)
            (caret,) = difference(shown, await on.look())
            assert on.computer.box_of(words).intersect(caret) == caret
            await on.type("e")
            assert on.value(words) == text + "e"


def test_a_word_and_a_line_are_selected_by_clicking_twice_and_thrice() -> None:
    @story({"form": (Field("Name", value="one two-three four"),)})
    async def _(on: Hands) -> None:
        place = Point(on.computer.box_of("Name").x + 8 + text_width("one t", 15), on.computer.box_of("Name").center.y)
        await on.click(place, count=2)
        await on.type("2")
        assert on.value("Name") == "one 2-three four"
        await on.click(place, count=3)
        await on.type("all")
        assert on.value("Name") == "all"


def test_text_is_selected_by_dragging_and_by_holding_shift() -> None:
    @story({"form": (Field("Name", value="one two three"),)})
    async def _(on: Hands) -> None:
        box = on.computer.box_of("Name")
        spots = [Point(box.x + 8 + text_width(part, 15), box.center.y) for part in ("one ", "one two")]
        await on.drag(spots[0], Point(200, 70), spots[1])
        await on.press("ctrl", "c")
        await on.press("end")
        await on.press("ctrl", "v")
        assert on.value("Name") == "one two threetwo"
        await on.click(spots[0])
        await on.click(spots[1], held=("shift",))
        await on.press("ctrl", "x")
        assert on.value("Name") == "one  threetwo"
        await on.press("ctrl", "a")
        await on.press("ctrl", "v")
        assert on.value("Name") == "two"


def test_a_masked_text_cannot_be_copied() -> None:
    @story({"form": (Field("Secret", value="hidden", masked=True), Field("Name"))})
    async def _(on: Hands) -> None:
        await on.click("Secret")
        for key in "acx":
            await on.press("ctrl", key)
        await on.click("Name")
        await on.press("ctrl", "v")
        assert on.computer.values() == {"Secret": "hidden", "Name": ""}


def test_arrows_go_up_and_down_in_an_area() -> None:
    @story({"form": (Field("Story", lines=4),)})
    async def _(on: Hands) -> None:
        await on.click("Story")
        await on.type("first\nsecond\nthird")
        await on.press("up")
        await on.press("home")
        await on.type("2:")
        await on.press("up")
        await on.press("end")
        await on.type("!")
        await on.press("ctrl", "end")
        await on.press("ctrl", "backspace")
        assert on.value("Story") == "first!\n2:second\n"


# Choices


def test_checks_toggle_and_one_radio_of_a_group_is_chosen() -> None:
    pages = {
        "form": (Check("News", value=True), Radio("Tea", "Drink"), Radio("Beer", "Drink"), Radio("Now", "When", chosen=True))
    }

    @story(pages)
    async def _(on: Hands) -> None:
        assert on.computer.values() == {"News": True, "Drink": "", "When": "Now"}
        await on.click("News")
        await on.click("Beer")
        await on.click("Tea")
        assert on.computer.values() == {"News": False, "Drink": "Tea", "When": "Now"}
        await on.press("down")
        assert on.value("Drink") == "Beer"
        await on.click("News", count=2)
        assert on.value("News") is False


SELECT: Pages = {
    "form": (
        Select("Country", tuple(f"{letter}{n}" for letter in "ABC" for n in range(5)), value="A0"),
        Button("Under it", show("pressed")),
    )
}


def test_an_open_list_lies_over_what_is_below_it() -> None:
    @story(SELECT)
    async def _(on: Hands) -> None:
        under = on.computer.box_of("Under it").center
        await on.click("Country")
        assert [hint.name for hint in await on.computer.hints() if hint.role == "option"] == [f"A{n}" for n in range(5)] + [
            "B0",
            "B1",
            "B2",
        ]
        hint = await on.computer.hint_at(under)
        assert hint is not None
        assert hint.role == "option"
        await on.click(under)
        assert on.computer.text("status") == ""
        assert on.value("Country") == hint.name != "A0"
        await on.click(under)
        assert on.computer.text("status") == "pressed"


def test_a_click_beside_an_open_list_closes_it_and_chooses_nothing() -> None:
    @story(SELECT)
    async def _(on: Hands) -> None:
        await on.click("Country")
        await on.click(Point(1000, 600))
        assert on.value("Country") == "A0"
        assert not [hint for hint in await on.computer.hints() if hint.role == "option"]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["down", "enter"], "A1"),
        (["end", "enter"], "C4"),
        (["end", "up", "tab"], "C3"),
        (["b", "enter"], "B0"),
        (["b", "b", "b", "enter"], "B2"),
        (["c", "3", "enter"], "C3"),
        (["down", "escape"], "A0"),
        (["pagedown", "pagedown", "home", "enter"], "A0"),
    ],
)
def test_an_open_list_listens_to_keys(keys: list[str], value: str) -> None:
    @story(SELECT)
    async def _(on: Hands) -> None:
        await on.click("Country")
        for key in keys:
            await on.press(key)
        assert on.value("Country") == value
        await on.clock.sleep(2)
        await on.type("B4")  # closed, it listens too
        assert on.value("Country") == "B4"


def test_a_long_list_scrolls_to_what_is_chosen_and_by_the_wheel() -> None:
    @story(SELECT)
    async def _(on: Hands) -> None:
        await on.click("Country")
        await on.press("end")
        await on.click(await option(on, "C4"))
        await on.click("Country")
        await on.scroll(-280, await option(on, "C4"))
        await on.click(await option(on, "A1"))
        assert on.value("Country") == "A1"


def test_a_list_without_room_below_opens_above() -> None:
    @story({"form": (Select("Low", ("a", "b", "c"), at=Box(40, 660, 300, 34)),)})
    async def _(on: Hands) -> None:
        await on.click("Low")
        place = await option(on, "b")
        assert place.y < 660
        await on.click(place)
        assert on.value("Low") == "b"


def test_a_slider_follows_the_pointer_and_the_arrows() -> None:
    @story({"form": (Slider("Age", 50, low=0, high=100, step=5),)})
    async def _(on: Hands) -> None:
        box = on.computer.box_of("Age")
        await on.drag(Point(box.x + 133, box.center.y), Point(box.x + 100, 300), Point(box.x - 30, 300))
        assert on.value("Age") == 0
        await on.drag(Point(box.x + 9, box.center.y), Point(1200, box.center.y))
        assert on.value("Age") == 100
        await on.press("left")
        assert on.value("Age") == 95
        await on.press("home")
        assert on.value("Age") == 0


# Keys on the page


def test_tab_goes_round_and_space_and_enter_press() -> None:
    pages = {
        "form": (
            Field("A", value="old"),
            Field("B", disabled=True),
            Check("C"),
            Button("D", show("D was pressed")),
            Link("E", goto("form")),
        )
    }

    @story(pages)
    async def _(on: Hands) -> None:
        await on.type("\tnew\t \t\n")
        assert (on.value("A"), on.value("C"), on.computer.text("status")) == ("new", True, "D was pressed")
        await on.press("tab")
        await on.press("tab")
        await on.type("again")  # what was there is selected, and goes
        assert on.value("A") == "again"
        await on.press("shift", "tab")
        assert (await on.press("enter")).navigations == ("painted:/form",)


def test_enter_in_a_field_presses_the_primary_button() -> None:
    @story(
        {
            "ask": (Field("Query"), Button("Help", show("help")), Button("Search", submit(goto("found")), primary=True)),
            "found": (),
        }
    )
    async def _(on: Hands) -> None:
        await on.click("Query")
        await on.type("handeye\n")
        assert on.computer.page == "found"
        assert on.computer.submissions[0].values == {"Query": "handeye"}


def test_a_press_with_shift_writes_a_capital_and_with_ctrl_nothing() -> None:
    @story({"form": (Field("Name"),)})
    async def _(on: Hands) -> None:
        await on.click("Name")
        await on.press("shift", "a")
        await on.press("Control", "s")
        await on.press("é")
        assert on.value("Name") == "Aé"


# Scrolling and pages

LONG: Pages = {"long": (*(Label(f"line {n}") for n in range(60)), Button("Bottom", show("reached")), Field("Last"))}


def test_what_is_further_down_is_reached_by_wheel_keys_and_scrollbar() -> None:
    @story(LONG)
    async def _(on: Hands) -> None:
        top = await on.look()
        away = on.computer.box_of("Bottom").y
        assert away > 720
        await on.scroll(1000)
        assert on.computer.box_of("Bottom").y == away - 1000
        await on.scroll(-5000)
        await on.computer.do(bind(Move(Point(900, 301)), await on.look()))
        assert difference(top, await on.look()) == ()
        await on.press("end")
        await on.click("Bottom")
        assert on.computer.text("status") == "reached"
        await on.press("home")  # a button has no use for it
        assert on.computer.box_of("line 0").y > 0
        await on.press("pagedown")
        assert on.computer.box_of("line 0").y < -600
        bar = (await on.look()).rgb[:, 1273]
        thumb = int((bar != bar[0]).any(axis=1).argmax())
        assert thumb > 0
        await on.drag(Point(1273, thumb + 20), Point(1273, 719))
        assert on.computer.box_of("Last").bottom < 720


def test_tab_brings_what_it_reaches_into_sight() -> None:
    @story(LONG)
    async def _(on: Hands) -> None:
        await on.press("shift", "tab")
        await on.type("down here")
        assert 0 <= on.computer.box_of("Last").y < 700
        assert on.value("Last") == "down here"


def test_pages_go_there_and_back_and_a_form_opened_again_is_empty() -> None:
    @story()
    async def _(on: Hands) -> None:
        await on.click("First name")
        await on.type("Ada")
        await on.click("Read the terms")
        assert on.computer.page == "terms"
        await on.scroll(200)
        await on.computer.do(Back())
        assert (on.computer.page, on.value("First name")) == ("signup", "Ada")
        assert (await on.computer.do(Goto("painted:/signup"))).navigations == ("painted:/signup",)
        assert on.value("First name") == ""
        await on.computer.do(Back())
        await on.computer.do(Back())  # where nothing came before, it stays
        assert on.computer.page == "signup"


def test_it_opens_where_it_is_told() -> None:
    async def main() -> None:
        async with opened(Painted(), "painted:/terms") as computer:
            assert (await computer.look()).url == "painted:/terms"
        with pytest.raises(ComputerGone):
            await computer.look()
        with pytest.raises(PageError, match="there are: signup, welcome, terms"):
            await Painted().open("nowhere")

    asyncio.run(main())


# Dialogs

DIALOG: Pages = {
    "form": (
        Field("Name"),
        Button("Warn", ask(OpenDialog("alert", "Mind the gap"), show("minded"))),
        Button("Delete", ask(OpenDialog("confirm", "Really?"), show("deleted"), show("kept"))),
        Button("Rename", lambda desk: desk.ask(OpenDialog("prompt", "To what?", "old"), rename)),
        Button("Wait", later(1.0, show("late"))),
    )
}


def rename(desk: object, accepted: bool, text: str) -> None:
    desk.set("Name", text if accepted else "unnamed")  # type: ignore[attr-defined]


def test_a_dialog_stands_in_the_way_until_it_is_answered() -> None:
    @story(DIALOG)
    async def _(on: Hands) -> None:
        effect = await on.click("Delete")
        assert [dialog.message for dialog in effect.dialogs] == ["Really?"]
        frame = await on.look()
        assert frame.dialog is not None
        assert (await on.look()).sha256 == frame.sha256
        await on.click("Name")
        await on.type("x")
        await on.scroll(100)
        assert on.value("Name") == ""
        for refused in (Goto("form"), Back()):
            with pytest.raises(BadInput, match='the dialog "Really\\?" must be answered first'):
                await on.computer.do(refused)
        await on.computer.do(Dialog(True))
        assert on.computer.text("status") == "deleted"
        assert (await on.look()).dialog is None


@pytest.mark.parametrize(("press", "said"), [("ok", "deleted"), ("cancel", "kept")])
def test_the_drawn_buttons_of_a_dialog_answer_it(press: str, said: str) -> None:
    @story(DIALOG)
    async def _(on: Hands) -> None:
        await on.click("Delete")
        dialog = (await on.look()).dialog
        assert dialog is not None
        label = {"ok": "OK", "cancel": "Cancel"}[press]
        point = dict(dialog.boxes)[press].center
        hint = await on.computer.hint_at(point)
        assert hint is not None
        assert (hint.role, hint.name) == ("button", label)
        await on.click(point)
        assert on.computer.text("status") == said


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("\n", "old"),
        ("er\n", "older"),
        (("backspace", "backspace", "backspace", "x", "enter"), "x"),
        (("ctrl+a", "n", "enter"), "n"),
        (("escape",), "unnamed"),
    ],
)
def test_a_prompt_listens_to_keys(keys: str | tuple[str, ...], name: str) -> None:
    @story(DIALOG)
    async def _(on: Hands) -> None:
        await on.click("Rename")
        before = await on.look()
        for key in keys:
            await (on.type(key) if isinstance(keys, str) else on.press(*key.split("+")))
            if (now := await on.look()).dialog:
                assert difference(before, now)
        assert on.value("Name") == name


def test_a_prompt_is_answered_with_a_text() -> None:
    @story(DIALOG)
    async def _(on: Hands) -> None:
        await on.click("Rename")
        await on.computer.do(Dialog(True, "new"))
        assert on.value("Name") == "new"
        await on.click("Warn")
        await on.press("escape")
        assert on.computer.text("status") == "minded"


# Time


def test_a_delayed_reaction_comes_when_its_time_has_come() -> None:
    @story(DIALOG)
    async def _(on: Hands) -> None:
        await on.click("Wait")
        before = await on.look()
        await on.computer.do(Wait(0.9))
        assert difference(before, await on.look()) == ()
        await on.computer.do(Wait(0.2))
        assert difference(before, await on.look())
        assert on.computer.text("status") == "late"


def test_a_request_that_leaves_late_is_told_when_it_left() -> None:
    @story({"form": (Button("Send", later(1.0, submit(goto("sent")))),), "sent": ()})
    async def _(on: Hands) -> None:
        assert await on.click("Send") == Effect()
        await on.clock.sleep(1)
        effect = await on.computer.effect()
        assert [request.url for request in effect.requests] == ["painted:/form"]
        assert effect.navigations == ("painted:/sent",)


def test_a_clock_ticks_and_a_button_moves() -> None:
    button = Button("Jump", at=lambda s: Box(100 if s < 3 else 500, 100, 90, 36))

    @story({"page": (Label(lambda s: f"{int(s)} s"), button)})
    async def _(on: Hands) -> None:
        looks: list[Frame] = []
        for _second in range(5):
            looks.append(await on.look())
            await on.clock.sleep(1)
        assert len({look.sha256 for look in looks}) == 5
        moved = Box.union(difference(looks[2], looks[3]))
        assert moved.contains(Point(110, 110))
        assert moved.contains(Point(580, 110))


def test_a_long_press_takes_its_time_and_is_to_be_seen() -> None:
    @story({"page": (Button("Hold", show("held")),)})
    async def _(on: Hands) -> None:
        center = on.computer.box_of("Hold").center
        await on.computer.do(bind(Move(center), await on.look()))
        looks = [await on.look()]
        began_s, sleep = on.clock(), on.clock.sleep

        async def seen(seconds: float) -> None:
            await sleep(seconds)
            looks.append(await on.look())

        on.computer._sleep = seen  # pyright: ignore[reportPrivateUsage]
        await on.click(center, hold_s=2.0)
        assert on.clock() - began_s == 2.0
        assert difference(looks[0], looks[1])
        assert on.computer.text("status") == "held"


# Promises of a computer


def test_it_has_the_sides_it_says_it_has() -> None:
    computer = Painted()
    assert isinstance(computer, Hinting)
    assert isinstance(computer, Rewindable)


def test_hints_tell_what_can_be_used_and_how_it_stands() -> None:
    @story()
    async def _(on: Hands) -> None:
        await on.click("Newsletter")
        hints = {hint.name: hint for hint in await on.computer.hints()}
        assert set(hints) == {
            "First name", "Last name", "Email", "Password", "Country", "Age", "Free", "Team", "Company", "About you",
            "Send me the newsletter", "I agree to the terms", "Read the terms", "Create account", "Import",
        }  # fmt: skip
        assert (hints["First name"].role, hints["First name"].state) == ("textbox", ("required",))
        assert (hints["Free"].role, hints["Free"].state) == ("radio", ("checked",))
        assert hints["Company"].state == ("unchecked", "disabled")
        assert hints["Send me the newsletter"].state == ("checked", "focused")
        assert (hints["Country"].role, hints["Country"].state) == ("combobox", ("collapsed",))
        assert hints["Country"].options[-1] == "Poland"
        assert (hints["Age"].role, hints["Age"].value) == ("slider", "30")
        for hint in hints.values():
            assert await on.computer.hint_at(hint.box.center) == hint
        assert await on.computer.hint_at(Point(1000, 650)) is None


def test_hints_leave_out_what_is_scrolled_away() -> None:
    @story(LONG)
    async def _(on: Hands) -> None:
        assert await on.computer.hints() == ()
        await on.press("end")
        assert {hint.name for hint in await on.computer.hints()} == {"Bottom", "Last"}


def test_it_is_rewound_to_what_it_was() -> None:
    @story()
    async def _(on: Hands) -> None:
        await on.click("First name")
        await on.type("Ada")
        before = await on.look()
        await on.computer.save("named")
        for _again in range(2):
            await on.type("x")
            await on.clock.sleep(3)
            await on.click("Read the terms")
            await on.computer.rewind("named")
            assert on.computer.values()["First name"] == "Ada"
            await on.computer.do(bind(Move(on.computer.box_of("First name").center), await on.look()))
            assert difference(before, await on.look()) == ()
        with pytest.raises(BadInput, match='nothing was saved as "other"; saved are: named'):
            await on.computer.rewind("other")


@pytest.mark.parametrize(
    ("action", "error", "why"),
    [
        (Press(("entr",)), BadInput, 'Did you mean "enter"'),
        (Type("a\x00b"), BadInput, "cannot be typed"),
        (Goto("painted:/nowhere"), PageError, 'there is no page "nowhere"; there are: signup'),
        (Dialog(True), BadInput, "no dialog is open"),
        (Click(Point(5000, 5)), BadInput, "outside the screen"),
        (Click(Point(5, 5), held=("x",)), BadInput, "cannot be held"),
        (Click(Point(5, 5)), BadInput, "not bound"),
        (Tab(1), Unsupported, "no tabs"),
        (Upload(("a",)), Unsupported, "no files"),
        (Answer("42"), Unsupported, "said to the loop"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(action: object, error: type[Exception], why: str) -> None:
    @story()
    async def _(on: Hands) -> None:
        await on.click("First name")
        before = await on.look()
        with pytest.raises(error, match=why):
            await on.computer.do(action)  # type: ignore[arg-type]
        assert (await on.look()).sha256 == before.sha256
        assert bool(on.computer.refuses(action)) == (error is Unsupported)  # type: ignore[arg-type]


def test_looking_teaches_the_watch_nothing_and_settling_does() -> None:
    @story({"page": (Label(lambda s: f"{s:.3f} seconds"),)})
    async def _(on: Hands) -> None:
        for _look in range(30):
            await on.look()
            await on.clock.sleep(0.1)
        assert on.computer.watch.moving(SCREEN) == ()
        settled = await settle(on.look, on.computer.watch, limit_s=3, sleep=on.clock.sleep)
        assert not settled.still
        assert on.computer.watch.moving(SCREEN)


def test_what_was_learnt_before_an_action_is_no_effect_of_it() -> None:
    @story({"page": (Label(lambda s: f"{s + 11:.1f}"), Button("Save", later(0.2, show("Saved"))))})
    async def _(on: Hands) -> None:
        for _look in range(120):
            on.computer.watch.add(await on.look())
            await on.clock.sleep(0.05)
        before = await on.look()
        await on.computer.do(Wait(1))
        assert on.computer.watch.changes(before, await on.look()) == ()
        box = on.computer.box_of("Save")
        await on.click("Save")
        await on.computer.do(Wait(1))
        regions = on.computer.watch.changes(before, await on.look())
        assert any(region.overlap(box) > 0.5 for region in regions)
        assert any(region.y > box.bottom for region in regions)
        assert not any(region.bottom < box.y - 10 for region in regions), "the clock"


ACTIONS = st.lists(
    st.one_of(
        st.builds(Point, st.integers(0, 1279), st.integers(0, 719)),
        st.sampled_from(("tab", "down", "pagedown", "home", "end", "space", "escape", "ctrl+a", "shift+tab", "backspace")),
        st.sampled_from(("l", "Po\n", WORDS)),
        st.integers(-300, 300),
    ),
    max_size=25,
)


@given(ACTIONS)
@settings(deadline=None, max_examples=60)
def test_what_is_redrawn_in_parts_is_what_would_be_drawn_at_once(steps: list[Point | str | int]) -> None:
    async def played(look_each_time: bool) -> Frame:
        on = Hands({**sign_up(), "signup": (*sign_up()["signup"], *(Label(f"line {n}") for n in range(20)))})
        for step in steps:
            if isinstance(step, Point):
                await on.click(step) if look_each_time else await blind(on, step)
            elif isinstance(step, int):
                await on.scroll(step) if look_each_time else await blind(on, step)
            elif len(step) > 1 and step not in ("Po\n", WORDS):
                await on.press(*step.split("+"))
            else:
                await on.type(step)
            if look_each_time:
                await on.look()
        return await on.look()

    assert asyncio.run(played(True)).sha256 == asyncio.run(played(False)).sha256


async def blind(on: Hands, step: Point | int) -> None:
    """The same gesture without a look before it: the stage is played by hand."""
    pointer = on.computer._pointer  # pyright: ignore[reportPrivateUsage]
    if isinstance(step, int):
        pointer.wheel(ASIDE, step)
        return
    pointer.move(step)
    pointer.press(step)
    pointer.release(step)


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ({}, "at least one page"),
        ({"a": (Field("Name"), Field("Name"))}, 'two widgets are known as "Name"; give one of them another key='),
        ({"a": (Select("Size", ("S", "M"), value="L"),)}, '"L" is none of the options of "Size"'),
    ],
)
def test_a_scene_that_cannot_be_run_is_refused(pages: Pages, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        Painted(pages)


def test_widgets_of_a_row_stand_beside_each_other() -> None:
    computer = Painted(
        {"list": (Row(Label("Ada"), Button("Edit", key="edit Ada")), Row(Label("Eve"), Button("Edit", key="edit Eve")))}
    )
    ada, eve = computer.box_of("edit Ada"), computer.box_of("edit Eve")
    assert ada.x == eve.x > computer.box_of("Ada").right
    assert ada.y < computer.box_of("Ada").center.y < ada.bottom < eve.y


def test_a_click_meant_for_another_look_is_not_sent() -> None:
    @story(LONG)
    async def _(on: Hands) -> None:
        await on.press("end")
        click = bind(Click(on.computer.box_of("Bottom").center), await on.look())
        await on.press("home")
        with pytest.raises(StaleFrame):
            await on.computer.do(click)
        assert on.computer.text("status") == ""
