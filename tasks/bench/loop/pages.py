"""Pages: seeded ones that answer at once, so that what a step takes is what the loop takes."""

from __future__ import annotations

import random
from dataclasses import dataclass

LABELS: tuple[str, ...] = (
    "First name", "Last name", "Company", "Street", "Postcode", "City", "Phone", "E-mail", "Department", "Job title",
    "Nickname", "Website", "Reference", "Order number", "Room", "Team", "Cost centre", "Supplier", "Project", "Manager",
)  # fmt: skip
VALUES: tuple[str, ...] = (
    "Ada Lovelace", "Grace Hopper", "Babbage & Co", "12 St James's Square", "SW1Y 4JH", "London", "+44 20 7946 0958",
    "ada@example.org", "Research", "Analyst", "Lovelace", "https://example.org", "R-2041", "100-7", "B 12", "Engines",
    "4711", "Difference Ltd", "Notes", "Mary Somerville",
)  # fmt: skip
TICKS = ("Newsletter", "Remember me", "Gift wrapping", "Express", "Invoice", "Call back")
BUTTONS = ("Show details", "Add a line", "Count", "Compare", "Preview", "Refresh")
TONES = ("#1f5fbf", "#7a2f8f", "#1d7a46", "#a33a1f")


@dataclass(frozen=True, slots=True)
class Page:
    html: str
    steps: tuple[str, ...]
    """Each does one thing of another kind than the one before."""
    values: dict[str, str]
    """For its form, all fields of it."""


def page(seed: int, fields: int = 10) -> Page:
    dice = random.Random(seed)
    labels = dice.sample(LABELS, fields)
    values: dict[str, str] = dict(zip(labels, dice.sample(VALUES, fields), strict=True))
    ticks, buttons = dice.sample(TICKS, 3), dice.sample(BUTTONS, 3)
    rows = "".join(f"<label>{label}<input name=f{at}></label>" for at, label in enumerate(labels))
    boxes = "".join(f"<label class=t><input type=checkbox>{name}</label>" for name in ticks)
    pressed = "".join(
        f"<span class=b><button type=button onclick=\"this.nextSibling.textContent='done '+ ++n\">{name}</button><i></i></span>"
        for name in buttons
    )
    html = f"""<!doctype html><meta charset=utf-8><title>Loop {seed}</title><style>
body{{font:{dice.choice((15, 16, 17))}px sans-serif;margin:20px;color:#222}}
form{{display:grid;grid-template-columns:1fr 1fr;gap:10px 24px;max-width:{dice.choice((760, 860, 960))}px}}
label{{display:grid;gap:3px}} .t{{display:flex;gap:8px}} input:not([type=checkbox]){{font:inherit;padding:5px 8px}}
.b{{display:inline-flex;gap:12px;align-items:center;margin:18px 24px 0 0}}
button{{font:inherit;padding:7px 16px;border:0;border-radius:5px;color:#fff;background:{dice.choice(TONES)}}}
</style><h1>Loop {seed}</h1><form>{rows}{boxes}</form>{pressed}<script>let n=0</script>"""
    steps = [f'type "{dice.choice(VALUES)}" into {label}' for label in labels[:4]]
    steps += [f"tick {name}" for name in ticks] + [f'click "{name}"' for name in buttons]
    dice.shuffle(steps)
    return Page(html, tuple(steps), values)
