"""Serves Fava over a small set of books, and prints where.

BOOKS_FOLDER=/some/folder python books.py [PORT]
"""

from __future__ import annotations

import os
from pathlib import Path

from fava.application import create_app
from listening import App, serve

OPEN = """\
option "title" "House books"
option "operating_currency" "EUR"

2020-01-01 open Assets:Bank:Checking
2020-01-01 open Assets:Bank:Savings
2020-01-01 open Assets:Cash
2020-01-01 open Liabilities:CreditCard
2020-01-01 open Income:Salary
2020-01-01 open Expenses:Food:Groceries
2020-01-01 open Expenses:Food:Restaurant
2020-01-01 open Expenses:Health
2020-01-01 open Expenses:Home:Rent
2020-01-01 open Expenses:Home:Repairs
2020-01-01 open Expenses:Travel
2020-01-01 open Equity:Opening

2020-01-02 * "Grocer" "Apples"
  Expenses:Food:Groceries  4.20 EUR
  Assets:Cash

2020-01-03 * "Landlord" "Rent"
  Expenses:Home:Rent  700.00 EUR
  Assets:Bank:Checking
"""


def make(_: str) -> App:
    file = Path(os.environ["BOOKS_FOLDER"]) / "house.beancount"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(OPEN, encoding="utf-8")
    return create_app([str(file)])


if __name__ == "__main__":
    serve(make)
