"""Snapshot: every run of text that Chromium has laid out, also in its own parts of fields and in generated content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from ....tools.geometry import Box

STYLES = ("-webkit-text-security",)


@dataclass(frozen=True)
class Run:
    """One line of one text, as rendered: transformed, masked, generated."""

    text: str
    box: Box
    """From the top of its letters' font to the bottom, in CSS px of the window."""
    owner: int
    """The number of the element it belongs to (data-n); of what is in a field, the field's."""
    pseudo: str = ""
    """ "::before", "::placeholder" … whose style it has."""
    clip: Box | None = None
    """Beyond this it is cut by the field that holds it."""


@dataclass(frozen=True)
class Snapshot:
    runs: tuple[Run, ...]
    parts: dict[tuple[int, str], Box]
    """Where the pseudo-elements and the inner buttons of elements lie."""


def snapshot_of(said: dict[str, Any], scroll: tuple[float, float]) -> Snapshot:
    """From the answer to DOMSnapshot.getSnapshot with includeUserAgentShadowTree."""
    nodes = cast("list[dict[str, Any]]", said["domNodes"])
    parents = _parents(nodes)
    boxes: dict[int, Box] = {}
    runs: list[Run] = []
    parts: dict[tuple[int, str], Box] = {}
    for laid in cast("list[dict[str, Any]]", said["layoutTreeNodes"]):
        index = cast("int", laid["domNodeIndex"])
        node = nodes[index]
        box = _box(laid["boundingBox"], scroll)
        owner = _owner(nodes, parents, index)
        if owner is None:
            continue
        name = cast("str", node["nodeName"])
        number = int(_attribute(nodes[owner], "data-n"))
        if "layoutText" not in laid:
            boxes[index] = box
            if node.get("pseudoType"):
                parts.setdefault((number, f"::{node['pseudoType']}"), box)
            elif name == "INPUT" and node.get("shadowRootType") == "user-agent":
                parts[number, "button"] = box
            continue
        if name == "BR":
            continue
        pseudo = _pseudo(nodes, parents, index, owner)
        clip = _clip(nodes, parents, boxes, index, owner)
        text = cast("str", laid["layoutText"])
        for line in cast("list[dict[str, Any]]", laid.get("inlineTextNodes") or []):
            start = _utf16(text, line["startCharacterIndex"])
            end = _utf16(text, line["startCharacterIndex"] + line["numCharacters"])
            if text[start:end].strip():
                runs.append(Run(text[start:end], _box(line["boundingBox"], scroll), number, pseudo, clip))
    return Snapshot(tuple(runs), parts)


def _utf16(text: str, units: int) -> int:
    """Where so many UTF-16 units into a text are."""
    if text.isascii() or max(text) < "\U00010000":
        return units
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _box(said: dict[str, float], scroll: tuple[float, float]) -> Box:
    return Box(said["x"] - scroll[0], said["y"] - scroll[1], said["width"], said["height"])


def _parents(nodes: list[dict[str, Any]]) -> dict[int, int]:
    links = ("childNodeIndexes", "pseudoElementIndexes")
    return {child: index for index, node in enumerate(nodes) for link in links for child in node.get(link) or []}


def _attribute(node: dict[str, Any], name: str) -> str:
    return next((pair["value"] for pair in node.get("attributes") or [] if pair["name"] == name), "")


def _owner(nodes: list[dict[str, Any]], parents: dict[int, int], index: int) -> int | None:
    at: int | None = index
    while at is not None and not (_attribute(nodes[at], "data-n") and not nodes[at].get("shadowRootType")):
        at = parents.get(at)
    return at


def _pseudo(nodes: list[dict[str, Any]], parents: dict[int, int], index: int, owner: int) -> str:
    at = index
    while at != owner:
        node = nodes[at]
        if node.get("pseudoType"):
            return f"::{node['pseudoType']}"
        if "placeholder" in _attribute(node, "pseudo"):
            return "::placeholder"
        if _attribute(node, "pseudo") == "-webkit-file-upload-button":
            return "::file-selector-button"
        at = parents[at]
    return ""


def _clip(nodes: list[dict[str, Any]], parents: dict[int, int], boxes: dict[int, Box], index: int, owner: int) -> Box | None:
    """Of the text in a field: what its field, and in a field of one line its editor, let be seen of it."""
    parent = parents.get(index, owner)
    if nodes[parent].get("shadowRootType") != "user-agent" or owner not in boxes:
        return None
    whole = boxes[owner]
    if nodes[owner]["nodeName"] != "INPUT" or parent not in boxes:
        return whole
    inner = boxes[parent]
    return whole.intersect(Box(inner.x - 1, whole.y, inner.w + 2, whole.h)) or whole
