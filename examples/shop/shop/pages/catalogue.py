"""The catalogue: all products, searched, filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from ..goods import CATEGORIES, PRODUCTS, Product, pounds
from ..session import Session
from .frame import choice, framed, text_field
from .pictures import picture

SORTS: dict[str, Callable[[Product], int | str]] = {
    "Featured": PRODUCTS.index,
    "Name": lambda product: product.name,
    "Price: low to high": lambda product: product.price_p,
    "Price: high to low": lambda product: -product.price_p,
}


def catalogue_page(session: Session, query: Mapping[str, str]) -> str:
    words, category, sort = query.get("search", "").strip(), query.get("category", ""), query.get("sort", "Featured")
    found = [
        product for product in PRODUCTS if words.lower() in product.name.lower() and category in ("", "All", product.category)
    ]
    found.sort(key=SORTS.get(sort, SORTS["Featured"]))
    cards = "".join(_card(product) for product in found)
    body = f"""<div class="top"><h1>Tea and everything for it</h1><p class="quiet">{number_of(len(found), "product")}</p></div>
<form class="filters" action="/" role="search">
{text_field("search", "Search", words, more='type="search" placeholder="Name of a product"')}
{choice("category", "Category", ("All", *CATEGORIES), category)}
{choice("sort", "Sort by", tuple(SORTS), sort)}
<button>Show</button>
</form>
{f'<ul class="cards">{cards}</ul>' if found else _nothing(words)}"""
    return framed(session, "Shop", body, "/")


def number_of(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def stock_line(product: Product) -> str:
    return f"{product.stock} in stock" if product.stock else "Out of stock"


def add_button(product: Product) -> str:
    return '<button class="main">Add to cart</button>' if product.stock else '<button class="main" disabled>Sold out</button>'


def _card(product: Product) -> str:
    return f"""<li class="card product">{picture(product)}
<div><h2><a href="/product/{product.slug}">{product.name}</a></h2>
<p class="price">{pounds(product.price_p)}</p><p class="quiet">{stock_line(product)}</p>
<form method="post" action="/cart/add" data-fetch>
<input type="hidden" name="product" value="{product.slug}">{add_button(product)}</form>
</div></li>"""


def _nothing(words: str) -> str:
    why = f"Nothing is called “{escape(words)}”." if words else "Nothing is here."
    way = '<a class="button" href="/">Show all products</a>'
    return f'<div class="card empty"><h2>No products found</h2><p>{why}</p>{way}</div>'
