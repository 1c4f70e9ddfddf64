"""What visitors change: cart, voucher, reviews, orders, settings, messages."""

from __future__ import annotations

import re

from .asked import Answer, Request, page, see_other, told
from .cart import DELIVERIES, VOUCHERS, number_in, stock_mistake
from .goods import BY_SLUG, Product, Review
from .orders import TODAY, Order, Recipient
from .pages.account import login_page, profile_facts
from .pages.cart import cart_page
from .pages.checkout import COUNTRIES, checkout_page
from .pages.product import RATINGS, product_page
from .pages.support import TOPICS, support_page
from .session import EMAIL, LANGUAGES, PASSWORD, Message, Session

NO_MAIL = "Enter a valid e-mail address."
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_to_cart(request: Request, session: Session) -> Answer:
    product = BY_SLUG.get(request.said("product"))
    mistake = session.cart.add(product, number_in(request.form.get("quantity", "1"))) if product else "This is not sold here."
    if not request.wants_json:
        session.toast = mistake or "Added to cart"
        return see_other("/cart")
    if mistake:
        return told(mistakes={"quantity": mistake})
    return told("Added to cart", shown={"cart-count": str(session.cart.count)})


def change_cart(request: Request, session: Session) -> Answer:
    cart, what = session.cart, request.said("do")
    if what == "empty":
        cart.clear()
    elif what.startswith("remove-"):
        cart.quantities.pop(what.removeprefix("remove-"), None)
        session.toast = "Removed from cart"
    else:
        for line in cart.lines:
            wanted = number_in(request.form.get(f"quantity-{line.product.slug}", ""))
            if mistake := stock_mistake(line.product, wanted):
                session.toast = f"{line.product.name}: {mistake}"
                return see_other("/cart")
            cart.quantities[line.product.slug] = wanted
        session.toast = "Cart updated"
    return see_other("/cart")


def change_voucher(request: Request, session: Session) -> Answer:
    code = request.said("voucher").upper()
    if request.said("do") == "remove":
        session.cart.voucher = ""
    elif code not in VOUCHERS:
        mistake = f"We do not know the voucher {code}." if code else "Enter a voucher."
        return page(cart_page(session, code, mistake))
    else:
        session.cart.voucher = code
    return see_other("/cart")


def add_review(request: Request, session: Session, product: Product) -> Answer:
    wrong: dict[str, str] = {}
    if not request.said("author"):
        wrong["author"] = "Enter your name."
    if request.said("rating") not in RATINGS:
        wrong["rating"] = "Choose a rating."
    if len(request.said("review")) < 10:
        wrong["review"] = "Write at least 10 characters."
    if wrong:
        return page(product_page(session, product, request.form, wrong))
    review = Review(request.said("author"), int(request.said("rating")), request.said("review"))
    session.reviews.setdefault(product.slug, []).append(review)
    session.toast = "Thank you for your review"
    return see_other(f"/product/{product.slug}#reviews")


def place_order(request: Request, session: Session) -> Answer:
    if not session.cart.lines:
        return see_other("/cart")
    if wrong := _checkout_mistakes(request):
        return page(checkout_page(session, request.form, wrong))
    number = max(order.number for order in session.orders) + 1
    to = Recipient(*(request.said(name) for name in ("full-name", "email", "street", "city", "country")))
    delivery = request.said("delivery")
    total = session.cart.sum(delivery)
    session.orders.append(Order(number, TODAY, tuple(session.cart.lines), total, delivery, "Processing", to))
    session.new_order = number
    return see_other(f"/order/{number}")


def _checkout_mistakes(request: Request) -> dict[str, str]:
    needed = {"full-name": "Enter your full name.", "street": "Enter your street.", "city": "Enter your city."}
    wrong = {name: why for name, why in needed.items() if not request.said(name)}
    if not _MAIL.fullmatch(request.said("email")):
        wrong["email"] = NO_MAIL
    if request.said("country") not in COUNTRIES:
        wrong["country"] = "Choose a country."
    if request.said("delivery") not in DELIVERIES:
        wrong["delivery"] = "Choose a way of delivery."
    if request.said("terms") != "yes":
        wrong["terms"] = "Please accept the terms."
    return wrong


def save_settings(request: Request, session: Session) -> Answer:
    wrong: dict[str, str] = {}
    if not request.said("name"):
        wrong["name"] = "Enter a name."
    if not _MAIL.fullmatch(request.said("email")):
        wrong["email"] = NO_MAIL
    if wrong:
        return told(mistakes=wrong)
    profile = session.profile
    profile.name, profile.email = request.said("name"), request.said("email")
    profile.language = request.said("language") if request.said("language") in LANGUAGES else profile.language
    profile.notifications = request.said("notifications") == "yes"
    return told("Saved", shown=_profile_shown(session))


def save_address(request: Request, session: Session) -> Answer:
    wrong = {name: f"Enter a {name}." for name in ("street", "city") if not request.said(name)}
    if wrong:
        return told(mistakes=wrong)
    session.profile.street, session.profile.city = request.said("street"), request.said("city")
    return told("Address saved", shown=_profile_shown(session))


def _profile_shown(session: Session) -> dict[str, str]:
    return {f"profile-{name.lower().replace(' ', '-')}": value for name, value in profile_facts(session.profile).items()}


def sign_in(request: Request, session: Session) -> Answer:
    if (request.said("email"), request.form.get("password", "")) != (EMAIL, PASSWORD):
        return page(login_page(session, request.said("email"), "We do not know this e-mail and password."))
    session.is_signed_in = True
    session.toast = f"Welcome back, {session.profile.name}"
    return see_other("/account")


def sign_out(session: Session) -> Answer:
    session.is_signed_in = False
    session.toast = "You are signed out"
    return see_other("/login")


def send_message(request: Request, session: Session) -> Answer:
    wrong: dict[str, str] = {}
    if request.said("topic") not in TOPICS:
        wrong["topic"] = "Choose a topic."
    if not _MAIL.fullmatch(request.said("email")):
        wrong["email"] = NO_MAIL
    if len(request.said("message")) < 10:
        wrong["message"] = "Write at least 10 characters."
    if wrong:
        return page(support_page(session, request.form, wrong))
    session.messages.append(Message(len(session.messages) + 1, request.said("topic"), request.said("message")))
    session.toast = "Message sent"
    return see_other("/support")
