"""Guests: seeded rows of a table, with what the site should have of each in the end, and the job that says where they go."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from .fields import CALLED, CHOICES, NOT_OFFERED
from .pages import NUMBER, THANKS
from .site import NOT_TAKEN, FillSite

Wrong = Literal["", "not taken", "not offered"]

FIRST = ("Ada", "Zofia", "Grace", "Ian", "Olga", "Søren", "Illia", "Chloë", "José", "Bernd", "Lilli", "Omar", "Ann", "Joann")
LAST = ("Lovelace", "Żółkiewska", "Hopper", "O'Neil", "Ångström", "Curie", "Noether", "Íñigo", "Turing", "Millin", "Smith-Hill")
COMPANIES = ("Babbage & Co", "Difference Ltd", "ACME <Engines>", "Müller, Söhne", "Null Island", "I/O Labs")
CITIES = ("London", "Kraków", "Zürich", "São Paulo", "Illinois City", "Reykjavík", "Oslo")
NOTES = (
    "Vegetarian",
    "I'll be late on day 1",
    'Says "hello" to all',
    "Wheelchair; ground floor",
    "100% sure, 0 doubts",
    "c/o R&D",
)
LOCAL = ("ann", "joann", "ill1", "i11l", "o0o", "oO0", "rn.m", "m.rn", "vv", "w", "lan", "ian", "b8", "s5")
"""Some end as others do, or look like them."""
DAY = "%d/%m/%Y"


@dataclass(frozen=True, slots=True)
class Guest:
    cells: Mapping[str, str]
    """As the table has them."""
    stored: Mapping[str, str]
    """As the site should."""
    wrong: Wrong = ""
    """Why the site cannot have it."""

    @property
    def key(self) -> str:
        return self.cells["email"]


def guests_of(seed: int, count: int, *, wrong: float = 0.0, empty: float = 0.0) -> list[Guest]:
    """A share of them is `wrong`; of what may be empty a share is."""
    dice = random.Random(f"guests {seed}")
    taken = round(count * wrong)
    kinds: tuple[Wrong, ...] = ("not taken", "not offered")
    which: list[Wrong] = [kinds[at % 2] if at < taken else "" for at in range(count)]
    dice.shuffle(which)
    return [_guest(dice, at, each, empty) for at, each in enumerate(which)]


def _guest(dice: random.Random, at: int, wrong: Wrong, empty: float) -> Guest:
    def perhaps(choices: Sequence[str]) -> str:
        return "" if dice.random() < empty else dice.choice(choices)

    day = date(2031, 1, 1) + timedelta(days=dice.randrange(700))
    host = NOT_TAKEN if wrong == "not taken" else dice.choice(("example.org", "example.com"))
    notes = "\n".join(dict.fromkeys((perhaps(NOTES), dice.choice(NOTES)))).strip() if dice.random() < 0.2 else perhaps(NOTES)
    said = {
        "name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        "company": perhaps(COMPANIES),
        "city": dice.choice(CITIES),
        "email": f"{LOCAL[at % len(LOCAL)]}{at // len(LOCAL)}@{host}",
        "seats": str(dice.randrange(1, 40)),
        "ticket": NOT_OFFERED if wrong == "not offered" else dice.choice(CHOICES["ticket"]),
        "notes": notes,
        "contact": perhaps(CHOICES["contact"]),
        "news": dice.choice(("yes", "no")),
    }
    cells = {**said, "day": day.strftime(DAY)}
    stored = {**said, "day": day.isoformat(), "news": "yes" if said["news"] == "yes" else ""}
    return Guest({name: cells[name] for name in CALLED}, stored, wrong)


def write_job(folder: Path, site: FillSite, guests: Iterable[Guest], **more: Any) -> Path:
    """With the table beside it, and what else is said of the job."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "guests.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(CALLED))
        table.writeheader()
        table.writerows(guest.cells for guest in guests)
    fields: dict[str, dict[str, str]] = {name: {"label": site.form.field(name).label} for name in CALLED}
    fields["day"]["format"] = DAY
    job = {
        "name": "guests",
        "start": f"{site.url}/form",
        "rows": "guests.csv",
        "key": "email",
        "fields": fields,
        "submit": site.form.button,
        "done_when": THANKS,
        "capture": {"number": NUMBER},
        "reconcile": {"open": f"{site.url}/entries?q={{email}}", "seen": "{email}"},
        **more,
    }
    path = folder / "job.yaml"
    path.write_text(json.dumps(job, indent=1, ensure_ascii=False), encoding="utf-8")  # which YAML takes as well
    return path
