"""Serves a Roundup tracker made from its own template for software projects, and prints where.

TRACKER_FOLDER=/some/folder TRACKER_PASSWORD='…' python tracker.py [PORT]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from listening import App, serve
from roundup import admin, instance
from roundup.cgi.wsgi_handler import RequestDispatcher

PEOPLE = ("ada", "grace", "il", "ll")
MORE = {
    "component": ("I/O", "lib", "Iib", "naïve façade", "文字"),
    "version": ("1.01", "1.10", "2.0 beta"),
    "keyword": ("easy", "l10n", "I10n"),
}


def prepare(folder: Path, url: str, password: str) -> None:
    """A tracker as its administrator sets it up, with more to choose from."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    settings = f"tracker_web={url}/,mail_domain=example.org,mail_host=localhost"
    for words in (["install", "devel", "sqlite", settings], ["initialise", password]):
        sys.argv = ["roundup-admin", "-i", str(folder), *words]
        assert admin.AdminTool().main() in (None, 0), words
    db = instance.open(str(folder)).open("admin")
    for name, values in MORE.items():
        for order, value in enumerate(values, 20):
            ordered = {} if name == "keyword" else {"order": order}
            db.getclass(name).create(name=value, **ordered)
    for name in PEOPLE:
        db.user.create(username=name, roles="User, Developer")
    db.commit()
    db.close()


def make(url: str) -> App:
    folder = Path(os.environ["TRACKER_FOLDER"])
    # What it would mail is written here instead.
    os.environ["SENDMAILDEBUG"] = str(folder / "mail.txt")
    if not folder.exists():
        prepare(folder, url, os.environ["TRACKER_PASSWORD"])
    return RequestDispatcher(str(folder))


if __name__ == "__main__":
    serve(make)
