"""Whole runs on pages with ambient motion, in a real browser: what is dead is never called done, what works is, in time.

Which motion meets which deed, when, and whether it moves just as something is pressed, is drawn by seed."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from .episodes import DEEDS, Episode, Yard, yard
from .pages import KINDS, Kind

BY_NAME = {kind.name: kind for kind in KINDS}
BUDGET_S, SLACK_S = 6.0, 2.0
"""What a verdict may take: one second of patience and one full waiting limit; beyond that a machine may be slow."""
HITS_MS = (15, 40, 80, 150, 400, 800)
SAMPLE = (
    ("a clock beside the target", "dead"),
    ("an advert", "here"),
    ("a clock", "typed"),
    ("prices beside the target", "ticked"),
    ("a notice", "false claim"),
)
NOT_SEEN = {"the whole page", "a page that never settles"}
"""By sight alone nobody can tell an answer from what moves there."""


async def _judge(yard: Yard, kind: Kind, deed: str, seed: int) -> None:
    dice = random.Random(f"{kind.name} {deed} {seed}")
    hit_ms = dice.choice(HITS_MS) if deed == "dead" and not kind.comes_once else None
    episode = await yard.episode(kind, seed, deed, hit_ms=hit_ms, wait_s=dice.choice((0.0, 1.5)))
    assert max(episode.seconds, default=0.0) <= BUDGET_S + SLACK_S, episode
    if deed in ("dead", "false claim"):
        assert "confirmed" not in episode.verdicts, episode
        assert episode.status in ("failed", "unsure"), episode
    elif kind.name not in NOT_SEEN:
        _is_done(episode)


def _is_done(episode: Episode) -> None:
    # What comes late, elsewhere, on a page that was opened just now, may be anything.
    may_be_doubted = episode.deed in ("slow", "late claim", "slow here", "far")
    assert episode.status == "done" or (may_be_doubted and episode.status == "unsure"), episode


def test_on_pages_with_ambient_motion_nothing_is_said_that_is_not_so(tmp_path: Path) -> None:
    async def run() -> None:
        async with yard(tmp_path) as open_yard:
            for name, deed in SAMPLE:
                await _judge(open_yard, BY_NAME[name], deed, 1)

    asyncio.run(run())


@pytest.mark.full
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("sight_only", [False, True])
def test_every_deed_on_every_page(tmp_path: Path, kind: Kind, sight_only: bool) -> None:
    async def run() -> None:
        async with yard(tmp_path, sight_only=sight_only) as open_yard:
            for seed in range(2):
                for deed in DEEDS:
                    await _judge(open_yard, kind, deed, seed)

    asyncio.run(run())
