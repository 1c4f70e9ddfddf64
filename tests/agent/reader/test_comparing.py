"""Sentences that compare, and what they say when they are read back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handeye.agent.reader.claim import Address, Claim, Compared, Count, Downloaded, InState, Placed, Shows, Sorted, Title
from handeye.agent.reader.parse import parse_claims
from handeye.agent.reader.refusal import NotUnderstood

SAID: list[tuple[str, Claim]] = [
    ("Total is 18.00", Compared("Total", "=", Decimal("18.00"))),
    ("the Total is not £18.00", Compared("the Total", "!=", Decimal("18.00"))),
    ("Total is more than 10", Compared("Total", ">", Decimal(10))),
    ("Stock is under 5", Compared("Stock", "<", Decimal(5))),
    ("Stock is at least 1,234.5", Compared("Stock", ">=", Decimal("1234.5"))),
    ("there are at least 3 rows under Price", Count(3, "rows under Price", ">=")),
    ("there are not more than 3 Edit buttons", Count(3, "Edit buttons", "<=")),
    ("there are exactly 2 rows", Count(2, "rows")),
    ("the Save button is disabled", InState("the Save button", "disabled")),
    ("Save is not enabled", InState("Save", "enabled", so=False)),
    ("Email has the focus", InState("Email", "focused")),
    ("'Kettle' is above '12'", Placed("'Kettle'", "above", "'12'")),
    ("Sold out is to the left of Price", Placed("Sold out", "left of", "Price")),
    ("the Price column is sorted ascending", Sorted("Price")),
    ("the orders are sorted by Date from newest to oldest", Sorted("Date", down=True)),
    ("the address is /cart", Address("is", "/cart")),
    ("the URL does not contain 'error'", Address("contains", "error", does=False)),
    ("the title begins with 'My shop'", Title("begins with", "My shop")),
    ("the file 'orders.csv' is downloaded", Downloaded("orders.csv")),
    ("the row of Kettle does not contain '£3'", Shows("the row of Kettle", "£3", does=False, part=True)),
]


@pytest.mark.parametrize(("text", "claim"), SAID)
def test_what_is_claimed_is_read_and_reads_back(text: str, claim: Claim) -> None:
    assert parse_claims(text) == (claim,)
    assert parse_claims(str(claim)) == (claim,)


def test_several_claims_in_one_sentence() -> None:
    text = "Total shows '£18.00' and the address ends with '/' and Save is enabled"
    assert parse_claims(text) == (Shows("Total", "£18.00"), Address("ends with", "/"), InState("Save", "enabled"))


@pytest.mark.parametrize("text", ["Total is 1,234", "the list is sorted", "Total is lovely", "there are about 3 rows"])
def test_what_may_mean_two_things_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_claims(text)
