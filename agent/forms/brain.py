"""Brain: fills a form that is filled again and again, page after page; what is known of it is not worked out a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...tools.action import Scroll
from ...tools.errors import NotFound
from ...tools.find.likeness import SURE, likeness
from ...tools.frame import Frame
from ...tools.motion import difference
from ...tools.sight import Sight
from ..brain import Brain
from ..reader.brain import Reader
from ..reader.fields import Fields
from ..reader.fill import Filling, NoField
from ..reader.intents import click, scroll
from ..reader.lists import failed_last
from ..reader.matching import matched
from ..reader.placing import Placed, Value
from ..reader.putting import going_on
from ..state import Evidence, Goal, Intent, Plan, Reads, Situation, Verdict
from ..witness import to_be_read
from .complaints import Complaint, complaints, has_new_text, in_words, is_bad, outside_fields
from .form import Form
from .keys import by_keys
from .order import FILL, Order
from .readback import ReadBack
from .ways import button, leads_on, no_button

SHOWS_S = 3.0
"""So long a form that was taken may need to say so, once it has answered."""
STAYED = 0.8
"""A page of which so many fields are still there was not left."""
AROUND_PX = 8
"""So far the ring around what has the focus reaches."""


class Lacking(NotFound):
    """The form asks for what no column has: no row of the table can be sent."""


class NoPlace(NotFound):
    """A column has no field on the form any more, or never had one."""


class Rejected(NotFound):
    """The form says itself that something is wrong with these values; nothing was sent off."""


class ProvesNothing(NotFound):
    """What is to prove that it was taken is there already."""


@dataclass(eq=False)
class Visit:
    """One page of the form, as it is being filled."""

    filling: Filling
    back: ReadBack = field(default_factory=ReadBack)
    texts: set[str] = field(default_factory=set[str])
    """What was to be read of it before anything was done to it."""
    before: Frame | None = None
    """How the part that is in view looked when it came into view."""
    way: str = ""
    """The button that was pressed to leave it."""
    ends: bool = False
    """It was looked through to its end, and no more of the values has a place on it."""
    last: str = ""
    """Its last picture, while something was looked for further down."""

    def comes_into_view(self, sight: Sight) -> None:
        if self.before is None:
            self.before = sight.frame
            self.texts.update(line.text for line in sight.lines)


class FormBrain:
    """One row's form. What the form is made of is shared with others (`Form`); where it stands is its own."""

    def __init__(self, form: Form, order: Order, mapper: Brain | None = None) -> None:
        self.form, self.order = form, order
        self.said: tuple[Complaint, ...] = ()
        """What the form said was wrong."""
        self.failure: NotFound | None = None
        """Why nothing more could be decided."""
        self.texts: set[str] = set()
        """What was to be read on the page from which it was sent off."""
        self._reader, self._mapper = Reader(), mapper
        self._at, self._doubt = 0, False
        self._done: set[str] = set()
        self._visit: Visit | None = None

    @property
    def knows(self) -> bool:
        return not self._doubt and self.form.is_known(self._at)

    async def plan(self, situation: Situation) -> Plan:
        await self._reader.plan(replace(situation, task="\n".join(self.order.before) or "wait 0 seconds"))
        goals = [*map(Goal, self.order.before), Goal(FILL)]
        return tuple([*goals, Goal(f"press {self.order.submit}")] if self.order.submits else goals)

    async def act(self, situation: Situation) -> list[Intent]:
        at = situation.at - len(self.order.before)
        if at < 0:
            return await self._reader.act(situation)
        try:
            intents = self._fill(situation) if at == 0 else self._submit(situation)
        except NotFound as error:
            # Whatever cannot be decided by names alone is decided with open eyes.
            self._doubt = self._doubt or situation.is_told
            self.failure = error
            raise
        self.failure = None
        if self._visit is not None and any(isinstance(each.action, Scroll) for each in intents):
            self._visit.before = None
        # Whether all is done is decided on the next look.
        return going_on(intents) if intents and at == 0 else intents

    def _fill(self, situation: Situation) -> list[Intent]:
        if self._visit is not None and self._visit.way:
            self._come_on(situation, self._visit)
        by_names = situation.is_told and self.knows
        if situation.is_told and not by_names:
            raise NotFound("the eyes are wanted for that")
        visit = self._visit = self._visit or self._visited()
        visit.comes_into_view(situation.sight)
        intents = [] if visit.ends else self._put(situation, visit, by_names=by_names)
        if intents:
            intents = by_keys(intents, situation.sight) if by_names and not failed_last(situation) else intents
            visit.back.expects(intents)
            return intents
        if by_names and visit.filling.left:
            return self._further(situation, visit)
        visit.ends = True
        self._refuse_what_is_wrong(situation, visit)
        if unread := visit.back.intents(situation, self._placed(situation, visit, by_names=by_names), FILL):
            return unread
        return self._leave(situation, visit)

    def _visited(self) -> Visit:
        """Only what has its place on this page, where that is known; else all that has none yet."""
        left = [(key, value) for key, value in self.order.values if key not in self._done]
        if self.knows:
            keys = self.form.page(self._at).keys
            left = [pair for pair in left if pair[0] in keys]
        return Visit(Filling(tuple(left), self.order.spellings, told=True))

    def _put(self, situation: Situation, visit: Visit, *, by_names: bool) -> list[Intent]:
        def place(fields: Fields, values: dict[str, Value], wanted: Sequence[str]) -> list[Placed]:
            if by_names:
                done = [key for key in values if key not in wanted]
                return self.form.placed(self._at, fields, values, done)
            placed = matched(fields, values, wanted)
            self.form.learn(self._at, [each for each in placed if set(each.keys) & set(wanted)], fields)
            return placed

        visit.filling.seeks = not by_names
        try:
            return visit.filling.intents(situation, FILL, place)
        except NoField:
            # The rest may be on a page that is still to come.
            return []

    def _placed(self, situation: Situation, visit: Visit, *, by_names: bool) -> list[Placed]:
        fields, values = Fields.of(situation.sight), dict(visit.filling.values)
        return self.form.placed(self._at, fields, values, tuple(values)) if by_names else matched(fields, values, ())

    def _further(self, situation: Situation, visit: Visit) -> list[Intent]:
        """What is known to be on this page, and is not in view, is further down."""
        self._refuse_what_is_wrong(situation, visit)
        name = situation.sight.frame.sha256
        if name == visit.last:
            raise NotFound(f"{' and '.join(visit.filling.left)} is not where it was")
        visit.last = name
        return [scroll(situation.sight, "down", None, "scroll to the rest of the form")]

    def _refuse_what_is_wrong(self, situation: Situation, visit: Visit) -> None:
        """Before a page is left: what it lacks, what it says is wrong, and what would prove nothing."""
        lacks = list(visit.filling.lacks)
        if empty := [label for label in lacks if any(likeness(label, each) >= SURE for each in self.order.columns)]:
            raise Rejected(f"it has no value for {', '.join(empty)} (required)")
        if lacks:
            raise Lacking(f"the form asks for {', '.join(lacks)} (required), and no column is for it")
        if situation.is_told:
            _refuse_news(visit, situation.sight)
            return
        sight = outside_fields(situation.sight)
        if to_be_read(self.order.done, sight).status == "confirmed":
            raise ProvesNothing(f'"{self.order.done}" is to be read before anything is sent off: it would prove nothing')
        self.said = tuple(each for each in complaints(visit.texts, situation.sight) if is_bad(each, sight))
        if self.said:
            raise Rejected(in_words(self.said))

    def _leave(self, situation: Situation, visit: Visit) -> list[Intent]:
        """Nothing more is to be done on this page: it is sent off, or left for the next one."""
        sight, page = situation.sight, self.form.page(self._at)
        here = {key for key, _ in visit.filling.values} - set(visit.filling.left)
        missing = [key for key, _ in self.order.values if key not in here | self._done]
        if not missing and page.leads_on is not True and button(sight, self.order.submit) is not None:
            self.form.ends(self._at, leads_on=False)
            self.texts = visit.texts
            return []
        if page.leads_on is not False and (way := leads_on(sight, self.order.next)) is not None:
            visit.way = way.words
            return [click(sight, way, f'press "{way.words}"')]
        if sight.frame.sha256 == visit.last:
            raise self._no_way(situation, visit, missing)
        visit.last = sight.frame.sha256
        return [scroll(sight, "down", None, "scroll down to what leads on")]

    def _no_way(self, situation: Situation, visit: Visit, missing: Sequence[str]) -> NotFound:
        if not missing:
            return no_button(situation.sight, self.order.submit)
        without_place = [key for key in missing if key not in visit.filling.why]
        said = visit.filling.no_field()
        return NoPlace(said) if without_place else NotFound(said)

    def _come_on(self, situation: Situation, visit: Visit) -> None:
        """The button to the next page was pressed: it is there, or the form says why not."""
        if failed_last(situation):
            raise NotFound(f'"{visit.way}" led nowhere')
        if _stayed(visit, situation):
            self.said = complaints(visit.texts, situation.sight)
            raise Rejected(in_words(self.said) or f'"{visit.way}" leads nowhere, and the form does not say why')
        self.form.ends(self._at, leads_on=True)
        self._done.update(key for key, _ in visit.filling.values if key not in visit.filling.left)
        self._at, self._doubt, self._visit = self._at + 1, False, None

    def _submit(self, situation: Situation) -> list[Intent]:
        target = button(situation.sight, self.order.submit)
        if target is None:
            raise no_button(situation.sight, self.order.submit)
        sent = click(situation.sight, target, f"press {self.order.submit}")
        return [replace(sent, hope=Reads(self.order.done), patience_s=SHOWS_S, commits=True)]

    async def judge(self, claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...]) -> Verdict:
        return await (self._mapper or self._reader).judge(claim, before, after, evidence)

    async def read(self, question: str, sight: Sight, schema: type | None = None) -> object:
        return await self._reader.read(question, sight, schema)


def _stayed(visit: Visit, situation: Situation) -> bool:
    """Whether the page that was to be left is still there."""
    seen = set(visit.filling.seen)
    now = {each.label for each in Fields.of(situation.sight).all}
    return bool(seen) and len(seen & now) >= STAYED * len(seen)


def _refuse_news(visit: Visit, sight: Sight) -> None:
    """Where only names were asked for: something that came up beside the fields is to be read."""
    before, now = visit.before, sight.frame
    if any("invalid" in widget.state for widget in sight.widgets):
        raise NotFound("a field does not take its value")
    if before is None or before.size != now.size:
        raise NotFound("the screen has another size")
    own = [widget.box.grow(AROUND_PX) for widget in sight.widgets]
    beside = [box for box in difference(before, now) if not any(box.intersect(each) == box for each in own)]
    if any(has_new_text(before, now, box) for box in beside):
        raise NotFound("something came up beside the fields")
