"""One try of a test: what it says, the pictures of the step that decided it, the film of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...tools.geometry import Box
from .markup import Html, joined, tag
from .report import joined as merged
from .scene import Scene
from .session_album import SessionAlbum
from .session_film import Film
from .session_links import beside, link_to
from .session_tests import BAD, Test, Try
from .session_words import SIGNS, cut
from .steps import step_list
from .telling import telling
from .words import moment, time_in_words

LONGEST_MESSAGE = 20_000
LONGEST_NAME = 2_000
KEYS = "← → step · Home End first, last · Space before or after · M marks · Z actual size · N P other tests · Esc all tests"
NONE = Html("")


def try_page(test: Test, one: Try, film: Film | None, album: SessionAlbum) -> Html:
    """`film` is None where there was no room for it."""
    return joined((_head(test, one), _told(one, film, album), _film(film, album)))


def _head(test: Test, one: Try) -> Html:
    sign, tone, name = SIGNS[one.verdict]
    tries = (_other(each, is_here=each is one) for each in test.tries) if len(test.tries) > 1 else ()
    return tag(
        "header",
        tag(
            "p",
            tag("strong", tag("span", sign, aria_hidden="true"), f" {one.verdict}", class_=f"badge {tone}", title=name),
            tag("span", *tries, class_="other-tries"),
            class_="ending",
        ),
        tag("h2", cut(one.name, LONGEST_NAME), tabindex="-1", dir="auto"),
        _facts(one),
    )


def _other(one: Try, *, is_here: bool) -> Html:
    sign, tone, name = SIGNS[one.verdict]
    dot = tag("span", sign, class_=tone, role="img", aria_label=name)
    return tag("a", f"try {one.attempt} ", dot, href=link_to(one.folder), aria_current="true" if is_here else None)


def _facts(one: Try) -> Html:
    shown, exact = moment(one.began_s) if one.began_s is not None else ("", "")
    facts: dict[str, str] = {
        "Test": cut(one.nodeid, LONGEST_NAME) if one.nodeid != one.name else "",
        "At": one.place,
        "Took": time_in_words(one.seconds) if one.seconds is not None else "",
        "Began": tag("time", shown, datetime=exact) if shown else "",
        "Worker": one.worker,
        "Tags": ", ".join(one.tags),
        "Record": tag("a", "its folder", href=f"{beside(one.folder)}/"),
    }
    said = [tag("div", tag("dt", name), tag("dd", each, dir="auto")) for name, each in facts.items() if each]
    return joined([tag("dl", *said, class_="facts")])


def _told(one: Try, film: Film | None, album: SessionAlbum) -> Html:
    """What was said, and beside it, or under it where there are two, the pictures of the step that decided it."""
    words, pictures = _said(one), _deciding(one, film, album)
    pair = tag("div", *pictures, class_="pair") if pictures else NONE
    return tag("div", words, pair, class_="told beside" if words and len(pictures) == 1 else "told") if words or pair else NONE


def _said(one: Try) -> Html:
    claims = {"Claimed": one.claim, "Seen instead": one.instead}
    told = [
        tag("div", tag("dt", name), tag("dd", cut(said, LONGEST_MESSAGE), dir="auto")) for name, said in claims.items() if said
    ]
    message = one.message.strip()
    parts = (
        tag("pre", cut(message, LONGEST_MESSAGE), class_="message", dir="auto") if message else NONE,
        tag("dl", *told, class_="claims") if told else NONE,
    )
    return tag("div", *parts) if message or told else NONE


def _deciding(one: Try, film: Film | None, album: SessionAlbum) -> list[Html]:
    """The pictures that say why a try did not pass: each names its scene, or else only the picture."""
    at = film.turning(is_bad=True) if film else None
    if film is None or at is None or one.verdict not in BAD:
        return []
    scene = film.scenes[at]
    sides = [(side, name) for side, name in (("before", scene.before), ("after", scene.after)) if name]
    # A check does nothing: there is only what it saw.
    if scene.before == scene.after or (not scene.points and scene.action.get("action") == "wait" and scene.after):
        sides = sides[-1:]
    told = [_figure(f"{side.capitalize()}: {scene.said}", album.number(name), at, side) for side, name in sides]
    if one.picture and one.picture not in (scene.before, scene.after):
        told.append(_figure("What the verdict rests on", album.number(one.picture)))
    return [figure for figure in told if figure]


def _figure(said: str, number: int | None, scene: int | None = None, side: str | None = None) -> Html:
    if number is None:
        return NONE
    inside = (tag("canvas", role="img", aria_label=said), tag("svg", aria_hidden="true"))
    picture = tag("div", *inside, class_="picture", data_picture=number, data_scene=scene, data_side=side)
    return tag("figure", picture, tag("figcaption", said, dir="auto"))


def _film(film: Film | None, album: SessionAlbum) -> Html:
    if film is None:
        return tag("p", "The film of this test was left out to keep this report small; its folder has it.", class_="nothing")
    if not film.scenes:
        return tag("p", film.trouble or "Nothing was looked at, so there is nothing to show.", class_="nothing")
    return tag(
        "section",
        tag("nav", step_list(film.scenes, film.plan), aria_label="Steps"),
        tag("div", _stage(), *(telling(scene, album) for scene in film.scenes), class_="show"),
        class_="film playing",
        aria_label="Film of the test",
    )


def _stage() -> Html:
    inside = (tag("canvas", role="img"), tag("svg", aria_hidden="true"), tag("p", hidden=True))
    sides = (_button("before", "Before", "Space"), _button("after", "After", "Space"))
    steering = (
        _button("back", "◀", "←", name="Step back"),
        _button("on", "▶", "→", name="Next step"),
        tag("output", class_="place"),
        tag("span", *sides, class_="sides", role="group", aria_label="Which picture"),
        _button("marks", "Marks", "M", pressed=True),
        _button("size", "Actual size", "Z", pressed=False),
        tag("span", *(tag("span", name, class_=name) for name in ("target", "changed", "evidence")), class_="legend"),
    )
    return tag(
        "div",
        tag("div", tag("div", *inside, class_="picture"), class_="view", tabindex="-1"),
        tag("div", *steering, class_="choosing"),
        tag("p", KEYS, class_="keys"),
        class_="stage",
    )


def _button(does: str, said: str, key: str, *, name: str | None = None, pressed: bool | None = None) -> Html:
    on = None if pressed is None else str(pressed).lower()
    return tag("button", said, type_="button", data_does=does, aria_label=name, aria_pressed=on, title=f"Key: {key}")


def try_data(one: Try, film: Film | None, album: SessionAlbum) -> Mapping[str, Any]:
    """Pictures and places for the script: numbers and our own names only."""
    scenes = film.scenes if film else ()
    first = film.turning(is_bad=one.verdict in BAD) if film else None
    return {"first": first or 0, "scenes": [_scene(scene, album) for scene in scenes]}


def _scene(scene: Scene, album: SessionAlbum) -> Mapping[str, object]:
    return {
        "id": scene.anchor,
        "before": album.number(scene.before),
        "after": album.number(scene.after),
        "lost": {side: album.why_not(name) for side, name in (("before", scene.before), ("after", scene.after)) if name},
        "target": _sides([scene.aim.box]) if scene.aim and scene.aim.box else [],
        "points": [[round(point.x, 1), round(point.y, 1)] for point in scene.points],
        "changed": _sides(merged(scene.changed or ())),
        "evidence": _sides([proof.box for proof in scene.proofs if proof.box and proof.picture == scene.after]),
    }


def _sides(boxes: Sequence[Box]) -> list[list[float]]:
    return [[round(side, 1) for side in (box.x, box.y, box.w, box.h)] for box in boxes]
