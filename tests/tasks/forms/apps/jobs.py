"""The jobs that fill in these apps' forms, as somebody who uses the apps would write them down."""

from __future__ import annotations

from .django_admin import DjangoAdmin
from .fava import Fava
from .pretalx import Pretalx
from .roundup import Roundup

ARTICLES = """\
name: articles
start: {url}/press/article/add/
rows: rows.csv
key: number
fields:
  number: Article number
  published: {{label: Published on, format: "%d/%m/%Y"}}
  embargo_date: {{label: Date of Embargo until, format: "%d/%m/%Y"}}
  embargo_time: {{label: Time of Embargo until}}
  source: Source URL
  front_page: On the front page
  comments: Comments are open
ignore: [desk_note]
login: |
  open {url}/login/
  type "{name}" into Username
  type "{password}" into Password
  click Log in
submit: Save
done_when: "was added successfully"
reconcile: {{open: "{url}/press/article/?q={{number}}", seen: "'0 of 1 selected' is visible"}}
"""
USERS = """\
name: users
start: {url}/auth/user/add/
rows: rows.csv
key: username
fields:
  password_again: {{label: Password confirmation, value: "{{password}}"}}
  email: Email address
  staff: Staff status
  superuser: Superuser status
  permissions: User permissions
login: |
  open {url}/login/
  type "{name}" into Username
  type "{password}" into Password
  click Log in
next: Save and continue editing
submit: Save
done_when: "was changed successfully"
reconcile: {{open: "{url}/auth/user/?q={{username}}", seen: "'0 of 1 selected' is visible"}}
"""
ENTRIES = """\
name: entries
start: "{url}/journal/#add-transaction"
rows: rows.csv
key: payee
fields:
  account: the first Account
  amount: the first Amount
  from_account: the second Account
submit: Save
done_when: "Stored 1 entries"
reconcile: {{open: "{url}/journal/", seen: "'{{payee}}' is visible"}}
"""
BUGS = """\
name: bugs
start: "{url}/bug?@template=item"
rows: rows.csv
key: ref
login: |
  open {url}
  type "{name}" into Login
  type "{password}" into the second field under Login
  click the Login button
submit: Submit New Entry
done_when: '/bug \\d+ created/'
reconcile: {{open: "{url}/bug?@filter=title&title={{ref}}&@columns=id,title", seen: "'{{ref}}' is visible"}}
"""
PROPOSALS = """\
name: proposals
start: {url}/submit/
rows: rows.csv
key: title
fields:
  title: Proposal title
  do_not_record: Don't record this session.
  website: Your website
  first_held: {{label: First held on, format: "%Y-%m-%d"}}
login: |
  open {url}/login/
  type "{name}" into the first Email address
  type "{password}" into the first Password
  click Log in
next: Continue
submit: "Submit proposal!"
done_when: "Congratulations"
reconcile: {{open: "{url}/me/submissions/", seen: "'{{title}}' is visible"}}
"""


def articles_job(admin: DjangoAdmin) -> str:
    return ARTICLES.format(url=admin.url, name=admin.login.name, password=admin.login.password)


def users_job(admin: DjangoAdmin) -> str:
    return USERS.format(url=admin.url, name=admin.login.name, password=admin.login.password)


def entries_job(fava: Fava) -> str:
    return ENTRIES.format(url=fava.url)


def bugs_job(roundup: Roundup) -> str:
    return BUGS.format(url=roundup.url, name=roundup.login.name, password=roundup.login.password)


def proposals_job(pretalx: Pretalx) -> str:
    return PROPOSALS.format(url=pretalx.url, name=pretalx.login.name, password=pretalx.login.password)
