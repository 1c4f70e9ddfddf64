"""Resume: where a run stands that did not come to its end, by what was written down: what is done, and what may be.

Nothing is sent twice: what may have changed something for good and has no verdict is looked up, or leaves the run unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from ..tools.errors import BadInput
from ..tools.hosts import authority
from .act import with_those_before
from .network import HELD
from .run import Flow, Run
from .verify import HISTORY

Event = Mapping[str, Any]

SENT_ON = (301, 302, 303)
"""Answers after which a browser asks for another page with GET."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    plan: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    """What should be seen when each part of it is reached."""
    at: int = 0
    """The part to go on with: the one after the last that cannot be taken again."""
    past: str = ""
    """What was done last of what cannot be taken again."""
    url: str = ""
    """Where the run was then; "" for its start."""
    doubt: str = ""
    """What may or may not have arrived."""
    doubtful_at: int = 0
    """The part that it belongs to."""
    question: str = ""
    """What a person was asked and has not answered."""
    key: str = ""
    steps: int = 0
    seconds: float = 0.0
    calls: int = 0
    """Of models, and the tokens they took."""
    tokens: int = 0
    history: tuple[Mapping[str, str], ...] = ()
    verdict: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The last one of a part that need not be taken again."""
    answers: tuple[Event, ...] = ()
    """What was read before."""
    ended: Mapping[str, Any] | None = None

    @property
    def is_over(self) -> bool:
        """All of it was seen to be done; only nobody was told."""
        return bool(self.plan) and self.at >= len(self.plan)


def standing(events: Iterable[Event]) -> Standing:
    told = list(events)
    planned = _last(told, "plan") or {}
    plan = tuple(str(goal) for goal in planned.get("goals", ()))
    calls = [each for each in told if each["event"] == "model"]
    last = _last(told, "ended", "asked", "answered", "intent", "resumed", "look")
    asks = last if last is not None and last["event"] == "asked" else None
    kept = _last_that_stays(told, len(plan))
    stands = Standing(
        plan=plan,
        then=tuple(str(each) for each in planned.get("then", ())) or ("",) * len(plan),
        calls=len(calls),
        tokens=sum(int(each.get("tokens", 0)) for each in calls),
        question=str(asks["question"]) if asks else "",
        key=str(asks.get("key", "")) if asks else "",
        steps=max((int(each.get("step", 0)) for each in told), default=0),
        seconds=_seconds(told),
        ended=last if last is not None and last["event"] == "ended" and last.get("status") != "interrupted" else None,
    )
    if kept is not None:
        proven = [each for each in told if each["event"] == "verdict" and each["n"] <= kept["n"]]
        stands = replace(
            stands,
            at=int(kept["part"]) + 1,
            url=_openable(str(kept["url"])),
            past=str(kept["said"]),
            history=tuple({name: str(each[name]) for name in ("said", "status", "why")} for each in proven)[-HISTORY:],
            answers=tuple(each for each in told if each["event"] == "answer" and int(each.get("part", 0)) <= int(kept["part"])),
            verdict={name: kept.get(name) for name in ("status", "why", "checked")},
        )
    return _with_the_rest(stands, told[told.index(kept) + 1 :] if kept is not None else told)


def _with_the_rest(stands: Standing, after: Sequence[Event]) -> Standing:
    """What was begun since then, and may have changed something for good."""
    begun = _begun(after)
    if not begun.doubt:
        return stands
    if begun.led_to:
        verdict = {"status": "confirmed", "why": begun.doubt, "checked": False}
        return replace(stands, at=begun.part + 1, url=begun.led_to, past=begun.said, verdict=verdict)
    return replace(stands, doubt=begun.doubt, doubtful_at=begun.part)


def flow_from(stands: Standing, reply: bool | str | None, run: Run) -> Flow:
    """What the graph begins with when a run goes on."""
    begin: Flow = {
        "plan": [{"words": words, "then": then} for words, then in zip(stands.plan, stands.then, strict=True)],
        "at": stands.at,
        "tries": 0,
        "history": [dict(each) for each in stands.history],
        "past": stands.past,
        "spent": {
            "steps": stands.steps,
            "seconds_before": stands.seconds,
            "tokens_before": stands.tokens,
            "calls_before": stands.calls,
        },
    }
    if not stands.plan:
        del begin["plan"]
    for each in stands.answers:
        begin["answer"] = with_those_before(begin.get("answer"), each["said"], each.get("name", ""), each["answer"])
    if stands.verdict:
        begin["verdict"] = dict(stands.verdict)
    if reply is True and stands.key.startswith(HELD):
        run.network.approved.add(stands.key.removeprefix(HELD))
    elif reply is True:
        begin["approved"] = stands.key
    elif isinstance(reply, str):
        begin["history"] = [*begin["history"], {"said": stands.question, "status": "confirmed", "why": run.clean(reply)}]
    return begin


def check_reply(stands: Standing, reply: bool | str | None) -> None:
    """Whether a run can go on with this answer, or with none."""
    if stands.ended is not None:
        raise BadInput(f"this run has ended ({stands.ended.get('status')}: {stands.ended.get('why')}); begin it anew")
    if stands.question and reply is None:
        raise BadInput(f"it waits for an answer: {stands.question} Say --yes, --no or --answer TEXT")
    if reply is not None and not stands.question:
        raise BadInput("it asked nothing; leave out --yes, --no and --answer")


def _last_that_stays(told: Sequence[Event], parts: int) -> Event | None:
    """The last verdict after which nothing before it may be done again, or need be: of a commit, or of the last part."""
    for each in reversed(told):
        is_proven = each["event"] == "verdict" and each["status"] == "confirmed" and each.get("reached")
        if is_proven and (each.get("commits") or int(each.get("part", 0)) == parts - 1):
            return each
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    doubt: str = ""
    said: str = ""
    part: int = 0
    led_to: str = ""
    """Where the answer to it led: then it arrived, and what follows can be seen there."""


def _begun(after: Sequence[Event]) -> Begun:
    """What was begun last, may have changed something for good, and was never seen to have."""
    begun: Event = {}
    url = ""
    sent: dict[int, Event] = {}
    for each in after:
        match each["event"]:
            case "look":
                url = str(each.get("url", ""))
            case "intent":
                begun, sent = each, {}
            case "request" if each.get("decision") == "sent":
                sent[int(each["number"])] = each
            case "not delivered":
                begun = {}
            case "reconciled" if each["status"] in ("wrong", "no_effect"):
                begun, sent = {}, {}
            case "resumed" if not sent and not begun.get("risk"):
                begun = {}
            case "verdict":
                url = str(each.get("url", url))
                if each.get("commits") and (each["status"] != "confirmed" or not each.get("reached")):
                    return Begun(doubt=f"{each['said']}: {each['why']}", said=str(each["said"]), part=int(each.get("part", 0)))
                begun, sent = {}, {}
            case _:
                pass
    said, part = str(begun.get("said", "the page")), int(begun.get("part", 0))
    if sent:
        how = ", ".join(f"{each['method']} {each['target'] or each['host']} ({_came_of(each)})" for each in sent.values())
        return Begun(doubt=f"{said} had sent {how} when the run was cut off", said=said, part=part, led_to=_led_to(begun, sent))
    # What leaves as plain text passes through our own hands, so that nothing was sent is known.
    if begun.get("risk") and not url.startswith("http://"):
        return Begun(doubt=f"{said} was begun when the run was cut off", said=said, part=part)
    return Begun()


def _came_of(request: Event) -> str:
    return f"answered {request['status']}" if request.get("delivery") == "answered" else "no answer yet"


def _led_to(begun: Event, sent: Mapping[int, Event]) -> str:
    """One submission, answered, that ends its part and sends the browser elsewhere: there one can look again."""
    if len(sent) != 1 or not begun.get("last"):
        return ""
    (request,) = sent.values()
    if request.get("delivery") != "answered" or not request.get("leads_to") or int(request.get("status") or 0) not in SENT_ON:
        return ""
    return _openable(urljoin(f"http://{authority(request['host'], request['port'])}", str(request["leads_to"])))


def _openable(url: str) -> str:
    """An address that still leads there: one with a secret in it was not written down whole."""
    return url if url.startswith(("http://", "https://")) and not {"‹", "…"} & set(url) else ""


def _seconds(told: Sequence[Event]) -> float:
    """How long it ran, without the time in between."""
    gaps = pairwise(told)
    return sum(float(each["at"]) - float(before["at"]) for before, each in gaps if each["event"] != "resumed")


def _last(told: Sequence[Event], *names: str) -> Event | None:
    return next((each for each in reversed(told) if each["event"] in names), None)
