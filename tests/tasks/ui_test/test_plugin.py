"""The plugin in somebody else's project: what passes, what does not and says why, and what is left of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.tasks.ui_test.conftest import Ran, run_pytest

TESTS = """
import pytest
from pydantic import BaseModel
from tools.names import NAME  # the project's own folder of that name


class Book(BaseModel):
    title: str
    price: str


def test_passes(screen):
    screen.check("'Books' is visible and the title is 'Books of Ada' and the address ends with '/'")
    screen.do(f"type {NAME} into Name")
    screen.check(f"Name shows '{NAME}' and Delete is disabled and Save is enabled")
    screen.check("Total is 18.00 and Total is less than 20 and there are 2 rows under Price")
    screen.check("the Price column is sorted ascending and 'Emma' is above 'Ulysses'")
    assert screen.read("the books", list[Book]) == [Book(title="Emma", price="£7.00"), Book(title="Ulysses", price="£11.00")]
    screen.do("click Export")
    screen.check("the file 'report.csv' is downloaded")


def test_toast(screen):
    screen.check("'Saved' is not visible")
    screen.check("a 'Saved' message appears", during="click Save")
    screen.check("'Saved' is not visible")


@pytest.mark.screen(start="/late")
def test_toast_of_a_timer(screen):
    screen.check("a 'Saved' message appears", during="click Save")


def test_toast_that_never_comes(screen):
    screen.check("a 'Deleted' message appears", during="click Save", within=1)


def test_wrong_total(screen):
    screen.check("Total shows '£19.00'", within=0.5)


def test_wrong_label(screen):
    screen.do("click Safe")


def test_wrong_label_in_a_form(screen):
    screen.fill({"Nane": "Ada"})


def test_fills(screen):
    screen.fill({"Name": "Ada"})
    screen.check("Name shows 'Ada'")


def test_nobody_can_tell(screen):
    screen.check("Save is checked", within=0.5)


def test_below_the_fold(screen):
    screen.open("/far")
    screen.check("'The very end' is visible")
    screen.open("/gone")
    screen.check("'Nothing here' is visible")


@pytest.mark.screen(start="/asks")
def test_dialog_closes(screen):
    screen.do("click Send, click Keep writing")
    screen.check("'Send it now?' is not visible")


@pytest.mark.screen(size="400x300")
def test_page_of_playwright(screen):
    screen.page.get_by_label("Name").fill("Grace")
    screen.check("Name shows 'Grace'")
    assert screen.page.viewport_size is None or screen.page.evaluate("innerWidth") == 400


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.mark.anyio
async def test_awaited(screen):
    await screen.do("type Ada into Name")
    await screen.check("Name shows 'Ada'")
    assert await screen.page.title() == "Books of Ada"


@pytest.mark.anyio
async def test_two_awaited(screen, screen_on):
    other = screen_on("browser", start="/far")
    await screen.do("type Ada into Name")
    await other.check("'Far' is visible")
    await screen.check("Name shows 'Ada'")


@pytest.mark.anyio
async def test_only_others_awaited(screen_on):
    await screen_on("browser", start="/far").check("'Far' is visible")


def test_two_screens(screen, screen_on):
    other = screen_on("browser", start="/far")
    screen.do("type Ada into Name")
    other.check("'Far' is visible")
    screen.check("Name shows 'Ada'")


@pytest.mark.screen(strat="/")
def test_slip_in_the_marker(screen):
    pass


@pytest.mark.screen(start="http://127.0.0.1:9999/")
def test_nothing_answers(screen):
    pass


def test_without_a_screen():
    pass
"""
HEAVY = ("numpy", "cv2", "playwright", "onnxruntime", "langgraph", "PIL", "pydantic")
PASSING = (
    "passes",
    "toast",
    "toast_of_a_timer",
    "fills",
    "below_the_fold",
    "dialog_closes",
    "page_of_playwright",
    "awaited",
    "two_awaited",
    "only_others_awaited",
    "two_screens",
    "without_a_screen",
)


@pytest.fixture(scope="module")
def ran(books: str, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("project")
    (folder / "test_books.py").write_text(TESTS)
    for name in ("tools", "agent", "tasks"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("")
    (folder / "tools" / "names.py").write_text('NAME = "Ada"\n')
    return run_pytest(folder, "-n", "2", f"--handeye-start={books}")


@pytest.mark.parametrize("name", PASSING)
def test_what_is_so_passes(ran: Ran, name: str) -> None:
    assert ran.kind(f"test_{name}") == "passed", ran.message(f"test_{name}") + ran.output


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("toast_that_never_comes", "failure", ("'Deleted'", "during: click Save")),
        ("wrong_total", "failure", ("Total shows '£19.00'", "seen instead", "£18.00", "picture: handeye-report/tests/")),
        ("wrong_label", "failure", ("click Safe", "Safe", "Save")),
        ("wrong_label_in_a_form", "failure", ('"Nane" is not there', 'nearest is "Name" field')),
        ("nobody_can_tell", "failure", ("unsure", "checked")),
        ("slip_in_the_marker", "error", ("test_books.py:", 'no "strat"')),
        ("nothing_answers", "error", ("test_books.py:", "127.0.0.1:9999", "nothing answers")),
    ],
)
def test_what_is_not_so_says_why(ran: Ran, name: str, kind: str, words: tuple[str, ...]) -> None:
    message = ran.message(f"test_{name}")
    assert ran.kind(f"test_{name}") == kind, ran.output
    assert all(word in message for word in words), message


def test_what_is_left_of_a_run(ran: Ran) -> None:
    report = ran.folder / "handeye-report"
    assert "handeye-report/report.html" in ran.output
    told = {name: each[-1] for name, each in ran.told().items()}
    assert told["test_wrong_total"]["verdict"] == "failed"
    assert told["test_nobody_can_tell"]["verdict"] == "unsure"
    assert "test_without_a_screen" not in told
    picture = report / "tests" / _folder_of(ran, "test_wrong_total") / str(told["test_wrong_total"]["picture"])
    assert picture.is_file()
    properties = {each.get("name"): each.get("value") for each in ran.cases()["test_wrong_total"].iter("property")}
    assert Path(str(properties["handeye_evidence"])).is_dir()
    assert Path(str(properties["handeye_picture"])).is_file()
    page = (report / "report.html").read_text()
    assert "test_wrong_total" in page
    assert "unsure: check that Save is checked" in ran.output


def _folder_of(ran: Ran, name: str) -> str:
    (folder,) = (each for each in (ran.folder / "handeye-report" / "tests").iterdir() if f"-{name}-" in each.name)
    return folder.name


def test_unsure_may_be_skipped_and_what_is_flaky_is_tried_again(books: str, tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pathlib\n"
        "def test_unsure(screen):\n    screen.check('Save is checked', within=0.3)\n"
        "def test_flaky(screen):\n"
        "    been = pathlib.Path('been')\n"
        "    if not been.exists():\n        been.touch()\n        screen.check(\"'Nowhere' is visible\", within=0.3)\n"
        "    screen.check(\"'Books' is visible\")\n"
    )
    ran = run_pytest(tmp_path, f"--handeye-start={books}", "--handeye-unsure=skip", "--reruns=1")
    assert ran.code == 0, ran.output
    assert ran.kind("test_unsure") == "skipped"
    assert [each["verdict"] for each in ran.told()["test_flaky"]] == ["failed", "passed"]
    assert [each["attempt"] for each in ran.told()["test_flaky"]] == [1, 2]


def test_what_was_read_is_remembered_where_pytest_remembers(books: str, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nhandeye_start = {books}\n")
    (tmp_path / "test_one.py").write_text("def test_one(screen):\n    screen.check(\"'Ulysses' is visible\")\n")
    assert run_pytest(tmp_path).code == 0
    assert not [*tmp_path.rglob("*.sqlite")], "pytest was told to keep nothing"
    for runs in (1, 2):
        assert run_pytest(tmp_path, "-p", "cacheprovider").code == 0
        with closing(sqlite3.connect(tmp_path / ".pytest_cache" / "d" / "handeye" / "seen.sqlite")) as file:
            known = dict(file.execute("SELECT said, used FROM known").fetchall())
        assert [used for said, used in known.items() if "Ulysses" in said] == [runs]


def test_of_tests_with_secrets_nothing_is_remembered(books: str, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nhandeye_start = {books}\n")
    (tmp_path / "mine.env").write_text("code: Xylophone\n")
    (tmp_path / "mine.env").chmod(0o600)
    (tmp_path / "test_one.py").write_text(
        "import pytest\n@pytest.mark.screen(secrets='mine.env')\n"
        "def test_one(screen):\n    screen.do('type {code} into Name')\n    screen.check(\"'Ulysses' is visible\")\n"
    )
    done = run_pytest(tmp_path, "-p", "cacheprovider")
    assert done.code == 0, done.output
    with closing(sqlite3.connect(tmp_path / ".pytest_cache" / "d" / "handeye" / "seen.sqlite")) as file:
        assert file.execute("SELECT said FROM known").fetchall() == []


def test_what_uses_no_screen_is_told_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_plain.py").write_text("def test_plain():\n    pass\n")
    (tmp_path / "conftest.py").write_text(
        "import atexit, pathlib, sys\n"
        f"heavy = {HEAVY!r}\n"
        "atexit.register(lambda: pathlib.Path('loaded').write_text(' '.join(name for name in heavy if name in sys.modules)))\n"
    )
    # Other people's plugins load what they like.
    ran = run_pytest(tmp_path, "--disable-plugin-autoload", "-p", "handeye.tasks.ui_test.plugin")
    assert (tmp_path / "loaded").read_text() == ""
    assert ran.code == 0
    assert "films and verdicts" not in ran.output
    assert not (tmp_path / "handeye-report").exists()


def test_settings_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nhandeye_unsure = maybe\n")
    ran = run_pytest(tmp_path)
    assert ran.code == 4
    assert 'handeye_unsure is "fail" or "skip", not "maybe"' in ran.output


def test_a_foreign_folder_is_not_taken_for_the_report(books: str, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.png").write_text("mine")
    (tmp_path / "test_one.py").write_text("def test_one(screen):\n    screen.check(\"'Books' is visible\")\n")
    ran = run_pytest(tmp_path, f"--handeye-start={books}", "--handeye-report=photos")
    assert ran.code != 0
    assert "me.png" in ran.output
    assert (tmp_path / "photos" / "me.png").read_text() == "mine"
