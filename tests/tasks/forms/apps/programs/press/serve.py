"""Serves the newsroom with Django's own threaded server, and prints where.

PRESS_FOLDER=/some/folder PRESS_NAME=editor PRESS_PASSWORD='…' python serve.py [PORT]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Started as a program, so that its own name would be "__main__".
sys.path[0] = str(Path(__file__).resolve().parent.parent)
os.environ["DJANGO_SETTINGS_MODULE"] = "press.settings"

import django  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import get_internal_wsgi_application, run  # noqa: E402
from press.names import AUTHORS, TAGS, TOPICS  # noqa: E402


def prepare() -> None:
    """Tables, the one who may do everything, and what articles choose from."""
    from django.contrib.auth.models import User
    from press.models import Author, Tag, Topic

    # There is no history of its own tables to keep.
    call_command("migrate", run_syncdb=True, verbosity=0)
    User.objects.create_superuser(os.environ["PRESS_NAME"], "", os.environ["PRESS_PASSWORD"])
    for model, names in ((Author, AUTHORS), (Tag, TAGS), (Topic, TOPICS)):
        model.objects.bulk_create(model(name=each) for each in names)


def main() -> None:
    fresh = not (Path(os.environ["PRESS_FOLDER"]) / "press.sqlite").exists()
    django.setup()
    if fresh:
        prepare()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    served = StaticFilesHandler(get_internal_wsgi_application())
    run("127.0.0.1", port, served, threading=True, on_bind=lambda found: print(f"http://127.0.0.1:{found}", flush=True))


if __name__ == "__main__":
    main()
