"""daisyUI: Tailwind's way, in one of its many themes."""

# ruff: noqa: E501  (HTML reads better unfolded)
from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape

from ..control import Control
from ..look import Look

THEMES = (
    "light", "dark", "cupcake", "bumblebee", "emerald", "corporate", "synthwave", "retro", "cyberpunk", "valentine", "halloween", "garden",
    "forest", "aqua", "lofi", "pastel", "fantasy", "wireframe", "black", "luxury", "dracula", "cmyk", "autumn", "business", "acid",
    "lemonade", "night", "coffee", "winter", "dim", "nord", "sunset",
)  # fmt: skip


class Daisy(Look):
    name = "daisyui"
    links = ("daisyui/dist/full.css", "daisyui/dist/themes.css", "@fontsource/inter/400.css", "@fontsource/inter/600.css")
    style = """
    *, ::before, ::after { box-sizing: border-box; border: 0 solid #8884; } body { margin: 0; font: 16px/1.5 Inter, sans-serif; }
    button, input, select, textarea { font: inherit; color: inherit; margin: 0; } h1, h2, h3, p, ul, ol { margin: 0; padding: 0; font-size: inherit; font-weight: inherit; }
    h1 { font-size: 1.9em; font-weight: 600 } h2 { font-size: 1.4em; font-weight: 600; margin: .5em 0 } h3 { font-size: 1.1em; font-weight: 600 } p { margin: .5em 0 }
    fieldset { border: 1px solid #8885; padding: .5em 1em; margin: 0 0 1em; } table { border-collapse: collapse; } .card { border: 1px solid #8884; }
    .y-row .input, .y-row .textarea, .y-row .select { width: 100%; } small { opacity: .8; display: block } .y-tick { padding: 3px 0 } .tick-line { display: inline-flex; gap: 10px; align-items: center; }
    """

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.theme = rng.choice(THEMES)
        size = rng.choice(("", "", "-sm", "-lg"))
        border = rng.choice((" {}-bordered", " {}-bordered", " {}-bordered {}-primary", " {}-ghost"))

        def of(name: str, more: str = "") -> str:
            return f"{name}{more.format(name, name)}{f' {name}{size}' if size else ''}"

        self.classes = {
            "field": of("input", border),
            "field invalid": of("input", border) + " input-error",
            "textarea": of("textarea", border),
            "select": of("select", border),
            "checkbox": f"checkbox {rng.choice(('', 'checkbox-primary', 'checkbox-accent'))} checkbox{size}",
            "radio": f"radio {rng.choice(('', 'radio-primary'))} radio{size}",
            "slider": f"range {rng.choice(('', 'range-primary', 'range-xs', 'range-sm'))}",
            "file": of("file-input", " file-input-bordered"),
            "button": of("btn", " btn-primary"),
            "button secondary": of("btn"),
            "button outline": of("btn", " btn-outline"),
            "button text": of("btn", " btn-ghost"),
            "button danger": of("btn", " btn-error"),
            "icon": f"btn btn-square {rng.choice(('btn-ghost', 'btn-outline', ''))} btn{size}",
            "card": "card card-body shadow-xl bg-base-200",
            "table": f"table {rng.choice(('', 'table-zebra', 'table-xs'))}",
            "badge": f"badge {rng.choice(('', 'badge-outline', 'badge-primary'))}",
            "alert": "alert alert-info",
            "link": rng.choice(("link", "link link-primary", "link link-hover")),
            "nav": "navbar bg-base-200",
            "dialog": "modal-box bg-base-100",
            "error": "text-error",
            "label": rng.choice(("label-text", "label-text", "")),
        }
        self.switch_class = f"toggle {rng.choice(('', 'toggle-primary', 'toggle-success'))} toggle{size}"
        self.tabs_class = rng.choice(("tabs tabs-bordered", "tabs tabs-lifted", "tabs tabs-boxed"))

    def html_attributes(self) -> str:
        return f'data-theme="{self.theme}"'

    def tick(self, c: Control) -> str:
        box = f'<input type="{c.form}" {c.native()} {c.truth()}{self.of(c.form)}>'
        return box if c.aria else f'<label class="tick-line">{box}<span class="label-text">{escape(c.label)}</span></label>'

    def switch(self, c: Control) -> str:
        box = f'<input type="checkbox" role="switch" {c.native()} {c.truth()} class="{self.switch_class}">'
        return box if c.aria else f'<label class="tick-line">{box}<span class="label-text">{escape(c.label)}</span></label>'

    def combobox(self, c: Control) -> str:
        known = f'id="{c.id}" role="combobox" tabindex="0" aria-expanded="false" aria-label="{escape(c.label)}" aria-disabled="{str(c.disabled).lower()}"'
        return f'<div {known} {c.truth()}{self.of("select")} style="align-items:center;display:inline-flex">{escape(c.value)}</div>'

    def tabs(self, tabs: Sequence[Control]) -> str:
        items = "".join(
            f'<a role="tab" tabindex="0" aria-selected="{str(bool(c.checked)).lower()}" id="{c.id}" {c.truth()} '
            f'class="tab {"tab-active" if c.checked else ""}">{c.icon} {escape(c.label)}</a>'
            for c in tabs
        )
        return f'<div role="tablist" class="{self.tabs_class}" style="justify-content:start">{items}</div>'
