"""Ledger tables: what a ledger keeps of each row of a job, and the few facts of the job as a whole."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from sqlalchemy import BigInteger, Boolean, Column, Dialect, Float, Index, Integer, MetaData, Table, Text, TypeDecorator, false

from .row import Cell

NOT_TEXT = re.compile("[\\\\\0\ud800-\udfff]")
SURROGATE = re.compile("[\ud800-\udfff]")
WRITTEN_OUT = re.compile(r"\\u([0-9a-f]{4})")


def _written_out(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class AnyText(TypeDecorator[str]):
    """What Postgres or SQLite refuse in a text, NUL and halves of characters, is written as backslash, u and number."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else NOT_TEXT.sub(_written_out, value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else WRITTEN_OUT.sub(lambda found: chr(int(found[1], 16)), value)


class AsJson(TypeDecorator[Any]):
    """As text that people can read, because Postgres' own JSON has no NUL either."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else SURROGATE.sub(_written_out, json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


class AsCells(AsJson):
    """Several choices are tuples."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Cell]:
        told = cast("dict[str, str | list[str]]", super().process_result_value(value, dialect))
        return {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in told.items()}


tables = MetaData()
rows = Table(
    "handeye_rows",
    tables,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("job", AnyText, nullable=False),
    Column("key", AnyText, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("source", AnyText, nullable=False),
    Column("hash", Text, nullable=False),
    Column("cells", AsCells, nullable=False),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("why", AnyText, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("approved", Boolean, nullable=False, server_default=false()),
    Column("owner", Text, nullable=False, server_default=""),
    Column("lease_until", Float, nullable=False, server_default="0"),
    Column("submitting_s", Float),
    Column("updated_s", Float, nullable=False),
    Column("began_s", Float),
    Column("run", AnyText, nullable=False, server_default=""),
    Column("captured", AsJson, nullable=False, server_default="{}"),
    Column("receipt", AsJson),
)
Index("handeye_rows_number", rows.c.job, rows.c.number)
Index("handeye_rows_state", rows.c.job, rows.c.state, rows.c.id)
Index("handeye_rows_owner", rows.c.job, rows.c.owner)
Index("handeye_rows_updated", rows.c.job, rows.c.updated_s)
facts = Table(
    "handeye_facts",
    tables,
    Column("job", AnyText, primary_key=True),
    Column("name", AnyText, primary_key=True),
    Column("value", AsJson),
)
