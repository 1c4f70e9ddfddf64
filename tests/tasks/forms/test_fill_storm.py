"""A job that is killed again and again, and goes on: every row is stored once, none is lost, and each that is not says truly why."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest

from handeye.tasks.bench.fill.blows import Blow, Struck, blows_of
from handeye.tasks.bench.fill.guests import guests_of
from handeye.tasks.bench.fill.site import FillSite
from handeye.tasks.bench.fill.started import Started
from handeye.tasks.bench.fill.storm import run
from handeye.tasks.bench.metric import Metric
from handeye.tasks.bench.table import show

from .conftest import own_schema

KILLS = 60
SENDS = """
import http.client, sys
connection = http.client.HTTPConnection(sys.argv[1], timeout=20)
for _ in range(5):
    connection.request("POST", "/form", sys.argv[2])
    connection.getresponse().read()
    print("answered", flush=True)
"""


def sending(site: FillSite, folder: Path) -> Started:
    return Started(folder, ["-c", SENDS, site.url.removeprefix("http://"), urlencode(guests_of(1, 1)[0].stored)])


@pytest.mark.parametrize(
    ("blow", "stored", "answered"),
    [(Blow("arrived", nth=2), 2, 1), (Blow("stored", nth=3), 3, 2)],
    ids=["arrived", "stored"],
)
def test_a_blow_falls_between_click_and_answer(tmp_path: Path, blow: Blow, stored: int, answered: int) -> None:
    with FillSite(tmp_path, 1) as site, sending(site, tmp_path) as job:
        struck = Struck(site, job, blow, most_posts=5)
        assert struck.fall()
        assert struck.between
    assert job.out.read_text().count("answered") == answered
    assert len(site_entries(tmp_path)) == stored


def site_entries(folder: Path) -> list[dict[str, object]]:
    with FillSite(folder, 1) as site:
        return site.stored.all()


def test_a_blow_by_the_clock_falls_where_nothing_was_sent(tmp_path: Path) -> None:
    with FillSite(tmp_path, 1) as site, Started(tmp_path, ["-c", "import time; time.sleep(60)"]) as job:
        struck = Struck(site, job, Blow("start", 0.1), most_posts=5)
        assert struck.fall()
        assert not struck.between


def test_what_is_over_is_not_struck(tmp_path: Path) -> None:
    with FillSite(tmp_path, 1) as site, Started(tmp_path, ["-c", ""]) as job:
        assert not Struck(site, job, Blow("work", 0.0), most_posts=5).fall()


def test_there_is_work_left_for_the_blows_that_follow(tmp_path: Path) -> None:
    with FillSite(tmp_path, 1) as site, sending(site, tmp_path) as job:
        assert Struck(site, job, Blow("start", 60.0), most_posts=2).fall()
    assert len(site_entries(tmp_path)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_a_third_falls_between_click_and_answer(seed: int) -> None:
    at_posts = [blow for blow in blows_of(seed, KILLS) if blow.at in ("arrived", "stored") and not blow.after_s]
    assert len(at_posts) >= KILLS / 3
    assert blows_of(seed, KILLS) == blows_of(seed, KILLS)


def of(metrics: list[Metric], name: str) -> float:
    return next(metric.value for metric in metrics if metric.name == name and metric.value is not None)


def fell_short(metrics: list[Metric]) -> dict[str, str]:
    show(metrics, as_json=False)
    return {metric.name: metric.why for metric in metrics if metric.met is False}


def test_a_few_rows_and_kills(tmp_path: Path) -> None:
    metrics = run(1, lambda _: None, rows=16, workers=2, kills=5, folder=tmp_path)
    assert fell_short(metrics) == {}
    assert of(metrics, "kills") == 5


@pytest.mark.full
@pytest.mark.parametrize("kept_in", ["sqlite", "postgres"])
def test_nothing_is_lost_and_nothing_comes_twice(request: pytest.FixtureRequest, tmp_path: Path, kept_in: str) -> None:
    url = own_schema(request.getfixturevalue("postgres")) if kept_in == "postgres" else ""
    metrics = run(31, lambda _: None, kills=KILLS, postgres=url, folder=tmp_path)
    assert fell_short(metrics) == {}
    assert of(metrics, "of these, between click and answer") >= KILLS / 3
