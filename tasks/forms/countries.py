"""Countries: their codes and their names in English, German, French, Spanish and Polish (countries.txt)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ...tools.find.wording import plain_letters


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    """Two letters, as ISO 3166 has them."""
    long_code: str
    names: tuple[str, ...]
    """In English, German, French, Spanish and Polish, then what else it is called in these."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """What a list may call it, the likeliest first."""
        return tuple(dict.fromkeys((self.names[0], self.code, self.long_code, *self.names[1:])))


@lru_cache(maxsize=1024)
def country_called(said: str) -> Country | None:
    """By a code or a name, whatever its case and accents."""
    return _by_name().get(_folded(said))


def is_code(said: str) -> bool:
    country = country_called(said)
    return country is not None and said.strip().upper() in (country.code, country.long_code)


@cache
def _by_name() -> dict[str, Country]:
    countries = [_country(line) for line in _lines()]
    return {_folded(name): each for each in countries for name in each.spellings}


def _lines() -> list[str]:
    text = files(__package__ or "").joinpath("countries.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _country(line: str) -> Country:
    code, long_code, said = line.split(" ", 2)
    languages = [[name.strip() for name in names.split(";")] for names in said.split("|")]
    usual, others = (each[0] for each in languages), (name for each in languages for name in each[1:])
    return Country(code, long_code, (*usual, *others))


def _folded(said: str) -> str:
    return "".join(char for char in plain_letters(said).casefold() if char.isalnum())
