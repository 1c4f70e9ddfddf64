"""The bench on MiniWoB++: an episode is a success only if the page and handeye both say so."""

from __future__ import annotations

import asyncio
import json
from urllib.request import Request, urlopen

import pytest

from handeye.tasks.bench.miniwob.measure import Episode, interval, metrics_of, played
from handeye.tasks.bench.miniwob.server import Episodes
from handeye.tools.errors import HandeyeError


def episode(said: str, reward: float | None) -> Episode:
    return Episode("click-button", "Click it.", said, "", reward, 1.0)


@pytest.mark.parametrize(
    ("said", "reward", "is_success", "is_false"),
    [("done", 1, True, False), ("done", -1, False, True), ("done", None, False, True), ("unsure", 1, False, False)],
)
def test_a_success_is_one_that_both_call_so(said: str, reward: float | None, is_success: bool, is_false: bool) -> None:
    assert (episode(said, reward).is_success, episode(said, reward).is_false_done) == (is_success, is_false)


def test_the_table_says_how_sure_its_shares_are() -> None:
    metrics = {metric.name: metric for metric in metrics_of([episode("done", 1)] * 9 + [episode("failed", None)])}
    assert metrics["success"].value == 0.9
    assert metrics["success"].why == "95 %: 0.60 to 0.98"
    assert metrics["called done, but was not"].value == 0


@pytest.mark.parametrize("right", [0, 3, 10])
def test_an_interval_holds_what_was_measured(right: int) -> None:
    low, high = interval(right, 10)
    assert 0 <= low <= right / 10 <= high <= 1


def test_the_goal_and_the_reward_are_told_and_no_file_outside_is_served() -> None:
    with Episodes() as episodes:
        url = episodes.url("click-button", "0.5", "e")
        page = urlopen(url).read().decode()
        assert "core.startEpisodeReal()" in page
        root = url.partition("/miniwob/")[0]
        for what, more in (("goal", {"goal": "Click."}), ("reward", {"reward": 1}), ("reward", {"reward": -1})):
            body = json.dumps({"episode": "e", **more}).encode()
            urlopen(Request(f"{root}/told/{what}", body, method="POST")).read()
        assert (episodes.goal("e"), episodes.reward("e")) == ("Click.", 1.0)
        with pytest.raises(OSError, match="404"):
            urlopen(f"{root}/miniwob/../../../../etc/passwd.html?episode=e")


def test_easy_pages_are_done_by_sight_alone() -> None:
    ended = asyncio.run(played(3, lambda _: None, ["click-button", "enter-text"], 1, sight_only=True))
    assert [(each.name, each.is_success) for each in ended] == [("click-button", True), ("enter-text", True)]


def test_a_page_that_is_not_there_is_named() -> None:
    with pytest.raises(HandeyeError, match="click-nothing"):
        asyncio.run(played(1, lambda _: None, ["click-nothing"], 1, sight_only=True))
