"""Joining: the demo's job: a table of people, one proven sign-up for each; and whether the club's books say the same."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from ..forms.filling import fill
from ..forms.ready import Given
from .members import Members

ROWS, WORKERS = 25, 4
FIRST = ("Ada", "Zofia", "Grace", "Søren", "Chloë", "José", "Illia", "Noor", "Jiří", "Ian")
LAST = ("Lovelace", "Żółkiewska", "O'Neill", "Ångström", "Müller", "Lillo", "Nguyễn")
COUNTRIES = ("PL", "NO", "GB", "DE", "JP", "KE")
"""As the table has them; the form has their names."""
NAMES = {"PL": "Poland", "NO": "Norway", "GB": "United Kingdom", "DE": "Germany", "JP": "Japan", "KE": "Kenya"}
PLANS = ("Basic", "Family", "Patron")
INTERESTS = ("Chess", "Cooking", "Hiking", "Music")

JOB = """\
name: demo-members
start: {url}/join
rows: members.csv
key: email
fields:
  name: Full name
  email: E-mail
  born: {{label: Date of birth, format: "%d/%m/%Y"}}
  plan: Membership plan
  terms: {{label: I accept the terms, value: "yes"}}
ignore: [id]
submit: Create account
done_when: "Welcome, {{name}}"
capture: {{number: "Member number"}}
reconcile: {{open: "{url}/members?q={{email}}", seen: "{{email}}"}}
workers: {workers}
"""


def people(count: int = ROWS) -> list[dict[str, str]]:
    """The same ones each time: nobody has to believe that a lucky draw was shown."""
    rows: list[dict[str, str]] = []
    for at in range(count):
        first, last = FIRST[at % len(FIRST)], LAST[at % len(LAST)]
        some = (INTERESTS[at % 4], INTERESTS[(at + 1 + at // 4) % 4])
        rows.append(
            {
                "id": str(at),
                "name": f"{first} {last}",
                "email": f"member{at}@example.org",
                "password": f"demo-{at:04d}-{7 * at + 3}",
                "born": f"{at % 28 + 1:02d}/{at % 12 + 1:02d}/{1960 + at}",
                "country": COUNTRIES[at % len(COUNTRIES)],
                "plan": PLANS[at % len(PLANS)],
                "interests": "; ".join(dict.fromkeys(some)),
            }
        )
    return rows


async def join_all(folder: Path, url: str, environ: Mapping[str, str]) -> int:
    """The exit code of the job."""
    rows = people()
    with (folder / "members.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    job = folder / "members.yaml"
    job.write_text(JOB.format(url=url, workers=WORKERS), encoding="utf-8")
    return await fill(Given(file=job), environ)


def differences(members: Members, rows: list[dict[str, str]]) -> list[str]:
    """What the club's books say otherwise than the table: nothing, where all went as it should."""
    said: list[str] = []
    for row in rows:
        found = [member.entry for member in members.everyone() if member.entry.email == row["email"]]
        if len(found) != 1:
            said.append(f"{row['email']} is there {len(found)} times")
            continue
        entry = found[0]
        there = {
            "name": entry.full_name,
            "born": f"{entry.born:%d/%m/%Y}",
            "country": entry.country,
            "plan": entry.plan,
            "interests": set(entry.interests),
        }
        meant = {**row, "country": NAMES[row["country"]], "interests": set(row["interests"].split("; "))}
        said += [f"{row['email']}: {name} is {value!r}" for name, value in there.items() if value != meant[name]]
    return said
