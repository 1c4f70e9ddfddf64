"""Telling: one scene in words: its verdict, what was to be seen, the evidence cut out of its picture, requests and times."""

from __future__ import annotations

from .album import Album
from .markup import Html, tag
from .scene import Asked, Proof, Scene
from .steps import sign
from .words import MARKS, PHASES, action_in_words, time_in_words

NONE = Html("")
MOST_PROOFS = 8


def telling(scene: Scene, album: Album) -> Html:
    _, tone, name = MARKS[scene.status]
    title = f"{scene.number}. {scene.said}" if scene.number else scene.said
    why = "" if scene.why == title else scene.why
    return tag(
        "article",
        tag(
            "header",
            tag("h2", sign(scene), tag("span", title, dir="auto"), title=title),
            tag("p", tag("b", name, class_=tone), f": {why}" if why else "", dir="auto", title=why or None),
        ),
        tag("div", _proofs(scene, album), _facts(scene), class_="telling"),
        id=scene.anchor,
    )


def _proofs(scene: Scene, album: Album) -> Html:
    if not scene.proofs:
        return NONE
    return tag("div", tag("h3", "Evidence"), *(_proof(proof, album) for proof in scene.proofs[:MOST_PROOFS]), class_="proofs")


def _proof(proof: Proof, album: Album) -> Html:
    caption = tag("figcaption", proof.what or "here", dir="auto")
    number = album.number(proof.picture)
    if proof.box is None:
        return tag("figure", caption)
    if number is None:
        return tag("figure", tag("p", "its picture is missing", class_="quiet"), caption)
    sides = " ".join(f"{side:.1f}" for side in (proof.box.x, proof.box.y, proof.box.w, proof.box.h))
    crop = tag("canvas", width=1, height=1, data_picture=number, data_box=sides, role="img", aria_label=proof.what)
    return tag("figure", crop, caption)


def _facts(scene: Scene) -> Html:
    aim = scene.aim
    about = " ".join(filter(None, (f"“{aim.words}”" if aim.words else "", aim.kind, aim.relation))) if aim else ""
    facts: dict[str, str] = {
        "Did": action_in_words(scene.action),
        "To": f"{about}, found by {aim.source}" if aim and aim.source else about,
        "Should be seen": scene.hope,
        "Risk": f"it {scene.risk}" if scene.risk else "",
        "Changed": _changed(scene),
        "Requests": "" if scene.guarded else ", ".join(scene.requests),
        "Network": tag("ul", *(_asked(asked) for asked in scene.guarded)) if scene.guarded else "",
        "Page": scene.url,
        "When": f"{time_in_words(scene.began_s)} into the run" if scene.began_s is not None else "",
        "Took": _times(scene),
    }
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", said, dir="auto")) for name, said in facts.items() if said))


def _changed(scene: Scene) -> str:
    if scene.changed is None or not (scene.before and scene.after):
        return ""
    if not scene.changed:
        return "nothing in the picture"
    return f"{len(scene.changed)} place{'s' * (len(scene.changed) > 1)} in the picture"


def _asked(asked: Asked) -> Html:
    said = " · ".join(filter(None, (asked.what, asked.answer, asked.why)))
    return tag("li", tag("b", asked.decision, class_="plain" if asked.is_sent else "bad"), f" {said}")


def _times(scene: Scene) -> str:
    return ", ".join(f"{PHASES.get(phase, phase)} {time_in_words(spent_s)}" for phase, spent_s in scene.seconds.items())
