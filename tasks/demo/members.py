"""Members: who has joined, kept in SQLite, with a count of the forms that came and of those that were stored."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from ...tools.errors import BadInput

FormName = Literal["join", "edit", "delete"]

FIRST_NUMBER = 1001
PER_PAGE = 10
SCHEMA = """
CREATE TABLE IF NOT EXISTS members (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice
    full_name TEXT NOT NULL, email TEXT NOT NULL, born TEXT NOT NULL, phone TEXT NOT NULL, country TEXT NOT NULL,
    plan TEXT NOT NULL, guests INTEGER NOT NULL, interests TEXT NOT NULL, newsletter INTEGER NOT NULL, comments TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE, words TEXT NOT NULL, joined TEXT NOT NULL, password TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pictures (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS submissions (form TEXT PRIMARY KEY, received INTEGER NOT NULL, stored INTEGER NOT NULL);
INSERT INTO sqlite_sequence SELECT 'members', {last} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'members');
"""
COLUMNS = "full_name, email, born, phone, country, plan, guests, interests, newsletter, comments, email_key, words"
SHOWN = "number, full_name, email, born, phone, country, plan, guests, interests, newsletter, comments, joined"


@dataclass(frozen=True)
class Entry:
    """What members say of themselves."""

    full_name: str
    email: str
    born: date
    phone: str
    country: str
    plan: str
    guests: int
    interests: tuple[str, ...] = ()
    newsletter: bool = False
    comments: str = ""


@dataclass(frozen=True)
class Picture:
    kind: str
    """Its media type, such as image/png."""
    data: bytes


@dataclass(frozen=True)
class Member:
    number: int
    entry: Entry
    joined: datetime
    has_picture: bool


@dataclass(frozen=True)
class Found:
    members: tuple[Member, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Submissions:
    received: int = 0
    """POSTs that came whole for the form, whatever became of them."""
    stored: int = 0
    """Those that changed the store; counted in the same transaction."""


class EmailTaken(BadInput):
    """Somebody has joined with that address."""


class Members:
    """Safe to use from several threads, and by several processes that open the same file."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=10)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(SCHEMA.format(last=FIRST_NUMBER - 1))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def add(self, entry: Entry, password: str, picture: Picture | None = None) -> int:
        """The new member's number."""
        hashed = _hash(password, secrets.token_bytes(16))
        row = (*_row(entry), datetime.now(UTC).isoformat(timespec="seconds"), hashed)
        sql = f"INSERT INTO members ({COLUMNS}, joined, password) VALUES ({', '.join('?' * len(row))})"
        with self._lock, self._db:
            number = self._write(sql, row).lastrowid or 0
            self._keep(number, picture)
            self._count("join", stored=1)
            return number

    def change(self, number: int, entry: Entry, picture: Picture | None = None) -> bool:
        """Whether there is such a member; the old picture stays where no other is given."""
        sql = f"UPDATE members SET ({COLUMNS}) = ({', '.join('?' * len(_row(entry)))}) WHERE number = ?"
        with self._lock, self._db:
            if self._write(sql, (*_row(entry), number)).rowcount == 0:
                return False
            self._keep(number, picture)
            self._count("edit", stored=1)
            return True

    def remove(self, number: int) -> bool:
        with self._lock, self._db:
            if self._db.execute("DELETE FROM members WHERE number = ?", (number,)).rowcount == 0:
                return False
            self._db.execute("DELETE FROM pictures WHERE number = ?", (number,))
            self._count("delete", stored=1)
            return True

    def find(self, number: int) -> Member | None:
        return next(iter(self._select("WHERE number = ?", number)), None)

    def everyone(self) -> tuple[Member, ...]:
        """In the order they joined."""
        return self._select("ORDER BY number")

    def search(self, text: str, page: int = 1) -> Found:
        """Who has all of these words somewhere; the newest first."""
        words = _plain(text).split()
        where = " AND ".join(["1", *["instr(number || ' ' || words, ?) > 0"] * len(words)])
        with self._lock:
            (total,) = self._db.execute(f"SELECT count(*) FROM members WHERE {where}", words).fetchone()
        pages = max(1, -(-total // PER_PAGE))
        page = min(max(page, 1), pages)
        tail = f"WHERE {where} ORDER BY number DESC LIMIT {PER_PAGE} OFFSET {(page - 1) * PER_PAGE}"
        return Found(self._select(tail, *words), total, page, pages)

    def picture(self, number: int) -> Picture | None:
        with self._lock:
            row = self._db.execute("SELECT kind, data FROM pictures WHERE number = ?", (number,)).fetchone()
        return Picture(*row) if row else None

    def is_password(self, number: int, password: str) -> bool:
        with self._lock:
            row = self._db.execute("SELECT password FROM members WHERE number = ?", (number,)).fetchone()
        return bool(row) and hmac.compare_digest(row[0], _hash(password, bytes.fromhex(row[0].partition(":")[0])))

    def receive(self, form: FormName) -> None:
        """A POST came for that form."""
        with self._lock, self._db:
            self._count(form, received=1)

    def submissions(self) -> dict[FormName, Submissions]:
        with self._lock:
            rows = self._db.execute("SELECT form, received, stored FROM submissions").fetchall()
        counts: dict[FormName, Submissions] = {"join": Submissions(), "edit": Submissions(), "delete": Submissions()}
        return counts | {form: Submissions(received, stored) for form, received, stored in rows}

    def _write(self, sql: str, row: tuple[object, ...]) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, row)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname != "SQLITE_CONSTRAINT_UNIQUE":
                raise
            raise EmailTaken("somebody has joined with this e-mail address; use another") from error

    def _keep(self, number: int, picture: Picture | None) -> None:
        if picture is not None:
            self._db.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?)", (number, picture.kind, picture.data))

    def _count(self, form: FormName, *, received: int = 0, stored: int = 0) -> None:
        self._db.execute(
            "INSERT INTO submissions VALUES (?, ?, ?) ON CONFLICT (form) DO UPDATE"
            " SET received = received + excluded.received, stored = stored + excluded.stored",
            (form, received, stored),
        )

    def _select(self, tail: str, *values: object) -> tuple[Member, ...]:
        has_picture = "EXISTS (SELECT 1 FROM pictures WHERE pictures.number = members.number)"
        with self._lock:
            rows = self._db.execute(f"SELECT {SHOWN}, {has_picture} FROM members {tail}", values).fetchall()
        return tuple(_member(row) for row in rows)


def _row(entry: Entry) -> tuple[object, ...]:
    words = _plain(" ".join([entry.full_name, entry.email, entry.phone, entry.country, entry.plan]))
    return (
        entry.full_name, entry.email, entry.born.isoformat(), entry.phone, entry.country, entry.plan, entry.guests,
        json.dumps(entry.interests), int(entry.newsletter), entry.comments, _plain(entry.email), words,
    )  # fmt: skip


def _member(row: tuple[str | int, ...]) -> Member:
    number, name, email, born, phone, country, plan, guests, interests, newsletter, comments, joined, has_picture = row
    entry = Entry(
        str(name), str(email), date.fromisoformat(str(born)), str(phone), str(country), str(plan), int(guests),
        tuple(json.loads(str(interests))), bool(newsletter), str(comments),
    )  # fmt: skip
    return Member(int(number), entry, datetime.fromisoformat(str(joined)), bool(has_picture))


def _plain(text: str) -> str:
    """As it is searched: however it was typed, in capitals or with composed letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def _hash(password: str, salt: bytes) -> str:
    # A light cost: a page of the demo should take milliseconds, and its passwords open nothing.
    hashed = hashlib.scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)
    return f"{salt.hex()}:{hashed.hex()}"
