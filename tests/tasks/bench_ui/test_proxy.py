"""The proxy: pages get the script and nothing else changes; what people save can be lost or come twice."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import Request as Ask
from urllib.request import urlopen

import pytest

from handeye.tasks.bench.ui.page import SCRIPT, is_document, with_script
from handeye.tasks.bench.ui.posts import Lost, Twice, Watched
from handeye.tasks.bench.ui.proxy import Posts, Proxy, Request

from .kiosk import Kiosk, kiosk


@pytest.fixture
def shop() -> Iterator[tuple[str, Kiosk]]:
    with kiosk() as both:
        yield both


def got(url: str, **form: str) -> str:
    with urlopen(Ask(url, urlencode(form).encode() if form else None)) as answer:
        return answer.read().decode()


def through(url: str, posts: Posts) -> Proxy:
    return Proxy(url, {}, posts=posts)


def test_pages_get_the_script_and_lose_their_policy(shop: tuple[str, Kiosk]) -> None:
    with Proxy(shop[0], {"survey": True}) as proxy, urlopen(proxy.url + "/") as answer:
        page = answer.read().decode()
        assert answer.headers["Content-Security-Policy"] is None
        assert int(answer.headers["Content-Length"]) == len(page.encode())
        assert page.index(SCRIPT) < page.index("<meta charset")
        assert "http-equiv" not in page
        assert "survey" in got(proxy.url + SCRIPT)


def test_what_is_no_page_comes_as_it_is(shop: tuple[str, Kiosk]) -> None:
    with Proxy(shop[0], {}) as proxy:
        assert got(proxy.url + "/style.css") == got(shop[0] + "/style.css")


@pytest.mark.parametrize(
    ("kind", "purpose", "body", "is_one"),
    [
        ("text/html; charset=utf-8", "document", b"<h1>Hi", True),
        ("text/html", "empty", b"<!doctype html><html>", False),
        ("text/html", "", b"<tr><td>piece", False),
        ("text/html", "", b"<!DOCTYPE html><p>", True),
        ("application/json", "document", b"{}", False),
    ],
)
def test_a_page_is_told_from_a_piece(kind: str, purpose: str, body: bytes, is_one: bool) -> None:
    assert is_document(kind, purpose, body) is is_one


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<!doctype html><html lang=en><head><title>x", b"<!doctype html><html lang=en><head>"),
        (b"<!doctype html><p>x", b"<!doctype html>"),
        (b"<p>x", b""),
    ],
)
def test_the_script_comes_first_in_a_page(page: bytes, before: bytes) -> None:
    assert with_script(page).startswith(before + b"<script src=")


def test_redirects_stay_with_the_proxy(shop: tuple[str, Kiosk]) -> None:
    with Proxy(shop[0], {}) as proxy, urlopen(proxy.url + "/list", b"item=Star") as answer:
        assert answer.url == proxy.url + "/list"
    assert shop[1].items == ["Star"]


def test_a_lost_save_looks_like_a_good_one(shop: tuple[str, Kiosk]) -> None:
    watched, planted = Watched(), list[str]()
    with through(shop[0], watched) as proxy:
        assert "Post" in got(proxy.url + "/list", item="Post")
    answer = next(each.answer for each in watched.passed if each.request.method == "POST")
    with through(shop[0], Lost("POST", "/list", {"/list": answer}, planted.append)) as proxy:
        page = got(proxy.url + "/list", item="Star")
    assert "Post" in page
    assert "Star" not in page
    assert shop[1].items == ["Post"]
    assert planted


def test_what_is_sent_twice_is_there_twice(shop: tuple[str, Kiosk]) -> None:
    planted = list[str]()
    with through(shop[0], Twice("POST", "/list", planted.append)) as proxy:
        assert "2 things" in got(proxy.url + "/list", item="Star")
    assert shop[1].items == ["Star", "Star"]
    assert "2" in planted[0].split()


def test_twice_is_no_bug_where_it_makes_no_difference(shop: tuple[str, Kiosk]) -> None:
    planted = list[str]()
    with through(shop[0], Twice("POST", "/settings", planted.append)) as proxy:
        assert "Paper is thick" in got(proxy.url + "/settings", paper="thick")
    assert not planted


def test_an_app_that_is_gone_is_a_bad_gateway() -> None:
    with Proxy("http://127.0.0.1:9", {}) as proxy:
        answer = proxy.send(Request("GET", "/", ()))
    assert answer.status == 502
