"""What is asked of the shop, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    form: Mapping[str, str] = field(default_factory=dict[str, str])
    wants_json: bool = False
    """It comes from our own script, which shows the answer on the page that is open."""

    def said(self, name: str) -> str:
        return self.form.get(name, "").strip()


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def see_other(address: str) -> Answer:
    return Answer(status=HTTPStatus.SEE_OTHER, headers={"Location": address})


def page(html: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(html.encode(), status)


def told(toast: str = "", mistakes: Mapping[str, str] | None = None, shown: Mapping[str, str] | None = None) -> Answer:
    """For our script: what to say, what to write under which field, and what the page now shows where."""
    said = {"toast": toast, "mistakes": mistakes or {}, "shown": shown or {}}
    return Answer(json.dumps(said).encode(), kind="application/json")
