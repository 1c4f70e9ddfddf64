"""Snapshot: every run of text that Chromium has laid out, also in its own parts of fields and in generated content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from ....tools.geometry import Box

_SLIDER = ("track", "thumb")
"""The ids of what Chromium draws of a slider."""


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
    """Where the pseudo-elements of elements lie, the inner "button" of a file field, and track and thumb of a "slider"."""


def snapshot_of(said: dict[str, Any], scroll: tuple[float, float], ratio: float) -> Snapshot:
    """From the answer to DOMSnapshot.getSnapshot with includeUserAgentShadowTree.

    It tells places in device px from the document's corner, `ratio` of them to a CSS px."""
    nodes = cast("list[dict[str, Any]]", said["domNodes"])
    parents = _parents(nodes)
    boxes: dict[int, Box] = {}
    runs: list[tuple[int, Run]] = []
    order = _order(nodes)
    parts: dict[tuple[int, str], Box] = {}
    for laid in cast("list[dict[str, Any]]", said["layoutTreeNodes"]):
        index = cast("int", laid["domNodeIndex"])
        node = nodes[index]
        box = _box(laid["boundingBox"], scroll, ratio)
        owner = _owner(nodes, parents, index)
        if owner is None:
            continue
        name = cast("str", node["nodeName"])
        number = int(_attribute(nodes[owner], "data-n"))
        if "layoutText" not in laid:
            boxes[index] = box
            if node.get("pseudoType"):
                parts.setdefault((number, f"::{node['pseudoType']}"), box)
            elif node.get("shadowRootType") == "user-agent" and _attribute(node, "id") in _SLIDER:
                known = parts.get((number, "slider"))
                parts[number, "slider"] = Box.union((known, box)) if known else box
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
                runs.append(
                    (order[index], Run(text[start:end], _box(line["boundingBox"], scroll, ratio), number, pseudo, clip))
                )
    runs.sort(key=lambda pair: pair[0])
    return Snapshot(tuple(run for _, run in runs), parts)


def _utf16(text: str, units: int) -> int:
    """Where so many UTF-16 units into a text are."""
    if text.isascii() or max(text) < "\U00010000":
        return units
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _box(said: dict[str, float], scroll: tuple[float, float], ratio: float) -> Box:
    x, y, w, h = (said[side] / ratio for side in ("x", "y", "width", "height"))
    return Box(x - scroll[0], y - scroll[1], w, h)


def _parents(nodes: list[dict[str, Any]]) -> dict[int, int]:
    links = ("childNodeIndexes", "pseudoElementIndexes")
    return {
        child: index for index, node in enumerate(nodes) for link in links for child in cast("list[int]", node.get(link) or [])
    }


def _order(nodes: list[dict[str, Any]]) -> list[int]:
    """Where each node comes in reading: what is generated after an element comes after all that is in it."""
    places, count, waiting = [0] * len(nodes), 0, [0]
    while waiting:
        index = waiting.pop()
        places[index], count = count, count + 1
        pseudo = cast("list[int]", nodes[index].get("pseudoElementIndexes") or [])
        last = [child for child in pseudo if nodes[child].get("pseudoType") == "after"]
        first = [child for child in pseudo if child not in last]
        inner = cast("list[int]", nodes[index].get("childNodeIndexes") or [])
        waiting += reversed([*first, *inner, *last])
    return places


def _attribute(node: dict[str, Any], name: str) -> str:
    pairs = cast("list[dict[str, str]]", node.get("attributes") or [])
    return next((pair["value"] for pair in pairs if pair["name"] == name), "")


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
    """Of the text in a field: what its field, and in a field of one line all that holds it there, let be seen of it."""
    parent = parents.get(index, owner)
    if nodes[parent].get("shadowRootType") != "user-agent" or owner not in boxes:
        return None
    whole = boxes[owner]
    if nodes[owner]["nodeName"] != "INPUT" or parent not in boxes:
        return whole
    inner = boxes[parent]
    while (parent := parents.get(parent, owner)) != owner:
        # The parts of a date that its editor cuts are as wide as they would like to be.
        inner = inner.intersect(boxes.get(parent, inner)) or inner
    return whole.intersect(Box(inner.x - 1, whole.y, inner.w + 2, whole.h)) or whole
