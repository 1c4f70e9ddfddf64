"""Tongue: the words of one language, and what people write into forms in it, drawn at random."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "de", "pl", "fr", "es", "zh")


@lru_cache
def _lists(language: str) -> dict[str, tuple[str, ...]]:
    text = files(__package__ or "").joinpath("words", f"{language}.txt").read_text(encoding="utf-8")
    pairs = (line[1:].split("] ", 1) for line in text.splitlines() if line)
    return {name: tuple(words.split("|")) for name, words in pairs}


@dataclass(frozen=True)
class Tongue:
    language: str
    rng: random.Random

    def one(self, name: str) -> str:
        return self.rng.choice(_lists(self.language)[name])

    def some(self, name: str, count: int) -> list[str]:
        """Different ones, as many as there are."""
        every = _lists(self.language)[name]
        return self.rng.sample(every, min(count, len(every)))

    @property
    def is_chinese(self) -> bool:
        return self.language == "zh"

    def label(self, form: str) -> str:
        """What a control of this form may be called; sometimes with a second part, so that no list holds them all."""
        words = self.one(form)
        draw = self.rng.random()
        if form in ("text", "number", "select", "checkbox", "switch", "search") and draw < 0.22:
            extra = self.rng.choice(
                (self.one("word"), str(self.rng.randint(1, 99)), self.one("tab"), self.rng.choice("ABCDXYZ"))
            )
            return f"{words}{self.rng.choice((' ', ' ', ' – ', ' / ', ': '))}{extra}".strip()
        if draw > 0.93:
            return f"{words} ({self.one('word') if draw < 0.97 else self.rng.randint(1, 250)})"
        return words

    def choices(self) -> tuple[str, ...]:
        return tuple(self.one("choice").split(";"))

    def sentence(self, least: int = 4, most: int = 14) -> str:
        words = [self._prose_word() for _ in range(self.rng.randint(least, most))]
        if self.is_chinese:
            cut = self.rng.randint(min(2, len(words)), len(words))
            return (
                "".join(words[:cut]) + ("，" + "".join(words[cut:]) if cut < len(words) else "") + self.rng.choice("。。。！？")
            )
        if len(words) > 6:
            words[self.rng.randint(2, len(words) - 3)] += self.rng.choice((",", ",", ";", " –"))
        words[0] = words[0][:1].upper() + words[0][1:]
        return " ".join(words) + self.rng.choice(("." * 1, ".", ".", "!", "?"))

    def _prose_word(self) -> str:
        draw = self.rng.random()
        if draw < 0.88:
            return self.one("word")
        return self.one(self.rng.choice(("first", "last", "city"))) if draw < 0.95 else self.figure()

    def paragraph(self, most: int = 5) -> str:
        glue = "" if self.is_chinese else " "
        return glue.join(self.sentence() for _ in range(self.rng.randint(1, most)))

    def title(self) -> str:
        draw = self.rng.random()
        if draw < 0.6:
            return self.one("heading")
        return self.sentence(2, 6).rstrip(".!?。！？") if draw < 0.85 else f"{self.one('heading')} {self.rng.randint(1, 400)}"

    def name(self) -> str:
        if self.is_chinese:
            return self.one("last") + self.one("first")
        return f"{self.one('first')} {self.one('last')}"

    def figure(self) -> str:
        """A number as people write it: an amount, a date, an id, a share."""
        rng = self.rng
        comma = self.language in ("de", "pl", "fr", "es")
        return rng.choice(
            (
                lambda: str(rng.randint(0, 9999)),
                lambda: self.amount(),
                lambda: self.date(),
                lambda: self.code(),
                lambda: f"{rng.randint(0, 100)}%" if not comma else f"{rng.randint(0, 100)} %",
                lambda: f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}",
            )
        )()

    def amount(self) -> str:
        rng = self.rng
        whole, cents = rng.choice((rng.randint(0, 99), rng.randint(100, 9999), rng.randint(10000, 2000000))), rng.randint(0, 99)
        if self.language in ("de", "es"):
            return f"{whole:,}".replace(",", ".") + f",{cents:02} €"
        if self.language in ("fr", "pl"):
            return f"{whole},{cents:02} {'€' if self.language == 'fr' else 'zł'}"
        return rng.choice(("$", "£", "€") if self.language == "en" else ("¥",)) + f"{whole:,}.{cents:02}"

    def date(self) -> str:
        year, month, day = self.rng.randint(1940, 2031), self.rng.randint(1, 12), self.rng.randint(1, 28)
        forms = {
            "en": ("{m:02}/{d:02}/{y}", "{y}-{m:02}-{d:02}"),
            "de": ("{d:02}.{m:02}.{y}", "{d}.{m}.{y}"),
            "pl": ("{d:02}.{m:02}.{y}",),
            "zh": ("{y}年{m}月{d}日", "{y}-{m:02}-{d:02}"),
        }
        return self.rng.choice(forms.get(self.language, ("{d:02}/{m:02}/{y}",))).format(y=year, m=month, d=day)

    def code(self) -> str:
        """An id or number of a document."""
        letters, digits = string.ascii_uppercase, string.digits
        shape = self.rng.choice(
            ("AA-9999", "A9A9A9", "99999999", "AAA 999", "#99999", "99-999", "aaaa9999", "AA99 9999 9999", "9A-AAA-9")
        )
        draw = {"A": letters, "9": digits, "a": string.ascii_lowercase}
        return "".join(self.rng.choice(draw[char]) if char in draw else char for char in shape)

    def mail(self) -> str:
        rng = self.rng
        plain = "".join(char for char in self.one("last").lower() if char in string.ascii_lowercase) or "li"
        host = rng.choice(("example.com", "mail.example.org", "post.test", "illinois.example", "firma.example", "web.test"))
        first, link, last = rng.choice(string.ascii_lowercase), rng.choice("._-"), rng.choice(("", str(rng.randint(1, 99))))
        return f"{first}{link}{plain}{last}@{host}"

    def value(self, form: str) -> str:
        """What somebody may have entered into a control of this form, as its HTML holds it."""
        rng = self.rng
        match form:
            case "email":
                return self.mail()
            case "password":
                return "".join(rng.choice(string.ascii_letters + string.digits) for _ in range(rng.randint(4, 16)))
            case "number":
                return str(rng.choice((rng.randint(0, 20), rng.randint(0, 2000), round(rng.random() * 500, 2))))
            case "date":
                return f"{rng.randint(1950, 2031)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            case "time":
                return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
            case "tel":
                return rng.choice(("+49 ", "+1 ", "0", "+48 ")) + " ".join(
                    str(rng.randint(10, 9999)) for _ in range(rng.randint(2, 3))
                )
            case "url":
                return (
                    rng.choice(("https://", "http://", "www."))
                    + f"{self.mail().split('@')[1]}/{rng.choice(('', 'a1', 'index', 'shop'))}"
                )
            case "search":
                return self.one("word")
            case "textarea":
                return "\n".join(self.sentence(2, 9) for _ in range(rng.randint(1, 4)))
            case _:
                return self._text_value()

    def _text_value(self) -> str:
        street = f"{self.one('street')} {self.rng.randint(1, 199)}"
        kinds = (self.name(), self.name(), self.one("city"), street, self.one("company"), self.code(), self.amount(),
                 self.date(),
                 self.one("first"), self.one("last"), str(self.rng.randint(1000, 99999)), self.sentence(1, 4))  # fmt: skip
        return self.rng.choice(kinds)
