"""Page: one random yardstick page in one look, from its seed."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random
from dataclasses import dataclass
from importlib.resources import files

from .layouts import Layouts
from .look import Look
from .maker import Maker
from .tongue import LANGUAGES, Tongue


@dataclass(frozen=True)
class Page:
    name: str
    html: str
    scrolled: float
    """How far down it is to be scrolled, of all that it can be."""


SKELETON = """
*, *::before, *::after { transition: none !important; animation: none !important; }
[data-w] { pointer-events: auto !important; }
.y-page { padding: 12px 20px; } .y-body { display: flex; gap: 24px; } .y-main { flex: 1; min-width: 0; }
.y-row { margin: 0 0 10px; } .y-row > .y-control { min-width: 0; } .y-columns > * { min-width: 0; } .y-control > *, .y-control input { max-width: 100%; } .y-above > label { display: block; }
.y-left, .y-right-of-left { display: grid; grid-template-columns: minmax(90px, 28%) 1fr; gap: 12px; align-items: center; }
.y-right-of-left > label { text-align: right; }
.y-star::after { content: " *"; color: #d00; }
.y-columns { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 24px; align-items: start; }
.y-inline { display: flex; gap: 12px; align-items: flex-end; flex-wrap: wrap; margin: 10px 0; }
.y-across { display: flex; gap: 6px 18px; flex-wrap: wrap; }
.y-setting { display: flex; justify-content: space-between; align-items: center; gap: 16px; padding: 7px 4px; border-bottom: 1px solid #8884; }
.y-setting small { display: block; } .y-setting > div:last-child { flex: none; }
.y-buttons { display: flex; gap: 10px; margin: 12px 0; flex-wrap: wrap; align-items: center; }
.y-toolbar { display: flex; gap: 6px; align-items: center; margin: 8px 0; flex-wrap: wrap; }
.y-toolbar > * { width: auto !important; }
.y-nav { display: flex; gap: 22px; align-items: center; padding: 8px 20px; } .y-nav nav { display: flex; gap: 16px; }
.y-nav .y-end { margin-left: auto; display: flex; gap: 8px; align-items: center; }
.y-footer { display: flex; gap: 18px; padding: 14px 20px; font-size: .85em; } .y-aside { width: 200px; flex: none; line-height: 1.9; }
.y-cards { display: flex; gap: 16px; } .y-cards > * { flex: 1; min-width: 0; }
.y-card { border: 1px solid #8886; border-radius: 6px; padding: 14px; margin: 8px 0; } .y-figure { font-size: 1.7em; }
.y-steps { display: flex; gap: 20px; list-style: none; padding: 0; } .y-steps li { display: flex; gap: 6px; align-items: center; margin: 0; }
.y-steps i { font-style: normal; width: 1.7em; height: 1.7em; border-radius: 50%; border: 1px solid; text-align: center; line-height: 1.6em; }
.y-steps .y-on { font-weight: bold; }
.y-tabs { display: flex; gap: 4px; border-bottom: 1px solid #8888; margin: 8px 0; } .y-panel { padding: 8px 2px; }
.y-veil { position: fixed; inset: 0; background: rgba(0,0,0,.5); z-index: 900; }
.y-dialog { position: fixed; z-index: 901; left: 50%; top: 50%; transform: translate(-50%,-50%); width: 460px; max-height: 92vh; overflow: auto;
  padding: 18px 22px; background: var(--y-paper, #fff); }
.y-badge { display: inline-block; padding: 0 .6em; border-radius: 1em; background: #8883; font-size: .85em; }
.y-alert { padding: 9px 14px; background: #fc83; border-left: 4px solid #e90; margin: 10px 0; } .y-error { color: #d22; font-size: .85em; }
"""


def draw_page(
    seed: int, number: int, looks: dict[str, type[Look]], languages: tuple[str, ...] = LANGUAGES
) -> tuple[Page, Look]:
    rng = random.Random(f"{seed}/{number}/{','.join(looks)}")
    look_name = list(looks)[number % len(looks)]
    tongue = Tongue(rng.choice(languages), rng)
    look = looks[look_name](rng)
    maker = Maker(rng, tongue, plain=rng.random() < 0.3)
    layouts = Layouts(look, maker)
    body, kinds = _body(layouts, rng)
    script = files(__package__ or "").joinpath("truth.js").read_text(encoding="utf-8")
    html = (
        f'<!doctype html><html lang="{tongue.language}" {look.html_attributes()}><head><meta charset="utf-8"><title>{look_name}</title>'
        f"<style>{SKELETON}</style>{look.head()}</head><body {look.body_attributes()}>{body}<script>{script}</script></body></html>"
    )
    name = f"{look_name}-{'+'.join(kinds)}-{tongue.language}-{seed}-{number}"
    return Page(name, html, rng.random() if rng.random() < 0.6 else 0.0), look


def _body(layouts: Layouts, rng: random.Random) -> tuple[str, list[str]]:
    pieces = layouts.pieces()
    weights = [weight for _, weight in pieces.values()]
    kinds = rng.choices(list(pieces), weights, k=rng.randint(1, 4))
    main = "".join(f'<section class="y-piece">{pieces[kind][0]()}</section>' for kind in kinds)
    header = layouts.header() if rng.random() < 0.6 else ""
    footer = layouts.footer() if rng.random() < 0.5 else ""
    aside = layouts.aside() if rng.random() < 0.2 else ""
    dialog = ""
    if rng.random() < 0.12:
        dialog = layouts.dialog()
        kinds.append("dialog")
    width = rng.choice(("", "", "max-width:900px;margin:0 auto", "max-width:620px;margin:0 auto", "max-width:620px"))
    page = f'<div class="y-page"><div class="y-body" style="{width}">{aside}<main class="y-main">{main}</main></div></div>'
    return header + page + footer + dialog, kinds
