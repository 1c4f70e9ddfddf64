"""Page: the documents of one random page while they are drawn. All that can be hit has an id and a colour of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from importlib.resources import files

Colour = tuple[int, int, int]

STYLE = """
html { background: #fff; } html, body { margin: 0; }
body { position: relative; font: 13px/1.5 'DejaVu Sans', sans-serif; user-select: none; }
* { box-sizing: border-box; } input, textarea, button { font: inherit; margin: 0; border: 1px solid #666; }
[data-id] { overflow-wrap: anywhere; } [data-kind=prose] { user-select: text; }
a { color: #124; } table { border-collapse: collapse; } td { padding: 0; } iframe { display: block; }
input[type=range] { appearance: none; height: 18px; border: 0; }
input::-webkit-search-cancel-button { display: none; }
input[type=range]::-webkit-slider-thumb {
  appearance: none; width: 16px; height: 16px; background: #222; border-radius: 8px;
}
"""


@dataclass
class Page:
    rng: random.Random
    folder: str
    """On the server."""
    hosts: tuple[str, str]
    """The two names of the server: what comes from one is a stranger to what comes from the other."""
    hears_wheel: bool
    """Whether it listens to the wheel, and so has a say in every scroll."""
    documents: dict[str, str] = field(default_factory=dict[str, str])
    owners: dict[Colour, str] = field(default_factory=dict[Colour, str])
    """Whose colour is whose, to hold what was hit against what was seen."""
    frames: int = 0
    things: int = 0

    def new_id(self) -> str:
        self.things += 1
        return f"t{self.things}"

    def colour_of(self, owner: str) -> str:
        """A colour that nobody else has."""
        while True:
            red, green, blue = (self.rng.randint(40, 250) for _ in range(3))
            if (red, green, blue) not in self.owners:
                self.owners[red, green, blue] = owner
                return f"#{red:02x}{green:02x}{blue:02x}"

    def thing(self, tag: str, style: str = "", inner: str = "", kind: str = "", **more: object) -> str:
        """An element that can be told from all others."""
        name = self.new_id()
        said = "".join(f' {key}="{value}"' for key, value in more.items())
        end = "" if tag == "input" else f"{inner}</{tag}>"
        return f'<{tag} data-id="{name}" data-kind="{kind}" style="background:{self.colour_of(name)};{style}"{said}>{end}'

    def add_document(self, body: str, *, zoom: float = 1.0) -> str:
        """Its path on the server."""
        path = f"{self.folder}/{len(self.documents)}.html"
        witness = files(__package__ or "").joinpath("witness.js").read_text(encoding="utf-8")
        script = f"<script>window.hearsWheel = {str(self.hears_wheel).lower()};\n{witness}</script>"
        style = f"<style>{STYLE} html {{ zoom: {zoom} }}</style>"
        self.documents[path] = f"<!doctype html><meta charset=utf-8><title>{path}</title>{style}{script}<body>{body}"
        return path


def at(x: float, y: float, w: float, h: float, more: str = "") -> str:
    return f"position:absolute;left:{x:.3f}px;top:{y:.3f}px;width:{w:.3f}px;height:{h:.3f}px;{more}"


def sized(w: float, h: float, more: str = "") -> str:
    return f"position:relative;width:{w:.3f}px;height:{h:.3f}px;{more}"
