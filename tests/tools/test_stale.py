"""No stale clicks: nothing is sent where the picture is no longer the one that was decided on."""

from __future__ import annotations

import asyncio

import pytest

from handeye.tools.action import Click, Drag, Move, Press, Scroll, Type, bind
from handeye.tools.errors import BadInput, StaleFrame
from handeye.tools.frame import Frame
from handeye.tools.geometry import Box, Point
from handeye.tools.painted import Clock, Painted
from handeye.tools.painted.scene import Button, Field, Label, Pages, later, show
from handeye.tools.stale import refuse_stale
from handeye.tools.target import Hint

STILL = Box(40, 40, 120, 36)


def moving_at(at_s: float, by_px: float) -> Pages:
    """A button that moves, beside one that does not."""
    pay = Button("Pay", show("Paid"), at=lambda s: STILL.move(0, by_px if s >= at_s else 0))
    return {"pay": (pay, Button("Help", show("Helped"), at=Box(400, 40, 120, 36)))}


def painted(pages: Pages) -> tuple[Painted, Clock]:
    clock = Clock()
    return Painted(pages, now=clock, sleep=clock.sleep), clock


@pytest.mark.parametrize("by_px", [1, 3, 40, 400])
def test_a_button_that_moved_is_refused_and_nothing_is_sent(by_px: float) -> None:
    async def story() -> None:
        computer, clock = painted(moving_at(1, by_px))
        click = bind(Click(STILL.center), await computer.look(), STILL)
        await clock.sleep(1)
        with pytest.raises(StaleFrame, match="nothing was sent; look again"):
            await computer.do(click)
        assert computer.text("status") == ""
        await computer.do(bind(Click(computer.box_of("Pay").center), await computer.look()))
        assert computer.text("status") == "Paid"

    asyncio.run(story())


def test_what_moves_elsewhere_is_of_no_matter() -> None:
    async def story() -> None:
        computer, clock = painted(moving_at(1, 300))
        help_box = computer.box_of("Help")
        click = bind(Click(help_box.center), await computer.look(), help_box)
        await clock.sleep(2)
        await computer.do(click)
        assert computer.text("status") == "Helped"

    asyncio.run(story())


def test_a_blinking_caret_in_the_patch_is_waited_for() -> None:
    async def story() -> None:
        computer, clock = painted({"form": (Field("Name"),)})
        box = computer.box_of("Name")
        await computer.do(bind(Click(box.center), await computer.look(), box))
        shown = await computer.look()
        again = bind(Click(box.center), shown, box)
        await clock.sleep(0.6)
        assert not again.seen.patch.matches(await computer.look())  # type: ignore[union-attr]
        await computer.do(again)
        await computer.do(Type("Ada"))
        assert computer.values() == {"Name": "Ada"}

    asyncio.run(story())


def test_a_letter_written_meanwhile_is_refused() -> None:
    async def story() -> None:
        computer, _ = painted({"form": (Field("Name"),)})
        box = computer.box_of("Name")
        await computer.do(bind(Click(box.center), await computer.look(), box))
        again = bind(Click(box.center), await computer.look(), box)
        await computer.do(Type("l"))
        with pytest.raises(StaleFrame):
            await computer.do(again)

    asyncio.run(story())


def test_a_batch_decided_on_one_look_is_legal_while_each_patch_matches() -> None:
    async def story() -> None:
        computer, _ = painted({"form": (Field("Name"), Field("Town"), Button("Show", show("Thank you for all of this")))})
        look = await computer.look()
        clicks = {words: bind(Click(box.center), look, box) for words in ("Name", "Town") if (box := computer.box_of(words))}
        for words, click in clicks.items():
            await computer.do(click)
            await computer.do(Type(words.upper()))
        assert computer.values() == {"Name": "NAME", "Town": "TOWN"}
        with pytest.raises(StaleFrame):  # what was typed is in its patch now
            await computer.do(clicks["Name"])

    asyncio.run(story())


def test_a_drag_is_refused_when_the_place_where_it_lets_go_has_changed() -> None:
    async def story() -> None:
        computer, clock = painted(moving_at(1, 300))
        drag = bind(Drag((Point(700, 500), STILL.center)), await computer.look())
        await clock.sleep(1)
        with pytest.raises(StaleFrame, match=f"the picture at {STILL.center.x:.0f},{STILL.center.y:.0f}"):
            await computer.do(drag)

    asyncio.run(story())


def test_another_control_in_the_same_clothes_is_refused_by_its_hint() -> None:
    async def story() -> None:
        computer, _ = painted({"form": (Button("Send"),)})
        look, box = await computer.look(), computer.box_of("Send")
        (hint,) = await computer.hints()
        now = [hint]

        async def hint_at(_point: Point) -> Hint | None:
            return now[0] if now else None

        click = bind(Click(box.center), look, box, hint)
        await refuse_stale(click, computer.look, computer.watch, hint_at)
        now[0] = Hint("button", "Send", box, state=("focused",))  # still the same thing
        await refuse_stale(click, computer.look, computer.watch, hint_at)
        now[0] = Hint("button", "Delete all", box)
        with pytest.raises(StaleFrame, match='where button "Send" was there is now button "Delete all"'):
            await refuse_stale(click, computer.look, computer.watch, hint_at)
        now.clear()
        with pytest.raises(StaleFrame, match="there is now nothing"):
            await refuse_stale(click, computer.look, computer.watch, hint_at)
        await refuse_stale(click, computer.look, computer.watch)  # a computer without hints

    asyncio.run(story())


def test_a_look_taken_just_now_is_fresh_where_the_thing_has_a_name_until_somebody_acts() -> None:
    async def story() -> None:
        computer = Painted({"form": (Button("Send"),)})
        box, looks = computer.box_of("Send"), list[Frame]()
        (hint,) = await computer.hints()

        async def look() -> Frame:
            looks.append(await computer.look())
            return looks[-1]

        async def hint_at(_point: Point) -> Hint:
            return hint

        async def other_at(_point: Point) -> Hint:
            return Hint("button", "Delete all", box)

        frame = await computer.look()
        computer.watch.add(frame)
        named, bare = bind(Click(box.center), frame, box, hint), bind(Click(box.center), frame, box)
        with pytest.raises(StaleFrame):
            await refuse_stale(named, look, computer.watch, other_at)
        await refuse_stale(named, look, computer.watch, hint_at)
        await refuse_stale(named, look, computer.watch, other_at, asks_again=True)  # the hands will find it out
        assert not looks
        await refuse_stale(bare, look, computer.watch, hint_at)
        assert len(looks) == 1
        computer.watch.acted()
        await refuse_stale(named, look, computer.watch, hint_at)
        assert len(looks) == 2
        with pytest.raises(StaleFrame):
            await refuse_stale(named, look, computer.watch, other_at, asks_again=True)

    asyncio.run(story())


def test_a_ticking_clock_does_not_make_a_click_on_it_stale_once_it_was_watched() -> None:
    async def story() -> None:
        place = Box(40, 40, 200, 36)
        computer, clock = painted({"clock": (Label(lambda s: f"{int(s)} seconds", at=place),)})
        first = bind(Move(Point(44, 50)), await computer.look())
        await clock.sleep(1.5)
        with pytest.raises(StaleFrame):
            await computer.do(first)
        for _ in range(60):
            computer.watch.add(await computer.look())
            await clock.sleep(0.1)
        again = bind(Move(Point(44, 50)), await computer.look())
        await clock.sleep(1.5)
        await computer.do(again)

    asyncio.run(story())


def test_a_picture_of_another_size_is_stale_at_once() -> None:
    async def story() -> None:
        small, large = Painted({"a": (Label("A"),)}), Painted({"a": (Label("A"),)})
        looks: list[Frame] = [await large.look()]
        click = bind(Click(Point(50, 50)), Frame.of(looks[0].rgb[:600], "test"))
        with pytest.raises(StaleFrame):
            await refuse_stale(click, large.look, small.watch)

    asyncio.run(story())


@pytest.mark.parametrize(
    "action", [Click(Point(5, 5)), Move(Point(5, 5)), Scroll(Point(5, 5)), Drag((Point(5, 5), Point(6, 6)))]
)
def test_what_is_bound_to_no_look_is_refused(action: Click | Move | Scroll | Drag) -> None:
    with pytest.raises(BadInput, match="not bound to a look"):
        asyncio.run(Painted().do(action))


def test_a_late_reaction_does_not_slip_in_between_check_and_click() -> None:
    async def story() -> None:
        swap = Button("Start", later(0.3, lambda desk: desk.goto("other")))
        computer, clock = painted({"one": (swap,), "other": (Label("Elsewhere"), Button("Drop everything", show("Dropped")))})
        box = computer.box_of("Start")
        await computer.do(bind(Click(box.center), await computer.look(), box))
        second = bind(Click(box.center), await computer.look(), box)
        await clock.sleep(0.3)
        with pytest.raises(StaleFrame):
            await computer.do(second)
        assert computer.page == "other"
        assert computer.text("status") == ""
        await computer.do(Press(("escape",)))

    asyncio.run(story())
