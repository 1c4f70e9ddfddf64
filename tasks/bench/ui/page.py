"""Page: what the proxy does to an HTML answer, so that the bench's script runs before anything else of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

OURS = "/__handeye_bench__/"
"""Paths that the app never sees."""
SCRIPT = OURS + "script.js"

_PARTS = ("seen", "bugs_text", "bugs_looks", "bugs_controls", "survey", "harmless", "start")
_TAG = f'<script src="{SCRIPT}"></script>'.encode()
_HEAD = re.compile(rb"<head\b[^>]*>|<html\b[^>]*>|<!doctype\b[^>]*>", re.I)
_META_POLICY = re.compile(rb"<meta\b[^>]*content-security-policy[^>]*>", re.I)
_HOLD_BACK = frozenset({"content-security-policy", "content-security-policy-report-only", "etag", "last-modified"})


@cache
def _parts() -> str:
    return "\n".join((Path(__file__).parent / "script" / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS)


def script_for(wanted: Mapping[str, object]) -> str:
    """`wanted` is `{"survey": True}`, `{"bug": {…}}` or `{"changes": […]}`."""
    return f"(() => {{ const BENCH = {json.dumps(wanted)};\n{_parts()}\n}})();\n"


def kinds_of_bugs() -> tuple[str, ...]:
    """All that the script can put into a page."""
    return tuple(re.findall(r'^BUGS\["(.+?)"\] = ', _parts(), re.M))


def kinds_of_changes() -> tuple[str, ...]:
    tables = re.findall(r"^const (?:STYLES|RECOLOURED|MARKUP) = \{\n(.*?)^\};", _parts(), re.M | re.S)
    return tuple(name for table in tables for name in re.findall(r"^  (\w+)(?::|\()", table, re.M))


def is_document(kind: str, purpose: str, body: bytes) -> bool:
    """Whether an answer is a page of its own, and not a piece that a script asked for. `purpose` is Sec-Fetch-Dest."""
    if not kind.lower().startswith(("text/html", "application/xhtml")):
        return False
    return (
        purpose in ("document", "iframe", "frame") if purpose else bool(re.search(rb"<!doctype html|<html", body[:2048], re.I))
    )


def with_script(html: bytes) -> bytes:
    html = _META_POLICY.sub(b"", html)
    places = list(_HEAD.finditer(html[:8192]))
    at = places[-1].end() if places else 0
    return html[:at] + _TAG + html[at:]


def without_policy(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What would keep the script out, or keep a page with another script in a cache, is left out."""
    return [(name, value) for name, value in headers if name.lower() not in _HOLD_BACK]
