"""Rows of a job as its ledger would tell them, for what shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handeye.tasks.forms.entry import Entry, State

NOON_S = 1772362800.0
"""1 March 2026, 12:00 in Berlin."""


def entry(number: int, state: State = "confirmed", why: str = "", **more: Any) -> Entry:
    key = f"p{number}@example.org"
    whole = Entry(
        id=number,
        key=key,
        number=number,
        line=number + 1,
        source="members.csv",
        cells={"email": key, "name": f"Person {number}"},
        state=state,
        why=why,
        attempts=1,
        approved=False,
        owner="",
        lease_until=0.0,
        submitting_s=None,
        updated_s=NOON_S + number,
        began_s=NOON_S + number - 0.5,
        run="",
        captured={"number": f"M-{number}"} if state == "confirmed" else {},
        receipt=None,
    )
    return replace(whole, **more)
