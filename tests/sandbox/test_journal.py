"""What a sandbox's way out was asked for is there for every run, from its own beginning on; and never fills a disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handeye.agent.network import Network
from handeye.sandbox import journal
from handeye.sandbox.egress.exchange import Exchange
from handeye.sandbox.journal import Journal, Reading

REFUSED = Exchange(1, 1.0, "GET", "example.org", 80, "/a?key=…", "refused", why="it is not on the list")
SENT = Exchange(2, 2.0, "POST", "club.example", 443, "/join", "sent", "under way")
ASKED = Exchange(3, 3.0, "GET", "club.example", 443, "/", "sent", "answered", 200)


def test_a_run_hears_of_what_came_while_it_was_there(tmp_path: Path) -> None:
    kept = Journal(tmp_path / "network.jsonl")
    kept.heard(replace(REFUSED, host="before.example"))
    told: list[object] = []

    def tell(_event: str, **more: object) -> None:
        told.append(more["host"])

    network = Network(tell=tell, news=Reading(tmp_path / "network.jsonl").news)
    mark = network.mark()
    for exchange in (REFUSED, SENT, ASKED, replace(SENT, delivery="answered", status=303)):
        kept.heard(exchange)
    assert network.refused_since(mark) == (REFUSED,)
    assert network.sent_since(mark) == (replace(SENT, delivery="answered", status=303),)
    assert told == ["example.org", "club.example", "club.example"], "what only reads is nobody's business"
    assert network.sent_since(network.mark()) == ()


def test_a_line_that_is_still_being_written_is_read_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "network.jsonl"
    Journal(path).heard(REFUSED)
    whole = path.read_bytes()
    path.write_bytes(b"")
    reading = Reading(path)
    for until, expected in ((10, []), (len(whole) - 1, []), (len(whole), [REFUSED])):
        path.write_bytes(whole[:until])
        assert reading.news() == expected
    path.write_bytes(whole + b'{"of": "another version"}\n' + whole)
    assert reading.news() == [REFUSED]


def test_it_takes_no_more_room_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 2000)
    monkeypatch.setattr(journal, "MOST_LETTERS", 500)
    kept, reading = Journal(tmp_path / "network.jsonl"), Reading(tmp_path / "network.jsonl")
    found: list[int] = []
    for number in range(100):
        kept.heard(replace(REFUSED, number=number, target="/" * number * number))
        assert (tmp_path / "network.jsonl").stat().st_size <= 2000 + 300
        found += [each.number for each in reading.news()]
    assert found == list(range(100)), "and the newest is always there"
