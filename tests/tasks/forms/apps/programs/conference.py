"""Serves pretalx with one conference that takes proposals, and prints where.

CONFERENCE_FOLDER=/some/folder CONFERENCE_EMAIL=… CONFERENCE_PASSWORD='…' python conference.py [PORT]
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from listening import App, serve

TRACKS = ("Data", "Hardware", "Il", "ll", "Web & design")
KINDS = (("Workshop", 90), ("Lightning talk", 5))
LEVELS = ("Beginner", "Intermediate", "Expert", "Everybody")
NEEDS = ("Audio", "HDMI", "Laptop", "Laptop (own)", "Power strip", "Whiteboard")


def prepare(email: str, password: str) -> None:
    """Tables, a speaker with an account, and a call for proposals that asks one question of each kind."""
    from django.core.management import call_command
    from django_scopes import scope, scopes_disabled
    from pretalx.event.models import Event
    from pretalx.event.utils import create_organiser_with_team
    from pretalx.person.models import User
    from pretalx.submission.models import AnswerOption, Question, SubmissionType, Track

    call_command("migrate", run_syncdb=True, verbosity=0)
    with scopes_disabled():
        boss = User.objects.create_user(name="Boss", email="boss@example.org", password=password, is_administrator=True)
        User.objects.create_user(name="Sam Speaker", email=email, password=password)
        organiser, _ = create_organiser_with_team(name="Hands", slug="hands", users=[boss])
        event = Event.objects.create(
            name="HandsConf", slug="hands", organiser=organiser, is_public=True, email="hands@example.org", timezone="UTC",
            date_from=date(2099, 5, 4), date_to=date(2099, 5, 6), locale_array="en", locale="en",
        )  # fmt: skip
    with scope(event=event):
        event.build_initial_data()
        for name in TRACKS:
            Track.objects.create(event=event, name=name, color="#2266aa")
        for name, minutes in KINDS:
            SubmissionType.objects.create(event=event, name=name, default_duration=minutes)
        event.cfp.fields |= {name: {"visibility": "required"} for name in ("track", "duration")}
        event.cfp.fields["biography"]["visibility"] = "optional"
        event.cfp.save()
        asked = (
            ("Level", "choices", LEVELS), ("Equipment", "multiple_choice", NEEDS), ("Seats", "number", ()),
            ("Your website", "url", ()), ("First held on", "date", ()), ("Earliest start", "datetime", ()),
            ("May be recorded", "boolean", ()), ("Slides", "file", ()), ("Badge name", "string", ()),
        )  # fmt: skip
        for position, (words, variant, options) in enumerate(asked):
            question = Question.objects.create(event=event, question=words, variant=variant, position=position)
            for option in options:
                AnswerOption.objects.create(question=question, answer=option)


def make(url: str) -> App:
    folder = Path(os.environ["CONFERENCE_FOLDER"])
    os.environ |= {
        "PRETALX_DATA_DIR": str(folder),
        "PRETALX_DEBUG": "True",
        "PRETALX_SITE_URL": url,
        "DJANGO_SETTINGS_MODULE": "pretalx.settings",
    }
    fresh = not (folder / "db.sqlite3").exists()
    import django
    from django.conf import settings

    # The tables as they are today, without the ten seconds of how they came to be so.
    settings.MIGRATION_MODULES = {app.rsplit(".", 1)[-1]: None for app in settings.INSTALLED_APPS}
    settings.MIGRATION_MODULES["authtoken"] = None
    django.setup()
    if fresh:
        prepare(os.environ["CONFERENCE_EMAIL"], os.environ["CONFERENCE_PASSWORD"])
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from pretalx.wsgi import application

    return StaticFilesHandler(application)


if __name__ == "__main__":
    serve(make)
