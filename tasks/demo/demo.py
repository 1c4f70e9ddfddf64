"""`handeye demo`: signs three people up on the demo site, edits one, and verifies it, all in plain words."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from ..running import Asked, perform
from ..spec import Task
from .site import DemoSite

PEOPLE = (
    {"Full name": "Ada Lovelace", "E-mail": "ada@example.org", "Date of birth": "1990-12-10", "Country": "United Kingdom",
     "Membership plan": "Family", "Interests": ["Chess", "Music"]},
    {"Full name": "Zofia Żółkiewska", "E-mail": "zofia@example.org", "Date of birth": "1984-07-02", "Country": "Poland",
     "Membership plan": "Patron", "Newsletter": "yes"},
    {"Full name": "Grace Hopper", "E-mail": "grace@example.org", "Date of birth": "1976-12-09", "Country": "Norway",
     "Membership plan": "Basic", "Number of guests": "2"},
)  # fmt: skip
PHONE = "+44 20 7946 0958"


def run() -> int:
    """The exit code: 0 when everything was seen to happen, and the site's own books say the same."""
    console = Console(highlight=False, stderr=True)
    console.print(
        "A members' club of ours on this machine, a real browser, plain words; nothing is downloaded.\n", soft_wrap=True
    )
    with TemporaryDirectory(prefix="handeye-demo-") as folder, DemoSite(Path(folder)) as site:
        environ = {**os.environ, "HANDEYE_SECRET_PASSWORD": secrets.token_urlsafe(9)}
        code = asyncio.run(perform(task(site.url), Asked(runs=Path("runs")), environ))
        joined, edited = site.submissions["join"], site.submissions["edit"]
        phones = [member.entry.phone for member in site.members.everyone()]
    console.print(
        f"\nThe club's own books: {joined.stored} joined ({joined.received} forms sent), {edited.stored} changed, "
        f"Ada's phone is {phones[0] if phones else 'not there'}.",
        soft_wrap=True,
    )
    console.print('Next: handeye run "open URL, …" on a page of yours; "handeye steps" lists the words.', soft_wrap=True)
    is_right = (joined.stored, joined.received, edited.stored, phones[:1]) == (len(PEOPLE), len(PEOPLE), 1, [PHONE])
    return code or int(not is_right)


def task(url: str) -> Task:
    steps: list[str] = []
    for person in PEOPLE:
        filled = json.dumps({**person, "Password": "{password}", "I accept the terms": "yes"}, ensure_ascii=False)
        steps += [
            f"open {url}/join",
            f"fill the form with {filled}",
            "click Create account",
            f'check that "Welcome, {person["Full name"]}" is visible',
        ]
    steps += [
        f"open {url}/members",
        'type "ada" into Search members, press Enter, click "Ada Lovelace"',
        "click Edit",
        f'type "{PHONE}" into Phone',
        "click Save changes",
        "check that 'Saved' is visible",
        f"check that '{PHONE}' is visible",
    ]
    return Task(steps="\n".join(steps), start=f"{url}/join")
