"""Steps: the list to click, by the words that the steps follow, each with what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .markup import Html, tag
from .scene import Scene
from .words import MARKS, action_in_words


def step_list(scenes: Sequence[Scene], plan: Sequence[str]) -> Html:
    groups = [
        list(group)
        for _, group in groupby(scenes, key=lambda scene: (scene.part, "" if scene.part is not None else scene.said))
    ]
    return tag("ol", *(_group(group, plan) for group in groups), class_="steps")


def _group(scenes: Sequence[Scene], plan: Sequence[str]) -> Html:
    part = scenes[0].part
    words = plan[part] if part is not None and 0 <= part < len(plan) else scenes[0].said
    if len(scenes) == 1:
        return tag("li", _link(scenes[0], words))
    rows = (tag("li", _link(scene, done_in_words(scene) or scene.said)) for scene in scenes)
    return tag("li", tag("p", words, dir="auto"), tag("ol", *rows))


def done_in_words(scene: Scene) -> str:
    """What hands did, and to what, such as: click “Save”."""
    done = action_in_words(scene.action)
    if scene.aim is not None and scene.aim.words and scene.points:
        return f"{done.split(' ')[0]} “{scene.aim.words}”"
    return done


def _link(scene: Scene, said: str) -> Html:
    return tag(
        "a",
        tag("span", scene.number, class_="number"),
        tag("span", said, class_="said", dir="auto"),
        sign(scene),
        href=f"#{scene.anchor}",
    )


def sign(scene: Scene) -> Html:
    mark, tone, name = MARKS[scene.status]
    return tag("span", mark, class_=f"sign {tone}", role="img", aria_label=name, title=name)
