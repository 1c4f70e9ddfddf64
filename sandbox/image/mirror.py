"""Mirror: where packages come from: the host's own apt sources where they have the release, or what the user says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping

from .recipe import RELEASE

MIRROR = "HANDEYE_DEBIAN_MIRROR"
"""Of the environment: another mirror, as `http://host/debian`."""

USUAL = "http://deb.debian.org/debian"

_FORMAT = "$(REPO_URI)|$(RELEASE)|$(ORIGIN)|$(LABEL)"
_FROM_THE_HOST = ("Acquire::http", "Acquire::https", "Acquire::Check-", "Acquire::Retries")
"""What this machine's apt is told about reaching its sources, such as a proxy."""


def sources(environ: Mapping[str, str]) -> list[str]:
    """Lines as a sources.list has them, the release itself first."""
    if given := environ.get(MIRROR, "").strip():
        return [_line(given, RELEASE)]
    known = list(_known(_asked("apt-get", "indextargets", "--format", _FORMAT, "Created-By: Packages")))
    archives = [uri for uri, label in known if label != "Debian-Security"]
    security = [uri for uri, label in known if label == "Debian-Security"]
    lines = [_line(archives[0] if archives else USUAL, RELEASE)]
    return lines + [_line(uri, f"{RELEASE}-security") for uri in security[:1]]


def options() -> list[str]:
    """Settings of the host's apt that hold for reaching its sources."""
    return [line for line in _asked("apt-config", "dump").splitlines() if line.startswith(_FROM_THE_HOST) and '""' not in line]


def _line(uri: str, suite: str) -> str:
    return f"deb {uri.rstrip('/')} {suite} main"


def _known(answer: str) -> Iterator[tuple[str, str]]:
    """Address and label of each source of Debian's, those of the release first."""
    rows = [row for line in answer.splitlines() if len(row := line.split("|")) == 4]
    # Before apt knows a source's own words, only its address tells what it is.
    debians = [row for row in rows if row[2] == "Debian" or (row[2].startswith("$(") and "/debian" in row[0])]
    for uri, _, _, label in sorted(debians, key=lambda row: not row[1].startswith(RELEASE)):
        yield uri, "Debian-Security" if "security" in uri else label


def _asked(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
