"""A guest with a list of hosts reaches these through the proxy, and nothing else at all."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path

import pytest

from handeye.sandbox.egress import Exchange
from handeye.tools.action import Type
from handeye.tools.errors import PageError

from ...tools.site import Answer, Site
from .whole import STARTS_WITHIN_S, started

pytestmark = pytest.mark.full


def test_nothing_but_what_is_allowed_is_reached(tmp_path: Path) -> None:
    site = Site()
    site.answers["/"] = Answer(b"HELLO")
    proxy, seen = "10.0.2.100 3128", list[str]()

    def asks(url: str) -> str:
        host = url.split("/")[2]
        said = f"GET {url} HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\n\\r\\n"
        return f"(printf '{said}'; sleep 3) | nc {proxy}; echo; echo"

    def told(exchange: Exchange) -> None:
        seen.append(exchange.host)

    async def run() -> None:
        net = [f"localhost:{site.port}"]
        async with started(tmp_path, "rdinit=/bin/sh quiet", net=net, watch=told) as guest:
            until_s = time.monotonic() + STARTS_WITHIN_S
            while "ready" not in guest.said:
                assert time.monotonic() < until_s
                with suppress(PageError):  # it reads no keys yet
                    await guest.do(Type("mount -t devtmpfs d /dev; exec > /dev/ttyS0 2>&1; echo rea''dy\n"))
            for line in (
                "mount -t sysfs s /sys; modprobe virtio_pci; modprobe virtio_net; E=$(ls /sys/class/net | grep -v lo)",
                "ip link set $E up; ip addr add 10.0.2.15/24 dev $E; ip route add default via 10.0.2.2; echo do''ne 1",
            ):
                await guest.do(Type(f"{line}\n"))
            await guest.says("done 1")
            await guest.do(Type(f"{asks(f'http://localhost:{site.port}/')} do''ne 2\n"))
            assert "200" in (said := await guest.says("done 2"))
            assert "HELLO" in said
            await guest.do(Type(f"{asks('http://example.org/')} do''ne 3\n"))
            assert "example.org:80 is not on the list" in await guest.says("done 3")
            # Neither this computer, nor a name server, nor anybody else answers it directly.
            await guest.do(
                Type(
                    f"for a in '10.0.2.2 {site.port}' '1.1.1.1 80' '10.0.2.3 53'; do nc -w 3 $a </dev/null && echo got''through; done\n"
                )
            )
            await guest.do(Type("echo do''ne 4\n"))
            assert "gotthrough" not in await guest.says("done 4")

    try:
        asyncio.run(run())
    finally:
        site.close()
    assert "example.org" in seen
