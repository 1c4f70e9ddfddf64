"""Pages: what the site shows: its form in a layout, theme and font drawn by seed, the thanks, and the list of what it has."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from .fields import Field, Form

THANKS = "Thank you"
NUMBER = "Reference number"
LAYOUTS = ("above", "aside", "single")
"""Two columns with labels above or beside their fields, or one."""
THEMES = (
    ("#ffffff", "#1b1f24", "#1f5fbf", "#9aa4b2", "#b3261e"),
    ("#f6f4ef", "#2b2620", "#7a4b12", "#b9ad9a", "#b00020"),
    ("#eef3f1", "#12261f", "#1d7a46", "#8fa79c", "#a31515"),
    ("#1d2229", "#e8ecf1", "#2f6fd0", "#5c6775", "#ff8a80"),
)
"""Ground, text, button, border, and what is wrong."""
FONTS = ("sans-serif", "serif", "DejaVu Sans, sans-serif", "Liberation Sans, Arial, sans-serif")

CSS = """
:root{{color-scheme:{scheme}}} *{{box-sizing:border-box}}
body{{margin:0;padding:14px 28px;background:{ground};color:{text};font:{size}px/1.25 {font}}}
h1{{font-size:1.35em;margin:0 0 10px}} h2{{font-size:1.1em;margin:18px 0 8px}} p,dl{{margin:8px 0}} dd{{margin:0 0 8px}}
form{{max-width:{width}px;display:grid;gap:{gap}px 28px}}
.above,.aside{{grid-template-columns:1fr 1fr}} .single{{grid-template-columns:1fr}}
.q{{display:grid;gap:2px;align-content:start;min-width:0}}
.aside .q,.single .q{{grid-template-columns:{aside}px 1fr;gap:2px 12px;align-items:center}}
.aside .said,.single .said{{grid-column:2}}
.tick,.end{{grid-column:1/-1}} .aside .tick,.single .tick{{grid-template-columns:auto 1fr}}
input,select,textarea{{font:inherit;color:inherit;background:{field};border:1px solid {border};border-radius:{round}px}}
input:not([type=radio],[type=checkbox]),select{{width:100%;height:{tall}px;padding:0 8px}}
textarea{{width:100%;height:{lines}px;padding:5px 8px;resize:none}}
.choices{{display:flex;gap:16px;align-items:center;min-height:{tall}px}}
.choices label,.tick label{{display:flex;gap:7px;align-items:center}}
input[type=radio],input[type=checkbox]{{width:16px;height:16px;margin:0}}
.said{{color:{wrong};font-size:.92em}} [aria-invalid]{{border-color:{wrong}}}
button{{font:inherit;padding:8px 20px;border:0;border-radius:{round}px;background:{tone};color:#fff}}
table{{border-collapse:collapse}} td,th{{padding:4px 14px 4px 0;text-align:left}}
"""


@dataclass(frozen=True, slots=True)
class Look:
    css: str
    layout: str


def look_of(seed: int) -> Look:
    dice = random.Random(f"look {seed}")
    ground, text, tone, border, wrong = dice.choice(THEMES)
    layout, size = dice.choice(LAYOUTS), dice.choice((14, 15, 16))
    css = CSS.format(
        scheme="light" if text < ground else "dark",
        ground=ground, text=text, tone=tone, border=border, wrong=wrong, size=size, font=dice.choice(FONTS),
        field=dice.choice((ground, "transparent")), round=dice.choice((0, 3, 8)), tall=dice.choice((30, 34)),
        lines=dice.choice((54, 62)), gap=9 if layout == "single" else 14, aside=size * 11,
        width=720 if layout == "single" else 1120,
    )  # fmt: skip
    return Look(css, layout)


def form_page(form: Form, look: Look, values: Mapping[str, str], said: Mapping[str, str]) -> str:
    """With what somebody filled in, and what is wrong with it."""
    asked = "".join(_question(each, values.get(each.name, ""), said.get(each.name, "")) for each in form.fields)
    end = f"<div class=end><button>{form.button}</button></div>"
    return _page(look, "Registration", f'<form class="{look.layout}" method=post action=/form>{asked}{end}</form>')


def _question(field: Field, value: str, said: str) -> str:
    wrong = f'<span class=said role=alert id="{field.name}-said">{escape(said)}</span>' if said else ""
    named = f"name={field.name} id={field.name}{' required' if field.is_required else ''}"
    if said:
        named += f' aria-invalid=true aria-describedby="{field.name}-said"'
    if field.kind == "tick":
        ticked = " checked" if value else ""
        return f"<div class='q tick'><label><input type=checkbox value=yes {named}{ticked}>{field.label}</label>{wrong}</div>"
    if field.kind == "radios":
        return f"<div class=q role=radiogroup aria-labelledby={field.name}-label>{_radios(field, value)}{wrong}</div>"
    return f"<div class=q><label for={field.name}>{field.label}</label>{_control(field, named, value)}{wrong}</div>"


def _radios(field: Field, value: str) -> str:
    choices = "".join(
        f'<label><input type=radio name={field.name} value="{each}"{" checked" if each == value else ""}>{each}</label>'
        for each in field.choices
    )
    return f"<span id={field.name}-label>{field.label}</span><div class=choices>{choices}</div>"


def _control(field: Field, named: str, value: str) -> str:
    match field.kind:
        case "lines":
            return f"<textarea {named}>\n{escape(value)}</textarea>"
        case "select":
            options = "".join(f"<option{' selected' if each == value else ''}>{each}</option>" for each in field.choices)
            return f'<select {named}><option value="">Please choose</option>{options}</select>'
        case kind:
            return f'<input type={kind} {named} value="{escape(value)}">'


def welcome_page(look: Look, number: int, name: str) -> str:
    return _page(look, f"{THANKS}, {escape(name)}", f"<p>You are registered.</p><p>{NUMBER} {number}</p>")


def entries_page(look: Look, found: Iterable[Mapping[str, object]], latest: Iterable[Mapping[str, object]]) -> str:
    """What was found, and below it who came last, who may be called much alike."""
    return _page(look, "Registrations", f"{_table(found)}<h2>Latest</h2>{_table(latest)}")


def _table(entries: Iterable[Mapping[str, object]]) -> str:
    rows = [f"<tr><td>{each['number']}<td>{escape(str(each['name']))}<td>{escape(str(each['email']))}" for each in entries]
    return f"<table><tr><th>Number<th>Name<th>Address{''.join(rows)}</table>" if rows else "<p>There is nobody.</p>"


def trouble_page(look: Look, heading: str, said: str) -> str:
    return _page(look, heading, f"<p>{said}</p>")


def _page(look: Look, heading: str, body: str) -> str:
    title = heading.partition(",")[0]
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{look.css}</style>"
        f"<h1>{heading}</h1>{body}</html>"
    )
