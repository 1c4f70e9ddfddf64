"""Tables for the forms of these apps: seeded, awkward on purpose, each row with what is to be stored for it."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

from .django_admin import Article, User
from .fava import Entry
from .pretalx import LEVELS, NEEDS, TRACKS, TYPES, Proposal
from .programs.press.names import AUTHORS, TAGS, TOPICS
from .roundup import COMPONENTS, KEYWORDS, PEOPLE, PRIORITIES, SEVERITIES, VERSIONS, Bug
from .roundup import TYPES as BUG_TYPES

Stored = TypeVar("Stored")

LINES = (
    "Il1l1I 0O0o: who reads this aloud?",
    "Zażółć gęślą jaźń",
    "東京の天気 速報",
    "He said \"no\", she said 'yes'",
    "O’Brien’s “quotes” and «guillemets»",
    "<b>bold</b> & <script>alert(1)</script>",
    "modern or modem, burn or bum, clear or dear",
    "Straße, Ærø, Ñandú, İstanbul, Łódź",
    "=SUM(A1:A9)",
    "{title} and {number} are not places here",
    "100 % off; today, only (or not)",
    "C:\\temp\\new\\0O.txt",
    "Москва, Αθήνα, Київ",
    "null",
    "-1",
    "00042",
    "It's 5 o'clock / 17:00 / ½ past",
    "São Tomé & Príncipe - naïve coöperation",
    "王小明和李大山",
    "rn m, vv w, cl d, 5 S, 8 B, 2 Z",
    "A#B %41 &amp; &lt;i&gt; ?x=1&y=2",
    "ÀÉÎÕÜ àéîõü ÿ œ æ ß",
    "Tom & Jerry + 3 = ?",
)
TEXTS = (
    "",
    "One line.",
    "First line\nsecond line\n\nand a third after an empty one",
    "Words that go on, l and I and 1 among them, 0 and O too. " * 12,
    '"Quoted", \\slashed\\, <tagged> & {braced}',
    "日本語の本文です。改行も\nあります。",
)
NARROW = tuple(text for text in TEXTS if max(map(len, text.split("\n"))) < 60)
"""For Roundup, which asks browsers to break lines where they are seen to break."""
HANDS = ("Aoife", "Björn", "Illya", "Lilli", "María José", "O'Neil", "Renée", "Łukasz", "小明", "Zoë")
NAMES = ("Al-Ili", "Dvořáková", "Groß", "Ill", "McIlroy", "O’Hara", "Quispe Ñahui", "Rn", "van der Berg", "李")


@dataclass(frozen=True)
class Table(Generic[Stored]):
    rows: Sequence[Mapping[str, str]]
    """As people write them: several choices are `a; b`, a file is a name beside the table."""
    stored: Sequence[Stored]
    """What each row is to come to, in the same order."""
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])

    def write(self, folder: Path) -> Path:
        """As CSV, with its files beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        path = folder / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(self.rows[0]))
            writer.writeheader()
            writer.writerows(self.rows)
        return path


def articles(count: int = 50, seed: int = 1) -> Table[Article]:
    """For Django's admin; `number` is the key. Dates are written as Europeans do, yes and no as words."""
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    stored: list[Article] = []
    files: dict[str, bytes] = {}
    for place, title in enumerate(_titles(draw, count)):
        published = date(2019, 1, 1) + timedelta(days=draw.randrange(3000))
        embargo = (
            datetime.combine(date(2026, 1, 1), time()) + timedelta(minutes=15 * draw.randrange(40_000))
            if draw.random() < 0.6
            else None
        )
        attached = f"l1I-{place:03d}.txt" if draw.random() < 0.5 else ""
        if attached:
            files[attached] = f"{place}: {title}\n".encode()
        article = Article(
            title=title, slug=_slug(draw, place), number=f"{draw.choice(('0O', 'l1', 'I1', '00'))}-{place:04d}",
            body=draw.choice(TEXTS).strip(), published=published.isoformat(), embargo=str(embargo or ""),
            status=draw.choice(("Draft", "In review", "Published", "Withdrawn")), length=draw.choice(("Short", "Long read")),
            author=draw.choice(AUTHORS), editor=draw.choice(("", *AUTHORS)),
            tags=_several(draw, TAGS, 3), topics=_several(draw, TOPICS, 4),
            source=draw.choice(("", f"https://example.org/l/{place}?q=I&n=0O", "http://localhost:8000/a%20b/")),
            price=Decimal(draw.randrange(1_000_000)) / 100 if draw.random() < 0.7 else Decimal(0),
            attachment=files.get(attached), featured=draw.random() < 0.5, comments=draw.random() < 0.5,
        )  # fmt: skip
        stored.append(article)
        rows.append({
            "number": article.number, "title": title, "slug": article.slug, "body": article.body,
            "published": f"{published:%d/%m/%Y}", "embargo_date": f"{embargo:%d/%m/%Y}" if embargo else "",
            "embargo_time": f"{embargo:%H:%M}" if embargo else "", "status": article.status, "length": article.length,
            "author": article.author, "editor": article.editor, "tags": "; ".join(article.tags),
            "topics": "; ".join(article.topics), "source": article.source, "price": f"{article.price:.2f}",
            "attachment": attached, "front_page": _yes(article.featured), "comments": _yes(article.comments),
            "desk_note": f"not for the form: {place}",
        })  # fmt: skip
    return Table(rows, stored, files)


def users(count: int = 15, seed: int = 2) -> Table[User]:
    """For Django's admin, which asks for the name and the password on a page of their own; `username` is the key."""
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    stored: list[User] = []
    kinds = [("Press", kind) for kind in ("article", "author", "tag", "topic")]
    allowed = [f"{app} | {kind} | Can {verb} {kind}" for app, kind in kinds for verb in ("add", "change", "delete", "view")]
    allowed += [f"Authentication and Authorization | user | Can {verb} user" for verb in ("add", "change", "delete", "view")]
    for place in range(count):
        name = f"{draw.choice(('il', 'll', '0o', 'zoë', 'm.rn'))}_{place:02d}"
        start, end = draw.choice(("Il1", "0O", 'q"q', "ß")), draw.choice(("lamp", "tree"))
        password = f"{start} {draw.randrange(10**9):09d} {end}"
        user = User(
            name, draw.choice(HANDS), draw.choice(NAMES), f"{place:02d}.l1i@example.org", draw.random() < 0.8,
            draw.random() < 0.5, draw.random() < 0.2, _several(draw, allowed, 4), password,
        )  # fmt: skip
        stored.append(user)
        rows.append({
            "username": name, "password": password, "first_name": user.first_name, "last_name": user.last_name,
            "email": user.email, "active": _yes(user.active), "staff": _yes(user.staff), "superuser": _yes(user.superuser),
            "permissions": "; ".join(user.permissions),
        })  # fmt: skip
    return Table(rows, stored)


def entries(count: int = 15, seed: int = 3) -> Table[Entry]:
    """For Fava; `payee` is the key."""
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    stored: list[Entry] = []
    spent = ("Food:Groceries", "Food:Restaurant", "Health", "Home:Rent", "Home:Repairs", "Travel")
    for place in range(count):
        day = date(2026, 1, 1) + timedelta(days=draw.randrange(300))
        payee = f"{draw.choice(HANDS)} {draw.choice(('& sons', 'Ltd (Il1)', '商店', 'GmbH'))} {place:02d}"
        said = _first_line(draw)
        tags = draw.choice(((), ("#l10n",), ("#trip", f"^r-{place:03d}")))
        account, from_account = f"Expenses:{draw.choice(spent)}", draw.choice(("Assets:Cash", "Assets:Bank:Checking"))
        amount = f"{draw.randrange(1, 100_000) / 100:.2f} EUR"
        stored.append(Entry(day.isoformat(), "*", payee, said, tags, ((account, amount), (from_account, ""))))
        rows.append({
            "date": day.isoformat(), "payee": payee, "narration": " ".join((said, *tags)),
            "account": account, "amount": amount, "from_account": from_account,
        })  # fmt: skip
    return Table(rows, stored)


def bugs(count: int = 15, seed: int = 4) -> Table[Bug]:
    """For Roundup; `ref`, with which each title begins, is the key. The tracker counts bugs from 1."""
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    stored: list[Bug] = []
    files: dict[str, bytes] = {}
    for place in range(count):
        ref = f"R{draw.choice(('0O', 'l1', 'I1'))}{place:03d}"
        attached = f"trace-{place:02d}.txt" if draw.random() < 0.5 else ""
        if attached:
            files[attached] = f"Traceback {ref}\n".encode()
        bug = Bug(
            place + 1, f"{ref} {_first_line(draw)}", draw.choice(BUG_TYPES), draw.choice(SEVERITIES),
            _several(draw, COMPONENTS, 3), _several(draw, VERSIONS, 3), draw.choice(("", *PEOPLE)), draw.choice(("", *PRIORITIES)),
            _several(draw, KEYWORDS, 2), draw.choice(NARROW), files.get(attached),
            draw.choice(("the trace", "0O / l1")) if attached else "",
        )  # fmt: skip
        stored.append(bug)
        rows.append({
            "ref": ref, "title": bug.title, "type": bug.kind, "severity": bug.severity,
            "components": "; ".join(bug.components), "versions": "; ".join(bug.versions), "assigned_to": bug.assigned,
            "priority": bug.priority, "keywords": "; ".join(bug.keywords), "comment": bug.comment, "file": attached,
            "file_description": bug.file_description,
        })  # fmt: skip
    return Table(rows, stored, files)


def proposals(count: int = 15, seed: int = 5) -> Table[Proposal]:
    """For pretalx, whose wizard asks on three pages; `title` is the key. Codes are drawn by the app: they are empty here."""
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    stored: list[Proposal] = []
    files: dict[str, bytes] = {}
    for place, title in enumerate(_titles(draw, count)):
        slides = f"slides-{place:02d}.pdf" if draw.random() < 0.5 else ""
        if slides:
            files[slides] = f"%PDF-1.4\n% {place}\n".encode()
        held = date(2015, 1, 1) + timedelta(days=draw.randrange(4000)) if draw.random() < 0.6 else None
        start = (
            datetime.combine(date(2099, 5, 4), time(8)) + timedelta(minutes=5 * draw.randrange(150))
            if draw.random() < 0.6
            else None
        )
        asked = {
            "level": draw.choice(LEVELS), "equipment": "; ".join(_several(draw, NEEDS, 3)),
            "seats": draw.choice(("", "0", "7", "120")), "website": draw.choice(("", f"https://example.org/~l1/{place}")),
            "first_held": held.isoformat() if held else "", "earliest_start": f"{start:%Y-%m-%d %H:%M}" if start else "",
            "may_be_recorded": _yes(draw.random() < 0.5), "slides": slides, "badge_name": draw.choice(("", *HANDS)),
        }  # fmt: skip
        proposal = Proposal(
            "", "submitted", title, draw.choice(TYPES), draw.choice(TRACKS), draw.choice(TEXTS[1:]).strip(),
            draw.choice(TEXTS).strip(), draw.choice(TEXTS[:2]).strip(), draw.random() < 0.5, draw.choice((5, 30, 45, 90)),
            _answers(asked, files),
        )  # fmt: skip
        stored.append(proposal)
        rows.append({
            "title": title, "session_type": proposal.kind, "track": proposal.track, "abstract": proposal.abstract,
            "description": proposal.description, "notes": proposal.notes, "do_not_record": _yes(proposal.do_not_record),
            "duration": str(proposal.duration), **asked,
        })  # fmt: skip
    return Table(rows, stored, files)


def _answers(asked: Mapping[str, str], files: Mapping[str, bytes]) -> dict[str, str | tuple[str, ...] | bytes]:
    """As pretalx keeps them; of what was left empty it keeps nothing."""
    read: Mapping[str, tuple[str, Callable[[str], str | tuple[str, ...] | bytes]]] = {
        "level": ("Level", str),
        "equipment": ("Equipment", lambda text: tuple(sorted(text.split("; ")))),
        "seats": ("Seats", str),
        "website": ("Your website", str),
        "first_held": ("First held on", str),
        "earliest_start": ("Earliest start", lambda text: f"{text}:00+00:00"),
        "may_be_recorded": ("May be recorded", lambda text: "True" if text == "yes" else ""),
        "slides": ("Slides", lambda name: files[name]),
        "badge_name": ("Badge name", str),
    }
    answers = {words: kept(asked[column]) for column, (words, kept) in read.items() if asked[column]}
    return {words: kept for words, kept in answers.items() if kept != ""}


def _titles(draw: random.Random, count: int) -> list[str]:
    """All of the awkward lines in turn, then with a number before them, and one as long as fits."""
    lines = [
        LINES[place % len(LINES)] if place < len(LINES) else f"{place} {LINES[place % len(LINES)]}" for place in range(count)
    ]
    lines[count // 2] = ("A title as long as the field allows, with l, I, 1, 0 and O in it; " * 4)[:199].rstrip() + "."
    draw.shuffle(lines)
    return lines


def _first_line(draw: random.Random) -> str:
    return draw.choice(LINES)


def _slug(draw: random.Random, place: int) -> str:
    return f"{draw.choice(('il1', 'o0o', 'rn-m', 'news_l'))}-{place:03d}"


def _several(draw: random.Random, among: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(sorted(draw.sample(among, draw.randint(0, most))))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
