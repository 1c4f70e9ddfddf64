"""Queries: words that people may use for the things on a yardstick screen, each with what they mean, from its truth."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ...tools.geometry import Box
from .yardstick.truth import Screen, TrueWidget, TrueWord

Expected = Literal["one", "ambiguous", "absent"]


@dataclass(frozen=True, slots=True)
class Query:
    sort: str
    """In what way it asks: "exact", "slip", "in the row" …"""
    words: str
    kind: str | None
    expected: Expected
    boxes: tuple[Box, ...] = ()
    """Where the middle of the right answer may lie."""


SAID_AS = {
    "field": ("field", "input", "text field"),
    "text area": ("text area", "field"),
    "button": ("button",),
    "icon button": ("icon", "button"),
    "link": ("link",),
    "checkbox": ("checkbox", "check box"),
    "radio": ("radio button", "radio"),
    "switch": ("switch", "toggle"),
    "select": ("dropdown", "select", "drop-down list"),
    "slider": ("slider",),
    "tab": ("tab",),
}

SLIPS = (("l", "I"), ("I", "l"), ("l", "1"), ("O", "0"), ("o", "0"), ("rn", "m"), ("m", "rn"), ("S", "5"), ("B", "8"),
         ("i", "l"), ("e", "c"), ("a", "o"), ("u", "v"), ("cl", "d"), ("n", "h"), ("g", "q"), ("Z", "2"),
         ("f", "t"))  # fmt: skip

SYNONYMS = tuple(
    tuple(line.split(", "))
    for line in """\
Sign in, Log in, Login
Sign out, Log out, Logout
Sign up, Register, Create account
E-mail, Email, Email address, E-mail address, Mail
Phone, Telephone, Phone number
First name, Given name, Forename
Last name, Surname, Family name
Postcode, ZIP code, ZIP, Postal code
Delete, Remove
OK, Okay
Date of birth, Birthday, Birth date
User name, Username
Password, Passphrase
Repeat password, Confirm password
Search, Find
Submit, Send
Edit, Modify
Country, Country or region
City, Town
Settings, Preferences
Colour, Color
Quantity, Qty
Passwort, Kennwort
Anmelden, Einloggen
Löschen, Entfernen
Nachname, Familienname
PLZ, Postleitzahl
Usuń, Skasuj
Kod pocztowy, Kod
Supprimer, Effacer
Enregistrer, Sauvegarder
Eliminar, Borrar
Guardar, Guardar
保存, 存储
删除, 移除
登录, 登入
邮箱, 电子邮箱, 电子邮件
电话, 电话号码""".splitlines()
)
"""The yardstick's own: what finds is held against what others call the same."""


def normal(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


class Asked:
    """All that can be asked about one screen."""

    def __init__(self, screen: Screen, rng: random.Random) -> None:
        self.screen = screen
        self.rng = rng
        self.lines = lines_of(screen.words)
        read = normal("".join(word.text for word in screen.words))
        words = {normal(word.text) for word in screen.words}
        self.names = Counter(normal(widget.label) for widget in screen.widgets)
        self.all_names = {
            normal(name) for widget in screen.widgets for name in (widget.label, *widget.labels, widget.placeholder)
        }
        self.seen = [
            widget
            for widget in screen.widgets
            if not widget.clipped
            and len(normal(widget.label)) > 1
            and all(normal(part) in words or (not part.isascii() and normal(part) in read) for part in widget.label.split())
        ]
        self.alone = [
            widget for widget in self.seen if self.names[normal(widget.label)] == 1 and not self._is_near_another(widget)
        ]
        self.alike: dict[tuple[str, str], list[TrueWidget]] = defaultdict(list)
        for widget in self.seen:
            self.alike[normal(widget.label), widget.kind].append(widget)

    def _is_near_another(self, widget: TrueWidget) -> bool:
        """Whether it is one of several of one meaning: then nobody could tell which is meant."""
        same = {normal(name) for group in SYNONYMS if normal(widget.label) in map(normal, group) for name in group}
        others = [other for other in self.screen.widgets if other is not widget]
        names = (name for other in others for name in (other.label, *other.labels, other.placeholder))
        return any(normal(name) in same | {normal(widget.label)} for name in names)

    def queries(self, others: Sequence[str]) -> Iterator[Query]:
        for widget in self.alone:
            yield from self._by_name(widget)
        yield from self._counted()
        yield from self._placed()
        yield from self._absent(others)
        yield from self._texts()

    def _one(self, sort: str, words: str, widget: TrueWidget, kind: str | None = None) -> Query:
        return Query(sort, words, kind, "one", (widget.box,))

    def _by_name(self, widget: TrueWidget) -> Iterator[Query]:
        label, rng = widget.label, self.rng
        said = rng.choice(SAID_AS[widget.kind])
        yield self._one("exact", label, widget)
        yield self._one(
            "kind in words",
            rng.choice((f"the {label} {said}", f"{label} {said}", f'"{label}" {said}', f"{said} {label}")),
            widget,
        )
        yield self._one("kind apart", label, widget, said)
        yield self._one("case", rng.choice((label.upper(), label.lower(), label.title())), widget)
        if (slipped := self._slipped(label)) is not None:
            yield self._one("slip", slipped, widget)
        parts = label.split()
        if len(parts) > 1 and label.isascii() and len(parts) < 5:
            turned = parts[1:] + parts[:1]
            yield self._one("word order", " ".join(turned), widget)
        plain = "".join(char for char in unicodedata.normalize("NFD", label) if not unicodedata.combining(char))
        if plain != label and "CJK" not in unicodedata.name(label[0], ""):
            yield self._one("accents", plain, widget)
        for group in SYNONYMS:
            if normal(label) in map(normal, group):
                other = rng.choice([name for name in group if normal(name) != normal(label)] or [label])
                yield self._one("synonym", other, widget)
        if label.isascii() and label[-1:].isalpha() and len(parts[-1]) > 3 and not label.endswith("s"):
            yield self._one("plural", f"{label}s", widget)
        yield self._one("punctuation", rng.choice((f"{label}:", f"{label} *", f"{label}…", label.replace("-", " "))), widget)

    def _slipped(self, label: str) -> str | None:
        ways = [slip for slip in SLIPS if slip[0] in label]
        if not ways or len(normal(label)) < 4:
            return None
        before, after = self.rng.choice(ways)
        places = [at for at in range(len(label)) if label.startswith(before, at)]
        at = self.rng.choice(places)
        said = label[:at] + after + label[at + len(before) :]
        return None if normal(said) in self.all_names else said

    def _counted(self) -> Iterator[Query]:
        for (_, kind), widgets in self.alike.items():
            label = widgets[0].label
            if len(widgets) < 2 or self.names[normal(label)] != len(widgets):
                continue
            yield Query("ambiguous", label, self.rng.choice((None, SAID_AS[kind][0])), "ambiguous")
            ordered = in_reading_order(widgets)
            if ordered is None:
                continue
            at = self.rng.randrange(len(ordered))
            number = ("first", "second", "third", "fourth", "fifth")[at] if at < 5 else ""
            if number:
                yield self._one(
                    "ordinal",
                    self.rng.choice((f"the {number} {label}", f'the {number} "{label}" {SAID_AS[kind][0]}')),
                    ordered[at],
                )
            yield self._one("ordinal", f"the last {label}", ordered[-1])

    def _placed(self) -> Iterator[Query]:
        for widget in self.seen:
            label, same = widget.label, self.alike[normal(widget.label), widget.kind]
            if len(same) < 2:
                continue
            if widget.row and sum(other.row == widget.row for other in same) == 1:
                yield self._one(
                    "in the row",
                    f"{label} in the row of {widget.row}",
                    widget,
                    self.rng.choice((None, SAID_AS[widget.kind][0])),
                )
            if widget.group and sum(other.group == widget.group for other in same) == 1:
                how = self.rng.choice(
                    (f"{label} in {widget.group}", f"{label} under {widget.group}", f"{label} in the {widget.group} section")
                )
                yield self._one("under a heading", how, widget)
        for widget in self.screen.widgets:
            if widget.row and widget.column and not widget.clipped:
                cell = [other for other in self.screen.widgets if (other.row, other.column) == (widget.row, widget.column)]
                if len(cell) == 1:
                    yield self._one(
                        "in the row", f"the {widget.column} {SAID_AS[widget.kind][0]} in the row of {widget.row}", widget
                    )
        yield from self._beside()

    def _beside(self) -> Iterator[Query]:
        """Neighbours in one row or one above the other, where nothing of the kind is nearly as near."""
        for anchor in self.alone:
            for sort, place in PLACES.items():
                near = _sorted(self.screen.widgets, anchor, place)
                if not near or near[0][0] > 80 or near[0][1].clipped or near[0][1].kind == anchor.kind == "field":
                    continue
                distance, widget = near[0]
                rivals = [other for further, other in near[1:] if other.kind == widget.kind and further < 2 * distance + 40]
                if rivals or widget.kind not in ("button", "icon button", "checkbox", "select"):
                    continue
                yield self._one("beside", f"the {SAID_AS[widget.kind][0]} {sort} {anchor.label}", widget)

    def _absent(self, others: Sequence[str]) -> Iterator[Query]:
        shown = " ".join(" ".join(word.text for word in line) for line in self.lines).casefold()
        pool = [label for label in others if label.casefold() not in shown and not self._is_known(label)]
        for label in self.rng.sample(pool, min(4, len(pool))):
            yield Query("absent", label, self.rng.choice((None, None, "button", "field")), "absent")
        if self.alone:
            widget = self.rng.choice(self.alone)
            wrong = {"checkbox": "slider", "slider": "checkbox"}.get(widget.kind, self.rng.choice(("checkbox", "slider")))
            if widget.kind not in ("radio", "switch", "field"):
                yield Query("absent", f"the {widget.label} {wrong}", None, "absent")
        if self.alone and pool:
            yield Query("absent", f"{self.rng.choice(self.alone).label} in the row of {self.rng.choice(pool)}", None, "absent")
        for widgets in self.alike.values():
            if len(widgets) in (2, 3) and self.names[normal(widgets[0].label)] == len(widgets):
                yield Query("absent", f"the {('third', 'fourth')[len(widgets) - 2]} {widgets[0].label}", None, "absent")

    def _is_known(self, label: str) -> bool:
        """Whether a label means, or is the beginning of, something that is there."""
        said = normal(label)
        group = {normal(name) for names in SYNONYMS if said in map(normal, names) for name in names} | {said}
        return bool(group & self.all_names) or any(name.startswith(said) for name in self.all_names)

    def _texts(self) -> Iterator[Query]:
        texts = [normal(word.text) for word in self.screen.words]
        for line in self.rng.sample(self.lines, min(4, len(self.lines))):
            at = self.rng.randrange(len(line))
            words = line[at : at + self.rng.randint(1, 3)]
            said = " ".join(word.text for word in words)
            if len(normal(said)) > 3 and all(texts.count(normal(word.text)) == 1 for word in words):
                yield Query("text", said, "text", "one", (Box.union(word.box for word in words).grow(2),))


def _sorted(
    widgets: Sequence[TrueWidget], anchor: TrueWidget, place: Callable[[Box, Box], float | None]
) -> list[tuple[float, TrueWidget]]:
    far = [
        (distance, widget)
        for widget in widgets
        if widget is not anchor and (distance := place(widget.box, anchor.box)) is not None
    ]
    return sorted(far, key=lambda pair: pair[0])


def _right(box: Box, of: Box) -> float | None:
    return box.x - of.right if box.x >= of.right and abs(box.center.y - of.center.y) < 0.3 * of.h else None


def _left(box: Box, of: Box) -> float | None:
    return _right(of, box)


def _under(box: Box, of: Box) -> float | None:
    return (
        box.y - of.bottom
        if box.y >= of.bottom and min(box.right, of.right) - max(box.x, of.x) > 0.5 * min(box.w, of.w)
        else None
    )


def _over(box: Box, of: Box) -> float | None:
    return _under(of, box)


PLACES: dict[str, Callable[[Box, Box], float | None]] = {
    "to the right of": _right, "left of": _left, "under": _under, "above": _over,
}  # fmt: skip


def in_reading_order(widgets: Sequence[TrueWidget]) -> list[TrueWidget] | None:
    """Row after row; None where it could be read in more than one way, as columns can."""
    ordered = sorted(widgets, key=lambda widget: (widget.box.y, widget.box.x))
    for one, other in pairwise(ordered):
        if abs(one.box.center.y - other.box.center.y) < 0.5 * one.box.h:
            if abs(one.box.center.y - other.box.center.y) > 2 or one.box.x > other.box.x:
                return None
        elif other.box.y < one.box.bottom - 2:
            return None
    rows = len({round(widget.box.center.y) for widget in widgets})
    columns = len({round(widget.box.x) for widget in widgets})
    return ordered if rows == 1 or columns == 1 else None


def lines_of(words: Sequence[TrueWord]) -> list[list[TrueWord]]:
    """Words that follow one another closely in one row."""
    lines: list[list[TrueWord]] = []
    for word in sorted(words, key=lambda word: (round(word.box.center.y / 4), word.box.x)):
        for line in reversed(lines):
            last = line[-1]
            gap = word.box.x - last.box.right
            level = abs(word.box.center.y - last.box.center.y) < 0.3 * max(last.box.h, 1.0)
            if level and -2 < gap < 0.6 * last.box.h and 0.7 < word.box.h / max(last.box.h, 1.0) < 1.4:
                line.append(word)
                break
        else:
            lines.append([word])
    return lines
