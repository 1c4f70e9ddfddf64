"""Form: all that is known of a form, page by page; shared by those who fill it, and kept beside the job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...tools.errors import NotFound
from ...tools.find.wording import Wording
from ...tools.frame import Patch
from ...tools.geometry import Box
from ..reader.asks import in_pattern, pattern_asked
from ..reader.dates import Pattern, pattern_in
from ..reader.fields import Field, Fields
from ..reader.groups import Group
from ..reader.lacking import is_required
from ..reader.placing import Placed, Value
from ..reader.times import moment_in
from .known import Known, known_of, place_of

Note = Callable[[str], None]

Key = tuple[str, ...]

VIEW = 12
"""So many letters name a view."""
ROW_PX = 12
"""What is no further apart stands in one row."""


@dataclass(frozen=True, eq=False)
class Spot:
    """The place of a value on the screen."""

    label: Patch
    """While this looks the same, what stands there is the value."""
    value: Box


@dataclass(eq=False)
class Page:
    """One page of it."""

    known: dict[Key, Known] = field(default_factory=dict[Key, Known])
    """By the keys whose value goes there, and what is done to it."""
    others: dict[str, str] = field(default_factory=dict[str, str])
    """Fields that nothing goes into, by their labels: whether they must have a value."""
    texts: set[str] = field(default_factory=set[str])
    """What was to be read on it before anything was done to it, by any who came."""
    leads_on: bool | None = None
    """Whether there is a page after it; None: that is not known yet."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for each in self.known.values() for key in each.keys)


@dataclass(eq=False)
class Form:
    pages: list[Page] = field(default_factory=list[Page])
    note: Note = lambda _text: None
    """Told whenever something was found to be otherwise than it was."""
    changed: Callable[[], None] = lambda: None
    """Called when there is something new to be kept."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """What a key is called on the form, where a brain has worked that out, or a person has said so."""
    proofs: dict[str, Patch] = field(default_factory=dict[str, Patch])
    """What it looked like when it was taken, by the words that were read then."""
    spots: dict[str, Spot] = field(default_factory=dict[str, Spot])
    """Where what is read off the screen stood, by its name, once the form was taken."""
    asked: set[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=set[tuple[tuple[str, ...], tuple[str, ...]]])
    """What a model was asked about already: which keys, of which fields."""

    def page(self, at: int) -> Page:
        while len(self.pages) <= at:
            self.pages.append(Page())
        return self.pages[at]

    def is_known(self, at: int) -> bool:
        """Whether that page was filled to its end before, and each of its fields has a name and a look."""
        return (
            at < len(self.pages)
            and self.pages[at].leads_on is not None
            and all(each.named and each.looks is not None and each.is_simple for each in self.pages[at].known.values())
        )

    def placed(self, at: int, fields: Fields, values: Mapping[str, Value], done: Sequence[str]) -> list[Placed]:
        """Where values go of what is in view, by what is known alone; NotFound where anything is otherwise than it was."""
        page = self.page(at)
        self._refuse_news(page, fields)
        placed, there = list[Placed](), dict[Key, tuple[Field, ...]]()
        for known in page.known.values():
            (key,) = known.keys
            found = known.found(fields.all) if key in values else ()
            if not found:
                continue
            if key not in done and not known.holds(fields.sight.frame, found[0]):
                raise NotFound(f"{known.words} looks otherwise than it did")
            placed.append(_at(known, found, values[key]))
            there[(key, known.how)] = found
        self._follow(page, there, fields.sight.frame.sha256[:VIEW])
        return placed

    def asks(self, at: int, placed: Placed) -> Pattern | None:
        """In which order its field wants the parts of a date, as far as that was ever to be seen."""
        known = self.page(at).known.get((*placed.keys, placed.how))
        return pattern_in(known.asks) if known is not None and known.asks else None

    def _follow(self, page: Page, there: Mapping[Key, tuple[Field, ...]], view: str) -> None:
        """What is called as it was, looks as it did, and stands elsewhere among the others."""
        places = {key: place_of(found) for key, found in there.items()}
        moved = _moved(page, places)
        for key in moved:
            self.note(_difference(page.known[key], page.known[key], has_moved=True))
        if moved:
            page.known.update({key: replace(page.known[key], box=box, view=view) for key, box in places.items()})
            self.changed()

    def learn(self, at: int, placed: Sequence[Placed], fields: Fields) -> None:
        """What was found on a sight that was looked at in full."""
        page, is_new, otherwise = self.page(at), False, list[Known]()
        found = {(*each.keys, each.how): self._known(page, each, fields) for each in placed}
        moved = _moved(page, {key: known.box for key, known in found.items()})
        for key, known in found.items():
            before = page.known.get(key)
            if before is not None and key not in moved and not _says_more(known, before):
                continue
            is_new = True
            page.known[key] = known
            if before is not None and (said := _difference(before, known, has_moved=key in moved)):
                self.note(said)
            elif before is not None and before.looks is not None and not _look_alike(known, before):
                otherwise.append(known)
        if otherwise:
            self.note(f"it looks otherwise now: {', '.join(each.words for each in otherwise)}")
        spoken = {id(part) for each in placed for part in _parts(each)}
        for each in fields.all:
            if id(each) in spoken or not each.label:
                continue
            label = Wording.of(each.label).bare
            if label not in page.others and not any(label == Wording.of(known.words).bare for known in page.known.values()):
                page.others[label] = "required" if is_required(each) else ""
                is_new = True
                if page.leads_on is not None:
                    self.note(f'there is a new field "{each.label}"; no column is for it')
        if is_new:
            self.changed()

    def _known(self, page: Page, placed: Placed, fields: Fields) -> Known:
        asks = pattern_asked(fields, placed.field) if placed.field and _is_date(placed.value) else None
        before = page.known.get((*placed.keys, placed.how))
        # Once it is filled in, nothing tells any more how it wants to be.
        asked = str(asks) if asks is not None else before.asks if before is not None else ""
        known = known_of(placed, fields.sight, fields.all, asked)
        return replace(known, view=fields.sight.frame.sha256[:VIEW])

    def ends(self, at: int, *, leads_on: bool) -> None:
        """That page was filled to its end."""
        page = self.page(at)
        if page.leads_on is not leads_on:
            page.leads_on = leads_on
            self.changed()

    def _refuse_news(self, page: Page, fields: Fields) -> None:
        names = {(named.role, named.name) for known in page.known.values() for named in known.named}
        for each in fields.all:
            hint = each.thing.hint
            if hint is None or (hint.role, hint.name) in names:
                continue
            if Wording.of(each.label).bare not in page.others:
                raise NotFound(f'"{each.label}" was not there before')


def _parts(placed: Placed) -> tuple[Field, ...]:
    return (placed.field,) if placed.field is not None else placed.group.choices if placed.group is not None else ()


def _at(known: Known, found: tuple[Field, ...], value: Value) -> Placed:
    if known.group:
        return Placed(known.keys, value, None, Group(known.group, found))
    # What is entered part by part is put in order as it is entered.
    pattern = pattern_in(known.asks) if known.asks and known.kind != "date" and isinstance(value, str) else None
    if pattern is not None and isinstance(value, str):
        value = in_pattern(known.keys[0], value, pattern)
    return Placed(known.keys, value, found[0])


def _is_date(value: Value) -> bool:
    return isinstance(value, str) and bool(moment_in(value)[0])


def _says_more(now: Known, before: Known) -> bool:
    """Whether a later look found anything that was not known."""
    return replace(now, looks=None, box=before.box, view=before.view) != replace(before, looks=None) or not _look_alike(
        now, before
    )


def _look_alike(now: Known, before: Known) -> bool:
    a, b = now.looks, before.looks
    return a is not None and b is not None and a.pixels.shape == b.pixels.shape and bool((a.pixels == b.pixels).all())


def _moved(page: Page, now: Mapping[Key, Box]) -> set[Key]:
    """The fewest that, taken away, leave the others in the order that they had; wherever the page as a whole went.

    Only what was seen in one view stood in an order."""
    views: dict[str, list[Key]] = {}
    for key in now:
        if key in page.known:
            views.setdefault(page.known[key].view, []).append(key)
    moved: set[Key] = set()
    for keys in views.values():
        before = sorted(keys, key=lambda key: _order(page.known[key].box))
        rank = {key: at for at, key in enumerate(sorted(keys, key=lambda key: _order(now[key])))}
        moved |= set(keys) - set(_longest(before, rank))
    return moved


def _longest(keys: Sequence[Key], rank: Mapping[Key, int]) -> list[Key]:
    """The most of them that stand in the order of their ranks."""
    chains: list[list[Key]] = []
    for key in keys:
        before = max((chain for chain in chains if rank[chain[-1]] < rank[key]), key=len, default=list[Key]())
        chains.append([*before, key])
    return max(chains, key=len, default=list[Key]())


def _order(box: Box) -> tuple[int, float]:
    return round(box.center.y / ROW_PX), box.x


def _difference(before: Known, now: Known, *, has_moved: bool) -> str:
    keys = " and ".join(now.keys)
    if before.words != now.words:
        return f'{keys}: its field is called "{now.words}" now; it was "{before.words}"'
    if before.kind != now.kind:
        return f"{keys}: its field is a {now.kind} now; it was a {before.kind}"
    return f'{keys}: "{now.words}" has moved' if has_moved else ""
