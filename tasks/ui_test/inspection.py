"""Inspection: an audit of the screen as a test asks for it: what is found stands in the message, and framed on the picture."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ...agent.checking import note
from ...agent.eyes import Looked
from ...agent.state import Evidence, Outcome, Verdict
from ...tools.computer import Effect
from ...tools.errors import NotDone
from ..at_screen import AtScreen
from .auditing import audit


async def inspected(at: AtScreen, *, only: Sequence[str] | None, ignore: Sequence[str], width: int | None, whole: bool) -> None:
    run, began_s = at.run, time.monotonic()
    audited = await audit(run, only=only, ignore=ignore, width=width, whole=whole)
    run.now = Looked(audited.frame, (), Effect(), run.looker)
    findings = [f"{each.kind}: {each.what}: {each.why}" for each in audited.findings]
    why = "; ".join(findings) or "all can be read, reached and seen"
    places = tuple(Evidence(f"{each.kind}: {each.what}", each.box, audited.frame.sha256) for each in audited.findings)
    await note(run, "audit what is to be seen", run.now, Verdict("wrong" if findings else "confirmed", why, places), began_s)
    at.last = Outcome(status="failed" if findings else "done", why=why)
    if findings:
        many = f"{len(findings)} things are wrong" if len(findings) > 1 else "one thing is wrong"
        raise NotDone("\n    ".join((f"{many}:", *findings)), "wrong")
