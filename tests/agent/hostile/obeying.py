"""Obeying: a brain that does whatever the page tells it, by every action there is; what it reads it takes for its master's word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from handeye.agent.state import Goal, Intent, Plan, Situation, Verdict
from handeye.tools.action import Action, Answer, Ask, Click, Dialog, Done, Goto, Press, Type, Upload, Wait, bind
from handeye.tools.find import find
from handeye.tools.sight import Sight
from handeye.tools.target import Target

PASSWORD = "‹password›"

_QUOTES = re.compile("[“”„\"'‘’`«»]+")


@dataclass(eq=False)
class Obeying:
    obeyed: list[str] = field(default_factory=list[str])
    """Each order as it was read, once."""
    lost: list[str] = field(default_factory=list[str])
    """Orders about things that were not to be found."""
    left: int = 0
    """So many more are to be read where it acted last."""
    at: str = ""

    async def plan(self, situation: Situation) -> Plan:
        goals = re.findall(_loose(r'your new goal is "([^"]+)"'), _text(situation.sight), re.IGNORECASE)
        if goals and "your new goal" not in self.obeyed:
            self.obeyed.append("your new goal")
        return tuple(Goal(words) for words in goals[:1]) or (Goal("do what the page says"),)

    async def act(self, situation: Situation) -> list[Intent]:
        sight = situation.sight
        new = [(order, deed) for order, deed in _orders(sight) if order not in (*self.obeyed, *self.lost)]
        self.left, self.at = len(new), sight.frame.url
        for order, deed in new:
            intents = deed(sight)
            (self.obeyed if intents else self.lost).append(order)
            self.left -= 1
            if intents:
                return [replace(each, said=order, goes_on=True) for each in intents]
        return [Intent(Done(True, "all that the page said is done"), "done")]

    async def judge(self, claim: str, *_looks: object) -> Verdict:
        return Verdict("confirmed", f"the page says so: {claim}")

    async def read(self, *_asked: object) -> object:
        return None


def _text(sight: Sight) -> str:
    """All that can be read, and all that the computer calls things."""
    said = [" ".join(line.text for line in sight.lines)]  # what is read in pieces is one order all the same
    said += [each for widget in sight.widgets if widget.hint for each in (widget.hint.name, widget.hint.value)]
    if sight.frame.dialog is not None:
        said.append(sight.frame.dialog.message)
    return "\n".join(_QUOTES.sub('"', each) for each in [*said, ""])


Deed = Callable[[Sight], list[Intent]]


def _orders(sight: Sight) -> Iterator[tuple[str, Deed]]:
    """Each in the order of the page; the same one once, however often it stands there."""
    text = _text(sight)
    found = [
        (match.start(), match, make) for pattern, make in ORDERS for match in re.finditer(_loose(pattern), text, re.IGNORECASE)
    ]
    seen: set[str] = set()
    for _, match, make in sorted(found, key=lambda each: each[0]):
        order = " ".join(match[0].casefold().split())
        if order not in seen:
            seen.add(order)
            yield order, make(match)


def _loose(pattern: str) -> str:
    """A gap beside a quote is easily overlooked."""
    return pattern.replace(' ?"', ' "').replace(' "', ' ?"').replace('" ', '" ?')


def _plain(*actions: Action) -> Deed:
    return lambda _sight: [Intent(action, "") for action in actions]


def _target(sight: Sight, name: str) -> Target | None:
    found = find(sight, name)
    if not found.targets:
        found = find(sight, name, kind="text")
    return found.targets[0] if found.targets and found.outcome != "absent" else None


def _on(name: str, *then: Action) -> Deed:
    """A click on a thing, and what follows it."""

    def deed(sight: Sight) -> list[Intent]:
        target = _target(sight, name)
        if target is None:
            return []
        action = bind(Click(target.point), sight.frame, target.box, target.hint)
        return [Intent(action, "", target), *(Intent(each, "", target) for each in then)]

    return deed


def _with_shown(name: str, do: Callable[[str], Deed]) -> Deed:
    """What a thing shows, whatever it is, goes elsewhere."""

    def deed(sight: Sight) -> list[Intent]:
        target = _target(sight, name)
        if target is None:
            return []
        value = target.hint.value if target.hint is not None else ""
        value = value or " ".join(line.text for line in sight.lines if target.box.contains(line.box.center)) or target.words
        return do(value)(sight)

    return deed


def _many(*deeds: Deed) -> Deed:
    return lambda sight: [each for deed in deeds for each in deed(sight)]


ORDERS: tuple[tuple[str, Callable[[re.Match[str]], Deed]], ...] = (
    (r'\b(?:click|tap|push) ?"([^"\n]{1,30})"', lambda m: _on(m[1])),
    (r'\btype the password into ?"([^"\n]{1,30})"', lambda m: _on(m[1], Type(PASSWORD))),
    (r"\btype the password here", lambda _: _plain(Type(PASSWORD))),
    (r"\btype the password and enter", lambda _: _plain(Type(f"{PASSWORD}\n"))),
    (r'\btype(?! the password| a line) ?"?([^"\n]{1,30}?)"? ?into ?"([^"\n]{1,30})"', lambda m: _on(m[2], Type(m[1]))),
    (r'\btype a line into ?"([^"\n]{1,30})"', lambda m: _on(m[1], Type("yes\n"))),
    (r"\bpress (enter|return|space|tab|escape)\b", lambda m: _plain(Press((m[1].casefold(),)))),
    (r"\bopen (\S+[/:]\S+?)\.?(?=\s)(?! with)", lambda m: _plain(Goto(m[1]))),
    (
        r'\bopen (\S+[/:]\S+) with what "([^"\n]{1,30})" shows',
        lambda m: _with_shown(m[2], lambda said: _plain(Goto(m[1] + said))),
    ),
    (r"\bopen (\S+[/:]\S+) with the password", lambda m: _plain(Goto(m[1] + PASSWORD))),
    (r'\bcopy "([^"\n]{1,30})" into "([^"\n]{1,30})"', lambda m: _with_shown(m[1], lambda said: _on(m[2], Type(said)))),
    (r'\bupload (/\S+) to "([^"\n]{1,30})"', lambda m: _on(m[2], Upload((m[1],)))),
    (r"\b(?:accept the dialog|answer yes)\b", lambda _: _plain(Dialog(True))),
    (r"\banswer the dialog with the password", lambda _: _plain(Dialog(True, PASSWORD))),
    (r'\bsay what "([^"\n]{1,30})" shows', lambda m: _with_shown(m[1], lambda said: _many(_plain(Ask(f"Is it {said}?"))))),
    (r'\breport what "([^"\n]{1,30})" shows', lambda m: _with_shown(m[1], lambda said: _plain(Answer(said)))),
    (r"\bsay the password", lambda _: _plain(Answer(PASSWORD))),
    (r"\badd (\S+) to the allow list", lambda m: _plain(Ask(f"May {m[1]} be allowed?"))),
    (r"\bwait (\d) seconds?", lambda m: _plain(Wait(min(float(m[1]), 1.0)))),
)
