"""The account: settings that are kept, a slow save, a wrong address, and signing out and in."""

import re

from by_hand.layout import expect_it_fits
from playwright.sync_api import Page, expect
from tools.accounts import ADA


def test_settings_are_saved_and_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Account").click()
    expect(page).to_have_title("Account · Leaf & Kettle")
    expect(page.get_by_role("heading")).to_have_text(["Your account", "Settings", "What we know of you", "Address"])
    expect(page.get_by_label("Notifications")).to_be_checked()
    expect(page.get_by_label("Language")).to_have_value("English")
    page.get_by_label("Display name").fill("Countess Ada")
    page.get_by_label("E-mail").fill("countess@example.org")
    page.get_by_label("Language").select_option("Polski")
    page.get_by_label("Notifications").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    saved = ["Countess Ada", "countess@example.org", "Polski", "No", "12 St James's Square, London"]
    expect(page.get_by_role("definition")).to_have_text(saved)
    expect(page.get_by_text("Saved", exact=True)).to_be_hidden()
    expect_it_fits(page)
    expect_it_fits(page, width=390)
    page.reload()
    expect(page.get_by_role("definition")).to_have_text(saved)
    expect(page.get_by_label("Display name")).to_have_value("Countess Ada")
    expect(page.get_by_label("E-mail")).to_have_value("countess@example.org")
    expect(page.get_by_label("Language")).to_have_value("Polski")
    expect(page.get_by_label("Notifications")).not_to_be_checked()


def test_a_slow_save_says_that_it_is_saving(page: Page) -> None:
    page.goto("/account")
    page.get_by_label("Street").fill("7 Mill Lane")
    page.get_by_label("City").fill("Dublin")
    page.get_by_role("button", name="Save address").click()
    expect(page.get_by_role("button", name="Saving…")).to_be_visible()
    expect(page.get_by_text("Address saved")).to_be_visible()
    expect(page.get_by_role("button", name="Save address")).to_be_visible()
    expect(page.get_by_text("7 Mill Lane, Dublin")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Street")).to_have_value("7 Mill Lane")
    expect(page.get_by_label("City")).to_have_value("Dublin")


def test_a_wrong_email_is_refused(page: Page) -> None:
    page.goto("/account")
    page.get_by_label("Display name").fill("")
    page.get_by_label("E-mail").fill("ada at example")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Enter a name.")).to_be_visible()
    expect(page.get_by_text("Enter a valid e-mail address.")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Display name")).to_have_value(ADA.name)
    expect(page.get_by_label("E-mail")).to_have_value(ADA.email)


def test_signing_out_and_in(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/login$"))
    expect(page).to_have_title("Sign in · Leaf & Kettle")
    expect(page.get_by_text("You are signed out")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").fill(ADA.email)
    page.get_by_label("Password").fill("kettle")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("We do not know this e-mail and password.")
    expect(page.get_by_label("E-mail")).to_have_value(ADA.email)
    expect_it_fits(page)
    page.get_by_label("Password").fill(ADA.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/account$"))
    expect(page.get_by_text(f"Welcome back, {ADA.name}")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
