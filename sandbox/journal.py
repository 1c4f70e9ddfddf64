"""Journal: what came to the way out of a sandbox that stays up, kept beside it for the runs that come and go meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from .egress.exchange import Exchange

MOST_BYTES = 8 << 20
"""Whatever a sandbox asks for, this computer's disk is not filled with it: what is older goes."""
MOST_LETTERS = 2000
"""No more of an address is kept."""

_EXCHANGES: TypeAdapter[Exchange] = TypeAdapter(Exchange)


class Journal:
    """What only asks for something, and gets it, is not written down."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._room = MOST_BYTES
        path.write_bytes(b"")
        path.chmod(0o600)

    def heard(self, exchange: Exchange) -> None:
        if exchange.decision == "sent" and not exchange.may_change_something:
            return
        cut = {name: getattr(exchange, name)[:MOST_LETTERS] for name in ("method", "host", "target", "leads_to", "why")}
        line = _EXCHANGES.dump_json(replace(exchange, **cut)) + b"\n"
        self._room -= len(line)
        if self._room < 0:
            self._path.write_bytes(b"")
            self._room = MOST_BYTES - len(line)
        with self._path.open("ab") as file:
            file.write(line)


class Reading:
    """From the moment it is made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = path.stat().st_size if path.exists() else 0

    def news(self) -> list[Exchange]:
        """What was written since it was last asked."""
        try:
            with self._path.open("rb") as file:
                if self._path.stat().st_size < self._at:
                    self._at = 0  # it was begun anew
                file.seek(self._at)
                whole = file.read().rpartition(b"\n")[0]
        except FileNotFoundError:
            return []
        if not whole:
            return []
        self._at += len(whole) + 1
        return [exchange for line in whole.splitlines() if (exchange := _read(line)) is not None]


def _read(line: bytes) -> Exchange | None:
    try:
        return _EXCHANGES.validate_json(line)
    except ValidationError:
        return None  # of another version
