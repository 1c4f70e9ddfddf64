"""Sessions: each browser's own cart, orders, settings and reviews, the same for every new cookie."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field

from .cart import Cart
from .goods import REVIEWS, Review
from .orders import ADA, Order, past_orders

EMAIL, PASSWORD = "ada@example.org", "kettle-1815"
LANGUAGES = ("English", "Deutsch", "Polski")
MOST_SESSIONS = 2000


@dataclass
class Profile:
    name: str = ADA.name
    email: str = ADA.email
    language: str = "English"
    notifications: bool = True
    street: str = ADA.street
    city: str = ADA.city


@dataclass(frozen=True)
class Message:
    number: int
    topic: str
    text: str


@dataclass
class Session:
    cart: Cart = field(default_factory=Cart)
    orders: list[Order] = field(default_factory=past_orders)
    profile: Profile = field(default_factory=Profile)
    reviews: dict[str, list[Review]] = field(default_factory=lambda: {slug: list(said) for slug, said in REVIEWS.items()})
    messages: list[Message] = field(default_factory=list[Message])
    is_signed_in: bool = True
    new_order: int = 0
    """The one that was placed just now, until its page was seen."""
    toast: str = ""
    """What the next page says, once."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take_toast(self) -> str:
        toast, self.toast = self.toast, ""
        return toast


class Sessions:
    def __init__(self) -> None:
        self._known: dict[str, Session] = {}
        self._lock = threading.Lock()

    def of(self, cookie: str) -> tuple[Session, str]:
        """The session and its cookie; a new one of each for a cookie that is not known."""
        with self._lock:
            if cookie not in self._known:
                cookie = secrets.token_hex(16)
                self._known[cookie] = Session()
                if len(self._known) > MOST_SESSIONS:
                    del self._known[next(iter(self._known))]
            return self._known[cookie], cookie
