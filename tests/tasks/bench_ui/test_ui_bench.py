"""The bench itself, on a small project: it surveys, plants, judges, and counts."""

from __future__ import annotations

import itertools
import re
import sys
from pathlib import Path

import pytest

from handeye.tasks.bench.ui.alarms import Trial, Trials
from handeye.tasks.bench.ui.bugs import Hunt, Hunts
from handeye.tasks.bench.ui.draw import Bug, Changes, bugs_of, changes_of
from handeye.tasks.bench.ui.makes import EVERYWHERE, makes_of, regex_of
from handeye.tasks.bench.ui.measure import Asked, alarm_metrics, bug_metrics, run
from handeye.tasks.bench.ui.places import Place
from handeye.tasks.bench.ui.suite import Suite
from handeye.tasks.bench.ui.telling import names, text_of, values_of
from handeye.tools.errors import BadInput

KIOSK = f"{sys.executable} {Path(__file__).parent / 'kiosk.py'} {{port}}"
CONFTEST = """
import pytest
def pytest_addoption(parser):
    for name in ("--handeye-start", "--handeye-report", "--base-url"):
        parser.addoption(name)
@pytest.fixture
def url(request):
    return request.config.getoption("--handeye-start") or request.config.getoption("--base-url")
"""
TESTS = """
from urllib.request import urlopen
def get(url): return urlopen(url).read().decode()
def test_a_thing_is_listed(url):
    get(url + "/list")
    assert "{seen}" in urlopen(url + "/list", b"item=Star").read().decode(), "Star is not on the list"
    assert get(url + "/list").count("<li>") < {most}, "the list has too many things"
def test_settings(url):
    assert "Paper is" in get(url + "/settings")
"""


@pytest.fixture(autouse=True)
def plain_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small project brings its own options, and starts sooner without everybody's plugins."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def project(folder: Path, *, seen: str = "Star", most: int = 2) -> Path:
    for name in ("tests", "by_hand"):
        (folder / name).mkdir()
        (folder / name / "test_list.py").write_text(TESTS.format(seen=seen, most=most))
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    return folder


def lines(_: str) -> None:
    """Nobody reads them here."""


def measured(seed: int, asked: Asked) -> dict[str, float | None]:
    return {metric.name: metric.value for metric in run(seed, lines, asked)}


def test_a_suite_that_looks_finds_what_is_lost_or_twice(tmp_path: Path) -> None:
    found = measured(1, Asked(project(tmp_path), app=KIOSK, mutants=2, only="bugs"))
    assert found["bugs found, and named"] == 2
    assert found["found: save lost"] == found["found: sent twice"] == 1


def test_what_a_suite_does_not_look_at_is_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(1, Asked(project(tmp_path, seen="Your list", most=9), app=KIOSK, mutants=2, only="bugs"))
    assert (found["bugs found, and named"], found["bugs missed"]) == (0, 2)
    assert "POST /list" in capsys.readouterr().err


def test_a_suite_has_to_be_green_first(tmp_path: Path) -> None:
    broken = project(tmp_path, seen="nowhere")
    only_that = '-k "not settings"'
    with pytest.raises(BadInput, match=r"has to be green.*Star is not on the list"):
        run(1, lines, Asked(broken, app=KIOSK, only="bugs", pytest=only_that))


def test_a_test_that_is_red_before_is_left_out_and_told(tmp_path: Path) -> None:
    metric = run(1, lines, Asked(project(tmp_path, seen="nowhere"), app=KIOSK, only="bugs", mutants=1))[0]
    assert (metric.value, metric.met) == (1, False)
    assert "Star is not on the list" in metric.why


def test_an_app_that_does_not_start_says_why(tmp_path: Path) -> None:
    broken = f"{sys.executable} -c \"raise SystemExit('no shop today')\""
    with pytest.raises(BadInput, match="no shop today"):
        run(1, lines, Asked(project(tmp_path), app=broken, only="bugs"))


def test_speed_holds_the_suite_against_the_one_by_hand(tmp_path: Path) -> None:
    metrics = run(1, lines, Asked(project(tmp_path), app=KIOSK, only="speed", rounds=1, starts=1))
    assert [metric.goal for metric in metrics if metric.goal] == ["≤ 2.5×", "≤ 30 ms"]
    assert metrics[0].ratio == pytest.approx(metrics[0].value / metrics[0].against.value)  # pyright: ignore


def test_flakes_are_counted_by_the_test(tmp_path: Path) -> None:
    found = measured(1, Asked(project(tmp_path), app=KIOSK, only="flakes", repeats=1))
    assert (found["tests run under load"], found["not green under load"]) == (2, 0)


def test_tests_run_in_the_order_asked_for(tmp_path: Path) -> None:
    suite = Suite(project(tmp_path, seen="nowhere"), "tests")
    only = ["tests/test_list.py::test_settings", "tests/test_list.py::test_a_thing_is_listed"]
    ran = suite.run("http://127.0.0.1:9", tmp_path / "run", only=only)
    assert [verdict.test for verdict in ran.verdicts] == only
    assert [verdict.word for verdict in ran.verdicts] == ["failed", "failed"]
    assert "refused" in ran.reds[0].message


# --- drawing


def places(kinds: int, pages: int, each: int) -> list[Place]:
    return [Place(f"kind {kind}", f"/{page}", f"#{at}") for kind in range(kinds) for page in range(pages) for at in range(each)]


def test_bugs_are_spread_over_kinds_and_pages() -> None:
    drawn = list(itertools.islice(bugs_of(5, places(4, 3, 9)), 24))
    by_kind = [sum(bug.place.kind == f"kind {kind}" for bug in drawn) for kind in range(4)]
    by_page = [sum(bug.place.page == f"/{page}" for bug in drawn) for page in range(3)]
    assert by_kind == [6] * 4
    assert by_page == [8] * 3
    assert len({bug.place.key for bug in drawn}) == 24


def test_a_seed_draws_the_same_again() -> None:
    assert list(bugs_of(5, places(2, 2, 2))) == list(bugs_of(5, places(2, 2, 2)[::-1]))
    assert list(itertools.islice(changes_of(5), 9)) == list(itertools.islice(changes_of(5), 9))
    assert list(itertools.islice(changes_of(5), 9)) != list(itertools.islice(changes_of(6), 9))


def test_changes_come_alone_and_together_each_kind_as_often() -> None:
    drawn = list(itertools.islice(changes_of(1), 24))
    firsts = [changes.made[0][0] for changes in drawn]
    assert all(firsts.count(kind) == 2 for kind in set(firsts))
    assert {len(changes.made) for changes in drawn} == {1, 2, 3}


def test_pages_of_one_make_share_their_bugs() -> None:
    product, cart = frozenset("abcdefghij"), frozenset("klm")
    makes = makes_of({"/": cart, "/p/tea": product, "/p/mug": product | {"k"}, "/p/help": cart, "/cart": cart | {"a", "b"}})
    assert makes == {"/": "/", "/p/tea": "/p/*", "/p/mug": "/p/*", "/p/help": "/p/help", "/cart": "/cart"}
    assert re.fullmatch(regex_of("/p/*"), "/p/copper-kettle")
    assert not re.fullmatch(regex_of("/p/*"), "/p/tea/reviews")
    assert re.fullmatch(regex_of("/order/#"), "/order/#")
    assert re.fullmatch(regex_of(EVERYWHERE), "/any/where")


# --- judging


@pytest.mark.parametrize(
    ("message", "thing", "is_named"),
    [
        ("Total shows '19,80', not '18.00'", ("18.00", "TOTAL:"), True),
        ("the “Save” button is not to be seen", ("save",), True),
        ("the page is not as it was", ("Save", "The"), False),
        ("3 rows instead of 4", ("4",), True),
        ("13 rows", ("3",), False),
    ],
)
def test_a_message_names_a_thing(message: str, thing: tuple[str, ...], is_named: bool) -> None:
    assert names(message, thing) is is_named


def test_what_an_answer_says_for_people() -> None:
    page = b"<title>x</title><script>1</script><p>2 things at 10:15</p><input value=Ada><input type=hidden value=tok>"
    assert text_of("text/html", page) == "x 2 things at Ada"


@pytest.mark.parametrize(
    ("kind", "body", "values"),
    [
        ("application/x-www-form-urlencoded", b"name=Ada+L&n=3", ("name", "Ada", "L", "n", "3")),
        ("application/json", b'{"item": {"name": "Tea"}, "n": [2]}', ("item", "name", "Tea", "n", "2")),
        ("text/plain", b"x", ()),
    ],
)
def test_what_a_form_sends(kind: str, body: bytes, values: tuple[str, ...]) -> None:
    assert values_of(kind, body) == values


def test_the_goal_is_57_of_60() -> None:
    bug = Bug(0, Place("wrong number", "/", "#a"), 0)
    for found, met in ((57, True), (56, False)):
        hunts = Hunts(tuple([Hunt(bug, "found")] * found + [Hunt(bug, "missed")] * (60 - found)), ())
        metric = bug_metrics(hunts, 60)[0]
        assert (metric.goal, metric.met) == ("≥ 57 of 60", met)
    few = alarm_metrics(Trials((Trial(Changes(0, (("dark", 1),)), "green"),), ()), 60)[0]
    assert few.met is False
    assert few.why
