"""Jobs that cannot go well, typed as people type them: it is named what is wrong, nothing wrong is sent, nothing is lost."""

from __future__ import annotations

import csv
import http.server
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from handeye.tasks.cli import run
from handeye.tasks.demo.members import Entry as MemberEntry
from handeye.tasks.demo.members import Submissions
from handeye.tasks.demo.site import DemoSite
from handeye.tasks.forms.entry import Entry, State
from handeye.tasks.forms.intake import take_in
from handeye.tasks.forms.job import read_job
from handeye.tasks.forms.ledger import Ledger
from handeye.tasks.forms.owner import owner_name

from .ledgers import new

COLUMNS = ("full name", "email", "password", "dob", "country", "Membership plan", "accept terms")
JOB = """\
name: {name}
start: {url}/join
rows: members.csv
key: email
fields:
  email: E-mail
  dob: {{label: Date of birth, format: "%d/%m/%Y"}}
  accept terms: I accept the terms
submit: {submit}
done_when: "{done_when}"
capture: {{number: "Member number"}}
reconcile: {{open: "{url}/members?q={{email}}", seen: "{{email}}"}}
limits: {{{limits}}}
{more}
"""
LIMIT_S = 120.0
LEASE_S = 600.0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    with DemoSite(tmp_path_factory.mktemp("site")) as site:
        yield site


@dataclass
class Said:
    code: int
    out: str
    err: str


class Job:
    """One in a folder of its own; `rows` are the members' first names."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], url: str) -> None:
        self.folder, self._capsys, self.url = folder, capsys, url
        self.file, self.table = folder / "job.yaml", folder / "members.csv"

    def write(
        self,
        *names: str,
        name: str = "new-members",
        submit: str = "Create account",
        done_when: str = "Welcome",
        more: str = "",
        limits: str = "max_failures: 2, settle_s: 0.5",
        changes: Mapping[str, str] | None = None,
        columns: tuple[str, ...] = COLUMNS,
    ) -> None:
        told = JOB.format(name=name, url=self.url, submit=submit, done_when=done_when, limits=limits, more=more)
        self.file.write_text(told)
        with self.table.open("w", newline="") as file:
            table = csv.DictWriter(file, columns, extrasaction="ignore")
            table.writeheader()
            table.writerows({**member(each), **(changes or {})} for each in names)

    @property
    def command(self) -> list[str]:
        """For a process of its own."""
        told = ["fill", str(self.file), "--runs", str(self.folder / "runs"), "--no-report"]
        return [sys.executable, "-m", "handeye", *told]

    def fill(self, *more: str) -> Said:
        self._capsys.readouterr()
        code = run(["fill", str(self.file), "--runs", str(self.folder / "runs"), "--no-report", *more])
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def rows(self, name: str = "new-members") -> list[Entry]:
        with Ledger(self.folder / "job.ledger.sqlite", name) as ledger:
            return list(ledger.entries())

    def states(self) -> list[State]:
        return [entry.state for entry in self.rows()]


def member(name: str) -> dict[str, str]:
    values = (f"{name} Lovelace", mail(name), f"secret-of-{name}", "10/12/1990", "Poland", "Basic", "yes")
    return dict(zip(COLUMNS, values, strict=True))


def mail(name: str) -> str:
    return f"{name.lower()}@example.org"


@pytest.fixture
def job(tmp_path: Path, capsys: pytest.CaptureFixture[str], site: DemoSite) -> Job:
    return Job(tmp_path, capsys, site.url)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory, site: DemoSite) -> Path:
    """The folder of a job that has found out what the form is made of; nothing was sent for it."""
    job = Job(tmp_path_factory.mktemp("learned"), capsys=None, url=site.url)  # type: ignore[arg-type]
    job.write("Learner")
    assert run(["fill", str(job.file), "--runs", str(job.folder / "runs"), "--no-report", "--dry-run"]) == 0
    assert site.submissions["join"].received == 0
    return job.folder


def knowing(job: Job, learned: Path) -> None:
    """What is known of the form is known in this job as well."""
    shutil.copy(learned / "job.map.yaml", job.folder)
    shutil.copytree(learned / "job.map", job.folder / "job.map")


@pytest.fixture
def sent(site: DemoSite) -> Callable[[], int]:
    """How many forms came since the test began."""
    before = site.submissions["join"].received
    return lambda: site.submissions["join"].received - before


def broken(job: Job, what: str) -> None:
    match what:
        case "no table":
            job.table.unlink()
        case "a folder for a table":
            job.table.unlink()
            job.table.mkdir()
        case "no text in the table":
            job.table.write_bytes(bytes(range(256)) * 20)
        case "nothing below the headings":
            job.write()
        case "a column that the job names is missing":
            job.write("Ada", columns=tuple(name for name in COLUMNS if name != "dob"))
        case "the key is missing":
            job.table.write_text(job.table.read_text().replace("email", "mail"))
            job.file.write_text(job.file.read_text().replace("  email: E-mail\n", ""))
        case "the same key twice":
            job.write("Ada", "Zoe", "Ada")
        case "an empty key":
            job.write("Ada", changes={"email": ""})
        case "no day of any calendar":
            job.write("Ada", changes={"dob": "31/02/1990"})
        case "no job":
            job.file.unlink()
        case "no YAML":
            job.file.write_text("name: [new")
        case "a word that no job has":
            job.write("Ada", more="workrs: 4")
        case "a place without a column":
            job.write("Ada", more='before: click Edit in the row of "{tag}"')
        case "steps that nobody understands":
            job.write("Ada", more="before: frobnicate the page")
        case "no secrets":
            job.write("Ada", more="secrets: nowhere.yaml")
        case "a ledger that is none":
            (job.folder / "job.ledger.sqlite").write_text("no database at all " * 50)
        case "a folder for a ledger":
            (job.folder / "job.ledger.sqlite").mkdir()
        case "no database server":
            job.write("Ada", more="ledger: postgresql://nobody@127.0.0.1:1/nowhere")
        case "a map that is none":
            (job.folder / "job.map.yaml").write_text("pages: [")
        case _:
            raise AssertionError(what)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("no table", ["members.csv"]),
        ("a folder for a table", ["members.csv"]),
        ("no text in the table", ["members.csv", "cannot be read"]),
        ("nothing below the headings", ["no rows below its headings"]),
        ("a column that the job names is missing", ['no column "dob"', "full name, email"]),
        ("the key is missing", ['no column "email"', 'Did you mean "mail"?']),
        ("the same key twice", ["line 4", "ada@example.org", "row 1 in line 2", "nothing was started", "--skip-bad"]),
        ("an empty key", ["line 2", "its email is empty"]),
        ("no day of any calendar", ["line 2", "dob", "31/02/1990"]),
        ("no job", ["job.yaml"]),
        ("no YAML", ["job.yaml:1 is not YAML"]),
        ("a word that no job has", ['"workrs"', 'Did you mean "workers"?']),
        ("a place without a column", ["tag"]),
        ("steps that nobody understands", ["frobnicate"]),
        ("no secrets", ["nowhere.yaml"]),
        ("a ledger that is none", ["job.ledger.sqlite"]),
        ("a folder for a ledger", ["job.ledger.sqlite"]),
        ("no database server", ["127.0.0.1", "refused"]),
        ("a map that is none", ["job.map.yaml", "mend it"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_makes_no_sense_is_named_before_anything_is_opened(
    job: Job, sent: Callable[[], int], what: str, words: list[str], site: DemoSite
) -> None:
    job.write("Ada")
    broken(job, what)
    asked = site.requests
    said = job.fill()
    assert said.code == 2, said
    assert said.out == ""
    last = said.err.splitlines()[-1]
    assert last.startswith("handeye: ")
    assert all(word in last for word in words), last
    assert (sent(), site.requests) == (0, asked)
    assert not list(job.folder.glob("*.results.csv"))


@pytest.mark.parametrize(
    ("name", "option", "where"),
    [("Udo", "--out", "nowhere/results.csv"), ("Una", "--out", "."), ("Uwe", "--runs", "job.yaml")],
    ids=["results in no folder", "results that are a folder", "records in a file"],
)
def test_what_cannot_be_written_is_said_before_anything_is_sent(
    job: Job, sent: Callable[[], int], learned: Path, name: str, option: str, where: str
) -> None:
    job.write(name)
    knowing(job, learned)
    said = job.fill(option, str(job.folder / where))
    assert "should not have happened" not in said.err, said.err
    assert (said.code, sent()) == (2, 0), said.err


@pytest.mark.full
def test_bad_rows_are_left_out_where_that_is_said(job: Job, sent: Callable[[], int], learned: Path) -> None:
    job.write("Bea", "Carl")
    bad, good = job.table.read_text().splitlines()[1:]
    job.table.write_text("\n".join([",".join(COLUMNS), bad.replace("bea@example.org", ""), good, ""]))
    knowing(job, learned)
    said = job.fill("--skip-bad")
    assert said.code == 0, said.err
    assert ([entry.key for entry in job.rows()], job.states(), sent()) == (["carl@example.org"], ["confirmed"], 1)


def test_an_unknown_button_stops_the_job_and_it_goes_on_once_that_is_mended(
    job: Job, sent: Callable[[], int], learned: Path
) -> None:
    job.write("Dora", "Emil", submit="Sign up now")
    knowing(job, learned)
    said = job.fill()
    assert said.code == 1, said.err
    assert 'there is no button "Sign up now"' in said.err
    assert "Create account" in said.err, "those that there are"
    assert (sent(), job.states()) == (0, ["pending", "pending"])
    job.write("Dora", "Emil")
    assert (job.fill().code, sent(), job.states()) == (0, 2, ["confirmed", "confirmed"])


@pytest.mark.parametrize(
    ("name", "words", "is_known"),
    [
        ("Fanny", "Join the Lantern Club", True),
        pytest.param("Felix", "I accept the terms", True, marks=pytest.mark.full),
        pytest.param("Fiona", "Join the Lantern Club", False, marks=pytest.mark.full),
        pytest.param("Frank", "I accept the terms", False, marks=pytest.mark.full),
    ],
)
def test_what_is_to_be_seen_before_anything_is_sent_proves_nothing(
    job: Job, sent: Callable[[], int], learned: Path, name: str, words: str, *, is_known: bool
) -> None:
    job.write(name, done_when=words)
    if is_known:
        knowing(job, learned)
    said = job.fill()
    assert said.code == 1, said.err
    assert f'"{words}"' in said.err
    assert "it would prove nothing" in said.err
    assert (sent(), job.states()) == (0, ["pending"])


@pytest.mark.full
def test_words_that_never_come_leave_it_open_or_are_looked_up(job: Job, sent: Callable[[], int]) -> None:
    job.write("Gerd", done_when="Thank you so much")
    assert (job.fill().code, sent(), job.states()) == (0, 1, ["confirmed"])
    assert "looked up, and it was stored" in job.rows()[0].why
    job.write("Hans", name="without", done_when="Thank you so much")
    job.file.write_text("\n".join(line for line in job.file.read_text().splitlines() if not line.startswith("reconcile")))
    said = job.fill()
    assert said.code == 3, said.err
    assert (sent(), job.rows("without")[0].state) == (2, "unknown")
    assert (job.fill().code, sent()) == (3, 2), "it is never sent again on a guess"


@pytest.mark.full
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (tuple(name for name in COLUMNS if name != "country"), ["Country", "required", "no column"]),
        ((*COLUMNS, "shoe size"), ["shoe size"]),
    ],
    ids=["a required field without a column", "a column without a field"],
)
def test_a_table_that_does_not_fit_the_form_stops_the_job(
    job: Job, sent: Callable[[], int], columns: tuple[str, ...], words: list[str]
) -> None:
    job.write("Ida", "Jan", columns=columns, changes={"shoe size": "42"})
    said = job.fill()
    assert said.code == 1, said.err
    assert all(word in said.err for word in words), said.err
    assert (sent(), job.states()) == (0, ["pending", "pending"])


@pytest.mark.full
def test_a_row_that_the_site_refuses_says_why_and_the_others_go_on(job: Job, sent: Callable[[], int], site: DemoSite) -> None:
    site.members.add(MemberEntry("Karl", mail("Karl"), date(1990, 12, 10), "", "Poland", "Basic", 0), "secret-of-nobody")
    job.write("Karl", "Lena")
    said = job.fill()
    assert (said.code, sent(), job.states()) == (1, 2, ["rejected", "confirmed"]), said.err
    assert "This e-mail address has joined already." in job.rows()[0].why
    assert "Full name" not in job.rows()[0].why, "what is not wrong is no reason"


class Hours:
    """A site that is open at some hours only, at one address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.url = folder, f"http://127.0.0.1:{self.port}"

    def opened(self) -> DemoSite:
        return DemoSite(self.folder, self.port)

    def until(self, stored: int) -> threading.Thread:
        """It closes as soon as so many have joined."""
        site = self.opened().__enter__()

        def close() -> None:
            wait_for(lambda: site.submissions["join"].stored >= stored)
            site.__exit__(None, None, None)

        thread = threading.Thread(target=close)
        thread.start()
        return thread

    @property
    def submissions(self) -> Submissions:
        with self.opened() as site:
            return site.submissions["join"]


def wait_for(is_so: Callable[[], bool]) -> None:
    until_s = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < until_s
        time.sleep(0.002)


@pytest.mark.full
def test_a_site_that_is_down_now_and_then_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], learned: Path
) -> None:
    hours = Hours(tmp_path / "site")
    job = Job(tmp_path, capsys, hours.url)
    job.write("Mia", "Nils", "Olga")
    knowing(job, learned)

    down = job.fill()
    assert down.code == 1, down.err
    assert str(hours.port) in down.err
    assert set(job.states()) == {"pending"}, "that the site is down is no fault of a row"

    closing = hours.until(stored=1)
    middle = job.fill()
    closing.join()
    assert middle.code == 1, middle.err
    assert job.states()[2] == "pending"
    assert set(job.states()) <= {"confirmed", "unknown", "pending"}
    assert all(entry.why.count("looking it up left it open") <= 1 for entry in job.rows()), job.rows()[0].why

    with hours.opened():
        up = job.fill()
    assert (up.code, job.states()) == (0, ["confirmed"] * 3), up.err
    assert hours.submissions == Submissions(received=3, stored=3)


@pytest.mark.full
@pytest.mark.parametrize("when", ["after it was sent", "before it is sent"])
def test_a_disk_that_fills_up_loses_nothing(
    job: Job, sent: Callable[[], int], site: DemoSite, learned: Path, when: str
) -> None:
    job.write("Paul" if when.startswith("after") else "Petra", "Quin" if when.startswith("after") else "Quirin")
    knowing(job, learned)
    asked = site.requests
    with subprocess.Popen(
        job.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as full:
        wait_for((lambda: sent() > 0) if when.startswith("after") else (lambda: site.requests > asked))
        resource.prlimit(full.pid, resource.RLIMIT_FSIZE, (1, 1))  # no file grows any more
        _, said = full.communicate(timeout=LIMIT_S)
    assert full.returncode == 1, said
    assert "Traceback" not in said
    assert "should not have happened" not in said
    failed = next(line for line in said.splitlines() if line.startswith("handeye: failed: "))
    assert str(job.folder) in failed, "which disk is full"
    assert "again" in failed, "and what to do"
    assert sent() == when.startswith("after")
    again = job.fill()
    assert (again.code, sent(), job.states()) == (0, 2, ["confirmed", "confirmed"]), again.err


@pytest.mark.full
def test_a_job_under_another_name_begins_anew_and_says_so(job: Job, sent: Callable[[], int], learned: Path) -> None:
    job.write("Rosa", name="newer-members")
    knowing(job, learned)
    with Ledger(job.folder / "job.ledger.sqlite", "new-members") as ledger:
        ledger.add((new(n, mail(f"Rosa{n}")) for n in range(1, 4)), "members.csv")
    said = job.fill()
    assert (said.code, sent(), job.states()) == (0, 1, ["pending"] * 3), said.err
    assert [entry.state for entry in job.rows("newer-members")] == ["confirmed"]
    assert '"new-members"' in said.err, "its rows are not those of this name"


def waiting(ledger: Ledger) -> None:
    owner = owner_name()
    entry = ledger.take(owner, LEASE_S)
    assert entry is not None
    ledger.move(entry.id, owner, "ready", waits=True)


def failing(ledger: Ledger) -> None:
    owner = owner_name()
    entry = ledger.take(owner, LEASE_S)
    assert entry is not None
    ledger.move(entry.id, owner, "failed", why="the page was in its way")


@pytest.mark.parametrize(
    ("before", "code", "command"),
    [(waiting, 5, "handeye job approve"), (failing, 1, "handeye job retry")],
    ids=["waits for a yes", "failed"],
)
def test_rows_that_a_person_has_to_see_to_are_said_again_and_again(
    job: Job, sent: Callable[[], int], before: Callable[[Ledger], None], code: int, command: str
) -> None:
    job.write("Sven")
    with Ledger(job.folder / "job.ledger.sqlite", "new-members") as ledger:
        take_in(read_job(job.file), ledger.add)
        before(ledger)
    said = job.fill()
    assert (said.code, sent()) == (code, 0), said.err
    assert command in said.err


@pytest.mark.full
def test_two_who_start_the_same_job_send_each_row_once(job: Job, sent: Callable[[], int], learned: Path) -> None:
    names = [f"Tom{n}" for n in range(6)]
    job.write(*names)
    knowing(job, learned)
    both = [subprocess.Popen(job.command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate(timeout=LIMIT_S)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert (sent(), job.states()) == (6, ["confirmed"] * 6)
    assert all("6 rows: 6 confirmed; " in each for each in said), "what others did is not left"


@pytest.mark.full
def test_a_dry_run_goes_through_all_rows(job: Job, sent: Callable[[], int], learned: Path) -> None:
    job.write("Vera", "Vito")
    knowing(job, learned)
    said = job.fill("--dry-run")
    assert (said.code, sent()) == (0, 0), said.err
    assert not (job.folder / "job.ledger.sqlite").exists()


@pytest.mark.full
def test_all_rows_may_wait_for_a_yes(job: Job, sent: Callable[[], int], learned: Path) -> None:
    job.write("Wim", "Wanda", "Walt", more="review: all")
    knowing(job, learned)
    said = job.fill()
    assert (said.code, sent(), job.states()) == (5, 0, ["ready", "ready", "ready"]), said.err
    assert run(["job", "approve", str(job.file), "--row", "2"]) == 0
    assert (job.fill().code, sent(), job.states()) == (5, 1, ["ready", "confirmed", "ready"])


@pytest.mark.full
def test_a_dry_run_leaves_the_results_of_the_real_one_alone(job: Job, sent: Callable[[], int], learned: Path) -> None:
    job.write("Ulla")
    knowing(job, learned)
    assert job.fill().code == 0
    before = (job.folder / "job.results.csv").read_bytes()
    assert (job.fill("--dry-run").code, sent()) == (0, 1)
    assert (job.folder / "job.results.csv").read_bytes() == before


@pytest.mark.full
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_it_in_order_and_twice_at_once(job: Job, sent: Callable[[], int], learned: Path, times: int) -> None:
    names = [f"Xenia{times}{n}" for n in range(3)]
    job.write(*names)
    knowing(job, learned)
    with subprocess.Popen(job.command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        wait_for(lambda: sent() > 0)
        process.send_signal(signal.SIGINT)
        said = next(line for line in process.stderr if "stopping" in line)
        if times == 2:
            process.send_signal(signal.SIGINT)
        said += process.communicate(timeout=LIMIT_S)[1]
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "pending" in job.states()
    again = job.fill()
    assert (again.code, sent(), job.states()) == (0, 3, ["confirmed"] * 3), again.err


@pytest.mark.full
def test_a_site_that_is_down_all_the_time_uses_no_row_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = Job(tmp_path, capsys, Hours(tmp_path).url)
    job.write("Yves", "Yoko", limits="")
    said = job.fill()
    assert said.code == 1, said.err
    assert job.states() == ["pending", "pending"]


@pytest.mark.full
def test_records_that_no_longer_fit_on_the_disk_are_named(job: Job, sent: Callable[[], int], learned: Path) -> None:
    job.write("Zack", "Zita")
    knowing(job, learned)
    runs = job.folder / "runs"
    runs.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", runs], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"a small disk is needed, which only root can mount: {made.stderr.strip()}")
    try:
        said = job.fill()
        assert said.code == 1
        assert "should not have happened" not in said.err
        assert "No space left" in said.err
        subprocess.run(["mount", "-o", "remount,size=50m", runs], check=True)
        again = job.fill()
        assert (again.code, sent(), job.states()) == (0, 2, ["confirmed"] * 2), again.err
    finally:
        subprocess.run(["umount", runs], check=True)


ELSEWHERE = """<!doctype html><title>Join</title><form method="post">
<p><label>Name <input name="n"></label><p><label>E-mail <input name="e"></label><p><button>Send it</button></form>"""


def test_an_answer_that_leads_where_nobody_may_go_may_have_been_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], site: DemoSite
) -> None:
    stored = list[bytes]()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200)

        def do_POST(self) -> None:
            stored.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(303)

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Location", f"{site.url}/members")
            self.end_headers()
            self.wfile.write(ELSEWHERE.encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            del code, size

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        job = Job(tmp_path, capsys, "")
        job.table.write_text("Name,E-mail\nAda,ada@example.org\n")
        job.file.write_text(
            f"name: new-members\nstart: http://127.0.0.1:{server.server_port}/\nrows: members.csv\n"
            "key: E-mail\nsubmit: Send it\ndone_when: Thank you\n"
        )
        said = job.fill()
        again = job.fill()
        server.shutdown()
        thread.join()
    assert len(stored) == 1
    assert (said.code, again.code, job.states()) == (3, 3, ["unknown"]), said.err
