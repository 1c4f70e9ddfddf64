"""The demo site as people meet it: signing up with mistakes and without, searching, changing, deleting, in a real Chromium."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from handeye.tasks.demo.bodies import MOST_BYTES, MOST_PARTS, read_form
from handeye.tasks.demo.fields import latest_birthday
from handeye.tasks.demo.members import EmailTaken, Entry, Members, Submissions
from handeye.tasks.demo.site import DemoSite
from handeye.tools.browser.chromium import BrowserOptions, arguments_for, executable_for
from handeye.tools.errors import BadInput

ADA = Entry("Ada Lovelace", "ada@example.com", date(1990, 12, 10), "", "United Kingdom", "Patron", 2)
GOOD = {
    "full_name": "Ada Lovelace", "email": "ada@example.com", "password": "notes on engines", "born": "1990-12-10",
    "country": "United Kingdom", "plan": "Patron", "guests": "2", "terms": "on",
}  # fmt: skip
HOSTILE = [
    "<script>document.title='owned'</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} ${7*7} %s &lt;b&gt; &amp;",
    "Robert'); DROP TABLE members;--",
    "👩‍👩‍👧‍👦 Zażółć 李小龍 ﷽",
    "\u202eevil\u202c محمد הלן",
    "x" * 100,
]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with _launched(playwright) as launched:
        yield launched


def _launched(playwright: Playwright) -> Browser:
    options = BrowserOptions()
    path = executable_for(options, playwright.chromium.executable_path)
    return playwright.chromium.launch(executable_path=path, args=arguments_for(options))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DemoSite]:
    with DemoSite(tmp_path) as started:
        yield started


@pytest.fixture
def page(browser: Browser, site: DemoSite) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 720}, base_url=site.url) as context:
        opened = context.new_page()
        troubles: list[str] = []
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        yield opened
        assert troubles == []


def fill(page: Page, **other: str) -> None:
    """Signs up as Ada would, except for what is said."""
    said = GOOD | other
    page.get_by_label("Full name").fill(said["full_name"])
    page.get_by_label("E-mail").fill(said["email"])
    page.get_by_label("Password").fill(said["password"])
    page.get_by_label("Date of birth").fill(said["born"])
    page.get_by_label("Country").select_option(said["country"])
    page.get_by_role("radio", name=said["plan"], exact=True).check()
    page.get_by_label("Number of guests").fill(said["guests"])
    page.get_by_label("I accept the terms").check()


def create(page: Page) -> None:
    page.get_by_role("button", name="Create account").click()


def people(site: DemoSite, count: int) -> None:
    for number in range(count):
        name, country = f"Person {number:02d}", ("Poland", "Chile")[number % 2]
        site.members.add(Entry(name, f"p{number}@example.com", date(1980, 1, 2), "", country, "Basic", 0), "a long password")


def picture(path: Path) -> Path:
    cv2.imwrite(str(path), np.full((40, 60, 3), (30, 120, 200), np.uint8))
    return path


def post(site: DemoSite, path: str, form: dict[str, str], **headers: str) -> tuple[int, str]:
    """The status, and the page or where it sends one."""
    host = headers.pop("Host", f"127.0.0.1:{port_of(site)}")
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Host": host, **headers}
    return ask(site, "POST", path, urlencode(form).encode(), kind)


def ask(site: DemoSite, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(site), timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers["Location"] or answer.read().decode()
    finally:
        connection.close()


def port_of(site: DemoSite) -> int:
    return int(site.url.rpartition(":")[2])


def test_one_click_stores_one_member(page: Page, site: DemoSite, tmp_path: Path) -> None:
    page.goto("/join")
    fill(page)
    page.get_by_label("Phone").fill("+44 20 7946 0000")
    page.get_by_label("Chess").check()
    page.get_by_label("Music").check()
    page.get_by_role("switch", name="Newsletter").check()
    page.get_by_label("Profile picture").set_input_files(picture(tmp_path / "me.png"))
    page.get_by_label("Comments").fill("first line\nsecond line")
    create(page)
    expect(page.get_by_role("heading")).to_have_text("Welcome, Ada Lovelace")
    expect(page.get_by_role("definition")).to_have_text("1001")
    (member,) = site.members.everyone()
    assert member.entry == Entry(
        "Ada Lovelace", "ada@example.com", date(1990, 12, 10), "+44 20 7946 0000", "United Kingdom", "Patron", 2,
        ("Chess", "Music"), True, "first line\nsecond line",
    )  # fmt: skip
    assert site.members.is_password(1001, "notes on engines")
    assert not site.members.is_password(1001, "notes on engine")
    assert site.submissions["join"] == Submissions(received=1, stored=1)
    page.get_by_role("link", name="See your details").click()
    expect(page.get_by_text("10 December 1990")).to_be_visible()
    assert page.get_by_alt_text("Profile picture").evaluate("image => image.naturalWidth") == 60


def test_mistakes_are_told_beside_their_fields_and_nothing_is_sent(page: Page, site: DemoSite) -> None:
    page.goto("/join")
    fill(page, full_name="", password="short", born="2020-01-01", guests="11", email="ada@example")
    create(page)
    expect(page.locator(".summary")).to_have_text("5 things need another look.")
    for name, text in {
        "full_name": "Enter your full name.", "password": "Too short: use at least 10 characters.",
        "born": "You must be at least 16 to join.", "guests": "Enter a whole number from 0 to 10.",
        "email": "Enter an address like you@example.com.",
    }.items():  # fmt: skip
        expect(page.locator(f"#{name}-mistake")).to_have_text(text)
        expect(page.locator(f"#{name}")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Full name")).to_be_focused()
    assert site.submissions["join"].received == 0
    fill(page)
    expect(page.locator(".mistake:visible")).to_have_count(0)
    create(page)
    expect(page.get_by_role("heading")).to_have_text("Welcome, Ada Lovelace")


def test_an_empty_form_names_all_that_is_missing(page: Page, site: DemoSite) -> None:
    page.goto("/join")
    create(page)
    expect(page.locator(".mistake:visible")).to_have_text(
        ["Enter your full name.", "Enter your e-mail address.", "Choose a password.", "Enter your date of birth.", "Choose a country.",
         "Choose a plan.", "Accept the terms to join."]
    )  # fmt: skip
    status, told = post(site, "/join", {})
    assert status == 422
    assert "8 things need another look." in told  # the number of guests, which the page fills in, too


def test_a_message_after_leaving_a_field_moves_nothing(page: Page) -> None:
    page.goto("/join")
    place = "document.querySelector('button.main').getBoundingClientRect().top + scrollY"
    before = page.evaluate(place)
    page.get_by_label("E-mail").fill("nonsense")
    page.get_by_label("Phone").fill("call me")
    page.get_by_label("Password").focus()
    expect(page.locator(".mistake:visible")).to_have_count(2)
    assert page.evaluate(place) == before


def test_a_taken_address_keeps_what_was_typed(page: Page, site: DemoSite, tmp_path: Path) -> None:
    site.members.add(ADA, "notes on engines")
    page.goto("/join")
    fill(page, full_name='Ada "the first" <King>', email="ADA@example.com")
    page.get_by_label("Reading").check()
    page.get_by_label("Comments").fill("\n  kept\n")
    page.get_by_label("Profile picture").set_input_files(picture(tmp_path / "me.png"))
    create(page)
    expect(page.locator("#email-mistake")).to_have_text("This e-mail address has joined already.")
    expect(page.locator("#password-mistake")).to_have_text("Enter your password again.")
    expect(page.locator("#picture-mistake")).to_have_text("Choose your picture again.")
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("Full name")).to_have_value('Ada "the first" <King>')
    expect(page.get_by_label("Date of birth")).to_have_value("1990-12-10")
    expect(page.get_by_label("Country")).to_have_value("United Kingdom")
    expect(page.get_by_role("radio", name="Patron", exact=True)).to_be_checked()
    expect(page.get_by_label("Reading")).to_be_checked()
    expect(page.get_by_label("Comments")).to_have_value("\n  kept\n")
    assert site.submissions["join"] == Submissions(received=1, stored=1)
    assert "notes on engines" not in page.content()
    page.get_by_label("E-mail").fill("countess@example.com")
    page.get_by_label("Password").fill("notes on engines")
    create(page)
    expect(page.get_by_role("heading")).to_have_text('Welcome, Ada "the first" <King>')


def test_a_double_click_is_one_member(page: Page, site: DemoSite) -> None:
    page.goto("/join")
    fill(page)
    page.get_by_role("button", name="Create account").dblclick()
    expect(page.get_by_role("heading")).to_have_text("Welcome, Ada Lovelace")
    assert site.submissions["join"] == Submissions(received=1, stored=1)


def test_without_scripts_the_server_says_it(browser: Browser, site: DemoSite) -> None:
    site.members.add(ADA, "notes on engines")
    with browser.new_context(java_script_enabled=False, base_url=site.url) as context:
        page = context.new_page()
        page.goto("/join")
        fill(page)
        create(page)
        expect(page.locator("#email-mistake")).to_have_text("This e-mail address has joined already.")
        expect(page.get_by_label("E-mail")).to_be_focused()
        fill(page, email="lovelace@example.com")
        create(page)
        expect(page.get_by_role("heading")).to_have_text("Welcome, Ada Lovelace")


def test_the_list_is_searched_and_paged(page: Page, site: DemoSite) -> None:
    page.goto("/members")
    expect(page.get_by_role("heading", level=2)).to_have_text("No members yet")
    people(site, 23)
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(10)
    expect(page.get_by_role("status")).to_have_text("23 members")
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text("21–23 of 23")
    page.get_by_label("Search members").fill("  pOLAND person")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("12 members for “pOLAND person”")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_label("Search members")).to_have_value("pOLAND person")
    page.goto("/members?" + urlencode({"q": "p7@example.com"}))
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Person 07").click()
    expect(page.get_by_role("heading")).to_have_text("Person 07")
    page.goto("/members?q=%25_nobody")
    expect(page.get_by_role("heading", level=2)).to_have_text("No member matches “%_nobody”")


def test_search_knows_letters_however_they_are_typed(site: DemoSite) -> None:
    site.members.add(ADA, "notes on engines")
    site.members.add(Entry("Zażółć Gęślą", "zg@example.com", date(1980, 1, 1), "", "Poland", "Basic", 0), "notes on engines")
    for text, names in {
        "ŻÓŁ": 1,
        "zaz\u0307o\u0301łc\u0301": 1,
        "1002 gęś": 1,
        "1001": 1,
        "": 2,
        "ada poland": 0,
        "' OR 1=1": 0,
    }.items():
        assert site.members.search(text).total == names, text
    assert site.members.search("", page=99).page == 1


def test_changes_are_saved_and_said_once(page: Page, site: DemoSite, tmp_path: Path) -> None:
    people(site, 2)
    page.goto("/members/1001")
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Full name")).to_have_value("Person 00")
    expect(page.get_by_label("Password")).to_have_count(0)
    page.get_by_label("E-mail").fill("p1@example.com")
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator("#email-mistake")).to_have_text("This e-mail address has joined already.")
    page.get_by_label("E-mail").fill("new@example.com")
    page.get_by_label("Full name").fill("Somebody Else")
    page.get_by_role("radio", name="Family", exact=True).check()
    page.get_by_label("Profile picture").set_input_files(picture(tmp_path / "me.png"))
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("status")).to_have_text("Saved")
    expect(page.get_by_role("heading")).to_have_text("Somebody Else")
    expect(page.get_by_alt_text("Profile picture")).to_be_visible()
    page.reload()
    expect(page.get_by_role("status")).to_have_count(0)
    assert site.submissions["edit"] == Submissions(received=2, stored=1)
    assert site.members.is_password(1001, "a long password")
    assert post(site, "/members/1001/edit", GOOD | {"email": "new@example.com"})[0] == 303  # one's own address is not taken


def test_deleting_asks_first(page: Page, site: DemoSite) -> None:
    people(site, 2)
    page.goto("/members/1001")
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_role("heading")).to_have_text("Delete Person 00?")
    page.get_by_role("link", name="Keep member").click()
    assert len(site.members.everyone()) == 2
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete member").click()
    expect(page.get_by_role("status").first).to_have_text("Deleted Person 00")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert site.submissions["delete"] == Submissions(received=1, stored=1)
    assert page.goto("/members/1001/edit").status == 404  # type: ignore[union-attr]
    assert post(site, "/members/1001/delete", {})[0] == 404
    assert site.submissions["delete"] == Submissions(received=2, stored=1)


def test_a_number_is_never_given_twice(site: DemoSite) -> None:
    first = site.members.add(ADA, "notes on engines")
    assert site.members.remove(first)
    assert site.members.add(ADA, "notes on engines") == first + 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_they_are(page: Page, text: str) -> None:
    page.goto("/join")
    fill(page, full_name=text)
    page.get_by_label("Comments").fill(text)
    create(page)
    expect(page.get_by_role("heading")).to_have_text(f"Welcome, {text}")
    page.get_by_role("link", name="See your details").click()
    expect(page.locator("dd", has_text=text)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/members?" + urlencode({"q": text}))
    expect(page.locator("tbody a")).to_have_text([text])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_label("Search members")).to_have_value(text)
    page.goto("/members/1001/edit")
    expect(page.get_by_label("Full name")).to_have_value(text)
    page.goto("/members/1001/delete")
    page.get_by_role("button", name="Delete member").click()
    expect(page.locator(".notice")).to_have_text(f"Deleted {text}")
    assert page.locator("main script, main img").count() == 0


def test_connections_are_kept(page: Page, site: DemoSite) -> None:
    people(site, 3)
    for _ in range(15):
        page.goto("/members")
        page.goto("/members/1002")
    assert site.requests >= 30
    assert site.connections <= 6
    connection = http.client.HTTPConnection("127.0.0.1", port_of(site), timeout=30)
    before = site.connections
    for path, body in [("/members", b""), ("/nowhere", b""), ("/join", b"full_name=x")] * 5:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if body else "GET", path, body, form)
        connection.getresponse().read()
    connection.close()
    assert site.connections == before + 1


def test_pages_come_in_milliseconds(site: DemoSite) -> None:
    people(site, 40)
    connection = http.client.HTTPConnection("127.0.0.1", port_of(site), timeout=30)
    took_s: list[float] = []
    for number in range(60):
        began_s = time.perf_counter()
        connection.request("GET", ["/members?q=pol", "/members/1003", "/join"][number % 3])
        assert connection.getresponse().read()
        took_s.append(time.perf_counter() - began_s)
    connection.close()
    assert statistics.median(took_s) < 0.02


def test_two_browsers_at_once(playwright: Playwright, page: Page, site: DemoSite) -> None:
    with _launched(playwright) as second:
        other = second.new_page(base_url=site.url)
        for who, email in ((page, "one@example.com"), (other, "two@example.com")):
            who.goto("/join")
            fill(who, email=email)
        for who in (page, other):
            who.get_by_role("button", name="Create account").click(no_wait_after=True)
        for who in (page, other):
            expect(who.get_by_role("heading")).to_have_text("Welcome, Ada Lovelace")
        assert {page.get_by_role("definition").inner_text(), other.get_by_role("definition").inner_text()} == {"1001", "1002"}
        page.goto("/members/1001/edit")
        other.goto("/members/1001/delete")
        other.get_by_role("button", name="Delete member").click()
        expect(other.locator(".notice")).to_have_text("Deleted Ada Lovelace")
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_role("heading")).to_have_text("Not Found")
    assert site.submissions["edit"] == Submissions(received=1, stored=0)


def test_the_same_address_from_many_at_once_is_stored_once(site: DemoSite) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(post(site, "/join", GOOD)[0])) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [422] * 11
    assert site.submissions["join"] == Submissions(received=12, stored=1)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("full_name", "x" * 101, "Enter your name in 2 to 100 characters."),
        ("full_name", "a\x00b", "Enter your name in 2 to 100 characters."),
        ("full_name", "two\nlines", "Enter your name in 2 to 100 characters."),
        ("email", "a@b", "Enter an address like you@example.com."),
        ("email", f"{'a' * 250}@b.de", "Enter an address like you@example.com."),
        ("password", "x" * 201, "Too long: use at most 200 characters."),
        ("born", "1899-12-31", "Enter a full date from 1900 on."),
        ("born", "1990-02-30", "Enter a full date from 1900 on."),
        ("born", "19900101", "Enter a full date from 1900 on."),
        ("born", "9999-01-01", "You must be at least 16 to join."),
        ("phone", "call me", "Enter a number like +41 44 123 45 67."),
        ("country", "Atlantis", "Choose a country from the list."),
        ("plan", "Free", "Choose one of the three plans."),
        ("guests", "1.5", "Enter a whole number from 0 to 10."),
        ("guests", "²", "Enter a whole number from 0 to 10."),
        ("guests", "9" * 5000, "Enter a whole number from 0 to 10."),
        ("interests", "War", "Choose from the list."),
        ("comments", "x" * 501, "Too long: use at most 500 characters."),
    ],
)
def test_the_server_believes_no_browser(site: DemoSite, name: str, value: str, told: str) -> None:
    status, page = post(site, "/join", GOOD | {name: value})
    assert status == 422
    assert f'id="{name}-mistake">{told}' in page
    assert site.submissions["join"] == Submissions(received=1, stored=0)


def test_old_enough_is_old_enough_to_the_day(site: DemoSite) -> None:
    assert latest_birthday(date(2026, 3, 1)) == date(2010, 3, 1)
    assert latest_birthday(date(2028, 2, 29)) == date(2012, 2, 29)
    assert post(site, "/join", GOOD | {"born": latest_birthday(date.today()).isoformat()})[0] == 303  # noqa: DTZ011


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<svg onload=alert(1)>", "Choose a PNG, JPEG, GIF or WebP picture."),
        (b"", "Choose a PNG, JPEG, GIF or WebP picture."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 2_200_000, "The picture is larger than 2 MB."),
    ],
    ids=["markup", "empty", "large"],
)
def test_only_pictures_are_taken(page: Page, site: DemoSite, tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "me.png").write_bytes(data)
    page.goto("/join")
    page.evaluate("document.forms[0].addEventListener('submit', event => event.stopImmediatePropagation(), true)")
    fill(page)
    page.get_by_label("Profile picture").set_input_files(tmp_path / "me.png")
    create(page)
    expect(page.locator("#password-mistake")).to_have_text("Enter your password again.")
    expect(page.locator("#picture-mistake")).to_have_text(told)
    assert site.submissions["join"] == Submissions(received=1, stored=0)


def multipart(parts: list[tuple[str, str]]) -> tuple[str, bytes]:
    body = "".join(f'--b0und\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts)
    return "multipart/form-data; boundary=b0und", f"{body}--b0und--\r\n".encode()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)), max_size=8))
def test_both_kinds_of_form_are_read_as_they_were_written(pairs: list[tuple[str, str]]) -> None:
    wanted = {name: tuple(value for key, value in pairs if key == name) for name, _ in pairs}
    assert read_form("application/x-www-form-urlencoded", urlencode(pairs).encode()).values == wanted
    assert read_form(*multipart(pairs)).values == wanted


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b0und", "text/plain", ""):
        try:
            read_form(kind, body)
            read_form(kind, b"--b0und" + body + b"--b0und--")
        except BadInput:
            pass


def test_broken_forms_are_refused(site: DemoSite) -> None:
    kind, body = multipart(list(GOOD.items()))
    form, host = {"Content-Type": kind}, f"Host: 127.0.0.1:{port_of(site)}\r\n"
    assert ask(site, "POST", "/join", body[:-12], form)[0] == 400
    assert ask(site, "POST", "/join", body, {"Content-Type": "multipart/form-data"})[0] == 400
    assert ask(site, "POST", "/join", b"{}", {"Content-Type": "application/json"})[0] == 400
    assert ask(site, "POST", "/join", multipart([("a", "")] * (MOST_PARTS + 1))[1], form)[0] == 400
    assert ask(site, "POST", "/join", b"x" * (MOST_BYTES + 1), form)[0] == 413
    assert raw(site, f"POST /join HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").startswith("HTTP/1.1 411")
    assert raw(site, f"POST /join HTTP/1.1\r\n{host}Content-Length: -5\r\n\r\n").startswith("HTTP/1.1 411")
    assert raw(site, f"POST /join HTTP/1.1\r\n{host}Content-Length: 50\r\n\r\nfull_name=") == ""  # went away in the middle
    assert ask(site, "GET", "/members?" + "a=1&" * 500)[0] == 400
    assert site.submissions["join"].stored == 0
    assert ask(site, "POST", "/join", body, form)[0] == 303


def raw(site: DemoSite, text: str) -> str:
    with socket.create_connection(("127.0.0.1", port_of(site)), timeout=30) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:80"])
def test_names_of_loopback_are_answered(site: DemoSite, host: str) -> None:
    assert ask(site, "GET", "/join", headers={"Host": host})[0] == 200


@pytest.mark.parametrize(
    "host", ["example.com", "127.0.0.1.example.com", "localhost.example.com:80", "127.0.0.1@example.com", ""]
)
def test_other_names_are_not(site: DemoSite, host: str) -> None:
    assert ask(site, "GET", "/join", headers={"Host": host})[0] == 421
    assert post(site, "/join", GOOD, Host=host)[0] == 421


def test_other_sites_cannot_post_here(site: DemoSite) -> None:
    for origin in ("http://example.com", "null", f"http://localhost:{port_of(site)}"):
        assert post(site, "/join", GOOD, Origin=origin)[0] == 403
    assert site.submissions["join"] == Submissions()
    assert post(site, "/join", GOOD, Origin=site.url)[0] == 303


@pytest.mark.parametrize(
    "path", ["/nowhere", "/members/1", "/members/x", "/members/1001/x", "/members/" + "9" * 400, "/style.css/x"]
)
def test_what_is_not_there_is_said(site: DemoSite, path: str) -> None:
    site.members.add(ADA, "notes on engines")
    status, page = ask(site, "GET", path)
    assert status == 404
    assert "<h1>Not Found</h1>" in page
    assert ask(site, "GET", "/")[1] == "/members"


def test_members_outlive_the_server(tmp_path: Path) -> None:
    with DemoSite(tmp_path / "new" / "folder") as site:
        assert post(site, "/join", GOOD)[0] == 303
        kept = http.client.HTTPConnection("127.0.0.1", port_of(site), timeout=30)
        kept.request("GET", "/members")
        assert kept.getresponse().read()
    kept.sock.settimeout(30)
    assert kept.sock.recv(1) == b""  # it hung up
    kept.close()
    with DemoSite(tmp_path / "new" / "folder") as site:
        assert [member.entry for member in site.members.everyone()] == [ADA]
        assert site.submissions["join"] == Submissions(received=1, stored=1)
        with pytest.raises(BadInput, match="choose another"):
            DemoSite(tmp_path, port_of(site))


def test_another_process_may_look_and_write(site: DemoSite) -> None:
    beside = Members(site.folder / "members.sqlite")
    beside.add(ADA, "notes on engines")
    with pytest.raises(EmailTaken):
        site.members.add(ADA, "notes on engines")
    assert beside.submissions() == site.submissions
    beside.close()


def test_it_can_be_tried_by_hand(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "handeye.tasks.demo.site", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        port = int(re.findall(r"127\.0\.0\.1:(\d+)/join", said)[0])
        with socket.create_connection(("127.0.0.1", port)):
            taken = subprocess.run([*command, "--port", str(port)], capture_output=True, text=True, timeout=60)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert taken.returncode == 2
    assert "choose another" in taken.stderr


CONTRASTS = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = element => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? paper(element.parentElement) : colour;
  };
  const shown = [...document.querySelectorAll("body *")].filter(
    element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  return shown.map(element => {
    const [a, b] = [light(getComputedStyle(element).color), light(paper(element))].sort((a, b) => b - a);
    return [element.textContent, (a + 0.05) / (b + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_in_light_and_dark(browser: Browser, site: DemoSite, scheme: Literal["light", "dark"]) -> None:
    people(site, 11)
    with browser.new_context(color_scheme=scheme, base_url=site.url) as context:
        page = context.new_page()
        for path in ("/join", "/members", "/members/1001", "/members/1001/delete", "/members/1001/welcome", "/nowhere"):
            page.goto(path)
            if path == "/join":
                create(page)
            contrasts: list[tuple[str, float]] = page.evaluate(CONTRASTS)
            assert len(contrasts) > 4
            assert [(text, ratio) for text, ratio in contrasts if ratio < 4.5] == [], path
