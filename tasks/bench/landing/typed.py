"""Texts: a field is clicked, emptied and typed into, and then holds exactly that."""

from __future__ import annotations

from ....tools.action import Click, Press, Type
from .texts import text_to_type
from .visit import Landing, Visit, first_of
from .witness import Report


async def land_text(visit: Visit) -> list[Landing]:
    spot = await visit.random_spot("field")
    if spot is None:
        return []
    lines = bool(await visit.witness.ask(spot.frame, "takes_lines", spot.id))
    text = text_to_type(visit.rng, lines=lines)
    frame = await visit.browser.look()
    await visit.act(Click(visit.on_picture(spot.at)), frame)
    await visit.browser.do(Press(("ctrl", "a")))
    await visit.browser.do(Type(text))
    report = await visit.witness.report_when(lambda now: _said(now, spot.id) == text)
    value = _said(report, spot.id)
    off = "" if value == text else f"{spot.id} holds {value!r} instead of {text!r}"
    # Typing may scroll the caret into view, panes and page included.
    wrong = first_of(off, _elsewhere(report, spot.id), visit.others_changed(report, but=spot.id, scrolls=False))
    await visit.witness.drawn(spot.frame)
    visit.before, visit.unsettled = report, True
    return [Landing(f"text {text!r} into {spot.id} in {spot.frame or 'the page'}", wrong)]


def _elsewhere(report: Report, field: str) -> str:
    strays = {(entry["type"], entry["id"]) for entry in report.log if entry["type"] != "pointermove" and entry["id"] != field}
    presses = [entry["type"] for entry in report.of("pointerdown", "click")]
    if presses != ["pointerdown", "click"]:
        return f"expected one click, heard {presses}"
    return f"others received something: {sorted(strays)}" if strays else ""


def _said(report: Report, field: str) -> str:
    """What a field holds. In rich text, browsers keep some typed spaces as no-break ones, lest they collapse."""
    return report.values[field].replace("\xa0", " ")
