"""By hand: the script that people would write for this form: `python -m handeye.tasks.bench.fill.hand URL SEED ROWS.json`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ....tools.browser.chromium import USUAL_SIZE, BrowserOptions, arguments_for, executable_for
from .fields import Field, Form, form_of
from .pages import THANKS

if TYPE_CHECKING:
    from playwright.sync_api import Page


def main(url: str, seed: str, rows: str) -> None:
    from playwright.sync_api import sync_playwright

    form, options = form_of(int(seed)), BrowserOptions()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable_for(options, playwright.chromium.executable_path),
            args=arguments_for(options),
            ignore_default_args=["--hide-scrollbars"],
        )
        page = browser.new_page(viewport={"width": USUAL_SIZE.w, "height": USUAL_SIZE.h})
        told: Sequence[Mapping[str, str]] = json.loads(Path(rows).read_text(encoding="utf-8"))
        for values in told:
            register(page, url, form, values)
            print(json.dumps({"event": "row", "at": time.time(), "key": values["email"]}), flush=True)
        browser.close()


def register(page: Page, url: str, form: Form, values: Mapping[str, str]) -> None:
    page.goto(f"{url}/form")
    for field in form.fields:
        if values[field.name]:
            put(page, field, values[field.name])
    page.get_by_role("button", name=form.button).click()
    page.get_by_text(THANKS).wait_for()


def put(page: Page, field: Field, value: str) -> None:
    match field.kind:
        case "select":
            page.get_by_label(field.label, exact=True).select_option(label=value)
        case "radios":
            page.get_by_label(value, exact=True).check()
        case "tick":
            page.get_by_label(field.label, exact=True).check()
        case _:
            page.get_by_label(field.label, exact=True).fill(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
