"""The cart: its lines, a voucher, and what it all costs."""

from __future__ import annotations

from html import escape

from ..cart import VOUCHERS, Line, Sum
from ..goods import pounds
from ..session import Session
from .frame import facts, framed, table, text_field


def cart_page(session: Session, code: str = "", mistake: str = "") -> str:
    cart = session.cart
    if not cart.lines:
        body = (
            '<h1>Your cart</h1><div class="card empty"><h2>Your cart is empty</h2>'
            '<p>Something warm, perhaps?</p><a class="button" href="/">Back to the shop</a></div>'
        )
        return framed(session, "Cart", body, "/cart")
    lines = table("Cart", ("Product", "Price", "Quantity", "Line total", ""), [_row(line) for line in cart.lines])
    body = f"""<h1>Your cart</h1>
<div class="two wide-left">
<section class="card">
<form method="post" action="/cart" novalidate>{lines}
<div class="actions"><button name="do" value="update">Update cart</button>
<button class="plain" name="do" value="empty" data-sure="Remove everything from your cart?">Empty cart</button></div>
</form></section>
<section class="card"><h2>Summary</h2>
{_voucher(cart.voucher, code, mistake)}
{facts(sum_facts(cart.sum()))}
<a class="button main full" href="/checkout">Go to checkout</a>
</section></div>"""
    return framed(session, "Cart", body, "/cart")


def sum_facts(total: Sum) -> dict[str, str]:
    return {
        "Subtotal": pounds(total.subtotal_p),
        "Discount": pounds(-total.discount_p),
        "Shipping": pounds(total.shipping_p) if total.shipping_p else "Free",
        "Total": pounds(total.total_p),
    }


def _row(line: Line) -> tuple[str, ...]:
    product = line.product
    return (
        f'<a href="/product/{product.slug}">{product.name}</a>',
        pounds(product.price_p),
        f'<input class="short" name="quantity-{product.slug}" value="{line.quantity}" inputmode="numeric" autocomplete="off" '
        f'aria-label="Quantity of {product.name}">',
        pounds(line.total_p),
        f'<button class="plain" name="do" value="remove-{product.slug}" aria-label="Remove {product.name}">Remove</button>',
    )


def _voucher(applied: str, code: str, mistake: str) -> str:
    if applied:
        return f"""<form class="voucher" method="post" action="/cart/voucher"><p>Voucher {applied}: {VOUCHERS[applied]}</p>
<button class="plain" name="do" value="remove">Remove voucher</button></form>"""
    control = text_field("voucher", "Voucher", escape(code), mistake, 'autocomplete="off"')
    return f'<form class="voucher" method="post" action="/cart/voucher" novalidate>{control}<button>Apply</button></form>'
