"""The apps that we did not write: filled in by hand once, so that what is read back from their databases is known to be true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from handeye.tasks.forms.job import read_job
from handeye.tools.browser.chromium import BrowserOptions, arguments_for, executable_for

from .django_admin import Article, DjangoAdmin
from .fava import Fava
from .jobs import articles_job, bugs_job, entries_job, proposals_job, users_job
from .pretalx import Pretalx
from .roundup import Roundup
from .tables import articles, bugs, entries, proposals, users

Row = Mapping[str, str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    options = BrowserOptions()
    with sync_playwright() as playwright:
        path = executable_for(options, playwright.chromium.executable_path)
        with playwright.chromium.launch(executable_path=path, args=arguments_for(options)) as launched:
            yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Whatever a page asks for is on loopback, and is there; what it asks for while it is left does not count."""
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        opened = context.new_page()
        missed: list[str] = []
        opened.on("requestfailed", lambda it: missed.append(it.url) if it.failure != "net::ERR_ABORTED" else None)
        opened.on("response", lambda response: missed.append(response.url) if response.status >= 400 else None)
        yield opened
        assert missed == []


def chosen(rows: Sequence[Row], full: bool) -> Sequence[int]:
    """All of them, or the one in which most is said."""
    return range(len(rows)) if full else [max(range(len(rows)), key=lambda place: sum(map(bool, rows[place].values())))]


def several(text: str) -> list[str]:
    return text.split("; ") if text else []


@pytest.mark.full
def test_the_admin_stores_articles(django_admin: DjangoAdmin, page: Page, tmp_path: Path, full: bool) -> None:
    table = articles()
    table.write(tmp_path)
    log_in_to_admin(page, django_admin)
    for place in (places := chosen(table.rows, full)):
        page.goto(f"{django_admin.url}/press/article/add/")
        fill_article(page, table.rows[place], table.stored[place], tmp_path)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("was added successfully")).to_be_visible()
    assert django_admin.articles() == [table.stored[place] for place in places]
    look_up(page, tmp_path, articles_job(django_admin), table.rows[places[-1]])


def test_the_admin_stores_users_on_two_pages(django_admin: DjangoAdmin, page: Page, tmp_path: Path, full: bool) -> None:
    table = users()
    log_in_to_admin(page, django_admin)
    for place in (places := chosen(table.rows, full)):
        fill_user(page, django_admin, table.rows[place])
    stored = django_admin.users()
    assert stored == [table.stored[place] for place in places]
    for user, row in zip(stored, (table.rows[place] for place in places), strict=True):
        assert user.has_password(row["password"])
        assert not user.has_password(row["password"] + " ")
    look_up(page, tmp_path, users_job(django_admin), table.rows[places[-1]])


@pytest.mark.full
def test_fava_writes_entries_into_its_file(fava: Fava, page: Page, tmp_path: Path) -> None:
    table = entries()
    for row in table.rows:
        page.goto(f"{fava.url}/journal/#add-transaction")
        form = page.locator("form", has=page.get_by_placeholder("Narration"))
        form.get_by_placeholder("Payee").fill(row["payee"])
        form.get_by_placeholder("Narration").fill(row["narration"])
        form.locator("input[type=date]").fill(row["date"])
        form.get_by_placeholder("Account").first.fill(row["account"])
        form.get_by_placeholder("Amount").first.fill(row["amount"])
        form.get_by_placeholder("Account").nth(1).fill(row["from_account"])
        form.get_by_role("button", name="Save").click()
        expect(form).to_be_hidden()
        expect(page.locator("article").get_by_text(row["payee"])).to_be_visible()
    assert fava.entries() == table.stored
    look_up(page, tmp_path, entries_job(fava), table.rows[-1])


@pytest.mark.full
def test_roundup_stores_bugs(roundup: Roundup, page: Page, tmp_path: Path, full: bool) -> None:
    table = bugs()
    table.write(tmp_path)
    page.goto(roundup.url)
    page.locator("[name=__login_name]").fill(roundup.login.name)
    page.locator("[name=__login_password]").fill(roundup.login.password)
    page.get_by_role("button", name="Login").click()
    for place in (places := chosen(table.rows, full)):
        page.goto(f"{roundup.url}/bug?@template=item")
        fill_bug(page, table.rows[place], tmp_path)
        page.get_by_role("button", name="Submit New Entry").click()
        expect(page.get_by_text(re.compile(r"bug \d+ created"))).to_be_visible()
    assert roundup.bugs() == [table.stored[place] for place in places]
    look_up(page, tmp_path, bugs_job(roundup), table.rows[places[-1]])


@pytest.mark.full
def test_pretalx_takes_proposals_on_three_pages(pretalx: Pretalx, page: Page, tmp_path: Path, full: bool) -> None:
    table = proposals()
    table.write(tmp_path)
    page.goto(f"{pretalx.url}/login/")
    page.locator("#id_login_email").fill(pretalx.login.name)
    page.locator("#id_login_password").fill(pretalx.login.password)
    page.get_by_role("button", name="Log in").click()
    for place in (places := chosen(table.rows, full)):
        page.goto(f"{pretalx.url}/submit/")
        fill_proposal(page, table.rows[place], tmp_path)
        page.get_by_role("button", name="Submit proposal!").click()
        expect(page.get_by_text("Congratulations")).to_be_visible()
    assert pretalx.proposals() == [table.stored[place] for place in places]
    look_up(page, tmp_path, proposals_job(pretalx), table.rows[places[-1]])


def test_the_jobs_are_understood(tmp_path: Path) -> None:
    address = "http://127.0.0.1:8000"
    texts = (
        articles_job(DjangoAdmin(tmp_path, f"{address}/admin")), users_job(DjangoAdmin(tmp_path, f"{address}/admin")),
        entries_job(Fava(tmp_path, address, 0)), bugs_job(Roundup(tmp_path, address)), proposals_job(Pretalx(tmp_path, address)),
    )  # fmt: skip
    for text, table in zip(texts, (articles(), users(), entries(), bugs(), proposals()), strict=True):
        (tmp_path / "job.yaml").write_text(text, encoding="utf-8")
        job = read_job(tmp_path / "job.yaml")
        assert job.key in table.rows[0]
        assert len({row[job.key] for row in table.rows}) == len(table.rows)
        assert set(job.ignore) <= set(table.rows[0])


def look_up(page: Page, folder: Path, text: str, row: Row) -> None:
    """What the job would look at after a crash shows that the row is there."""
    (folder / "job.yaml").write_text(text, encoding="utf-8")
    job = read_job(folder / "job.yaml")
    assert job.reconcile is not None
    place, value = f"{{{job.key}}}", row[job.key]
    page.goto(job.reconcile.open.replace(place, quote(value)))
    words = job.reconcile.seen.split("'")[1].replace(place, value)
    expect(page.get_by_text(words).first).to_be_visible()


def log_in_to_admin(page: Page, admin: DjangoAdmin) -> None:
    page.goto(admin.url)
    page.get_by_label("Username:").fill(admin.login.name)
    page.get_by_label("Password:").fill(admin.login.password)
    page.get_by_role("button", name="Log in").click()


def fill_article(page: Page, row: Row, article: Article, folder: Path) -> None:
    for label, column in (("Title", "title"), ("Slug", "slug"), ("Article number", "number"), ("Body", "body")):
        page.get_by_label(f"{label}:").fill(row[column])
        page.keyboard.press("Tab")  # a title that is left writes the slug
    page.get_by_label("Published on:").fill(article.published)
    page.locator("#id_embargo_0").fill(article.embargo[:10])
    page.locator("#id_embargo_1").fill(row["embargo_time"])
    page.get_by_label("Status:").select_option(row["status"])
    page.get_by_role("radio", name=row["length"]).check()
    page.locator("#id_author").select_option(row["author"])
    if editor := row["editor"]:
        page.locator(".field-editor .select2-selection").click()
        page.get_by_role("searchbox").last.fill(editor[:3])
        page.locator(".select2-results").get_by_role("option", name=editor, exact=True).click()
    page.locator("#id_tags").select_option(several(row["tags"]))
    for topic in several(row["topics"]):
        page.locator("#id_topics_from").select_option(topic)
        page.locator("#id_topics_add").click()
    page.get_by_label("Source URL:").fill(row["source"])
    page.get_by_label("Price:").fill(row["price"])
    if row["attachment"]:
        page.get_by_label("Attachment:").set_input_files(folder / row["attachment"])
    page.get_by_label("On the front page").set_checked(row["front_page"] == "yes")
    page.get_by_label("Comments are open").set_checked(row["comments"] == "yes")


def fill_user(page: Page, admin: DjangoAdmin, row: Row) -> None:
    page.goto(f"{admin.url}/auth/user/add/")
    page.get_by_label("Username:").fill(row["username"])
    page.get_by_label("Password:").fill(row["password"])
    page.get_by_label("Password confirmation:").fill(row["password"])
    page.get_by_role("button", name="Save and continue editing").click()
    for label, column in (("First name", "first_name"), ("Last name", "last_name"), ("Email address", "email")):
        page.get_by_label(f"{label}:").fill(row[column])
    for label, column in (("Active", "active"), ("Staff status", "staff"), ("Superuser status", "superuser")):
        page.get_by_label(label).set_checked(row[column] == "yes")
    for permission in several(row["permissions"]):
        page.locator("#id_user_permissions_from").select_option(permission)
        page.locator("#id_user_permissions_add").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def fill_bug(page: Page, row: Row, folder: Path) -> None:
    page.locator("[name=title]").fill(row["title"])
    for name, column in (("type", "type"), ("severity", "severity"), ("assignee", "assigned_to"), ("priority", "priority")):
        page.locator(f"select[name={name}]").select_option(row[column] or "- no selection -")
    for name in ("components", "versions", "keywords"):
        page.locator(f"select[name={name}]").select_option(several(row[name]))
    page.locator("textarea").fill(row["comment"])
    if row["file"]:
        page.locator("input[type=file]").set_input_files(folder / row["file"])
    page.locator("[name='file-1@description']").fill(row["file_description"])


def fill_proposal(page: Page, row: Row, folder: Path) -> None:
    """All but the last page, which has a profile that is there already."""
    page.get_by_label("Proposal title").fill(row["title"])
    page.get_by_label("Session type").select_option(row["session_type"])
    choose(page, "track", row["track"])
    for name in ("abstract", "description", "notes", "duration"):
        page.locator(f"#id_{name}").fill(row[name])
    page.get_by_label("Don’t record this session.").set_checked(row["do_not_record"] == "yes")
    page.get_by_role("button", name="Continue").click()
    choose(page, "question_1", row["level"])
    for need in several(row["equipment"]):
        page.get_by_label(need, exact=True).check()
    for label, column in (("Seats", "seats"), ("Your website", "website"), ("Badge name", "badge_name")):
        page.get_by_label(label).fill(row[column])
    page.get_by_label("First held on").fill(row["first_held"])
    page.get_by_label("Earliest start").fill(row["earliest_start"].replace(" ", "T"))
    page.get_by_label("May be recorded").set_checked(row["may_be_recorded"] == "yes")
    if row["slides"]:
        page.get_by_label("Slides").set_input_files(folder / row["slides"])
    page.get_by_role("button", name="Continue").click()


def choose(page: Page, name: str, choice: str) -> None:
    """A list of Choices.js, which hides the page's own."""
    shown = page.locator(".choices").filter(has=page.locator(f"[name={name}]"))
    shown.click()
    shown.get_by_role("option", name=choice, exact=True).click()
