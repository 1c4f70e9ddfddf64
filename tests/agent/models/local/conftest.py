"""Tiny models in folders of their own, built once and loaded the way a downloaded one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from handeye.agent.models.local.tiny import Shape, build

SHAPE = Shape(layers=3, spread=0.2)


@pytest.fixture(scope="session", autouse=True)
def one_core() -> None:
    """Such small matrices only wait for one another on several."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def instruct(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiny") / "Tiny-Instruct", shape=SHAPE)


@pytest.fixture(scope="session")
def thinking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiny") / "Tiny-Thinking", shape=SHAPE, thinks=True)
