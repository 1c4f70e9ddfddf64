"""What is added to 98.css, XP.css and 7.css: the fields they leave out, programs' frames, schemes of colours and fonts."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random
from urllib.parse import quote

from .colours import css, hsl

_FIELD = "input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=submit])"
_TRIANGLE = quote("<svg xmlns='http://www.w3.org/2000/svg' width='7' height='4'><path d='M0 0h7L3.5 4z' fill='INK'/></svg>")

CLASSIC = (
    ("#c0c0c0", "#008080", "linear-gradient(90deg, #000080, #1084d0)"),
    ("#d4d0c8", "#3a6ea5", "linear-gradient(90deg, #0a246a, #a6caf0)"),
    ("#c0c0c0", "#000", "#800080"),
    ("#d5ccbb", "#a28d68", "#008080"),
    ("#b8cfe0", "#4f657d", "#4f657d"),
    ("#cfafb7", "#808080", "#9f6070"),
    ("#a8d8c8", "#005b4c", "#3c8a6e"),
)
"""Surface, desktop and title bar."""


def style_of(rng: random.Random, era: str) -> str:
    size = rng.choice((11, 11, 12, 13, 13, 15, 16))
    own = {"98": _own_98, "xp": _own_xp, "7": _own_7}[era](rng, size)
    return _common(rng, size) + own


def _common(rng: random.Random, size: int) -> str:
    """Also the distances that a program keeps."""
    tall = max(21, round(size * rng.uniform(1.75, 2.1)))
    icons = rng.choice(("#222", "#222", "#000080", "#8a5a00", "#1a6a2a"))
    head = rng.uniform(1.05, 1.5)
    width = rng.choice(("width: 100%;", "", "width: 260px;"))
    return f"""
body {{ margin: 0; min-height: 100vh; font-size: {size}px; background: var(--desk); color: var(--ink); }} h1 {{ font-size: {size * head * 1.3:.0f}px; }} h2 {{ font-size: {size * head:.0f}px; }} h3 {{ font-size: {size * 1.05:.0f}px; }} h1, h2, h3 {{ margin: 8px 0 6px; font-weight: {rng.choice((400, 700, 700))}; }}
body, label, legend, button, input, select, textarea, table, .window, .title-bar, li[role=tab], option {{ font-family: var(--font); font-size: {size}px; }} {_FIELD}, select {{ height: {tall}px; line-height: 1.3; box-sizing: border-box; }} button, input[type=submit] {{ min-height: {tall + rng.choice((0, 2, 2, 5))}px; }}
.y-control > {_FIELD}, .y-control > select, .y-control > textarea {{ {width} }} .y-page {{ background: var(--surface); box-sizing: border-box; margin: 0 var(--gap); border: solid var(--edge); border-width: 0 var(--frame) var(--frame); }} .y-footer {{ background: var(--surface); margin: 0 var(--gap); padding: 4px 10px; border-top: 1px solid #8888; }}
.program {{ margin: 0 var(--gap); background: var(--surface); border: solid var(--edge); border-width: var(--frame) var(--frame) 0; }} .menus {{ display: flex; flex-wrap: wrap; gap: 2px; padding: 2px 4px; }} .menus a {{ color: var(--ink); text-decoration: none; padding: 3px 7px; }} .tools {{ display: flex; gap: 6px; padding: 4px 8px; align-items: center; border-top: 1px solid #8884; }}
button svg {{ color: {icons}; }} button:disabled svg {{ color: #888; }} .tool {{ min-width: {tall + 2}px; padding: 0 3px; }} .flat {{ box-shadow: none; background: none; border-color: transparent; }} .y-buttons {{ gap: {rng.choice((4, 6, 8))}px; }} .y-row {{ margin-bottom: {rng.choice((4, 6, 8, 10))}px; }} label {{ line-height: 1.35; }}
.combobox {{ position: relative; display: inline-block; vertical-align: middle; width: {rng.choice((130, 160, 190))}px; max-width: 100%; }} .combobox input {{ width: 100%; display: block; }} .cell {{ padding: 1px 5px; border: 1px solid; border-color: #888 #fff #fff #888; }} .hint {{ background: #ffffe1; color: #000; border: 1px solid #000; padding: 6px 10px; margin: 8px 0; }}
.y-dialog.bare {{ padding: 0; background: none; overflow: visible; }} .framed {{ margin: 10px 0; }} .panel-card {{ background: var(--field); color: var(--field-ink); border: 1px solid #888; padding: 10px; margin: 8px 0; }} .group-card {{ border: 2px groove #fff8; padding: 10px; margin: 8px 0; }} .sunken-panel {{ overflow: auto; margin: 6px 0; max-width: 100%; }}
table > tbody > tr > * {{ height: auto; padding: 2px 6px; }} table {{ min-width: 60%; }} fieldset {{ margin: 0 0 10px; }} .y-control small, .y-control .y-error {{ display: block; }} .y-panel {{ padding: 10px 12px; background: var(--panel); border: 1px solid #919b9c; }} .window-body p {{ margin: 0 0 8px; }} .y-steps i {{ background: var(--panel); }}
.y-veil {{ {rng.choice(("background: none; pointer-events: none", "background: rgba(0,0,0,.3)"))}; }} input[type=range] {{ height: 24px; margin: 0; max-width: 300px; }} .y-tick {{ padding: 2px 0; }} .field-row.field-row > label {{ line-height: max(1.25em, 14px); }}
"""


def _frames(rng: random.Random, desk: str, surface: str, frame: int) -> str:
    """A program that fills the window, or one with something of the desktop around it."""
    gap = rng.choice((0, 0, 8, 24, 60))
    return f"--desk: {desk if gap else surface}; --surface: {surface}; --gap: {gap}px; --frame: {frame if gap else 0}px;"


def _own_98(rng: random.Random, size: int) -> str:
    surface, desk, title = (
        rng.choice(CLASSIC)
        if rng.random() < 0.7
        else (
            css(hsl(rng.random(), rng.uniform(0.05, 0.35), rng.uniform(0.65, 0.85))),
            css(hsl(rng.random(), 0.4, 0.35)),
            css(hsl(rng.random(), 0.7, 0.3)),
        )
    )
    font = (
        '"Pixelated MS Sans Serif", Arial'
        if size in (11, 16) and rng.random() < 0.7
        else rng.choice(('"Nimbus Sans"', '"DejaVu Sans Condensed"', '"Open Sans"', '"DejaVu Sans"')) + ", sans-serif"
    )
    dark = rng.random() < 0.08
    if dark:
        surface, desk, title = "#000", "#000", rng.choice(("#800080", "#008000", "#000080"))
    ink, field = ("#fff", "#000") if dark else ("#222", "#fff")
    return f"""
:root {{ {_frames(rng, desk, surface, 2)} --font: {font}; --ink: {ink}; --panel: {surface}; --field: {field}; --field-ink: {ink}; --hi: color-mix(in srgb, {surface} 10%, #fff); --mid: color-mix(in srgb, {surface} 60%, #fff); --lo: color-mix(in srgb, {surface} 66%, #000); --edge: var(--hi) var(--lo) var(--lo) var(--hi);
  --raised: inset -1px -1px {"#fff" if dark else "#0a0a0a"}, inset 1px 1px var(--hi), inset -2px -2px var(--lo), inset 2px 2px var(--mid); --sunken: inset -1px -1px var(--hi), inset 1px 1px var(--lo), inset -2px -2px var(--mid), inset 2px 2px #0a0a0a; }}
button, input[type=submit] {{ background-color: {surface}; box-shadow: var(--raised); text-shadow: 0 0 {ink}; }} button svg {{ {"color: #fff;" if dark else ""} }} .window {{ background: {surface}; color: {ink}; box-shadow: var(--raised); }} legend, menu[role=tablist] > li[aria-selected=true] {{ background: {surface}; }} .title-bar.active {{ background: {title}; }} menu[role=tablist] > li > a, label {{ color: {ink}; }}
{_FIELD}, select, textarea {{ background-color: {field}; color: {ink}; border: 0; padding: 3px 4px; box-shadow: var(--sunken); }} {"input, select, textarea { color-scheme: dark; }" if dark else ""} input[type=checkbox] + label::before {{ top: calc(50% - 7px); }} input[type=checkbox]:checked + label::after {{ top: calc(50% - 4px); }} input[type=radio] + label::before {{ top: calc(50% - 6px); }} input[type=radio]:checked + label::after {{ top: calc(50% - 2px); }}
input[type=file]::file-selector-button {{ background: {surface}; border: 0; box-shadow: var(--raised); padding: 4px 12px; font: inherit; color: {ink}; }} .combobox button {{ position: absolute; right: 2px; top: 2px; bottom: 2px; min-width: 0; width: 17px; min-height: 0; padding: 0; background: {surface} url("data:image/svg+xml,{_TRIANGLE.replace("INK", quote(ink))}") center no-repeat; }}
.y-panel {{ border: 0; box-shadow: var(--raised); position: relative; z-index: 2; margin-bottom: 10px; }} .panel-card {{ border: 0; box-shadow: var(--sunken); }} a {{ color: {"#ff0" if dark else "#00f"}; }} table, table > thead > tr > * {{ color: #222; }}
"""


def _own_xp(rng: random.Random, size: int) -> str:
    """Luna in blue, olive or silver."""
    font = (
        rng.choice(
            (
                '"DejaVu Sans Condensed", Tahoma',
                '"Nimbus Sans", Tahoma',
                '"Open Sans"',
                '"Pixelated MS Sans Serif"' if size in (11, 16) else '"Ubuntu"',
            )
        )
        + ", sans-serif"
    )
    tint = rng.choice(("", "", "filter: hue-rotate(-130deg) saturate(.45);", "filter: grayscale(.85) brightness(1.25);"))
    return f"""
:root {{ {_frames(rng, rng.choice(("#5a7edc", "#004e98", "linear-gradient(#4a90e0 60%, #5aa02c)")), "#ece9d8", 3)} --font: {font}; --ink: #222; --panel: #fcfcfe; --field: #fff; --field-ink: #222; --edge: #0855dd; }} .window {{ background: #ece9d8; }} .title-bar {{ color: #fff; {tint} }} .title-bar-text {{ font-family: "DejaVu Sans Condensed", sans-serif; }} .title-bar-controls button {{ min-height: 21px; padding: 0; }}
{_FIELD}, textarea {{ border: 1px solid #7f9db9; background-color: #fff; padding: 3px 4px; border-radius: 0; }} {_FIELD}:disabled, textarea:disabled, select:disabled {{ background-color: #ebebe4; color: #888; border-color: #c9c7ba; }} button:disabled {{ color: #a1a192; border-color: #c9c7ba; background: #f5f4ea; }} button {{ color: #222; }} input[type=submit] {{ border: 1px solid #003c74; border-radius: 3px; background: linear-gradient(#fff, #ecebe5 86%, #d8d0c4); padding: 0 12px; min-width: 75px; }} textarea {{ border: 1px solid #7f9db9; }}
input[type=checkbox] + label::before, input[type=radio] + label::before {{ box-sizing: border-box; top: calc(50% - 7px); }} input[type=checkbox]:checked + label::after {{ top: calc(50% - 6px); left: -18px; }} input[type=radio]:checked + label::after {{ top: calc(50% - 3px); left: -15px; }} input[type=file]::file-selector-button {{ border: 1px solid #003c74; border-radius: 3px; background: linear-gradient(#fff, #ecebe5 86%, #d8d0c4); font: inherit; padding: 3px 12px; }}
table {{ background: #fff; border-collapse: collapse; white-space: nowrap; }} .sunken-panel {{ border: 1px solid #7f9db9; background: #fff; width: fit-content; }} table > thead > tr > * {{ background: linear-gradient(#fff, #ebeadb 80%, #d6d2c2); font-weight: 400; text-align: left; border-right: 1px solid #d6d2c2; padding: 2px 8px; height: 20px; }} .y-panel {{ position: relative; z-index: 2; margin-bottom: 10px; }} .flat {{ background: none; border-color: transparent; }} .panel-card {{ border-color: #7f9db9; }} .y-piece > fieldset {{ background: {rng.choice(("#fff", "none"))}; }} fieldset legend {{ font-family: var(--font); }}
.combobox button {{ position: absolute; right: 2px; top: 2px; bottom: 2px; min-width: 0; width: 16px; min-height: 0; padding: 0; border: 1px solid #b1c9f8; border-radius: 2px; background: url("data:image/svg+xml,{_TRIANGLE.replace("INK", quote("#4d6185"))}") center no-repeat, linear-gradient(#e1eafe, #aec8f7); }} .cell {{ border-color: #d0d0bf; }}
"""


def _own_7(rng: random.Random, size: int) -> str:
    """Its glass in any colour."""
    glass = rng.choice(("#4580c4", "#4580c4", css(hsl(rng.random(), rng.uniform(0.1, 0.7), rng.uniform(0.45, 0.75)))))
    font = rng.choice(('"Open Sans"', '"Source Sans 3"', '"Noto Sans CJK SC"', '"DejaVu Sans Condensed"', '"Lato"'))
    surface = rng.choice(("#f0f0f0", "#f0f0f0", "#fff"))
    return f"""
:root {{ {_frames(rng, f"radial-gradient(circle at 60% 40%, #7ec2e8, {glass} 40%, #0b2a55)", surface, 6)} --font: {font}, sans-serif; --w7-font: {size}px {font}, sans-serif; --w7-w-bg: {glass}; --ink: #000; --panel: #fff; --field: #fff; --field-ink: #000; --edge: color-mix(in srgb, {glass} 80%, #fff); }} .program > .title-bar {{ border-radius: 6px 6px 0 0; }}
{_FIELD}:not([type=search]) {{ border: 1px solid; border-color: #abadb3 #dbdfe6 #e3e9ef #e2e3ea; border-radius: 2px; padding: 3px 4px; background: #fff; }} {_FIELD}:disabled {{ background: #f0f0f0; border-color: #afafaf; }} input[type=submit] {{ background: var(--w7-el-grad); border: 1px solid var(--w7-el-bd); border-radius: 3px; box-shadow: var(--w7-el-sd); min-width: 75px; padding: 0 12px; }} .combobox button {{ top: 0; bottom: 0; min-height: 0; }}
input[type=checkbox] {{ position: fixed; }} input[type=checkbox] + label::before {{ flex: none; }} input[type=checkbox]:checked + label::after {{ content: ""; width: 4px; height: 8px; border: solid #4a5f97; border-width: 0 2.5px 2.5px 0; transform: rotate(40deg); left: 4px; top: calc(50% - 7px); }} input[type=checkbox]:disabled:checked + label::after {{ border-color: #bfbfbf; }} input[type=radio] + label::before {{ top: calc(50% - 7px); }} input[type=radio]:checked + label::after {{ top: calc(50% - 4px); }}
.sunken-panel {{ width: fit-content; }} table {{ table-layout: auto; }} button.default {{ animation: none; }} .flat {{ background: none; border-color: transparent !important; box-shadow: none; }} .title-bar-controls button {{ min-height: 19px; padding: 0; }} .y-panel {{ position: relative; z-index: 2; margin-bottom: 10px; }} .y-piece > fieldset {{ display: block; }} fieldset {{ border-color: #cdd7db; }} .hint {{ border-color: #767676; border-radius: 3px; background: linear-gradient(#fff, #e4e5f0); }} .has-space {{ padding: 10px; }}
"""
