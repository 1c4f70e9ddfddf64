"""Which address answers what: sign-up, list with search, details, edit and delete."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from importlib.resources import files
from typing import Literal

from ...tools.errors import BadInput
from .bodies import Form, read_form
from .checking import entry_from, find_mistakes, picture_from
from .fields import EDIT, JOIN, MAIL, PASSWORD, PICTURE, Field
from .form_page import Filled, filled_from, form_html
from .members import EmailTaken, FormName, Member, Members
from .pages import delete_page, detail_page, edit_page, join_page, list_page, trouble_page, welcome_page

HTML = "text/html; charset=utf-8"
MOST_NOTICES = 100
TAKEN = "This e-mail address has joined already."


@dataclass(frozen=True)
class Request:
    method: Literal["GET", "POST"]
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    kind: str = ""
    """The Content-Type of the body."""
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    kind: str = HTML
    location: str = ""
    is_kept: bool = False
    """Browsers may keep it for a while."""


class Routes:
    def __init__(self, members: Members) -> None:
        self._members = members
        self._notices = _Notices()
        home = files("handeye.tasks.demo")
        self._files = {
            "style.css": Answer(home.joinpath("style.css").read_bytes(), kind="text/css; charset=utf-8", is_kept=True),
            "form.js": Answer(home.joinpath("form.js").read_bytes(), kind="text/javascript; charset=utf-8", is_kept=True),
        }

    def answer(self, request: Request) -> Answer:
        match request.method, request.path.strip("/").split("/"):
            case "GET", [""]:
                return _see_other("/members")
            case "GET", [name] if name in self._files:
                return self._files[name]
            case "GET", ["members"]:
                return self._list(request)
            case "GET", ["join"]:
                return _join_form(Filled())
            case "POST", ["join"]:
                return self._join(request)
            case method, ["members", number, *rest]:
                member = (
                    self._members.find(int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else None
                )
                if member is None:
                    if method == "POST" and rest in (["edit"], ["delete"]):
                        self._members.receive("edit" if rest == ["edit"] else "delete")
                    return trouble(HTTPStatus.NOT_FOUND, "This member is not here (any more).")
                return self._of_member(request, member, rest)
            case _:
                return _NOT_HERE

    def _of_member(self, request: Request, member: Member, rest: list[str]) -> Answer:
        match request.method, rest:
            case "GET", []:
                return Answer(detail_page(member, self._notices.take(request)))
            case "GET", ["welcome"]:
                return Answer(welcome_page(member))
            case "GET", ["picture"]:
                picture = self._members.picture(member.number)
                return Answer(picture.data, kind=picture.kind) if picture else _NOT_HERE
            case "GET", ["edit"]:
                return _edit_form(member, filled_from(member.entry))
            case "POST", ["edit"]:
                return self._edit(request, member)
            case "GET", ["delete"]:
                return Answer(delete_page(member))
            case "POST", ["delete"]:
                return self._delete(member)
            case _:
                return _NOT_HERE

    def _list(self, request: Request) -> Answer:
        query, page = request.query.get("q", "").strip(), request.query.get("page", "")
        found = self._members.search(query, int(page) if page.isascii() and page.isdecimal() and len(page) < 10 else 1)
        return Answer(list_page(found, query, self._notices.take(request)))

    def _join(self, request: Request) -> Answer:
        form = self._received("join", request)
        mistakes = find_mistakes(form, JOIN, date.today())  # noqa: DTZ011 (the day it is where the club is)
        if not mistakes:
            try:
                number = self._members.add(entry_from(form), form.one("password"), picture_from(form))
                return _see_other(f"/members/{number}/welcome")
            except EmailTaken:
                mistakes = {MAIL.name: TAKEN}
        return _join_form(Filled(form, _with_what_was_lost(JOIN, form, mistakes)))

    def _edit(self, request: Request, member: Member) -> Answer:
        form = self._received("edit", request)
        mistakes = find_mistakes(form, EDIT, date.today())  # noqa: DTZ011
        if not mistakes:
            try:
                if not self._members.change(member.number, entry_from(form), picture_from(form)):
                    return trouble(HTTPStatus.NOT_FOUND, "This member is not here any more.")
                return _see_other(f"/members/{member.number}?{self._notices.leave('Saved')}")
            except EmailTaken:
                mistakes = {MAIL.name: TAKEN}
        return _edit_form(member, Filled(form, _with_what_was_lost(EDIT, form, mistakes)))

    def _delete(self, member: Member) -> Answer:
        self._members.receive("delete")
        if not self._members.remove(member.number):
            return trouble(HTTPStatus.NOT_FOUND, "This member is not here any more.")
        return _see_other(f"/members?{self._notices.leave(f'Deleted {member.entry.full_name}')}")

    def _received(self, name: FormName, request: Request) -> Form:
        self._members.receive(name)
        return read_form(request.kind, request.body)


class _Notices:
    """What happened, told once on the page that follows; an address that was made up tells nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, str] = {}

    def leave(self, text: str) -> str:
        """The query to ask for it with."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._left[key] = text
            while len(self._left) > MOST_NOTICES:
                del self._left[next(iter(self._left))]
        return f"notice={key}"

    def take(self, request: Request) -> str:
        with self._lock:
            return self._left.pop(request.query.get("notice", ""), "")


def trouble(status: HTTPStatus, why: str) -> Answer:
    return Answer(trouble_page(status.phrase, why), status)


_NOT_HERE = trouble(HTTPStatus.NOT_FOUND, "There is no such page.")


def refusal(error: BadInput) -> Answer:
    return trouble(HTTPStatus.BAD_REQUEST, f"{str(error).capitalize()}.")


def _see_other(location: str) -> Answer:
    return Answer(status=HTTPStatus.SEE_OTHER, location=location)


def _join_form(filled: Filled) -> Answer:
    form = form_html(JOIN, filled, action="/join", button="Create account", cancel="/members", today=date.today())  # noqa: DTZ011
    return Answer(join_page(form), _status(filled))


def _edit_form(member: Member, filled: Filled) -> Answer:
    path = f"/members/{member.number}"
    form = form_html(EDIT, filled, action=f"{path}/edit", button="Save changes", cancel=path, today=date.today())  # noqa: DTZ011
    return Answer(edit_page(member, form), _status(filled))


def _status(filled: Filled) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if filled.mistakes else HTTPStatus.OK


def _with_what_was_lost(fields: tuple[Field, ...], form: Form, mistakes: dict[str, str]) -> dict[str, str]:
    """A page never says a password, and cannot hold a file: both are asked for again. In the order of the form."""
    again = {PASSWORD.name: "Enter your password again.", PICTURE.name: "Choose your picture again."}
    lost = {name: text for name, text in again.items() if form.one(name) or name in form.uploads}
    said = lost | mistakes
    return {field.name: said[field.name] for field in fields if field.name in said}
