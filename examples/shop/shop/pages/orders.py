"""Orders: the table of all, and one order's own page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from ..goods import pounds
from ..orders import SORTS, STATUSES, Order, arranged, spoken
from ..session import Session
from .cart import sum_facts
from .catalogue import number_of
from .frame import choice, facts, framed, table


def chosen_orders(session: Session, query: Mapping[str, str]) -> list[Order]:
    sort = query.get("sort", "")
    status = query.get("status", "")
    return arranged(
        session.orders,
        sort if sort in SORTS else "Number",
        descending=query.get("descending", "yes") == "yes",
        status=status if status in STATUSES else "",
    )


def orders_page(session: Session, query: Mapping[str, str]) -> str:
    found = chosen_orders(session, query)
    export = f"/orders.csv?{urlencode(query)}" if query else "/orders.csv"
    rows = [
        (
            f'<a href="/order/{order.number}">{order.number}</a>',
            spoken(order.placed),
            str(order.items),
            pounds(order.sum.total_p),
            f'<span class="status {order.status.lower()}">{order.status}</span>',
        )
        for order in found
    ]
    heads = [_head(name, query) for name in SORTS]
    listed = table("Orders", SORTS, rows, heads) if rows else '<p class="empty">No orders with this status.</p>'
    body = f"""<div class="top"><h1>Your orders</h1><p class="quiet">{number_of(len(found), "order")}</p></div>
<form class="filters" action="/orders">
{choice("status", "Status", ("All", *STATUSES), query.get("status", ""))}
<button>Filter</button><a class="button" href="{escape(export)}" download="orders.csv">Export as CSV</a></form>
<section class="card">{listed}</section>"""
    return framed(session, "Orders", body, "/orders")


def order_page(session: Session, order: Order, is_new: bool) -> str:
    rows = [(line.product.name, pounds(line.product.price_p), str(line.quantity), pounds(line.total_p)) for line in order.lines]
    thanks = f'<p class="summary good">Thank you, {escape(order.to.name)}! We write to {escape(order.to.email)}.</p>'
    about = {
        "Placed": spoken(order.placed),
        "Status": order.status,
        "Delivery": order.delivery,
        "Name": order.to.name,
        "Street": order.to.street,
        "City": order.to.city,
        "Country": order.to.country,
    }
    lines = table("Order", ("Product", "Price", "Quantity", "Line total"), rows)
    body = f"""<h1>Order {order.number}</h1>{thanks if is_new else ""}
<div class="two wide-left">
<section class="card">{lines}{facts(sum_facts(order.sum))}</section>
<section class="card"><h2>Delivery</h2>{facts(about)}<a class="button full" href="/orders">All orders</a></section></div>"""
    return framed(session, f"Order {order.number}", body, "/orders")


def _head(name: str, query: Mapping[str, str]) -> str:
    """A column's head, which sorts by it: upwards first, and the other way when clicked again."""
    is_this = query.get("sort", "Number") == name
    is_down = query.get("descending", "yes") == "yes"
    asked = {"status": query["status"]} if query.get("status") else {}
    link = urlencode({**asked, "sort": name, "descending": "no" if not is_this or is_down else "yes"})
    arrow = f'<span aria-hidden="true"> {"▼" if is_down else "▲"}</span>' if is_this else ""
    sorted_so = f' aria-sort="{"descending" if is_down else "ascending"}"' if is_this else ""
    return f'<th scope="col"{sorted_so}><a href="/orders?{escape(link)}">{name}{arrow}</a></th>'
