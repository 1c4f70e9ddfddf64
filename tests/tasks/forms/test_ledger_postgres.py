"""A ledger in Postgres: what differs there from one in a file."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, event

from handeye.tasks.forms.entry import LedgerGone
from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.ledger_view import jobs_in
from handeye.tools.errors import BadInput

from .conftest import own_schema
from .ledgers import LEASE_S, engine_of, some
from .taking import Runners


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_only_submitting_waits_for_the_disk(postgres: str) -> None:
    said = list[str]()

    def note(connection: Connection) -> None:
        said.append(connection.exec_driver_sql("SHOW synchronous_commit").scalar_one())

    with Ledger(own_schema(postgres), "members") as ledger:
        ledger.add(some(1), "a.csv")
        entry = ledger.take("me", LEASE_S)
        assert entry is not None
        event.listen(engine_of(ledger), "commit", note)
        for step in ("ready", "submitting", "confirmed"):
            ledger.move(entry.id, "me", step)
    assert said == ["off", "on", "off"]


@pytest.mark.parametrize(("servers", "ours"), [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")])
def test_it_is_never_less_sure_than_the_server(postgres: str, servers: str, ours: str) -> None:
    said = list[str]()
    with Ledger(f"{own_schema(postgres)}%20-csynchronous_commit%3D{servers}", "members") as ledger:
        ledger.add(some(1), "a.csv")
        entry = ledger.take("me", LEASE_S)
        assert entry is not None
        ledger.move(entry.id, "me", "ready")

        @event.listens_for(engine_of(ledger), "commit")
        def note(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
            said.append(connection.exec_driver_sql("SHOW synchronous_commit").scalar_one())

        ledger.move(entry.id, "me", "submitting")
    assert said == [ours]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_as_people_have_it(postgres: str, scheme: str) -> None:
    url = own_schema(postgres).replace("postgresql+psycopg", scheme)
    with Ledger(url, "members") as ledger:
        ledger.add(some(1), "a.csv")
    assert [each.name for each in jobs_in(url)] == ["members"]


def test_the_server_may_drop_connections_between_two_calls(postgres: str) -> None:
    with Ledger(own_schema(postgres), "members") as ledger, psycopg.connect(plain(postgres), autocommit=True) as other:
        ledger.add(some(2), "a.csv")
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        assert ledger.take("me", LEASE_S) is not None
        told = ledger.entries()
        next(told)
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(LedgerGone, match=r"the ledger postgresql.* fails: "):
            list(told)
        assert ledger.counts()["pending"] == 1


def test_a_row_that_somebody_else_just_takes_is_not_waited_for(postgres: str) -> None:
    url = own_schema(postgres)
    with Ledger(url, "members") as ledger, psycopg.connect(plain(url)) as other:
        ledger.add(some(2), "a.csv")
        other.execute("SELECT * FROM handeye_rows WHERE number = 1 FOR UPDATE")
        entry = ledger.take("me", LEASE_S)
        assert entry is not None
        assert entry.number == 2


def test_a_server_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    for where in (
        f"postgresql://me:secret@/x?host={tmp_path}",
        "postgresql://me:secret@127.0.0.1:1/x",
        "postgresql://127.0.0.1:1/x?user=me&password=secret",
    ):
        with pytest.raises(BadInput, match=r"the ledger postgresql.* cannot be opened: ") as failed:
            Ledger(where, "members")
        assert "secret" not in str(failed.value)
        assert "\n" not in str(failed.value)


def test_many_may_open_a_new_one_at_once(postgres: str, tmp_path: Path, program: Runners) -> None:
    url = own_schema(postgres)
    for _ in range(6):
        program.start("take", url, "members", tmp_path / "taken")
    program.wait()
    with Ledger(url, "members") as ledger:
        assert ledger.add(some(1), "a.csv").new == 1
