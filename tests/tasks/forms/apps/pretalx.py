"""Pretalx: the proposals of a conference, taken by a wizard of several pages, and what its database holds afterwards."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .django_admin import Login, one_line_end
from .serving import Served

TRACKS = ("Data", "Hardware", "Il", "ll", "Web & design")
TYPES = ("Talk", "Workshop", "Lightning talk")
LEVELS = ("Beginner", "Intermediate", "Expert", "Everybody")
NEEDS = ("Audio", "HDMI", "Laptop", "Laptop (own)", "Power strip", "Whiteboard")


@dataclass(frozen=True)
class Proposal:
    code: str = field(compare=False)
    state: str
    title: str
    kind: str
    track: str
    abstract: str
    description: str
    notes: str
    do_not_record: bool
    duration: int | None
    answers: Mapping[str, str | tuple[str, ...] | bytes]
    """By the question's words: a text, several choices, or what is in a file."""


@dataclass(frozen=True)
class Pretalx:
    folder: Path
    url: str
    login = Login("sam@example.org", "a stage and a lamp")

    def proposals(self) -> list[Proposal]:
        """All of them, in the order in which they were stored."""
        with closing(sqlite3.connect(f"file:{self.folder / 'db.sqlite3'}?mode=ro", uri=True)) as tables:
            tables.create_function("plain", 1, _plain)
            tables.row_factory = sqlite3.Row
            found = tables.execute(
                "SELECT one.*, plain(kind.name) AS kind, plain(track.name) AS track FROM submission_submission AS one"
                " JOIN submission_submissiontype AS kind ON kind.id = submission_type_id"
                " LEFT JOIN submission_track AS track ON track.id = track_id ORDER BY one.id"
            ).fetchall()
            return [
                Proposal(
                    code=row["code"], state=row["state"], title=row["title"], kind=row["kind"], track=row["track"],
                    abstract=one_line_end(row["abstract"] or ""), description=one_line_end(row["description"] or ""),
                    notes=one_line_end(row["notes"] or ""), do_not_record=bool(row["do_not_record"]),
                    duration=row["duration"], answers=self._answers(tables, row["id"]),
                )
                for row in found
            ]  # fmt: skip

    def _answers(self, tables: sqlite3.Connection, proposal: int) -> dict[str, str | tuple[str, ...] | bytes]:
        found = tables.execute(
            "SELECT one.id, plain(question), variant, answer, answer_file FROM submission_answer AS one"
            " JOIN submission_question AS asked ON asked.id = question_id WHERE submission_id = ? ORDER BY asked.position",
            (proposal,),
        )
        answers: dict[str, str | tuple[str, ...] | bytes] = {}
        for answer, question, variant, text, file in found.fetchall():
            chosen = tables.execute(
                "SELECT plain(choice.answer) FROM submission_answer_options JOIN submission_answeroption AS choice"
                " ON choice.id = answeroption_id WHERE answer_id = ?",
                (answer,),
            )
            several = tuple(sorted(name for (name,) in chosen))
            match variant:
                case "file":
                    answers[question] = (self.folder / "media" / file).read_bytes()
                case "multiple_choice":
                    answers[question] = several
                case "choices":
                    (answers[question],) = several
                case _:
                    answers[question] = text
        return answers


@contextmanager
def serve_pretalx(folder: Path) -> Generator[Pretalx]:
    """A new one, with a conference that takes proposals, and a speaker's account."""
    name, password = Pretalx.login
    env = {"CONFERENCE_FOLDER": str(folder), "CONFERENCE_EMAIL": name, "CONFERENCE_PASSWORD": password}
    with Served("conference.py", folder, env) as served:
        yield Pretalx(folder, f"{served.url}/hands")


def _plain(text: str | None) -> str:
    """Names may be kept as JSON, one for each language."""
    if text is None or not text.startswith("{"):
        return text or ""
    return str(json.loads(text)["en"])
