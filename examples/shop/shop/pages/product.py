"""A product's own page: description, price, quantity and reviews."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ..goods import Product, Review, pounds
from ..session import Session
from .catalogue import add_button, number_of, stock_line
from .frame import choice, framed, text_area, text_field
from .pictures import picture

RATINGS = ("5", "4", "3", "2", "1")


def product_page(
    session: Session, product: Product, filled: Mapping[str, str] | None = None, mistakes: Mapping[str, str] | None = None
) -> str:
    said, wrong = filled or {}, mistakes or {}
    more = 'inputmode="numeric" autocomplete="off"' + ("" if product.stock else " disabled")
    category = f'<a href="/?category={product.category}">{product.category}</a>'
    body = f"""<nav class="path" aria-label="Where you are"><a href="/">Shop</a> / {category} / {product.name}</nav>
<div class="card one">{picture(product)}
<div><h1>{product.name}</h1><p class="price">{pounds(product.price_p)}</p><p>{product.about}</p>
<p class="quiet">{stock_line(product)}</p>
<form class="buy" method="post" action="/cart/add" data-fetch novalidate>
<input type="hidden" name="product" value="{product.slug}">
{text_field("quantity", "Quantity", "1", more=more)}{add_button(product)}
</form></div></div>
<div class="two" id="reviews">
<section class="card">{_reviews(session.reviews.get(product.slug, []))}</section>
<section class="card"><h2>Write a review</h2>
<form method="post" action="/product/{product.slug}#reviews" novalidate data-once>
{text_field("author", "Your name", said.get("author", ""), wrong.get("author", ""), 'autocomplete="name"')}
{choice("rating", "Rating", RATINGS, said.get("rating", ""), wrong.get("rating", ""), first="Choose 1 to 5")}
{text_area("review", "Review", said.get("review", ""), wrong.get("review", ""))}
<button class="main">Send review</button>
</form></section></div>"""
    return framed(session, product.name, body)


def _reviews(reviews: list[Review]) -> str:
    if not reviews:
        return "<h2>Reviews</h2><p>Nobody has written one yet.</p>"
    mean = sum(review.rating for review in reviews) / len(reviews)
    items = "".join(
        f"<li><p><strong>{escape(review.author)}</strong> {review.rating} of 5</p><p>{escape(review.text)}</p></li>"
        for review in reviews
    )
    return f'<h2>{number_of(len(reviews), "review")}</h2><p>On average {mean:.1f} of 5</p><ul class="reviews">{items}</ul>'
