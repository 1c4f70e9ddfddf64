"""A host is allowed as it is meant, and nothing that only looks like it."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handeye.tools.errors import BadInput
from handeye.tools.hosts import (
    AllowList,
    Host,
    address_of,
    authority,
    canonical_host,
    is_public,
    parse_host,
    split_authority,
    words_to_allow,
)


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("example.org", Host("example.org")),
        (" Example.ORG. ", Host("example.org")),
        ("https://example.org/a?b#c", Host("example.org")),
        ("example.org:8443", Host("example.org", (8443,))),
        ("HTTPS://example.org:8443/", Host("example.org", (8443,))),
        ("localhost:8000", Host("localhost", (8000,))),
        ("localhost", Host("localhost", (80, 443))),
        ("app.localhost:3000", Host("app.localhost", (3000,))),
        ("http://localhost/path", Host("localhost", (80,))),
        ("https://127.0.0.1", Host("127.0.0.1", (443,))),
        ("http://127.0.0.1:8000/path", Host("127.0.0.1", (8000,))),
        ("0x7f.1:8000", Host("127.0.0.1", (8000,))),
        ("2130706433:80", Host("127.0.0.1", (80,))),
        ("[::1]:8000", Host("::1", (8000,))),
        ("[0:0::0:1]", Host("::1", (80, 443))),
        ("[::ffff:127.0.0.1]:80", Host("127.0.0.1", (80,))),
        ("bücher.example", Host("xn--bcher-kva.example")),
        ("BÜCHER.example:81", Host("xn--bcher-kva.example", (81,))),
    ],
)
def test_what_people_type(said: str, host: Host) -> None:
    assert parse_host(said) == host


@pytest.mark.parametrize(
    "said",
    [
        *("", " ", "*", "*.example.org", "example.org:", "example.org:0", "example.org:65536", "example.org:١"),
        *("exa mple.org", "exa\nmple.org", "a..b", ".org", "-a.org", "a" * 64 + ".org", "a.1", "1.2.3.4.5", "256.1.1.1"),
        *("0x100000000", "09.1.1.1", "::1", "::1:8000", "[::1", "[::1%eth0]:80", "[1.2.3.4]", "http://", "http:///x"),
        *("a%2eb", "a\\b", "//example.org", "straße.de", "faß.example"),
        *("ftp://example.org", "file:///etc/passwd", "javascript://example.org"),
    ],
)
def test_what_is_no_host_is_refused_in_words(said: str) -> None:
    with pytest.raises(BadInput, match=r"is not a host; write one exact host|only http and https hosts"):
        parse_host(said)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(BadInput) as refused:
        parse_host("http://ada:hunter2@example.org/")
    assert "hunter2" not in str(refused.value)
    assert "before its @" in str(refused.value)


def permits(said: str, asked: str) -> bool:
    name, port = split_authority(asked)
    assert port is not None
    return AllowList.parse([said]).permits(name, port)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("example.org", "EXAMPLE.org.:443"),
        ("127.0.0.1:80", "0x7f.1:80"),
        ("127.0.0.1:80", "2130706433:80"),
        ("127.0.0.1:80", "0177.0.0.1:80"),
        ("127.0.0.1:80", "[::ffff:7f00:1]:80"),
        ("[::1]:80", "[0:0:0:0:0:0:0:1]:80"),
    ],
)
def test_other_spellings_of_what_is_allowed_are_it(said: str, asked: str) -> None:
    assert permits(said, asked)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("example.org", "www.example.org:443"),
        ("example.org", "example.org.evil.test:443"),
        ("example.org", "notexample.org:443"),
        ("example.org", "xn--xample-9of.org:443"),
        ("example.org:443", "example.org:80"),
        ("localhost:8000", "localhost:8001"),
        ("localhost:8000", "127.0.0.1:8000"),
        ("localhost:8000", "app.localhost:8000"),
        ("127.0.0.1:80", "127.0.0.2:80"),
        ("127.0.0.1:80", "127.1.0.1:80"),
        ("127.0.0.1:80", "2130706434:80"),
        ("127.0.0.1:80", "0.0.0.0:80"),
        ("127.0.0.1:80", "localhost:80"),
        ("127.0.0.1:80", "127.0.0.1.nip.io:80"),
    ],
)
def test_what_only_looks_like_it_is_not(said: str, asked: str) -> None:
    assert not permits(said, asked)


@pytest.mark.parametrize(
    "asked",
    ["xn--example-.org:443", "example.org@evil.test:80", "evil.test\\@example.org:80", "example.org/x:80", "exämple.org/:80"],
)
def test_what_two_may_read_differently_is_no_host(asked: str) -> None:
    with pytest.raises(ValueError, match="not"):
        split_authority(asked)


@given(st.integers(0, 2**32 - 1), st.data())
def test_every_spelling_of_a_number_means_one_address(number: int, data: st.DataObject) -> None:
    parts = [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]
    keep = data.draw(st.integers(0, 3))
    values = [*parts[:keep], number & (1 << 8 * (4 - keep)) - 1]
    forms = [data.draw(st.sampled_from([str(v), f"0x{v:x}", f"0X{v:X}", f"0{v:o}"])) for v in values]
    assert canonical_host(".".join(forms)) == str(ipaddress.IPv4Address(number))


@given(st.ip_addresses(), st.integers(1, 65535))
def test_what_is_said_to_allow_an_address_allows_it(address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> None:
    name, _ = split_authority(authority(str(address)))
    assert AllowList.parse([words_to_allow(name, port)]).permits(name, port)
    assert split_authority(authority(name, port)) == (name, port)


@given(st.text(max_size=30))
def test_anything_typed_is_a_host_or_bad_input(said: str) -> None:
    try:
        host = parse_host(said)
    except BadInput:
        return
    assert canonical_host(authority(host.name)) == host.name
    assert host.name.isascii()


def test_narrowing_never_adds() -> None:
    wide = AllowList.parse(["a.test", "b.test:81", "127.0.0.1:80", "[::1]"])
    narrow = wide.narrowed(AllowList.parse(["https://a.test", "b.test", "127.0.0.1", "[::1]:443", "c.test"]))
    assert set(narrow.hosts) == {
        Host("a.test"),
        Host("b.test", (81,)),
        Host("127.0.0.1", (80,)),
        Host("::1", (443,)),
    }
    assert not wide.narrowed(AllowList.parse([])).hosts


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
    ],
)
def test_addresses_that_are_no_machine_of_the_internet(address: str) -> None:
    found = address_of(address)
    assert found is not None
    assert not is_public(found)
    assert not AllowList.parse(["a.test"]).trusts("a.test", found, 80)


def test_addresses_that_are() -> None:
    for address in ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"):
        found = address_of(address)
        assert found is not None
        assert is_public(found)


def test_a_name_may_be_a_private_machine_only_if_that_is_allowed_too() -> None:
    private = ipaddress.ip_address("10.0.0.7")
    allowed = AllowList.parse(["a.test", "10.0.0.7:80"])
    assert allowed.trusts("a.test", private, 80)
    assert not allowed.trusts("a.test", private, 81)
    assert allowed.narrowed(AllowList.parse(["a.test"])).trusts("a.test", private, 80)
    assert allowed.trusts("localhost", ipaddress.ip_address("127.0.0.1"), 9)
    assert not allowed.trusts("localhost", private, 80)
