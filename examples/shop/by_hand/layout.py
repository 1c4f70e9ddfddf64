"""Whether a page fits its window, as far as it says so itself."""

from playwright.sync_api import Page

_OUTSIDE = """() => [...document.querySelectorAll("a, button, input, select, textarea, h1, h2, dd, td, p")]
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const isCut = getComputedStyle(one).overflow !== "visible" && one.scrollWidth > one.clientWidth + 1;
    return box.width && (box.left < 0 || box.right > innerWidth || isCut);
  })
  .map((one) => one.outerHTML.slice(0, 80))"""


def expect_it_fits(page: Page, width: int = 0) -> None:
    """In the window as it is, or as wide as this."""
    if width:
        page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert page.evaluate(_OUTSIDE) == [], "outside of the window, or cut off"
