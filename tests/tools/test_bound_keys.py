"""Keys that are meant for one control: where they go on a painted computer, and who cannot tell."""

from __future__ import annotations

import asyncio

import pytest

from handeye.tools.action import Click, Press, Type, bind, bind_keys, parse_action, to_dict
from handeye.tools.desktop import Desktop
from handeye.tools.errors import BadInput, StaleFrame, Unsupported
from handeye.tools.frame import OpenDialog
from handeye.tools.geometry import Box
from handeye.tools.painted import Painted
from handeye.tools.painted.scene import Button, Field, Pages, ask
from handeye.tools.target import Hint

HINT = Hint("textbox", "Name", Box(0, 0, 100, 20), key="x.1")


async def clicked(pages: Pages, name: str) -> tuple[Painted, dict[str, Hint]]:
    computer = Painted(pages)
    await computer.do(bind(Click(computer.box_of(name).center), await computer.look()))
    return computer, {hint.name: hint for hint in await computer.hints()}


def test_painted_keys_go_into_the_field_they_are_meant_for_or_nowhere() -> None:
    async def story() -> None:
        computer, hints = await clicked({"form": (Field("Name"), Field("Mail"))}, "Name")
        await computer.do(bind_keys(Type("Ada"), hints["Name"]))
        with pytest.raises(StaleFrame, match='meant for textbox "Mail", but textbox "Name" has the focus, so nothing was sent'):
            await computer.do(bind_keys(Type("x"), hints["Mail"]))
        await computer.do(Press(("tab",)))
        await computer.do(bind_keys(Type("a@b"), hints["Mail"]))
        assert computer.values() == {"Name": "Ada", "Mail": "a@b"}

    asyncio.run(story())


def test_painted_fields_of_one_name_are_told_apart() -> None:
    async def story() -> None:
        computer = Painted({"form": (Field("Amount", key="a"), Field("Amount", key="b"))})
        first, second = await computer.hints()
        await computer.do(bind(Click(second.box.center), await computer.look()))
        with pytest.raises(StaleFrame, match="another one of that name has the focus"):
            await computer.do(bind_keys(Type("1"), first))
        await computer.do(bind_keys(Type("2"), second))
        assert computer.values() == {"a": "", "b": "2"}

    asyncio.run(story())


def test_a_painted_dialog_takes_no_keys_that_were_meant_for_the_page() -> None:
    async def story() -> None:
        pages: Pages = {"form": (Field("Name"), Button("Send", ask(OpenDialog("confirm", "Sure?"))))}
        computer, hints = await clicked(pages, "Name")
        await computer.do(bind(Click(computer.box_of("Send").center), await computer.look()))
        with pytest.raises(StaleFrame, match='but button "OK" has the focus'):
            await computer.do(bind_keys(Press(("enter",)), hints["Name"]))
        await computer.do(bind_keys(Press(("enter",)), next(hint for hint in await computer.hints() if hint.name == "OK")))
        assert (await computer.look()).dialog is None

    asyncio.run(story())


def test_a_desktop_cannot_tell_and_refuses() -> None:
    desktop = Desktop(":0")
    for action in (Type("Ada"), Press(("enter",))):
        assert desktop.refuses(action) == ""
        assert "cannot say what has the focus" in desktop.refuses(bind_keys(action, HINT))
        with pytest.raises(Unsupported, match="cannot say what has the focus"):
            asyncio.run(desktop.do(bind_keys(action, HINT)))


@pytest.mark.parametrize("into", [None, {}, "Name"])
def test_what_keys_are_for_cannot_be_written_down(into: object) -> None:
    for action in (Type("Ada"), Press(("enter",))):
        bound = bind_keys(action, HINT)
        assert bound.into is HINT
        assert "into" not in to_dict(bound)
        assert parse_action(to_dict(bound)) == action
        with pytest.raises(BadInput, match="bind_keys"):
            parse_action({**to_dict(action), "into": into})
