"""Which address answers what."""

from __future__ import annotations

import time
from http import HTTPStatus
from importlib.resources import files

from . import changes
from .asked import Answer, Request, page, see_other
from .goods import BY_SLUG
from .orders import as_csv
from .pages.account import account_page, login_page
from .pages.cart import cart_page
from .pages.catalogue import catalogue_page
from .pages.checkout import checkout_page
from .pages.orders import chosen_orders, order_page, orders_page
from .pages.product import product_page
from .pages.support import not_found_page, support_page
from .session import Session

SLOW_S = 1.2
"""How long an address takes to be saved: long enough to see that the page says so."""

_ASSETS = {
    f"/{name}": Answer(files("shop").joinpath(name).read_bytes(), kind=kind)
    for name, kind in {"style.css": "text/css; charset=utf-8", "shop.js": "text/javascript; charset=utf-8"}.items()
}


def asset(path: str) -> Answer | None:
    """Styles and scripts are the same for everybody."""
    return _ASSETS.get(path)


def answer(request: Request, session: Session) -> Answer:
    if request.path == "/account/address" and request.method == "POST":
        time.sleep(SLOW_S)
    with session.lock:
        if not session.is_signed_in and request.path.startswith(("/orders", "/order/", "/account")):
            return see_other("/login")
        return _post(request, session) if request.method == "POST" else _get(request, session)


def _get(request: Request, session: Session) -> Answer:
    match request.path.strip("/").split("/"):
        case [""]:
            return page(catalogue_page(session, request.query))
        case ["product", slug] if slug in BY_SLUG:
            return page(product_page(session, BY_SLUG[slug]))
        case ["cart"]:
            return page(cart_page(session))
        case ["checkout"]:
            return page(checkout_page(session, {}, {})) if session.cart.lines else see_other("/cart")
        case ["orders"]:
            return page(orders_page(session, request.query))
        case ["orders.csv"]:
            return _export(request, session)
        case ["order", number]:
            return _order(number, session)
        case ["account"]:
            return page(account_page(session))
        case ["login"]:
            return page(login_page(session))
        case ["support"]:
            return page(support_page(session, {}, {}))
        case _:
            return _not_found(session)


def _post(request: Request, session: Session) -> Answer:
    match request.path.strip("/").split("/"):
        case ["cart", "add"]:
            return changes.add_to_cart(request, session)
        case ["cart"]:
            return changes.change_cart(request, session)
        case ["cart", "voucher"]:
            return changes.change_voucher(request, session)
        case ["product", slug] if slug in BY_SLUG:
            return changes.add_review(request, session, BY_SLUG[slug])
        case ["checkout"]:
            return changes.place_order(request, session)
        case ["account"]:
            return changes.save_settings(request, session)
        case ["account", "address"]:
            return changes.save_address(request, session)
        case ["login"]:
            return changes.sign_in(request, session)
        case ["logout"]:
            return changes.sign_out(session)
        case ["support"]:
            return changes.send_message(request, session)
        case _:
            return _not_found(session)


def _order(number: str, session: Session) -> Answer:
    order = next((order for order in session.orders if str(order.number) == number), None)
    if order is None:
        return _not_found(session)
    is_new, session.new_order = session.new_order == order.number, 0
    if is_new:
        # The cart is kept until the customer has seen that the order has arrived.
        session.cart.clear()
    return page(order_page(session, order, is_new))


def _export(request: Request, session: Session) -> Answer:
    body = as_csv(chosen_orders(session, request.query))
    return Answer(body, kind="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="orders.csv"'})


def _not_found(session: Session) -> Answer:
    return page(not_found_page(session), HTTPStatus.NOT_FOUND)
