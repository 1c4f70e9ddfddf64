"""Support: a message is asked about before it is sent, and may be thought over."""

from by_hand.layout import expect_it_fits
from playwright.sync_api import Page, expect


def write(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Support").click()
    expect(page.get_by_role("heading")).to_have_text(["Support", "Write to us", "Messages"])
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.org")
    page.get_by_label("Topic").select_option("Returns")
    page.get_by_role("textbox", name="Message").fill("The whistle does not whistle.")
    page.get_by_role("button", name="Send message").click()
    dialog = page.get_by_role("dialog", name="Send this message?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("We answer within two days.")


def test_a_message_is_asked_about_and_sent(page: Page) -> None:
    write(page)
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.get_by_text("Message sent")).to_be_visible()
    expect(page.get_by_role("heading", name="1 message")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text(["Message 1: ReturnsThe whistle does not whistle."])
    expect(page.get_by_role("textbox", name="Message")).to_have_value("")
    expect_it_fits(page)


def test_a_message_can_be_thought_over(page: Page) -> None:
    write(page)
    page.get_by_role("button", name="Keep writing").click()
    expect(page.get_by_text("Nothing was sent")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("The whistle does not whistle.")
    expect(page.get_by_label("Topic")).to_have_value("Returns")
    expect(page.get_by_text("You have not written to us yet.")).to_be_visible()
    page.get_by_role("textbox", name="Message").fill("")
    page.get_by_label("Topic").select_option("Choose a topic")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_text("Choose a topic.", exact=True)).to_be_visible()
    expect(page.get_by_text("Write at least 10 characters.")).to_be_visible()
    expect_it_fits(page)
