"""Makes: which pages are of one make, such as all products; a bug in how they are made is on each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

ALIKE = 0.8
"""The share of what two pages are built of that they have in common."""
ANY = "*"
EVERYWHERE = "every page"
_MOST = 0.5
"""What stands at the same place on so many of the makes belongs to all pages, as a header does."""
_LEAST = 3


def makes_of(builds: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """By path, the pattern of its make: `/product/tea` → `/product/*` where others differ from it in that one part alone."""
    found = {page: page for page in builds}
    for page, build in builds.items():
        for other in builds:
            if (pattern := _pattern(page, other)) and _likeness(build, builds[other]) >= ALIKE:
                found[page] = pattern
                break
    return found


def _pattern(page: str, other: str) -> str:
    mine, its = page.split("/"), other.split("/")
    differ = [at for at, (one, two) in enumerate(zip(mine, its, strict=False)) if one != two]
    if len(mine) != len(its) or len(differ) != 1 or not (mine[differ[0]] and its[differ[0]]):
        return ""
    return "/".join(ANY if at == differ[0] else part for at, part in enumerate(mine))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def regex_of(pattern: str) -> str:
    """For the script."""
    return ".*" if pattern == EVERYWHERE else re.escape(pattern).replace(re.escape(ANY), "[^/]+").replace("\\#", "#")


def is_everywhere(patterns: Collection[str], makes: int) -> bool:
    return len(set(patterns)) >= max(_LEAST, _MOST * makes)
