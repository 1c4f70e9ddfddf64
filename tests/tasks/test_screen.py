"""Screen: what Python code asks for is done and proven, and what is not so raises."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

import handeye
from handeye.tasks.demo.site import DemoSite
from handeye.tools.errors import BadInput, ComputerGone, Refused

JOIN = """
type "Ada Lovelace" into Full name
type "ada@example.org" into E-mail
type "correct horse" into Password
type "05/04/1990" into Date of birth
select Poland from Country
choose Family
tick "I accept the terms"
"""


def test_a_member_is_signed_up_looked_at_and_what_is_not_so_raises(site: DemoSite, tmp_path: Path) -> None:
    with handeye.Screen(start=f"{site.url}/join", runs=tmp_path / "runs") as screen:
        screen.do(JOIN)
        screen.do("click Create account")
        screen.check("'Welcome' is visible")
        with pytest.raises(handeye.NotDone, match="Bankrupt") as caught:
            screen.check("'Bankrupt' is visible")
        assert caught.value.code == "wrong"
        assert any("Ada Lovelace" in line.text for line in screen.see().lines)
        with pytest.raises(BadInput):
            screen.do("frobnicate it")
        with pytest.raises(Refused, match="--allow"):
            screen.do("open http://127.0.0.1:9/")
    assert site.submissions["join"].stored == site.submissions["join"].received == 1
    assert json.loads((screen.folder / "run.json").read_text())["result"]["status"] == "failed"
    assert (screen.folder / "report.html").is_file()


def test_its_async_twin_does_the_same(site: DemoSite, tmp_path: Path) -> None:
    async def work() -> None:
        async with handeye.AsyncScreen(start=f"{site.url}/join", runs=tmp_path / "runs") as screen:
            await screen.fill({"Full name": "Grace Hopper", "E-mail": "grace@example.org", "Number of guests": 2})
            await screen.check("Number of guests shows '2'")
            assert await screen.page.title()

    asyncio.run(work())


def test_a_screen_that_is_not_open_says_so(site: DemoSite, tmp_path: Path) -> None:
    screen = handeye.Screen(start=site.url, runs=tmp_path)
    with pytest.raises(ComputerGone, match="with statement"):
        screen.do("click Join")


def test_options_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="budget"):
        handeye.Screen(start="localhost:1", budget={"stepps": 3}, runs=tmp_path)
    with pytest.raises(BadInput, match="browser"):
        handeye.Screen(start="localhost:1", on="mars", runs=tmp_path)  # type: ignore[arg-type]
