"""DjangoAdmin: Django's own admin over a newsroom, and what its database holds afterwards."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from .serving import Served

STATUS = {"d": "Draft", "r": "In review", "p": "Published", "w": "Withdrawn"}
LENGTH = {"s": "Short", "l": "Long read"}
APPS = {
    "admin": "Administration",
    "auth": "Authentication and Authorization",
    "contenttypes": "Content Types",
    "press": "Press",
    "sessions": "Sessions",
}
MODELS = {"contenttype": "content type", "logentry": "log entry"}


class Login(NamedTuple):
    name: str
    password: str


@dataclass(frozen=True)
class Article:
    title: str
    slug: str
    number: str
    body: str
    published: str
    embargo: str
    """Its date and its time, as in 2026-03-01 06:30:00; empty where there is none."""
    status: str
    length: str
    author: str
    editor: str
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    source: str
    price: Decimal
    attachment: bytes | None
    featured: bool
    comments: bool


@dataclass(frozen=True)
class User:
    username: str
    first_name: str
    last_name: str
    email: str
    active: bool
    staff: bool
    superuser: bool
    permissions: tuple[str, ...]
    """As the admin names them: App | model | what is allowed."""
    password: str = field(compare=False)
    """As it is kept; in a table, as it is said."""

    def has_password(self, password: str) -> bool:
        kind, salt, kept = self.password.split("$")
        return kind == "md5" and hashlib.md5((salt + password).encode()).hexdigest() == kept


@dataclass(frozen=True)
class DjangoAdmin:
    folder: Path
    url: str
    login = Login("editor", "a desk by the window")

    def articles(self) -> list[Article]:
        """All of them, in the order in which they were stored."""
        with self._tables() as tables:
            people: dict[int | None, str] = dict(tables.execute("SELECT id, name FROM press_author").fetchall())
            return [
                Article(
                    title=row["title"], slug=row["slug"], number=row["code"], body=one_line_end(row["body"]),
                    published=row["published_on"], embargo=row["embargo"] or "", status=STATUS[row["status"]],
                    length=LENGTH[row["length"]], author=people[row["author_id"]], editor=people.get(row["editor_id"], ""),
                    tags=_chosen(tables, "tag", row["id"]), topics=_chosen(tables, "topic", row["id"]), source=row["source"],
                    price=Decimal(str(row["price"])), attachment=self._attached(row["attachment"]),
                    featured=bool(row["featured"]), comments=bool(row["comments"]),
                )
                for row in tables.execute("SELECT * FROM press_article ORDER BY id").fetchall()
            ]  # fmt: skip

    def users(self) -> list[User]:
        """All but the superuser who was there before."""
        with self._tables() as tables:
            found = tables.execute("SELECT * FROM auth_user WHERE username != ? ORDER BY id", (self.login.name,))
            return [
                User(
                    username=row["username"], first_name=row["first_name"], last_name=row["last_name"], email=row["email"],
                    active=bool(row["is_active"]), staff=bool(row["is_staff"]), superuser=bool(row["is_superuser"]),
                    permissions=_allowed(tables, row["id"]), password=row["password"],
                )
                for row in found.fetchall()
            ]  # fmt: skip

    def _attached(self, name: str) -> bytes | None:
        return (self.folder / "media" / name).read_bytes() if name else None

    @contextmanager
    def _tables(self) -> Generator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self.folder / 'press.sqlite'}?mode=ro", uri=True)) as tables:
            tables.row_factory = sqlite3.Row
            yield tables


@contextmanager
def serve_admin(folder: Path) -> Generator[DjangoAdmin]:
    """A new one, with one superuser and nothing written yet."""
    name, password = DjangoAdmin.login
    env = {"PRESS_FOLDER": str(folder), "PRESS_NAME": name, "PRESS_PASSWORD": password}
    # It is among our own packages.
    with Served("press/serve.py", folder, env, Path(sys.executable)) as served:
        yield DjangoAdmin(folder, f"{served.url}/admin")


def one_line_end(text: str) -> str:
    """Browsers send two signs for one."""
    return text.replace("\r\n", "\n")


def _chosen(tables: sqlite3.Connection, kind: str, article: int) -> tuple[str, ...]:
    rows = tables.execute(
        f"SELECT name FROM press_{kind} JOIN press_article_{kind}s ON {kind}_id = press_{kind}.id WHERE article_id = ?",
        (article,),
    )
    return tuple(sorted(name for (name,) in rows))


def _allowed(tables: sqlite3.Connection, user: int) -> tuple[str, ...]:
    rows = tables.execute(
        "SELECT app_label, model, name FROM auth_permission JOIN django_content_type AS kind ON kind.id = content_type_id"
        " JOIN auth_user_user_permissions ON permission_id = auth_permission.id WHERE user_id = ?",
        (user,),
    )
    return tuple(sorted(f"{APPS[app]} | {MODELS.get(model, model)} | {name}" for app, model, name in rows))
