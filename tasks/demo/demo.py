"""`handeye demo`: signs three people up on the demo site and edits one, in plain words; then a table of 25, as a job."""

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
from .joining import WORKERS, differences, join_all, people
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
    with TemporaryDirectory(prefix="handeye-demo-") as folder, DemoSite(Path(folder) / "club") as site:
        environ = {**os.environ, "HANDEYE_SECRET_PASSWORD": secrets.token_urlsafe(9)}
        code = asyncio.run(perform(task(site.url), Asked(runs=Path("runs")), environ))
        joined, edited = site.submissions["join"], site.submissions["edit"]
        phones = [member.entry.phone for member in site.members.everyone()]
        console.print(
            f"\nThe club's own books: {joined.stored} joined ({joined.received} forms sent), {edited.stored} changed, "
            f"Ada's phone is {phones[0] if phones else 'not there'}.\n",
            soft_wrap=True,
        )
        is_right = (joined.stored, joined.received, edited.stored, phones[:1]) == (len(PEOPLE), len(PEOPLE), 1, [PHONE])
        jobs_code, is_same = _job(site, Path(folder), console)
    console.print('Next: handeye run "open URL, …" on a page of yours; "handeye steps" lists the words.', soft_wrap=True)
    console.print("Or: handeye fill examples/members/job.yaml, and examples/members/README.md tells how.", soft_wrap=True)
    return code or jobs_code or int(not (is_right and is_same))


def _job(site: DemoSite, folder: Path, console: Console) -> tuple[int, bool]:
    """A table into the same form; its exit code, and whether the club's books then say what the table says."""
    rows, before = people(), site.submissions["join"]
    console.print(
        f"Now a job: a table of {len(rows)} people, {WORKERS} browsers at once, one proven sign-up each.\n", soft_wrap=True
    )
    code = asyncio.run(join_all(folder, site.url, os.environ))
    after, other = site.submissions["join"], differences(site.members, rows)
    stored, received = after.stored - before.stored, after.received - before.received
    told = "all as in the table" if not other else f"but not as in the table: {'; '.join(other[:5])}"
    console.print(f"\nThe club's own books: {stored} of {len(rows)} joined ({received} forms sent), {told}.", soft_wrap=True)
    return code, not other and stored == received == len(rows)


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
