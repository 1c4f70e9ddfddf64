"""Sections: the plan and how far it came, where the time went, what models and the network were asked."""

from __future__ import annotations

from collections.abc import Iterable

from .goals import Goal, goals_of
from .markup import Html, joined, tag
from .scene import Asked
from .steps import sign
from .story import Call, Story
from .words import PHASES, time_in_words

LEAST_SHARE = 0.004
LONGEST_SAID = 6000
"""Letters of what a model said that are shown."""
GOAL_NOTES = {"so already": "was so already", "not reached": "not reached"}


def sections(story: Story) -> Html:
    parts = (_plan(story), _times(story), _models(story), _network(story))
    return joined(part for part in parts if part)


def _section(title: str, *inside: str) -> Html:
    return tag("section", tag("h2", title), *inside)


def _plan(story: Story) -> Html | None:
    if not story.plan:
        return None
    goals = goals_of(story.plan, story.scenes, done=story.status == "done")
    return _section("Plan", tag("ol", *map(_goal, goals), class_="plan"))


def _goal(goal: Goal) -> Html:
    note = GOAL_NOTES.get(goal.reached)
    said = tag("a", goal.words, href=f"#{goal.scene.anchor}", dir="auto") if goal.scene else tag("span", goal.words, dir="auto")
    after = f" {note}" if note else ""
    return tag("li", said, sign(goal.scene) if goal.scene else tag("span", after, class_="quiet"))


def _times(story: Story) -> Html | None:
    known = {PHASES.get(phase, phase): spent_s for phase, spent_s in story.phases.items()}
    rest_s = (story.seconds or 0.0) - sum(known.values())
    if rest_s > 0.001 and known:
        known["everything else"] = rest_s
    total_s = sum(known.values())
    if total_s <= 0:
        return None
    bars: list[Html] = []
    rows: list[Html] = []
    at = 0.0
    for n, (phase, spent_s) in enumerate(known.items()):
        share = spent_s / total_s
        if share >= LEAST_SHARE:
            bars.append(tag("rect", x=f"{at * 1000:.1f}", y=0, width=f"{share * 1000:.1f}", height=10, class_=f"phase-{n % 7}"))
        at += share
        key = tag("svg", tag("rect", width=10, height=10, class_=f"phase-{n % 7}"), viewBox="0 0 10 10", aria_hidden="true")
        rows.append(tag("tr", tag("th", key, phase, scope="row"), tag("td", time_in_words(spent_s)), tag("td", f"{share:.0%}")))
    bar = tag("svg", *bars, viewBox="0 0 1000 10", preserveAspectRatio="none", class_="bar", aria_hidden="true")
    return _section("Time", bar, tag("table", *rows))


def _models(story: Story) -> Html | None:
    if not story.calls:
        return None
    roles = list(dict.fromkeys(call.role for call in story.calls))
    rows = [_role(role, [call for call in story.calls if call.role == role]) for role in roles]
    titles = tag("tr", *(tag("th", title, scope="col") for title in ("Role", "Calls", "Time", "Tokens")))
    said = tag("details", tag("summary", "What they said"), tag("ol", *map(_call, story.calls), class_="calls"))
    return _section("Models", tag("table", titles, *rows), said)


def _role(role: str, calls: list[Call]) -> Html:
    spent_s, tokens = sum(call.seconds for call in calls), sum(call.tokens for call in calls)
    cells = (str(len(calls)), time_in_words(spent_s), str(tokens))
    return tag("tr", tag("th", role, scope="row"), *(tag("td", cell) for cell in cells))


def _call(call: Call) -> Html:
    said = call.said if len(call.said) <= LONGEST_SAID else f"{call.said[:LONGEST_SAID]}… ({len(call.said)} letters)"
    about = f"{call.role}, {time_in_words(call.seconds)}, {call.tokens} tokens"
    return tag("li", tag("p", about, class_="quiet"), tag("pre", said or "nothing", dir="auto"))


def _network(story: Story) -> Html | None:
    asked = [(scene.anchor, each) for scene in story.scenes for each in scene.guarded]
    if not asked:
        return None
    kept = [pair for pair in asked if not pair[1].is_sent]
    sent = len(asked) - len(kept)
    said = f"{sent} request{'s were' if sent != 1 else ' was'} sent" + (f", {len(kept)} not:" if kept else ".")
    return _section("Network", tag("p", said, class_="quiet"), tag("ul", *_rows(kept), class_="network"))


def _rows(asked: Iterable[tuple[str, Asked]]) -> Iterable[Html]:
    for anchor, each in asked:
        more = " · ".join(filter(None, (each.answer, each.why)))
        yield tag("li", tag("b", each.decision, class_="bad"), " ", tag("a", each.what, href=f"#{anchor}"), f" {more}")
