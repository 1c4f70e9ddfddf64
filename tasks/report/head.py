"""Head: what happened and why, what it was asked for, what was read, and what it cost: ten seconds' reading."""

from __future__ import annotations

from .markup import Html, joined, tag
from .story import Story
from .told import mapping, several, text
from .words import ENDINGS, PROOFS, moment, time_in_words

NONE = Html("")


def head(story: Story, troubles: tuple[str, ...]) -> Html:
    sign, tone = ENDINGS[story.status]
    code = tag("span", story.code.replace("_", " "), class_="code") if story.code not in ("", story.status) else NONE
    return tag(
        "header",
        tag(
            "p",
            tag("strong", tag("span", sign, aria_hidden="true"), f" {story.status}", class_=f"badge {tone}"),
            code,
            tag("span", f"handeye · run {story.run}", class_="run"),
            class_="ending",
        ),
        tag("h1", story.why or story.status, dir="auto"),
        _answers(story),
        tag("div", tag("h2", "Task"), tag("pre", story.task or "not known", class_="task", dir="auto"), class_="asked"),
        _facts(story),
        tag("ul", *(tag("li", trouble) for trouble in troubles), class_="troubles") if troubles else NONE,
        class_="head",
    )


def _answers(story: Story) -> Html:
    if not story.answers:
        return NONE
    read = [tag("div", tag("dt", said or "read", dir="auto"), tag("dd", value_of(answer))) for said, answer in story.answers]
    return tag("dl", *read, class_="answers")


def value_of(answer: object) -> Html:
    """What was read: a text, a list, or values by their names."""
    if named := mapping(answer):
        return tag("dl", *(tag("div", tag("dt", text(name)), tag("dd", value_of(value))) for name, value in named.items()))
    if parts := several(answer):
        return tag("ul", *(tag("li", value_of(each)) for each in parts))
    return tag("span", text(answer), dir="auto", class_="said")


def _facts(story: Story) -> Html:
    shown, exact = moment(story.began_at) if story.began_at is not None else ("", "")
    facts: dict[str, str] = {
        "Proof": PROOFS.get(story.proof, story.proof),
        "Started": tag("time", shown, datetime=exact) if shown else "",
        "Took": time_in_words(story.seconds) if story.seconds is not None else "",
        "Steps": str(story.steps),
        "Model calls": str(story.model_calls),
        "Tokens": f"{story.tokens:,}".replace(",", "\u202f"),
        "Start page": text(story.about.get("start")),
        "On": text(story.about.get("on")) + (", by sight only" if story.about.get("sight_only") is True else ""),
        "Brain": text(story.about.get("brain")),
    }
    return joined(
        [tag("dl", *(tag("div", tag("dt", name), tag("dd", said)) for name, said in facts.items() if said), class_="facts")]
    )
