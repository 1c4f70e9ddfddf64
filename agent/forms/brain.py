"""Brain: fills a form that is filled again and again, page after page; what is known of it is not worked out a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ...tools.action import Action, Click, Press, Scroll, Type, Wait, bind
from ...tools.errors import NotFound
from ...tools.find.likeness import SURE, likeness
from ...tools.find.wording import Wording
from ...tools.frame import Frame
from ...tools.geometry import Box
from ...tools.motion import difference
from ...tools.sight import Sight
from ..brain import Brain, Cost, Costly, Maps, Tell, untold
from ..reader.asks import as_asked
from ..reader.brain import Reader
from ..reader.fields import Field, Fields
from ..reader.fill import Filling, NoField, words_of
from ..reader.intents import click, scroll
from ..reader.lists import failed_last
from ..reader.matching import matched
from ..reader.placing import Placed, Value
from ..reader.putting import going_on
from ..state import Evidence, Goal, Intent, Plan, Reads, Situation, Verdict, stays
from .complaints import Complaint, complaints, has_new_text, in_words, is_bad, outside_fields, says
from .form import Form, Page
from .keys import by_keys
from .order import FILL, Order
from .readback import ReadBack
from .ways import button, leads_on, no_button

SHOWS_S = 3.0
"""So long a form that was taken may need to say so, once it has answered."""
STAYED = 0.8
"""A page of which so many fields are still there was not left."""
ANY_TEXT = frozenset({"field", "text area"})
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
    is_left: bool = True
    """Nothing typed into its last field waits for that to be left."""
    ends: bool = False
    """It was looked through to its end, and no more of the values has a place on it."""
    placed: Sequence[Placed] = ()
    """Where the values go of what is in view, where that is known."""
    last: str = ""
    """Its last picture, while something was looked for further down."""

    def comes_into_view(self, sight: Sight, page: Page) -> None:
        if self.before is None:
            self.before = sight.frame
            page.texts.update(line.text for line in sight.lines)
            self.texts = page.texts


class FormBrain:
    """One row's form. What the form is made of is shared with others (`Form`); where it stands is its own."""

    def __init__(self, form: Form, order: Order, mapper: Brain | None = None) -> None:
        self.form, self.order = form, replace(order, values=tuple(pair for pair in order.values if pair[1]))
        self.said: tuple[Complaint, ...] = ()
        """What the form said was wrong."""
        self.failure: NotFound | None = None
        """Why nothing more could be decided."""
        self._reader, self._mapper = Reader(), mapper
        self._at, self._doubt = 0, False
        self._done: set[str] = set()
        self._visit: Visit | None = None

    @property
    def knows(self) -> bool:
        """Not while there are values that no row before had: their fields may be on any page."""
        placed = self.order.may_lack.union(*(page.keys for page in self.form.pages))
        return not self._doubt and self.form.is_known(self._at) and all(key in placed for key, _ in self.order.values)

    async def plan(self, situation: Situation) -> Plan:
        await self._reader.plan(replace(situation, task="\n".join(self.order.before) or "wait 0 seconds"))
        goals = [*map(Goal, self.order.before), Goal(FILL)]
        return tuple([*goals, Goal(f"press {self.order.submit}")] if self.order.submits else goals)

    async def act(self, situation: Situation) -> list[Intent]:
        at = situation.at - len(self.order.before)
        if at < 0:
            return await self._reader.act(situation)
        if at == 0 and not situation.is_told:
            await self._map(situation)
        try:
            intents = self._fill(situation) if at == 0 else self._submit(situation)
        except NotFound as error:
            # Whatever cannot be decided by names alone is decided with open eyes.
            self._doubt = self._doubt or (situation.is_told and not situation.is_glance)
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
        page = self.form.page(self._at)
        if by_names and not page.texts:
            raise NotFound("what stands on it was not read yet")
        visit.comes_into_view(situation.sight, page)
        intents = self._put(situation, visit, by_names=by_names)
        if intents:
            intents = by_keys(intents, situation.sight) if by_names and not failed_last(situation) else intents
            visit.back.expects(intents)
            if by_names and stays(intents[-1]) and not visit.filling.open:
                beside = visit.back.beside(visit.placed, visit.filling.sent, FILL)
                visit.back.expects([*intents, *beside])
                intents = [*intents, *beside]
            visit.is_left = not _waits_in_field(_last_deed(intents))
            return intents
        if by_names and visit.filling.left and not visit.ends:
            return self._further(situation, visit)
        visit.ends = True
        if not visit.is_left:
            visit.is_left = True
            visit.back.forget()
            return [Intent(Press(("tab",)), f"{FILL}: leave the last field", named=True)]
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

    async def _map(self, situation: Situation) -> None:
        """What has no place yet is put to a model, once for what is to be seen now."""
        if self._mapper is None or not isinstance(self._mapper, Maps):
            return
        fields = Fields.of(situation.sight)
        labels = tuple(dict.fromkeys(each.label for each in _to_name(fields) if each.label))
        homeless = [
            (key, value) for key, value in self.order.values if key not in self._done and not self._has_place(key, labels)
        ]
        asked = (tuple(key for key, _ in homeless), labels)
        if not homeless or not labels or asked in self.form.asked:
            return
        self.form.asked.add(asked)
        columns = {self.order.column(key): value if isinstance(value, str) else "; ".join(value) for key, value in homeless}
        free = [label for label in labels if label not in self.form.labels.values()]
        places = await self._mapper.places(columns, free, situation.shown)
        found = {key: places[column] for key, _ in homeless if (column := self.order.column(key)) in places}
        self.form.labels = {**self.form.labels, **found}

    def _has_place(self, key: str, labels: Sequence[str]) -> bool:
        """Whether it was said where it belongs, and that is to be seen, or was seen on another page."""
        said, page = self.form.labels.get(key), self.form.page(self._at)
        known = {Wording.of(each).bare for each in (*(each.words for each in page.known.values()), *page.others)}
        has_news = any(Wording.of(label).bare not in known for label in labels)
        return said is not None and (said in labels or (key in page.keys and not has_news))

    def _put(self, situation: Situation, visit: Visit, *, by_names: bool) -> list[Intent]:
        def place(fields: Fields, values: dict[str, Value], wanted: Sequence[str]) -> list[Placed]:
            if by_names:
                done = [key for key in values if key not in wanted]
                placed = visit.placed = _as_tab_goes(self.form.placed(self._at, fields, values, done))
            else:
                placed = self._matched(fields, values, wanted)
                self.form.learn(self._at, [each for each in placed if set(each.keys) & set(wanted)], fields)
            for each in placed:
                if (pattern := self.form.asks(self._at, each)) is not None:
                    visit.filling.putting.asked.setdefault(words_of(FILL, each), pattern)
            return self._as_written(fields, placed)

        # Once it was looked through to its end, only what another field took away or changed is put in again.
        visit.filling.seeks = not by_names and not visit.ends
        try:
            return visit.filling.intents(situation, FILL, place)
        except NoField:
            # The rest may be on a page that is still to come.
            return []

    def _placed(self, situation: Situation, visit: Visit, *, by_names: bool) -> list[Placed]:
        fields, values = Fields.of(situation.sight), dict(visit.filling.values)
        placed = self.form.placed(self._at, fields, values, tuple(values)) if by_names else self._matched(fields, values, ())
        return self._as_written(fields, placed)

    def _as_written(self, fields: Fields, placed: Sequence[Placed]) -> list[Placed]:
        """A field that takes any text, and asks for nothing, gets what the table says to the letter."""
        return [self._plain(fields, each) for each in placed]

    def _plain(self, fields: Fields, placed: Placed) -> Placed:
        at, value = placed.field, placed.value
        if at is None or placed.how or len(placed.keys) != 1 or at.said_kind not in ANY_TEXT or at.is_file:
            return placed
        written = self.order.written.get(placed.keys[0])
        if (
            written is None
            or written == value
            or (isinstance(value, str) and as_asked(fields, at, placed.keys[0], value) != value)
        ):
            return placed
        return replace(placed, value=written)

    def _matched(self, fields: Fields, values: dict[str, Value], wanted: Sequence[str]) -> list[Placed]:
        """By the words of the form, where a model or a person has said which they are."""
        words = {key: self.form.labels.get(key, key) for key in values}
        keys = {label: key for key, label in words.items()}
        found = matched(fields, {words[key]: value for key, value in values.items()}, [words[key] for key in wanted])
        return [replace(each, keys=tuple(keys[label] for label in each.keys)) for each in found]

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
        if said := says(self.order.done, visit.texts):
            done = f'"{self.order.done}"' + (f' ("{said}")' if said != self.order.done else "")
            raise ProvesNothing(f"{done} is to be read before anything is sent off: it would prove nothing")
        if situation.is_told:
            _refuse_news(visit, situation.sight)
            return
        sight = outside_fields(situation.sight)
        self.said = tuple(each for each in complaints(visit.texts, situation.sight) if is_bad(each, sight))
        if self.said:
            raise Rejected(in_words(self.said))

    def _leave(self, situation: Situation, visit: Visit) -> list[Intent]:
        """Nothing more is to be done on this page: it is sent off, or left for the next one."""
        sight, page = situation.sight, self.form.page(self._at)
        here = {key for key, _ in visit.filling.values} - set(visit.filling.left)
        missing = [key for key, _ in self.order.values if key not in here | self._done | self.order.may_lack]
        if not missing and page.leads_on is not True and button(sight, self.order.submit) is not None:
            self.form.ends(self._at, leads_on=False)
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
        if _stayed(visit, situation.sight):
            self.said = complaints(visit.texts, situation.sight)
            raise Rejected(in_words(self.said) or f'"{visit.way}" leads nowhere, and the form does not say why')
        self.form.ends(self._at, leads_on=True)
        self._done.update(key for key, _ in visit.filling.values if key not in visit.filling.left)
        self._at, self._doubt, self._visit = self._at + 1, False, None

    def _submit(self, situation: Situation) -> list[Intent]:
        target = button(situation.sight, self.order.submit)
        if target is None:
            raise no_button(situation.sight, self.order.submit)
        visit, told = self._visit, f"press {self.order.submit}"
        assert visit is not None
        if failed_last(situation):
            # Something has changed since it was read back: nothing was sent, and it is read back once more.
            visit.back.forget()
        by_names = situation.is_told and self.knows
        if unread := visit.back.intents(situation, self._placed(situation, visit, by_names=by_names), FILL):
            return going_on(unread)
        sight, shown = situation.sight, [each.box for each in self._in_view(situation)]
        around = Box.union([target.box, *shown]).clip(sight.frame.size) or target.box
        press = bind(Click(target.point), sight.frame, around, target.hint)
        return [
            Intent(
                press,
                told,
                target,
                Reads(self.order.done, self.form.proofs.get(self.order.done)),
                SHOWS_S,
                named=True,
                commits=True,
            )
        ]

    def _in_view(self, situation: Situation) -> list[Field]:
        """The fields whose values are to be seen where it is sent off from: none of them may change before it is."""
        assert self._visit is not None
        said = {target.words for target, _ in self._visit.back.expected.values()}
        return [each for each in Fields.of(situation.sight).all if each.target.words in said]

    def complaints_on(self, sight: Sight) -> tuple[Complaint, ...]:
        """What the form says is wrong, once it was sent off; nothing where it is not there any more."""
        visit = self._visit
        if visit is None or not _stayed(visit, sight):
            return ()
        found = complaints(visit.texts, sight)
        return found if visit.texts else tuple(each for each in found if is_bad(each, sight))

    @property
    def texts(self) -> set[str]:
        """What was to be read on the page from which it was sent off, before anything was done to it."""
        return self._visit.texts if self._visit is not None else set()

    async def judge(self, claim: str, before: Sight, after: Sight, evidence: tuple[Evidence, ...]) -> Verdict:
        return await (self._mapper or self._reader).judge(claim, before, after, evidence)

    async def read(self, question: str, sight: Sight, schema: type | None = None) -> object:
        return await self._reader.read(question, sight, schema)


class CostlyFormBrain(FormBrain):
    """One that asks models where it has to."""

    def __init__(self, form: Form, order: Order, mapper: Brain) -> None:
        super().__init__(form, order, mapper)
        self.tell: Tell = untold

    @property
    def cost(self) -> Cost:
        return self._mapper.cost if isinstance(self._mapper, Costly) else Cost()

    async def close(self) -> None:
        """What it asks belongs to all who fill this form."""


def _as_tab_goes(placed: list[Placed]) -> list[Placed]:
    """In the order of the page, where that is known of all; else in the table's."""
    order: dict[int, int] = {}
    for each in placed:
        first = each.field or (each.group.choices[0] if each.group is not None else None)
        hint = None if first is None else first.thing.hint
        if hint is None or hint.order < 0:
            return placed
        order[id(each)] = hint.order
    return sorted(placed, key=lambda each: order[id(each)])


def _waits_in_field(deed: Action | None) -> bool:
    """Whether what was typed still waits for the field to be left."""
    return isinstance(deed, Type) and not deed.text.endswith("\t")


def _last_deed(intents: Sequence[Intent]) -> Action | None:
    return next((each.action for each in reversed(intents) if not isinstance(each.action, Wait)), None)


def _to_name(fields: Fields) -> Iterator[Field]:
    """What can be named: of choices that answer one question, the question."""
    groups = set[str]()
    for each in fields.all:
        group = each.widget.group if each.is_mark else ""
        if group and group not in groups:
            groups.add(group)
            yield replace(each, names=((group, 1.0),))
        elif not group:
            yield each


def _stayed(visit: Visit, sight: Sight) -> bool:
    """Whether the page that was to be left is still there."""
    seen = set(visit.filling.seen)
    now = {each.label for each in Fields.of(sight).all}
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
    if any(has_new_text(before, now, box, own) for box in beside):
        raise NotFound("something came up beside the fields")
