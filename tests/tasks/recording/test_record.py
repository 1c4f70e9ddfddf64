"""`handeye record` as people use it: real pointer and keys in a real window, until that is closed or Ctrl-C is pressed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handeye.sandbox.display import PrivateDisplay
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.recording.record import record
from handeye.tasks.yaml_text import load
from handeye.tools.errors import BadInput, PageError, Unsupported
from handeye.tools.geometry import Point

from .person import SCREEN, Person, person_at

SHOP = Path(__file__).parents[3] / "examples/shop"


def played(flow: Path, *more: str) -> None:
    """As anybody plays it, with nothing changed."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", flow.name, "-q", "-p", "no:cacheprovider", *more],
        cwd=flow.parent,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_search_by_hand_becomes_a_test_that_passes(site: DemoSite, tmp_path: Path) -> None:
    out = tmp_path / "search.ui.yaml"

    async def act() -> None:
        async with person_at(f"{site.url}/members", out) as person:
            await person.enter(person.page.get_by_label("Search members"), "Zażółć gęślą")
            await person.press("enter")
            await person.click(person.page.get_by_text("Try fewer"), held=("alt",))

    asyncio.run(act())
    (case,) = load(out.read_text())["cases"]
    assert case["params"] == [{"search_members": "Zażółć gęślą"}]
    assert case["steps"] == [
        "type {search_members} into Search members",
        "press the Enter key",
        "check that 'No member matches' is visible",
        "check that 'Try fewer or shorter words.' is visible",
    ]
    played(out)


@pytest.mark.full
def test_joining_the_club_by_hand_becomes_a_test_that_passes(site: DemoSite, tmp_path: Path) -> None:
    out = tmp_path / "join.ui.yaml"

    async def act() -> None:
        async with person_at(f"{site.url}/join", out) as person:
            await join(person)

    asyncio.run(act())
    (case,) = load(out.read_text())["cases"]
    assert case["steps"] == [
        "type {full_name} into Full name",
        "type {e_mail} into E-mail",
        "type {password} into Password",
        "type {date_of_birth} into Date of birth",
        "select Poland from Country",
        "choose Family",
        "tick Chess",
        "switch Newsletter on",
        "tick 'I accept the terms'",
        "click Create account",
        "check that 'Welcome, {full_name}' is visible",
        "check that 'Member number' is visible",
    ]
    assert "correct horse" not in out.read_text()
    secrets = tmp_path / "secrets.yaml"
    secrets.touch(0o600)
    secrets.write_text("password: correct horse\n")
    with DemoSite(tmp_path / "again") as again:
        out.write_text(out.read_text().replace(site.url, again.url))
        played(out)
        assert again.submissions["join"].stored == 1


async def join(person: Person) -> None:
    page = person.page
    await person.enter(page.get_by_label("Full name"), "Ada Lovelace")
    await person.press("tab")
    await person.type("ada@example.org")
    await person.enter(page.get_by_label("Password"), "correct horse")
    await person.click(page.get_by_label("Date of birth"), at=Point(20, 20))
    await person.type("12101990")
    await person.choose(page.get_by_label("Country"), "pol")
    await person.click(page.get_by_text("Family", exact=True))
    await person.click(page.get_by_text("Chess"))
    await person.click(page.get_by_label("Newsletter"))
    await person.click(page.get_by_label("I accept"))
    await person.click(page.get_by_role("button", name="Create account"))
    await person.click(page.get_by_text("Member number"), held=("alt",))


@pytest.mark.full
def test_buying_tea_by_hand_becomes_a_test_that_passes(tmp_path: Path) -> None:
    out = tmp_path / "buy-tea.ui.yaml"
    shop = subprocess.Popen([sys.executable, "-m", "shop"], cwd=SHOP, stdout=subprocess.PIPE, text=True)
    try:
        assert shop.stdout is not None
        url = shop.stdout.readline().split()[0]

        async def act() -> None:
            async with person_at(url, out) as person:
                await buy_tea(person)

        asyncio.run(act())
        steps = load(out.read_text())["cases"][0]["steps"]
        assert steps[:3] == [
            "click Add to cart below 'Green Tea'",
            "check that 'Added to cart' is visible",
            "click Cart",
        ]
        assert "select Germany from Country" in steps
        assert steps[-2] == "click Place order"
        assert steps[-1].startswith("check that ")
        assert not re.search(r"\d{4}", steps[-1])
        played(out)
    finally:
        shop.send_signal(signal.SIGINT)
        shop.wait(10)
        assert shop.stdout is not None
        shop.stdout.close()


async def buy_tea(person: Person) -> None:
    page = person.page
    await person.click(page.locator("article, li").filter(has_text="Green Tea").get_by_role("button", name="Add to cart"))
    await person.click(page.get_by_role("link", name="Cart"))
    await person.click(page.get_by_role("link", name="Go to checkout"))
    for label, text in (("Full name", "Grace Hopper"), ("E-mail", "grace@x.org"), ("Street", "1 Quay"), ("City", "Bremen")):
        await person.enter(page.get_by_label(label), text)
    await person.choose(page.get_by_label("Country"), "ger")
    await person.click(page.get_by_text("I accept"))
    await person.click(page.get_by_role("button", name="Place order"))


SCRIPT = """
import os, sys
from pathlib import Path
from handeye.tasks.recording.record import record
sys.exit(record(sys.argv[1], Path(sys.argv[2]), environ=os.environ))
"""


@pytest.mark.parametrize("how", ["window", "ctrl-c"])
def test_closing_the_window_and_ctrl_c_end_it_with_the_file_whole(site: DemoSite, tmp_path: Path, how: str) -> None:
    out = tmp_path / "flow.ui.yaml"

    async def run() -> tuple[int | None, str]:
        display = PrivateDisplay(SCREEN)
        async with display as place:
            environ = {**os.environ, "DISPLAY": place.display, "XAUTHORITY": place.xauthority}
            command = [sys.executable, "-c", SCRIPT, f"{site.url}/members", str(out)]
            process = await asyncio.create_subprocess_exec(
                *command, env=environ, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
            )
            assert process.stdout is not None
            said = b""
            while b"Ctrl-C" not in said:
                said += (line := await asyncio.wait_for(process.stdout.readline(), 60))
                assert line, said
            if how == "window":
                await close_window(place.display, place.xauthority)
            else:
                process.send_signal(signal.SIGINT)
            said += await asyncio.wait_for(process.stdout.read(), 60)
            return await process.wait(), said.decode()

    code, said = asyncio.run(run())
    assert code == 0, said
    assert "Alt" in said
    assert f"0 steps in {out}" in said
    assert load(out.read_text())["start"] == f"{site.url}/members"


async def close_window(display: str, xauthority: str) -> None:
    from handeye.tools.action import Press
    from handeye.tools.computer import opened
    from handeye.tools.desktop import Desktop

    async with opened(Desktop(display, xauthority=xauthority)) as desktop:
        await desktop.do(Press(("alt", "f4")))


def test_what_cannot_be_recorded_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    out = tmp_path / "flow.ui.yaml"
    with pytest.raises(BadInput, match="nothing to record"):
        record("about:blank", out, environ={"DISPLAY": ":0"})
    with pytest.raises(Unsupported, match="a screen that a person sits at"):
        record("localhost:8000", out, environ={})
    assert not out.exists()


def test_a_page_that_does_not_open_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "flow.ui.yaml"

    async def run() -> None:
        async with person_at("localhost:9", out):
            pass

    with pytest.raises(PageError, match="could not be opened"):
        asyncio.run(run())
    assert not out.exists()
