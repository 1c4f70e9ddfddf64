"""Going on: a run that was cut off is taken up where it can be, and whatever may have happened twice never does."""

from __future__ import annotations

from dataclasses import replace

from ..agent.drive import drive
from ..agent.reconcile import found_again
from ..agent.resume import Standing, flow_from
from ..agent.run import Run
from ..agent.state import Outcome, Spent, Verdict
from ..tools.action import Goto
from .prepare import Ready


async def go_on(run: Run, ready: Ready, stands: Standing, reply: bool | str | None) -> Outcome:
    run.tell("resumed", part=stands.at, url=stands.url, why=stands.doubt or stands.past)
    if stands.doubt:
        settled = await found_again(run, Verdict("unsure", stands.doubt))
        if settled.status == "unsure":
            return _unsure(run, stands, settled.why)
        if settled.status == "confirmed":
            past = str(stands.plan[stands.doubtful_at])
            verdict = {"status": "confirmed", "why": settled.why, "checked": True}
            stands = replace(stands, at=stands.doubtful_at + 1, past=past, verdict=verdict)
        elif ready.start:
            await run.computer.do(Goto(stands.url or ready.start))
    begin = flow_from(stands, reply, run)
    return await drive(run, ready.words, begin=begin, thread=f"{run.recorder.folder.name}-{run.recorder.events}")


def _unsure(run: Run, stands: Standing, why: str) -> Outcome:
    run.tell("ended", status="unsure", code="uncertain_delivery", why=why)
    spent = Spent(steps=stands.steps, seconds=stands.seconds)
    return Outcome(status="unsure", code="uncertain_delivery", why=why, spent=spent)
