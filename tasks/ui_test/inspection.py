"""Inspection: an audit of the screen as a test asks for it: what is found stands in the message, and framed on the picture."""

from __future__ import annotations

from collections.abc import Sequence

from ...agent.eyes import Looked
from ...agent.state import Outcome
from ...tools.computer import Effect
from ...tools.errors import NotDone
from ..at_screen import AtScreen
from .auditing import audit


async def inspected(at: AtScreen, *, only: Sequence[str] | None, ignore: Sequence[str], width: int | None, whole: bool) -> None:
    run = at.run
    audited = await audit(run, only=only, ignore=ignore, width=width, whole=whole)
    run.now = Looked(audited.frame, (), Effect(), run.looker)
    findings = [f"{each.kind}: {each.what}: {each.why}" for each in audited.findings]
    why = "; ".join(findings) or "all can be read, reached and seen"
    name = await run.keep(run.now)
    evidence = [
        {"what": f"{each.kind}: {each.what}", "box": [each.box.x, each.box.y, each.box.w, each.box.h], "frame": name}
        for each in audited.findings
    ]
    run.tell(
        "verdict",
        said="audit what is to be seen",
        frame=name,
        url=audited.frame.url,
        proven=True,
        checked=True,
        commits=False,
        status="wrong" if findings else "confirmed",
        why=why,
        evidence=evidence,
    )
    at.last = Outcome(status="failed" if findings else "done", why=why)
    if findings:
        many = f"{len(findings)} things are wrong" if len(findings) > 1 else "one thing is wrong"
        raise NotDone("\n    ".join((f"{many}:", *findings)), "wrong")
