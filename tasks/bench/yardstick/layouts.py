"""Layouts: pieces of a page, each with controls in an arrangement of its own or with nothing but text."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from .look import Look
from .maker import Maker


class Layouts:
    """Draws pieces in one look."""

    def __init__(self, look: Look, maker: Maker) -> None:
        self.look, self.maker = look, maker
        self.rng: random.Random = maker.rng
        self.tongue = maker.tongue

    def rows(self, least: int, most: int, group: str = "") -> str:
        return "".join(self.one_row(group) for _ in range(self.rng.randint(least, most)))

    def one_row(self, group: str = "") -> str:
        if self.rng.random() < 0.12:
            question = self.tongue.label("radio")
            return self.look.choice(question, self.maker.radios(question, self.rng.choice(("radio", "radio", "checkbox"))))
        return self.look.row(self.maker.control(group=group))

    def buttons(self, most: int = 3) -> str:
        return f'<div class="y-buttons">{" ".join(self.look.control(c) for c in self.maker.buttons(most))}</div>'

    # Forms

    def stacked(self) -> str:
        title = self.tongue.title()
        intro = f"<p>{escape(self.tongue.sentence())}</p>" if self.rng.random() < 0.5 else ""
        inner = intro + self.rows(3, 7, title) + self.buttons()
        return self.look.heading(title) + (self.look.card(inner) if self.rng.random() < 0.5 else inner)

    def columns(self) -> str:
        title = self.tongue.title()
        cells = "".join(f"<div>{self.one_row(title)}</div>" for _ in range(self.rng.randint(4, 9)))
        return f'{self.look.heading(title)}<div class="y-columns">{cells}</div>{self.buttons()}'

    def inline(self) -> str:
        forms = ("text", "email", "search", "select", "date", "number", "combobox")
        rows = "".join(self.look.row(self.maker.control(self.rng.choice(forms))) for _ in range(self.rng.randint(1, 3)))
        return f'<div class="y-inline">{rows}{self.buttons(2)}</div>'

    def fieldsets(self) -> str:
        titles = self.tongue.some("heading", self.rng.randint(2, 3))
        return "".join(self.look.fieldset(title, self.rows(1, 4, title)) for title in titles) + self.buttons()

    def wizard(self) -> str:
        steps = self.tongue.some("tab", self.rng.randint(3, 5))
        at = self.rng.randrange(len(steps))
        trail = "".join(
            f'<li class="{"y-on" if n == at else ""}"><i>{n + 1}</i><span>{escape(step)}</span></li>'
            for n, step in enumerate(steps)
        )
        inner = self.rows(2, 5, steps[at])
        return f'<ol class="y-steps">{trail}</ol>{self.look.heading(steps[at])}{inner}{self.buttons()}'

    def settings(self) -> str:
        title = self.tongue.title()
        kinds = ("switch", "switch", "switch", "switch", "checkbox", "select", "slider", "combobox", "button")
        lines = ""
        for _ in range(self.rng.randint(3, 8)):
            form = self.rng.choice(kinds)
            label = self.tongue.label("switch") if form != "select" else ""
            c = self.maker.control(form, group=title, label="" if form == "button" else label)
            words = self.tongue.sentence(3, 8) if self.rng.random() < 0.4 else ""
            lines += self.look.setting(replace(c, help="", error="", required=False), words)
        return self.look.heading(title) + self.look.card(lines)

    # Tables

    def table(self) -> str:
        forms = self.rng.sample(
            ("text", "number", "select", "checkbox", "link", "button", "icon", "switch", "date"), self.rng.randint(2, 4)
        )
        titles = self.tongue.some("text", len(forms) + 2)
        rows = [self._table_row(forms, titles) for _ in range(self.rng.randint(2, 8))]
        return self.look.heading(self.tongue.title()) + self.look.table(titles, rows)

    def _table_row(self, forms: Sequence[str], titles: list[str]) -> list[str]:
        name = self.tongue.name()
        cells = [escape(name), escape(self.tongue.figure())]
        for form, column in zip(forms, titles[2:], strict=True):
            worded = form in ("link", "button", "icon")
            c = self.maker.control(form, row=name, column=column, label="" if worded else column)
            c = replace(c, required=False, help="", error="", placeholder="", aria="" if worded else f"{column} {name}")
            cells.append(self.look.control(replace(c, tone="outline") if form == "button" else c))
        return cells

    def data(self) -> str:
        titles = self.tongue.some("text", self.rng.randint(3, 6))
        rows = [
            [self.look.badge(self.tongue.one("tab")) if n == 2 else escape(self._cell(n)) for n in range(len(titles))]
            for _ in range(self.rng.randint(3, 10))
        ]
        return self.look.heading(self.tongue.title()) + self.look.table(titles, rows)

    def _cell(self, n: int) -> str:
        return self.tongue.name() if n == 0 else self.tongue.figure() if n % 2 else self.tongue.one("city")

    # Other things

    def tabs(self) -> str:
        inner = self.rows(2, 4) if self.rng.random() < 0.7 else f"<p>{escape(self.tongue.paragraph())}</p>"
        return self.look.tabs(self.maker.tabs()) + f'<div class="y-panel">{inner}</div>'

    def toolbar(self) -> str:
        items: list[str] = []
        for _ in range(self.rng.randint(3, 8)):
            form = self.rng.choice(("icon", "icon", "icon", "button", "select"))
            c = self.maker.control(form)
            items.append(self.look.control(replace(c, aria=c.label if form == "select" else "", help="", error="")))
        if self.rng.random() < 0.6:
            c = self.maker.control("search")
            hint = f"{c.label}…"
            items.append(
                self.look.field(replace(c, placeholder=hint, aria=c.label, value=c.value if self.rng.random() < 0.3 else ""))
            )
        return f'<div class="y-toolbar">{"".join(items)}</div>'

    def article(self) -> str:
        parts = [self.look.heading(self.tongue.title(), self.rng.randint(1, 2))]
        for _ in range(self.rng.randint(1, 4)):
            words = [escape(self.tongue.sentence()) for _ in range(self.rng.randint(2, 5))]
            if self.rng.random() < 0.6:
                words.insert(1, self.look.link(replace(self.maker.control("link"), icon="")))
            parts.append(f"<p>{' '.join(words)}</p>")
            if self.rng.random() < 0.25:
                parts.append("<ul>" + "".join(f"<li>{escape(self.tongue.sentence(2, 6))}</li>" for _ in range(3)) + "</ul>")
            if self.rng.random() < 0.25:
                parts.append(self.look.heading(self.tongue.title(), 3))
        return f'<div class="y-article">{"".join(parts)}</div>'

    def cards(self) -> str:
        return '<div class="y-cards">' + "".join(self._card() for _ in range(self.rng.randint(2, 4))) + "</div>"

    def _card(self) -> str:
        draw = self.rng.random()
        title = self.look.heading(self.tongue.title(), 3)
        text = f"<p>{escape(self.tongue.paragraph(2))}</p>"
        last = self.look.control(self.maker.control(self.rng.choice(("button", "link", "button")))) if draw < 0.8 else ""
        figure = f'<div class="y-figure">{escape(self.tongue.amount())}</div>' if draw > 0.5 else ""
        return self.look.card(title + figure + text + last)

    def alert(self) -> str:
        return self.look.alert(self.tongue.sentence())

    def dialog(self) -> str:
        title = self.tongue.title()
        inner = f"<p>{escape(self.tongue.sentence())}</p>" + (self.rows(1, 4, title) if self.rng.random() < 0.7 else "")
        return self.look.dialog(title, inner, " ".join(self.look.control(c) for c in self.maker.buttons(3)))

    def header(self) -> str:
        more = ""
        if self.rng.random() < 0.3:
            c = self.maker.control("search")
            more += self.look.field(replace(c, aria=c.label, placeholder=c.placeholder or c.label))
        if self.rng.random() < 0.4:
            more += self.look.control(self.maker.control(self.rng.choice(("icon", "button"))))
        return self.look.navigation(self.tongue.one("company"), self.maker.links(2, 6), more)

    def footer(self) -> str:
        links = " ".join(self.look.link(c) for c in self.maker.links(1, 5))
        return f'<footer class="y-footer"><span>© {self.rng.randint(1999, 2030)} {escape(self.tongue.one("company"))}</span> {links}</footer>'

    def aside(self) -> str:
        links = "".join(f"<div>{self.look.link(c)}</div>" for c in self.maker.links(3, 8))
        return f'<aside class="y-aside"><b>{escape(self.tongue.one("heading"))}</b>{links}</aside>'

    def pieces(self) -> dict[str, tuple[Callable[[], str], int]]:
        """Each with how often it comes."""
        return {
            "stacked": (self.stacked, 6),
            "columns": (self.columns, 5),
            "table": (self.table, 4),
            "inline": (self.inline, 3),
            "fieldsets": (self.fieldsets, 4),
            "wizard": (self.wizard, 3),
            "settings": (self.settings, 4),
            "tabs": (self.tabs, 5),
            "toolbar": (self.toolbar, 3),
            "article": (self.article, 3),
            "data": (self.data, 2),
            "cards": (self.cards, 3),
            "alert": (self.alert, 1),
        }
