"""Survey: the suite looks at the unharmed app once, and what goes by tells where a bug could be that a person would see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ....tools.errors import BadInput
from .app import App
from .places import Heard, Place, places_on_pages, tests_at
from .posts import CHANGES, KINDS, Passed, Watched, pattern_of
from .proxy import Answer, Proxy
from .suite import Ran, Suite, Verdict
from .telling import values_of, words_of

MOST_WORDS = 40
LEAST_GREEN = 0.5
"""A test that is not green on the unharmed app says nothing of bugs, and is left out; of a suite this much has to be left."""


@dataclass(frozen=True, slots=True)
class Survey:
    ran: Ran
    places: tuple[Place, ...]
    answers: dict[tuple[str, str], dict[str, Answer]]
    """By method and pattern of path, the good answers by path."""

    @property
    def left_out(self) -> tuple[Verdict, ...]:
        """Tests that were not green before anything was planted."""
        return (*self.ran.reds, *self.ran.unsure)


def survey(suite: Suite, command: str, folder: Path) -> Survey:
    heard, watched = Heard(), Watched()
    with App(command, suite.project) as app, Proxy(app.url, {"survey": True}, hear=heard.hear, posts=watched) as proxy:
        ran = suite.run(proxy.url, folder)
    if not ran.is_whole or len(ran.greens) < LEAST_GREEN * len(ran.verdicts):
        raise BadInput(f"the suite has to be green before bugs are planted: {said_of(ran)}")
    places = (*places_on_pages(heard, ran), *_in_posts(watched.passed, ran))
    if not places:
        raise BadInput("the suite opened no page through the bench's proxy; its tests have to begin at --handeye-start")
    green = set(ran.greens)
    places = tuple(replace(place, tests=tuple(test for test in place.tests if test in green)) for place in places)
    told = [[*place.key, place.thing, len(place.tests)] for place in places]
    (folder / "places.json").write_text(json.dumps(told, indent=0), encoding="utf-8")
    return Survey(ran, tuple(place for place in places if place.tests), _good_answers(watched.passed))


def said_of(ran: Ran) -> str:
    """Of the first tests that are not green."""
    told = [f"{verdict.test} is {verdict.word}: {verdict.message[:300]}" for verdict in (*ran.reds, *ran.unsure)]
    return "; ".join(told[:3]) or f"pytest said: {ran.said}"


def _good_answers(passed: Sequence[Passed]) -> dict[tuple[str, str], dict[str, Answer]]:
    good: dict[tuple[str, str], dict[str, Answer]] = {}
    for each in passed:
        if _was_taken(each):
            good.setdefault(_key(each), {})[each.request.path] = each.answer
    return good


def _was_taken(each: Passed) -> bool:
    return each.request.method in CHANGES and each.answer.status < 400


def _key(each: Passed) -> tuple[str, str]:
    return each.request.method, pattern_of(each.request.target)


def _in_posts(passed: Sequence[Passed], ran: Ran) -> Iterable[Place]:
    """What was sent and taken, unless what could be seen of it says that it made no difference."""
    effects: dict[tuple[str, str], set[bool]] = {}
    words: dict[tuple[str, str], dict[str, None]] = {}
    tests: dict[tuple[str, str], dict[str, None]] = {}
    for each in filter(_was_taken, passed):
        within = tests_at(ran, each.at_s)
        told = _difference(passed, each, ran.spans[within[0]]) if within else None
        effects.setdefault(_key(each), set()).update([] if told is None else [bool(told)])
        said = values_of(each.request.header("content-type"), each.request.body)
        words.setdefault(_key(each), {}).update(dict.fromkeys([*said, *words_of(each.request.path), *sorted(told or ())]))
        tests.setdefault(_key(each), {}).update(dict.fromkeys(within))
    for key, seen in effects.items():
        if seen != {False}:
            name, told = " ".join(key), tuple(words[key])[:MOST_WORDS]
            yield from (Place(kind, key[1], name, thing=name, words=told, tests=tuple(tests[key])) for kind in KINDS)


def _difference(passed: Sequence[Passed], sent: Passed, span: tuple[float, float]) -> frozenset[str] | None:
    """The words that came to what could be read both before and after, within one test; none where nothing was read twice."""
    mine = [each for each in passed if span[0] <= each.at_s <= span[1]]
    before = {each.request.target: each.text for each in mine if each.at_s < sent.at_s and each.request.method == "GET"}
    came: frozenset[str] | None = None
    for each in mine:
        if each.at_s <= sent.at_s:
            continue
        if each.request.method != "GET":
            break
        if each.request.target in before:
            changed = words_of(each.text) ^ words_of(before[each.request.target])
            came = changed if came is None else came | changed
    return came
