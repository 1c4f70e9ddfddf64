"""What pages say, read by labels and tables as people see them; and what is refused because it cannot be told."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from handeye.agent.reader.answers import Doubtful, read
from handeye.agent.reader.typed import typed
from handeye.tools.errors import Ambiguous, NotFound, Unsupported
from handeye.tools.sight import Sight

from .driving import Driver, driver

__all__ = ["driver"]

FACTS = """<style>dl { display: grid; grid-template-columns: 160px 1fr; gap: 8px } dt { color: #666 } dd { margin: 0 }
table { border-collapse: collapse } td, th { border-bottom: 1px solid #ccc; padding: 6px 14px; text-align: left } .n { text-align: right }</style>
<h1>Order A-10493</h1><p>Your order was shipped</p>
<dl><dt>Order number</dt><dd>A-10493</dd><dt>Customer</dt><dd>Ada Lovelace</dd><dt>Placed on</dt><dd>17 May 2026</dd>
<dt>Total</dt><dd>1,234.50 €</dd><dt>Paid</dt><dd>Yes</dd>
<dt>Notes</dt><dd style="width:360px">Leave it with the neighbours, please, if nobody answers the door; the bell is broken.</dd></dl>
<p>E-mail: ada@example.org</p><p>Phone: <b>+48 22 123 45 67</b></p>
<table><tr><th>Item<th class=n>Quantity<th class=n>Unit price<th>Delivered</tr><tr><td>Tea, green<td class=n>2<td class=n>4.50<td>no</tr>
<tr><td>Cup<td class=n>12<td class=n>1,204.00<td>yes</tr><tr><td>Spoon with a very long<br>name<td class=n>1<td class=n>3.00<td>yes</tr></table>
<p>3 items, none of them heavy</p>"""

CARDS = """<style>.cards { display: flex; gap: 30px } .cards div div { font-size: 12px; color: #777 } .cards b { font-size: 26px } th { text-align: left }</style>
<h1>Overview</h1><div class=cards><div><div>Orders</div><b>128</b></div><div><div>Revenue</div><b>€ 3,400.00</b></div><div><div>Open since</div>
<b>03.04.2026</b></div></div><h2>Terms</h2><p style="width:420px">The first line of this text goes on and on until it has to break into a second
line, and then a third one comes.</p><h2>Account</h2><table><tr><th>Plan</th><td>Family</td></tr><tr><th>IBAN</th><td>DE89 3704 0044 0532 0130 00</td></tr>
<tr><th>Code</th><td>Il1O0-Xz5S</td></tr></table><label style="display:inline">Country <select style="width:120px"><option>Norway<option selected>Poland
</select></label> <label style="display:inline">City <input style="width:120px" value="Il1O0"></label>"""


class Item(BaseModel):
    item: str
    quantity: int
    unit_price: Decimal
    delivered: bool


class Order(BaseModel):
    order_number: str
    buyer: str = Field(title="Customer")
    placed_on: date
    total: Decimal
    paid: bool
    mail: str = Field(alias="E-mail")
    phone: str | None = None
    fax: str | None = None
    notes: Annotated[str, Field(max_length=200)]
    items: list[Item]


@pytest.fixture(scope="module", params=[False, True], ids=["hints", "sight"])
def facts(driver: Driver, request: pytest.FixtureRequest) -> Sight:
    driver.show(FACTS)
    return driver.sight(sight_only=request.param)


@pytest.fixture(scope="module", params=[False, True], ids=["hints", "sight"])
def cards(driver: Driver, request: pytest.FixtureRequest) -> Sight:
    driver.show(CARDS)
    return driver.sight(sight_only=request.param)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("the order number", "A-10493"),
        ("Customer", "Ada Lovelace"),
        ("total", "1,234.50 €"),
        ("notes", "Leave it with the neighbours, please, if nobody answers the door; the bell is broken."),
        ("the e-mail", "ada@example.org"),
        ("phone number", "+48 22 123 45 67"),
        ("the heading", "Order A-10493"),
        ("your order was", "Your order was shipped"),
        ('"Your order was shipped"', "Your order was shipped"),
        ("the text under Order A-10493", "Your order was shipped"),
        ("the quantity in the row of Cup", "12"),
        ("the unit price in the row of Spoon", "3.00"),
    ],
)
def test_a_question_is_answered_by_what_stands_there(facts: Sight, question: str, answer: str) -> None:
    assert read(question, facts) == answer


def test_a_schema_is_filled_in_by_its_labels_and_tables(facts: Sight) -> None:
    assert read("the order", facts, Order) == Order.model_validate(
        {
            "order_number": "A-10493", "buyer": "Ada Lovelace", "placed_on": date(2026, 5, 17), "total": Decimal("1234.50"), "paid": True,
            "E-mail": "ada@example.org", "phone": "+48 22 123 45 67",
            "notes": "Leave it with the neighbours, please, if nobody answers the door; the bell is broken.",
            "items": [
                Item(item="Tea, green", quantity=2, unit_price=Decimal("4.50"), delivered=False),
                Item(item="Cup", quantity=12, unit_price=Decimal(1204), delivered=True),
                Item(item="Spoon with a very long name", quantity=1, unit_price=Decimal(3), delivered=True),
            ],
        }
    )  # fmt: skip
    assert [each.item for each in read("the items", facts, list[Item])] == ["Tea, green", "Cup", "Spoon with a very long name"]  # type: ignore[attr-defined]
    assert read("the total", facts, Decimal) == Decimal("1234.50")
    assert read("placed on", facts, date) == date(2026, 5, 17)


def test_what_is_not_there_is_named(facts: Sight) -> None:
    class Fax(BaseModel):
        customer: str
        fax_number: str

    class Trip(BaseModel):
        city: str
        nights: int

    with pytest.raises(NotFound, match="not to be seen: fax number"):
        read("it", facts, Fax)
    with pytest.raises(NotFound, match="no table is to be seen with the columns city, nights"):
        read("the trips", facts, list[Trip])
    with pytest.raises(NotFound, match="ask for a label"):
        read("the fax number", facts)


def test_what_is_not_such_a_value_is_refused(facts: Sight) -> None:
    class Odd(BaseModel):
        customer: Decimal

    class Long(BaseModel):
        customer: Annotated[str, Field(max_length=3)]

    with pytest.raises(Unsupported, match='customer is read as "Ada Lovelace", which is no number'):
        read("it", facts, Odd)
    with pytest.raises(Unsupported, match='customer: "Ada Lovelace" was read, and string should have at most 3'):
        read("it", facts, Long)


def test_a_column_of_several_values_is_not_one(facts: Sight) -> None:
    with pytest.raises(Ambiguous, match="Quantity may be any of"):
        read("Quantity", facts)


def test_cards_lines_and_fields(cards: Sight) -> None:
    class Shop(BaseModel):
        orders: int
        revenue: Decimal
        since: date = Field(title="Open since")
        plan: Literal["Basic", "Family"]
        country: str

    assert read("the shop", cards, Shop) == Shop(
        orders=128, revenue=Decimal(3400), since=date(2026, 4, 3), plan="Family", country="Poland"
    )
    assert read("IBAN", cards) == "DE89 3704 0044 0532 0130 00"
    assert str(read("Terms", cards)).endswith("until it has to break into a second line, and then a third one comes.")


def test_what_cannot_be_read_beyond_doubt_is_not_said(cards: Sight) -> None:
    """Letters and figures that look alike: only the computer itself can tell, and where it does it is believed."""
    with pytest.raises(Doubtful, match="not surely"):
        read("Code", cards)
    if any(widget.hint for widget in cards.widgets):
        assert read("City", cards) == "Il1O0"
    else:
        with pytest.raises(Doubtful):
            read("City", cards)


def test_items_on_cards_of_their_own(driver: Driver) -> None:
    class Person(BaseModel):
        name: str
        age: int

    driver.show("".join(f"<p>Name: {name}<br>Age: {age}</p>" for name, age in (("Ada", 36), ("Grace", 85), ("Alan", 41))))
    people = read("the people", driver.sight(), list[Person])
    assert people == [Person(name="Ada", age=36), Person(name="Grace", age=85), Person(name="Alan", age=41)]


def test_a_table_without_lines_or_other_letters_for_its_heads(driver: Driver) -> None:
    class Row(BaseModel):
        city: str
        people: int

    driver.show(
        "<table cellspacing=0><tr><td width=120>City<td width=120>People<td>Since<tr><td>Warsaw<td>1,860,281<td>1300"
        "<tr><td>Oslo<td>709,037<td>1048</table><p>2 rows in all of this table</p>"
    )
    assert read("it", driver.sight(), list[Row]) == [Row(city="Warsaw", people=1860281), Row(city="Oslo", people=709037)]


@pytest.mark.parametrize(
    ("page", "words", "answer"),
    [
        ("<label for=a>Country</label><select id=a><option>Norway<option selected>Poland</select>", "read Country", "Poland"),
        ("<label for=a>Name</label><input id=a value='Ada Lovelace'>", "read Name as who", {"who": "Ada Lovelace"}),
        ("<p>Reference: XK-2204</p>", "read the reference", "XK-2204"),
        ("<div style='height:1500px'>Top</div><p>Balance: 12.50</p>", "read the balance", "12.50"),
    ],
)
def test_a_step_reads_the_value_beside_its_label(driver: Driver, page: str, words: str, answer: object) -> None:
    driver.show(page)
    outcome = driver.do(words)
    assert (outcome.status, outcome.answer) == ("done", answer), outcome.why


def test_what_is_not_to_be_read_ends_the_run(driver: Driver) -> None:
    driver.show("<p>Nothing here</p>")
    assert driver.do("read the balance").code == "not_found"


class Colour(Enum):
    RED = "red"
    GREEN = "green"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (int, "1,234", 1234), (int, "12 pieces", 12), (float, "3.5 %", 3.5), (Decimal, "€ 1.234,50", Decimal("1234.50")),
        (Decimal | None, "-3", Decimal(-3)), (bool, "ja", True), (bool, "✗", False), (date, "17. Mai 2026", date(2026, 5, 17)),
        (datetime, "2026-05-17 14:30", datetime(2026, 5, 17, 14, 30)), (time, "2:30 pm", time(14, 30)),  # noqa: DTZ001
        (Literal["open", "closed"], "Closed", "closed"), (Colour, "Green", Colour.GREEN), (list[str], "Tea, Milk; Salt", ["Tea", "Milk", "Salt"]),
        (Annotated[int, Field(ge=0)], "7", 7), (str, " as it is ", " as it is "),
    ],
)  # fmt: skip
def test_texts_become_what_is_asked_for(kind: object, text: str, value: object) -> None:
    assert typed(kind, text, "it") == value


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (Decimal, "1,234", "may be 1234 or 1.234"), (date, "03/04/2026", "may be 2026-04-03 or 2026-03-04"), (int, "1.5", "no whole number"),
        (bool, "maybe", "neither yes nor no"), (datetime, "17 May 2026", "no date with a time"), (Literal["open"], "shut", "none of: open"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_no_value(kind: object, text: str, why: str) -> None:
    with pytest.raises((Ambiguous, Unsupported), match=why):
        typed(kind, text, "it")
