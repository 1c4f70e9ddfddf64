"""The apps as fixtures: each a new one, served on loopback from a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .django_admin import DjangoAdmin, serve_admin
from .fava import Fava, serve_fava
from .pretalx import Pretalx, serve_pretalx
from .roundup import Roundup, serve_roundup


@pytest.fixture
def django_admin(tmp_path: Path) -> Iterator[DjangoAdmin]:
    with serve_admin(tmp_path / "django_admin") as admin:
        yield admin


@pytest.fixture
def fava(tmp_path: Path) -> Iterator[Fava]:
    with serve_fava(tmp_path / "fava") as served:
        yield served


@pytest.fixture
def roundup(tmp_path: Path) -> Iterator[Roundup]:
    with serve_roundup(tmp_path / "roundup") as served:
        yield served


@pytest.fixture
def pretalx(tmp_path: Path) -> Iterator[Pretalx]:
    with serve_pretalx(tmp_path / "pretalx") as served:
        yield served
