"""What may change something is held until somebody decides, unless it was asked for; a yes is for one request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from handeye.agent.network import Network
from handeye.agent.policy import Asking


@dataclass(frozen=True)
class Sent:
    """A request as the way out tells of it."""

    number: int = 1
    method: str = "POST"
    host: str = "a.test"
    port: int = 443
    target: str = "/buy"
    decision: str = "held"
    delivery: str = "none"
    status: int | None = None
    why: str = ""
    leads_to: str = ""
    may_change_something: bool = True


@pytest.mark.parametrize(("ask", "expected", "goes"), [("risky", False, False), ("risky", True, True), ("never", False, True)])
def test_what_was_not_asked_for_waits(ask: Asking, expected: bool, goes: bool) -> None:
    async def decided() -> bool:
        network = Network(ask=ask, is_expected=expected)
        deciding = asyncio.ensure_future(network.decide(Sent()))
        await asyncio.sleep(0)
        assert (network.held is None) is goes
        deciding.cancel()
        return deciding.done()

    assert asyncio.run(decided()) is goes


def test_a_page_that_was_only_opened_has_nothing_to_send() -> None:
    assert not Network().is_expected


def test_a_yes_is_for_one_request_and_a_no_for_all_that_are_like_it() -> None:
    async def decided() -> None:
        network = Network()
        first, second, other = (
            asyncio.ensure_future(network.decide(each)) for each in (Sent(1), Sent(2), Sent(3, target="/x"))
        )
        await asyncio.sleep(0)
        assert network.held is not None
        network.answer(network.held.said, yes=True)
        assert await first == "allow"
        assert network.held is not None
        assert not second.done()
        network.answer(network.held.said, yes=False)
        assert await second == "refuse"
        assert not other.done()
        assert network.held is not None
        assert "/x" in network.held.question
        other.cancel()

    asyncio.run(decided())


def test_a_yes_that_comes_before_its_request_is_used_up_by_it() -> None:
    async def decided() -> None:
        network = Network()
        network.answer("POST a.test:443/buy", yes=True)
        assert await network.decide(Sent(1)) == "allow"
        again = asyncio.ensure_future(network.decide(Sent(2)))
        await asyncio.sleep(0)
        assert not again.done()
        again.cancel()

    asyncio.run(decided())
