"""Hands and eyes on a real machine, whose guest tells what it got."""

from __future__ import annotations

import asyncio
import string
from pathlib import Path

import pytest

from handeye.tools.action import Back, Click, Goto, Press, Type, Wait, bind
from handeye.tools.computer import Computer, Freezable, Rewindable, Slow, opened
from handeye.tools.errors import BadInput, ComputerGone, HandeyeError, PageError, Unsupported
from handeye.tools.geometry import Point
from handeye.tools.vm import Vm, hands, qmp

from ...sandbox.vm.tiny import GRAPHICS, LIMIT_S, TEXT_MODE, tiny

ASCII = string.digits + string.ascii_letters + string.punctuation + " "


def test_every_ascii_character_arrives_exactly(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            before = await guest.vm.look()
            await guest.vm.do(Type(ASCII + "\n\t"))
            await guest.until(lambda: len(guest.got) >= len(ASCII) + 2)
            assert guest.got == ASCII + "\r\t"
            after = await guest.vm.look()
            assert (before.size, before.source) == (TEXT_MODE, "vm")
            assert before.sha256 != after.sha256, "what was typed is seen"
            await guest.vm.do(Press(("shift", "a")))
            await guest.vm.do(Press(("ctrl", "c")))
            await guest.vm.do(Press(("+",)))
            await guest.until(lambda: len(guest.got) >= len(ASCII) + 5)
            assert guest.got.endswith("A\x03+"), "no key stayed down"

    asyncio.run(run())


def test_the_resolution_may_change_with_every_look(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            await guest.vm.do(Press(("f1",)))
            frame = await guest.shows(lambda frame: frame.size != TEXT_MODE)
            assert frame.size == GRAPHICS
            assert frame.rgb.shape == (GRAPHICS.h, GRAPHICS.w, 3)
            await guest.vm.do(Press(("f2",)))
            await guest.shows(lambda frame: frame.size == TEXT_MODE)

    asyncio.run(run())


def test_a_guest_without_a_driver_for_the_pointer_gets_no_click(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            click = bind(Click(Point(100, 100)), await guest.vm.look())
            with pytest.raises(Unsupported, match=r"click: the guest has not taken up its pointer.* or press keys instead"):
                await guest.vm.do(click)

    asyncio.run(run())


def test_a_guest_that_hangs_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "READ_WITHIN_S", 0.3)

    async def run() -> None:
        async with tiny(tmp_path) as guest:
            await guest.vm.do(Press(("f3",)))
            with pytest.raises(PageError, match=r"the guest stopped reading its keys after [0-9] of 9 characters"):
                await guest.vm.do(Type("a" * 9))

    asyncio.run(run())


def test_one_that_is_at_work_is_told_from_one_that_waits(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            assert isinstance(guest.vm, Slow)
            async with asyncio.timeout(LIMIT_S):
                while await guest.vm.works():
                    """It has only just started."""
            await guest.vm.do(Press(("f3",)))
            async with asyncio.timeout(LIMIT_S):
                while not await guest.vm.works():
                    """The key is on its way."""

    asyncio.run(run())


def test_it_goes_back_pixel_for_pixel_and_stands_still_until_the_first_look(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            vm: Computer = guest.vm
            assert isinstance(vm, Rewindable)
            assert isinstance(vm, Freezable)
            blank = await vm.look()
            await vm.do(Type("first"))
            await guest.until(lambda: guest.got == "first")
            saved = await guest.shows(lambda frame: frame.sha256 != blank.sha256)
            await vm.save("clean")
            await vm.do(Type("second"))
            await guest.until(lambda: guest.got == "firstsecond")
            for _ in range(3):
                await vm.rewind("clean")
                assert (await vm.look()).sha256 == saved.sha256
                await vm.do(Type("x"))
                await guest.shows(lambda frame: frame.sha256 != saved.sha256)
            assert guest.got == "firstsecondxxx"
            await vm.rewind("clean")
            await vm.do(Type("y"))
            await guest.until(lambda: guest.got.endswith("y"))
            with pytest.raises(BadInput, match='no snapshot "cleen" of this machine; there is: clean'):
                await vm.rewind("cleen")
            for name in ("", "1", "a b", "a;quit", "x" * 65):
                with pytest.raises(BadInput, match="is no name of a snapshot"):
                    await vm.save(name)
            await vm.do(Type("z"))
            await guest.until(lambda: guest.got.endswith("yz"))

    asyncio.run(run())


def test_a_frozen_machine_takes_no_keys_and_says_so(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            await guest.vm.freeze()
            frozen = await guest.vm.look()
            with pytest.raises(
                Unsupported, match="type: nothing was sent, for the machine stands still: it is frozen; thaw it"
            ):
                await guest.vm.do(Type("lost"))
            await guest.vm.save("still")
            await guest.vm.rewind("still")
            assert (await guest.vm.look()).sha256 == frozen.sha256
            with pytest.raises(Unsupported, match="it is frozen"):
                await guest.vm.do(Press(("a",)))
            await guest.vm.thaw()
            await guest.vm.do(Type("kept"))
            await guest.until(lambda: guest.got == "kept")
            await guest.vm.freeze()
            await guest.vm.close()  # as when its driver is killed
            async with opened(Vm(guest.socket)) as next_one:
                await next_one.do(Type("on"))
                await guest.until(lambda: guest.got == "kepton")

    asyncio.run(run())


def test_the_machine_is_one_drivers_and_its_end_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qmp, "GREETS_WITHIN_S", 1.0)

    async def run() -> None:
        async with tiny(tmp_path) as guest:
            socket = guest.socket
            second = Vm(socket)
            with pytest.raises(HandeyeError, match="another program drives it"):
                await second.open()
            waiting = asyncio.create_task(guest.vm.do(Wait(600)))
            await asyncio.sleep(0)
            await guest.machine.__aexit__()
            with pytest.raises(ComputerGone, match="no longer there: its QEMU ended"):
                await waiting
            with pytest.raises(ComputerGone, match="no longer there"):
                await guest.vm.look()
            with pytest.raises(ComputerGone, match="there is no machine at"):
                await Vm(socket).open()

    asyncio.run(run())


def test_a_key_is_let_go_when_a_long_press_is_cancelled(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            pressing = asyncio.create_task(guest.vm.do(Press(("shift", "a"), hold_s=600)))
            await guest.until(lambda: "A" in guest.got)
            pressing.cancel()
            await asyncio.wait([pressing])
            before = guest.got
            await guest.vm.do(Type("b"))
            await guest.until(lambda: guest.got != before and guest.got[-1] in "bB")
            assert guest.got[-1] == "b", "Shift is up"
            at_rest = guest.got
            await asyncio.sleep(0.6)
            assert guest.got == at_rest, "nothing repeats"

    asyncio.run(run())


def test_what_it_cannot_do_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            for action, words in ((Goto("example.org"), "no address"), (Back(), "alt\\+left")):
                with pytest.raises(Unsupported, match=words):
                    await guest.vm.do(action)
            with pytest.raises(BadInput, match=r'"ż" \(U\+017C\) has no key on the layout us; layout=pl has one'):
                await guest.vm.do(Type("abcż"))
            with pytest.raises(Unsupported, match='cannot open "localhost"'):
                await guest.vm.open("localhost")
            assert guest.got == ""

    asyncio.run(run())


def test_a_look_leaves_no_file(tmp_path: Path) -> None:
    async def run() -> None:
        async with tiny(tmp_path) as guest:
            for _ in range(3):
                await guest.vm.look()

    before = set(Path("/dev/shm").glob("handeye-look-*"))
    asyncio.run(run())
    assert set(Path("/dev/shm").glob("handeye-look-*")) <= before
