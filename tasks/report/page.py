"""Page: the whole report as one HTML file that runs nothing but its own script and asks nobody for anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...tools.geometry import Box
from .album import Album
from .document import document
from .head import head
from .markup import Html, tag
from .scene import Scene
from .sections import sections
from .steps import step_list
from .story import Story
from .telling import telling

KEYS = "← → step · Home End first, last · Space before or after · M marks · Z actual size"


def page(story: Story, album: Album) -> str:
    here = Path(__file__)
    style, script = here.with_name("report.css").read_text("utf-8"), here.with_name("report.js").read_text("utf-8")
    title = " · ".join(filter(None, (story.status, story.why[:120], "handeye")))
    parts = (
        head(story, (*story.troubles, *_missing(album))),
        tag("main", _film(story, album), tag("div", sections(story), class_="sections")),
        _data(story, album),
    )
    return "".join(document(title, style, script, parts))


def _missing(album: Album) -> Iterator[str]:
    """Which pictures are missing, and why: a line for each reason."""
    for why in dict.fromkeys(album.lost.values()):
        names = [f"{name[:12]}…" for name, reason in album.lost.items() if reason == why]
        yield f"Picture{'s' * (len(names) > 1)} missing, {why}: {', '.join(names)}"


def _film(story: Story, album: Album) -> Html:
    if not story.scenes:
        return tag("p", "Nothing was looked at, so there is nothing to show.", class_="nothing")
    off = tag("p", "The pictures are shown by a script, and scripts are switched off here.", class_="off")
    tellings = [telling(scene, album) for scene in story.scenes]
    return tag(
        "section",
        tag("nav", step_list(story.scenes, story.plan), aria_label="Steps"),
        tag("div", off, _stage(len(story.scenes)), *tellings, class_="show"),
        class_="film",
        aria_label="Film of the run",
    )


def _stage(count: int) -> Html:
    picture = tag("div", tag("canvas", role="img"), tag("svg", aria_hidden="true"), tag("p", hidden=True), class_="picture")
    slider = tag("input", type_="range", id="scrub", min_=1, max_=count, value=1, step=1, aria_label="Step")
    sides = [tag("button", name, type_="button", id=name.lower(), aria_pressed="false") for name in ("Before", "After")]
    keys = [
        tag("span", *sides, class_="sides", role="group", aria_label="Which picture"),
        tag("button", "Marks", type_="button", id="marks", aria_pressed="true", title="Key: M"),
        tag("button", "Actual size", type_="button", id="size", aria_pressed="false", title="Key: Z"),
    ]
    steps = [
        tag("button", "◀", type_="button", id="back", aria_label="Step back", title="Key: ←"),
        slider,
        tag("button", "▶", type_="button", id="on", aria_label="Next step", title="Key: →"),
        tag("output", for_="scrub", id="place"),
    ]
    legend = [tag("span", name, class_=name) for name in ("target", "changed", "evidence")]
    return tag(
        "div",
        tag("div", picture, class_="view", tabindex="-1"),
        tag("div", *steps, class_="steering"),
        tag("div", *keys, tag("span", *legend, class_="legend"), class_="choosing"),
        tag("p", KEYS, class_="keys"),
        class_="stage",
    )


def _data(story: Story, album: Album) -> Html:
    """Pictures and places for the script: numbers and our own names only."""
    data = {
        "first": story.first_shown,
        "scenes": [_scene(scene, album) for scene in story.scenes],
        "pictures": [kept.as_json() for kept in album.kept],
    }
    said = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    return tag("script", Html(said), type_="application/json", id="data")


def _scene(scene: Scene, album: Album) -> Mapping[str, object]:
    return {
        "id": scene.anchor,
        "before": album.number(scene.before),
        "after": album.number(scene.after),
        "lost": [bool(name) and name in album.lost for name in (scene.before, scene.after)],
        "target": _sides([scene.aim.box]) if scene.aim and scene.aim.box else [],
        "points": [[round(point.x, 1), round(point.y, 1)] for point in scene.points],
        "changed": _sides(scene.changed or ()),
        "evidence": _sides([proof.box for proof in scene.proofs if proof.box and proof.picture == scene.after]),
    }


def _sides(boxes: Sequence[Box]) -> list[list[float]]:
    return [[round(side, 1) for side in (box.x, box.y, box.w, box.h)] for box in boxes]
