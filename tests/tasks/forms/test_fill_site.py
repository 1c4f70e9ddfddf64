"""The site for jobs: forms that people could meet, answers that fail as they are drawn, and a database where doubles are seen."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from handeye.tasks.bench.fill.faults import Fault, Faults
from handeye.tasks.bench.fill.fields import CALLED, NOT_OFFERED, form_of
from handeye.tasks.bench.fill.guests import guests_of
from handeye.tasks.bench.fill.pages import LAYOUTS, form_page, look_of
from handeye.tasks.bench.fill.site import NOT_TAKEN, REFUSAL, FillSite, Moment
from handeye.tools.browser import Browser
from handeye.tools.computer import opened

VALUES = dict(guests_of(1, 1)[0].stored)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FillSite]:
    with FillSite(tmp_path, 1) as site:
        yield site


def only(fault: Fault, late_s: float = 0.2) -> Faults:
    return Faults(1, {fault: 1.0}, late_s)


@dataclass(frozen=True)
class Answered:
    status: int
    location: str
    page: str


def connected(site: FillSite) -> closing[http.client.HTTPConnection]:
    return closing(http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=20))


def sent(site: FillSite, values: dict[str, str] | None = None) -> Answered:
    with connected(site) as connection:
        connection.request("POST", "/form", urlencode(VALUES if values is None else values))
        answer = connection.getresponse()
        return Answered(answer.status, answer.headers.get("Location", ""), answer.read().decode())


def read(site: FillSite, path: str) -> str:
    with connected(site) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_each_seed_asks_for_the_same_ten_things_in_its_own_way() -> None:
    forms = [form_of(seed) for seed in range(30)]
    assert all({each.name for each in form.fields} == set(CALLED) for form in forms)
    assert len({tuple(each.label for each in form.fields) for form in forms}) == 30
    assert {look_of(seed).layout for seed in range(30)} == set(LAYOUTS)
    assert form_of(7) == form_of(7)


async def heights(pages: list[str]) -> list[int]:
    found: list[int] = []
    async with opened(Browser()) as browser:
        for page in pages:
            await browser.page.set_content(page)
            height: float = await browser.page.evaluate("document.documentElement.scrollHeight")
            found.append(round(height))
    return found


def test_a_form_and_what_is_said_of_it_fit_on_one_screen() -> None:
    said = {"email": REFUSAL, "ticket": "There is no such ticket"}
    pages = [form_page(form_of(seed), look_of(seed), VALUES, said) for seed in range(24)]
    assert max(asyncio.run(heights(pages))) <= 720


def test_what_was_stored_is_thanked_for_and_to_be_found(site: FillSite) -> None:
    answer = sent(site)
    assert answer.status == 303
    number = site.stored.all()[0]["number"]
    assert answer.location == f"/welcome/{number}"
    welcome = read(site, f"/welcome/{number}")
    assert f"Thank you, {VALUES['name']}" in welcome
    assert f"Reference number {number}" in welcome
    assert VALUES["email"] in read(site, f"/entries?q={VALUES['email']}").partition("Latest")[0]
    assert "nobody" in read(site, "/entries?q=somebody@else").partition("Latest")[0]
    assert {name: site.stored.all()[0][name] for name in CALLED} == VALUES


def test_what_comes_twice_is_there_twice(site: FillSite) -> None:
    first, second = sent(site), sent(site)
    assert first.location != second.location
    assert [entry["email"] for entry in site.stored.all()] == [VALUES["email"]] * 2


def test_connections_are_kept(site: FillSite) -> None:
    with connected(site) as connection:
        for _ in range(3):
            connection.request("GET", "/form")
            answer = connection.getresponse()
            answer.read()
            assert answer.version == 11
            assert not answer.will_close


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("email", f"ada@{NOT_TAKEN}", REFUSAL),
        ("ticket", NOT_OFFERED, "There is no such ticket"),
        ("name", "", "This is needed"),
    ],
)
def test_what_is_not_taken_is_said_beside_its_field(site: FillSite, name: str, value: str, said: str) -> None:
    answer = sent(site, {**VALUES, name: value})
    assert answer.status == 422
    assert f'id="{name}-said">{said}</span>' in answer.page
    assert answer.page.count("role=alert") == 1
    assert site.stored.all() == []


def test_a_refusal_stores_nothing(tmp_path: Path) -> None:
    with FillSite(tmp_path, 1, faults=only("refused")) as site:
        assert sent(site).status == 500
        assert site.stored.all() == []


def test_a_dropped_connection_has_stored_and_says_not_a_byte(tmp_path: Path) -> None:
    with (
        FillSite(tmp_path, 1, faults=only("dropped")) as site,
        socket.create_connection(("127.0.0.1", int(site.url.rpartition(":")[2]))) as connection,
    ):
        body = urlencode(VALUES).encode()
        connection.sendall(b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        connection.settimeout(20)
        assert connection.recv(1) == b""
        assert len(site.stored.all()) == 1


@pytest.mark.parametrize("fault", ["late, then stored", "stored, then late"])
def test_a_late_answer_comes_after_it_was_stored_or_before(tmp_path: Path, fault: Fault) -> None:
    with FillSite(tmp_path, 1, faults=only(fault, late_s=1.0)) as site:
        arrived, stored = threading.Event(), threading.Event()

        def watch(moment: Moment) -> None:
            {"arrived": arrived, "stored": stored}[moment].set()

        site.watch = watch
        with socket.create_connection(("127.0.0.1", int(site.url.rpartition(":")[2]))) as connection:
            body = urlencode(VALUES).encode()
            connection.sendall(b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            assert arrived.wait(20)
            assert stored.wait(0.5) == (fault == "stored, then late")
            assert site.unanswered_since(0) == 1
            # Whoever asked may be gone by then.
        assert stored.wait(20)
    assert site.unanswered_since(0) == 0


def test_faults_come_by_seed_and_by_post() -> None:
    def drawn(seed: int) -> list[Fault]:
        faults = Faults(seed)
        return [faults.draw() for _ in range(4000)]

    assert drawn(1) == drawn(1) != drawn(2)
    share = {fault: drawn(3).count(fault) / 4000 for fault in ("refused", "dropped", "late, then stored", "stored, then late")}
    assert share["refused"] == pytest.approx(0.05, abs=0.015)
    assert share["dropped"] == pytest.approx(0.03, abs=0.015)
    assert share["late, then stored"] + share["stored, then late"] == pytest.approx(0.05, abs=0.015)


def test_whoever_asks_may_be_gone_before_the_answer(site: FillSite, capfd: pytest.CaptureFixture[str]) -> None:
    site.answer_s = 0.2
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", int(site.url.rpartition(":")[2]))) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # gone without a word
            connection.sendall(b"GET /form HTTP/1.1\r\nHost: x\r\n\r\n")
    assert "Registration" in read(site, "/form")
    assert capfd.readouterr().err == ""
