"""The club's whole form, thirteen questions of every kind on three screens, from values as somebody else has them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from handeye.agent.reader import parse_steps
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.forms.rows import with_rows

from .driving import Driver, driver

__all__ = ["driver"]

BOTH = pytest.mark.parametrize("sight_only", [False, pytest.param(True, marks=pytest.mark.full)], ids=["hints", "sight"])


@BOTH
def test_a_row_of_a_table_becomes_a_member(driver: Driver, tmp_path: Path, sight_only: bool) -> None:
    picture = tmp_path / "ada.png"
    Image.new("RGB", (60, 60), "red").save(picture)
    row = {
        "first name": "Ada", "last name": "Lovelace", "email": "ada@example.org", "password": "correct horse", "dob": "10 Dec 1985",
        "telephone": "+44 20 7946 0000", "Country": "United Kingdom", "Membership plan": "Family", "Number of guests": "2",
        "Profile picture": str(picture), "Interests": ["Chess", "Reading"], "Newsletter": True, "Comments": "Line one\nline two",
        "accept terms": "yes",
    }  # fmt: skip
    (tmp_path / "members.jsonl").write_text(json.dumps(row) + "\n")
    steps = with_rows(
        parse_steps("fill the form from members.jsonl row 1, click Create account, check that 'Welcome' is visible"), tmp_path
    )
    with DemoSite(tmp_path / "site") as site:
        driver.loop.run(driver.browser.open(f"{site.url}/join"))
        outcome = driver.do("\n".join(map(str, steps)), sight_only=sight_only)
        assert (outcome.status, outcome.proof) == ("done", "checked"), outcome.why
        (member,) = site.members.everyone()
    entry = member.entry
    assert (entry.full_name, entry.email, entry.born, entry.phone) == (
        "Ada Lovelace", "ada@example.org", date(1985, 12, 10), "+44 20 7946 0000",
    )  # fmt: skip
    assert (entry.country, entry.plan, entry.guests, member.has_picture) == ("United Kingdom", "Family", 2, True)
    assert (entry.interests, entry.newsletter, entry.comments) == (("Chess", "Reading"), True, "Line one\nline two")
