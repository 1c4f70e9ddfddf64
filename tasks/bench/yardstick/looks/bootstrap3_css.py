"""What is added to Bootstrap 3's style sheets: its usual plugins, and themes such as its variables make."""

# ruff: noqa: E501  (CSS reads better unfolded)
from __future__ import annotations

import random

from .colours import css, hsl, readable

PLUGINS = """
.y-nav { padding: 0 } .navbar .y-end { display: flex; gap: 6px; align-items: center } .navbar-form .input-group { width: auto } .y-dialog.modal-content { padding: 0; border-radius: 6px }
.y-row.form-group { margin-bottom: 12px } .y-left .control-label, .y-right-of-left .control-label { margin: 0 } td > .form-control, td .input-group { min-width: 7em } .thumbnail.caption { padding: 12px }
.y-control .input-group { width: 100% } .y-control.has-feedback { position: relative } .y-setting .form-control, .y-toolbar .form-control { width: auto; max-width: 18em } .y-setting .slide { width: 180px }
.y-setting .checkbox, .y-setting .radio, td .checkbox, td .radio, td .form-control { margin: 0 } .y-toolbar .input-group { display: inline-table } .panel-body > :first-child, .well > :first-child { margin-top: 0 }
.combo { position: relative; text-align: left; min-width: 150px; max-width: 100%; padding-right: 28px } .y-control .combo { width: 220px } .y-control .form-control.combo { width: 100% } .combo .caret { position: absolute; right: 12px; top: 50%; margin-top: -2px }
.chosen { display: inline-block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom } .combo[disabled] { opacity: .65 }
.awesome { padding-left: 20px } .awesome input { opacity: 0; z-index: 1; width: 17px; height: 17px; margin: 1px 0 0 -20px !important } .awesome label { position: relative; padding-left: 5px !important }
.awesome label::before { content: ""; position: absolute; left: 0; top: 1px; width: 17px; height: 17px; margin-left: -20px; border: 1px solid #ccc; border-radius: 3px; background: #fff; box-sizing: border-box }
.awesome.radio label::before { border-radius: 50% } .awesome label::after { position: absolute; left: 0; top: 1px; width: 17px; height: 17px; margin-left: -20px; font: 11px/17px "Glyphicons Halflings"; text-align: center; color: #555 }
.awesome.checkbox :checked + label::after { content: "\\e013" } .awesome :indeterminate + label::after { content: "\\2212" !important } .awesome.radio :checked + label::after { content: ""; width: 9px; height: 9px; left: 4px; top: 5px; border-radius: 50%; background: #555 }
.awesome :disabled + label::before { background: #eee } .awesome :disabled + label { opacity: .65 } .awesome.radio :indeterminate + label::after { content: none !important }
.toggle.btn, .switch.btn { position: relative; overflow: hidden; padding: 0 !important; display: inline-flex; vertical-align: middle } .toggle > input, .switch > input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0 !important; opacity: 0; cursor: pointer }
.toggle > span { padding: 6px 11px; min-width: 48px } .toggle > i { width: 12px; background: #fff; border: 1px solid #ccc; border-width: 0 1px; border-radius: 4px }
.switch { background: none !important; border-color: #ccc !important; box-shadow: none !important; text-shadow: none } .switch > span, .switch > i { padding: 6px 12px; min-width: 46px } .switch > .on { background: var(--brand, #337ab7); color: #fff } .switch > .off { background: #eee; color: #000 } .switch > i { background: #fff }
.btn-file { position: relative; overflow: hidden } .btn-file input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0 }
.slide { position: relative; height: 10px; margin: 10px; min-width: 120px; border-radius: 4px; background: linear-gradient(#f5f5f5, #f9f9f9); box-shadow: inset 0 1px 2px rgba(0,0,0,.15) } .slide > div { height: 100%; border-radius: 4px; background: var(--chosen, #d9e5ef); box-shadow: inset 0 -1px 0 rgba(0,0,0,.15) }
.slide::after { content: ""; position: absolute; left: var(--at); top: -5px; width: 20px; height: 20px; margin-left: -10px; background: linear-gradient(var(--brand, #149bdf), color-mix(in srgb, var(--brand, #0480be) 82%, #000)); box-shadow: inset 0 1px 0 rgba(255,255,255,.2), 0 1px 2px rgba(0,0,0,.05) }
.slide.round::after { border-radius: 50% } .slide[aria-disabled=true] { opacity: .6 }
"""


def theme_of(rng: random.Random, *, gradients: bool) -> str:
    return "".join(
        part for part in (
            _sized(rng) if rng.random() < 0.5 else "",
            _dark(rng) if rng.random() < 0.2 else "",
            _brand(rng, gradients=gradients) if rng.random() < 0.55 else "",
        )
    )  # fmt: skip


def _sized(rng: random.Random) -> str:
    """Another size of letters, paddings and corners, and another font."""
    size, tall, wide = rng.choice((12, 13, 13, 15, 16, 18)), rng.uniform(2, 11), rng.uniform(6, 18)
    radius = rng.choice((0, 0, 2, 3, 6, 8))
    family = rng.choice(
        (
            "inherit",
            '"Helvetica Neue", Helvetica, Arial, sans-serif',
            "Lato, 'DejaVu Sans', sans-serif",
            "Ubuntu, 'Nimbus Sans', sans-serif",
            "'URW Gothic', sans-serif",
        )
    )
    return f"""
body, .btn, .form-control, .input-group-addon {{ font-family: {family}; font-size: {size}px; }} .btn, .form-control, .form-control.form-control {{ border-radius: {radius}px; padding: {tall:.0f}px {wide:.0f}px; line-height: 1.4; }}
input.form-control.form-control, select.form-control.form-control {{ height: auto; min-height: 0; line-height: 1.4; }} .combo.combo {{ padding-right: 28px }} .btn-xs {{ padding: 1px 5px; }} .input-group-addon, .panel, .well, .alert, .modal-content, .label {{ border-radius: {radius}px; }} .nav > li > a {{ padding: {tall + 3:.0f}px {wide:.0f}px; }}
.input-group > .form-control.form-control:not(:last-child), .input-group-btn:first-child > .btn, .input-group-addon:first-child {{ border-top-right-radius: 0; border-bottom-right-radius: 0 }}
.input-group > .form-control.form-control:not(:first-child), .input-group-btn:last-child > .btn, .input-group-addon:last-child {{ border-top-left-radius: 0; border-bottom-left-radius: 0 }}
"""


def _brand(rng: random.Random, *, gradients: bool) -> str:
    hue = rng.random()
    colour = hsl(hue, rng.uniform(0.3, 0.9), rng.uniform(0.28, 0.55))
    brand, on = css(colour), css(readable(colour, rng, 4))
    fill = f"linear-gradient({brand}, color-mix(in srgb, {brand} 78%, #000))" if gradients else "none"
    return f"""
:root {{ --brand: {brand}; --chosen: color-mix(in srgb, {brand} 35%, #fff); }}
.btn-primary, .label-primary, .badge, .nav-pills > li.active > a.active, .nav-pills > li.active > a, .panel-primary > .panel-heading {{ background: {brand} {fill}; border-color: color-mix(in srgb, {brand} 86%, #000); color: {on}; text-shadow: none; }}
.btn-primary[disabled] {{ background: {brand}; border-color: {brand}; color: {on} }} .switch > .on {{ color: {on} }} .panel-primary {{ border-color: {brand} }} .navbar-inverse {{ background: color-mix(in srgb, {brand} 55%, #000); border-color: transparent }}
"""


def _dark(rng: random.Random) -> str:
    paper, ink = rng.choice(
        (("#272b30", "#c8c8c8"), ("#060606", "#adafae"), ("#222", "#eee"), ("#2b3e50", "#ebebeb"), ("#1b1f24", "#d0d7de"))
    )
    panel, line = f"color-mix(in srgb, {paper} 90%, #fff)", f"color-mix(in srgb, {paper} 72%, #fff)"
    field = (
        ""
        if rng.random() < 0.4
        else f".form-control, .form-control[disabled], .form-control[readonly], .awesome label::before {{ background: {panel}; color: {ink}; border-color: {line}; color-scheme: dark }} .awesome label::after {{ color: {ink} }}"
    )
    return f"""
body, .nav-tabs > li.active > a.active, .table {{ background: {paper}; color: {ink}; }} legend, .help-block, h1, h2, h3, h4, .close, .y-footer, label {{ color: {ink}; }} a, .btn-link {{ color: {rng.choice(("#5bc0de", "#7fb5ff", "#fff", "#2a9fd6", "#df691a"))}; }} .close {{ text-shadow: none; opacity: .7 }}
.well, .panel, .thumbnail, .modal-content, .table-striped > tbody > tr:nth-of-type(odd), .input-group-addon {{ background: {panel}; border-color: {line}; color: {ink}; }} .panel-default > .panel-heading {{ background: {line}; color: {ink}; border-color: {line} }}
{rng.choice(("", f".navbar-default {{ background: {panel}; border-color: {line} }} .navbar-default .navbar-nav > .active > a {{ background: {line}; color: {ink} }}"))}
.btn-default, .btn-default[disabled] {{ background: {line}; color: #fff; border-color: {paper}; text-shadow: none; }} .table > thead > tr > th, .table > tbody > tr > td, .table-bordered, .nav-tabs, legend, .modal-header, .modal-footer {{ border-color: {line}; }}
.nav-tabs > li.active > a {{ background: {panel}; color: {ink}; border-color: {line} {line} transparent; }} {field}
"""
