"""Reels: the films of all tries, packed into one file that can be mailed; where room ends, tests that passed go without."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from .session_album import ROOM_BYTES, SessionAlbum
from .session_film import Film, film_in, records_in
from .session_tests import BAD, Session, Test, Try
from .session_try import try_data, try_page
from .session_words import counted

FILMS_ROOM_BYTES = 2_500_000
"""For the words of all films, packed: about a thousand films of ten steps."""


LEFT_OUT = "Left out, so that this report can be mailed:"


@dataclass(frozen=True, slots=True)
class Reel:
    test: Test
    one: Try
    film: Film


@dataclass(slots=True)
class Packed:
    album: SessionAlbum
    pages: list[str] = field(default_factory=list[str])
    """Of each try, in the order of the rows: its page and its film, deflated, in base64."""
    notes: list[str] = field(default_factory=list[str])
    """What was left out, for people."""


def packed(session: Session, pictures_bytes: int = ROOM_BYTES, films_bytes: int = FILMS_ROOM_BYTES) -> Packed:
    reels = [Reel(test, one, film_in(one.folder)) for test in session.tests for one in test.tries]
    album = SessionAlbum(pictures_bytes)
    # The session's tests begin with those that did not pass, so what finds no room is of those that did.
    for reel, names in chain(_deciding(reels), _all(reels)):
        album.turn_to(records_in(reel.one.folder))
        for name in names:
            album.add(name)
    result = Packed(album)
    _write(reels, result, films_bytes)
    if short := sum(any(name in album.left_out for name in _names(reel)) for reel in reels):
        result.notes.append(f"{LEFT_OUT} pictures of {_folders(short)} them.")
    return result


def _deciding(reels: Iterable[Reel]) -> Iterator[tuple[Reel, Sequence[str]]]:
    """The pictures that say why a test did not pass."""
    for reel in reels:
        at = reel.film.turning(is_bad=True)
        if reel.one.verdict in BAD and at is not None:
            yield reel, (*reel.film.scenes[at].pictures, *_rests_on(reel))


def _all(reels: Iterable[Reel]) -> Iterator[tuple[Reel, Sequence[str]]]:
    return ((reel, _names(reel)) for reel in reels)


def _names(reel: Reel) -> tuple[str, ...]:
    return (*(name for scene in reel.film.scenes for name in scene.pictures), *_rests_on(reel))


def _rests_on(reel: Reel) -> tuple[str, ...]:
    return (reel.one.picture,) if reel.one.picture else ()


def _write(reels: Iterable[Reel], result: Packed, left_bytes: int) -> None:
    short = 0
    for reel in reels:
        result.album.turn_to(records_in(reel.one.folder))
        page = _page(reel, reel.film, result.album)
        if len(page) > left_bytes:
            page, short = _page(reel, None, result.album), short + 1
        left_bytes -= len(page)
        result.pages.append(page)
    if short:
        result.notes.append(
            f"{LEFT_OUT} the {'film' if short == 1 else 'films'} of {_folders(short)} {'it' if short == 1 else 'them'}."
        )


def _folders(count: int) -> str:
    return f"{counted(count, 'test')}; {'its folder has' if count == 1 else 'their folders have'}"


def _page(reel: Reel, film: Film | None, album: SessionAlbum) -> str:
    told = {"page": try_page(reel.test, reel.one, film, album), **try_data(reel.one, film, album)}
    said = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(said) + packer.flush()).decode()
