"""What tests of containers share: a small image, given once to podman and taken from it at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from handeye.sandbox.image.recipe import CONTAINERS

from .root import KIND, RECIPE, lay_into


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Of a user in whose cache the small image is."""
    if shutil.which("podman") is None:
        pytest.skip("podman is not there; get it with: apt-get install podman runc")
    cache: Path = tmp_path_factory.mktemp("cache")
    lay_into(cache)
    CONTAINERS[KIND] = RECIPE
    yield {**os.environ, "XDG_CACHE_HOME": str(cache)}
    del CONTAINERS[KIND]
    subprocess.run(("podman", "rmi", f"localhost/handeye/{KIND}:{RECIPE.digest}"), capture_output=True, check=False)
