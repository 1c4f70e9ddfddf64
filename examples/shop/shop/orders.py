"""Orders: what was bought, by whom, and how it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .cart import Line, Sum
from .goods import BY_SLUG, pounds

TODAY = date(2025, 6, 2)
"""The shop's calendar stands still, so that every test sees the same day."""
STATUSES = ("Processing", "Shipped", "Delivered", "Cancelled")


@dataclass(frozen=True)
class Recipient:
    name: str
    email: str
    street: str
    city: str
    country: str


@dataclass(frozen=True)
class Order:
    number: int
    placed: date
    lines: tuple[Line, ...]
    sum: Sum
    delivery: str
    status: str
    to: Recipient

    @property
    def items(self) -> int:
        return sum(line.quantity for line in self.lines)


def spoken(day: date) -> str:
    """2 June 2025."""
    return f"{day.day} {day:%B} {day.year}"


ADA = Recipient("Ada Lovelace", "ada@example.org", "12 St James's Square", "London", "United Kingdom")


def past_orders() -> list[Order]:
    return [
        _past(1001, date(2025, 1, 14), {"copper-kettle": 1, "earl-grey": 2}, "Standard", 0, "Delivered"),
        _past(1002, date(2025, 3, 3), {"espresso-cup": 4}, "Standard", 395, "Delivered"),
        _past(1003, date(2025, 4, 22), {"travel-kettle": 1}, "Express", 750, "Cancelled"),
        _past(1004, date(2025, 5, 30), {"stoneware-mug": 2, "green-tea": 1}, "Standard", 395, "Shipped"),
    ]


def _past(number: int, placed: date, bought: dict[str, int], delivery: str, shipping_p: int, status: str) -> Order:
    lines = tuple(Line(BY_SLUG[slug], quantity) for slug, quantity in bought.items())
    total = Sum(sum(line.total_p for line in lines), 0, shipping_p)
    return Order(number, placed, lines, total, delivery, status, ADA)


SORTS = ("Number", "Placed", "Items", "Total", "Status")


def arranged(orders: list[Order], sort: str, descending: bool, status: str) -> list[Order]:
    """Those with that status (all where empty), sorted by that column; equals stay in the order of their numbers."""
    keys: dict[str, Callable[[Order], int | str]] = {
        "Number": lambda order: order.number,
        "Placed": lambda order: order.placed.toordinal(),
        "Items": lambda order: order.items,
        "Total": lambda order: order.sum.total_p,
        "Status": lambda order: order.status,
    }
    chosen = [order for order in orders if status in ("", order.status)]
    return sorted(chosen, key=keys[sort], reverse=descending)


def as_csv(orders: list[Order]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(SORTS)
    for order in orders:
        rows.writerow([order.number, order.placed.isoformat(), order.items, pounds(order.sum.total_p), order.status])
    return text.getvalue().encode()
