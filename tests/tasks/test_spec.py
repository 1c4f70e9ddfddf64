"""Tasks as people write them: read whole, or refused with what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from handeye.agent.secret import Secret
from handeye.tasks.inputs import Inputs
from handeye.tasks.prepare import prepare
from handeye.tasks.secrets import read_secrets
from handeye.tasks.spec import Task, read_task
from handeye.tools.errors import BadInput, Refused

TASK = """
start: localhost:8000/join
inputs: {name: Ada, age: 36}
secrets: mine.yaml
steps:
  - type {name} into Name
  - type "{name} is {age}" into Note
  - type {pin} into PIN
checks: "'Welcome' is visible"
budget: {steps: 9}
upload_from: pictures
"""


@pytest.fixture
def task_file(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text("pin: 0471\nmail: {value: hunter2, hosts: [mail.example.org], fields: [Password]}\n")
    (tmp_path / "mine.yaml").chmod(0o600)
    file = tmp_path / "task.yaml"
    file.write_text(TASK)
    return file


def test_a_file_is_read_with_its_paths_beside_it(task_file: Path) -> None:
    ready = prepare(read_task(str(task_file)), {})
    assert ready.words.splitlines() == ['type "Ada" into Name', 'type "Ada is 36" into Note', 'type "‹pin›" into PIN']
    assert (ready.start, ready.hosts, ready.budget.steps) == ("localhost:8000/join", ("localhost:8000",), 9)
    assert ready.uploads == (task_file.parent / "pictures",)
    pin, mail = ready.secrets
    assert (pin.value, pin.hosts) == ("0471", ("localhost:8000",))
    assert (mail.hosts, mail.fields) == (("mail.example.org",), ("Password",))
    assert "hunter2" not in repr(ready)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("stepss: click Save", 'no "stepss". Did you mean "steps"?'),
        ("on: mars", "on: it happens on browser, desktop or vm:NAME"),
        ("budget: {steps: x}", "budget.steps"),
        ("steps: [click", "is not YAML"),
        ("steps: click Save\ngoal: save it", "either a goal or steps"),
        ("checks: it is nice somehow\nsteps: click Save", "not understood"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, line: str, wrong: str) -> None:
    file = tmp_path / "task.yaml"
    file.write_text(f"start: localhost:1\n{line}\n")
    with pytest.raises(BadInput, match=wrong.replace("?", r"\?").replace(".", r"\.")):
        prepare(read_task(str(file)), {})


def test_other_hosts_than_the_start_are_refused_before_anything_is_opened() -> None:
    task = Task(steps="open localhost:8000, open http://127.0.0.1:8000/x")
    with pytest.raises(Refused, match=r"--allow 127\.0\.0\.1:8000"):
        prepare(task, {})
    assert prepare(task.model_copy(update={"allow": ("127.0.0.1:8000",)}), {}).hosts == ("localhost:8000", "127.0.0.1:8000")


def test_names_in_braces_stand_for_values_and_others_are_refused() -> None:
    inputs = Inputs.of({"first": 'Ada "A" L'}, (Secret("pw", "x"),))
    assert inputs.in_words("type {first} into Name") == 'type “Ada "A" L” into Name'
    assert inputs.in_words("fill the form with {Name: {first}, Pw: {pw}}") == (
        'fill the form with {Name: “Ada "A" L”, Pw: "‹pw›"}'
    )
    assert inputs.in_address("localhost:8000/{first}?a={b}") == 'localhost:8000/Ada "A" L?a={b}'
    with pytest.raises(BadInput, match=r'"frist".*Did you mean "first"'):
        inputs.in_words("type {frist} into Name")
    with pytest.raises(BadInput, match="an input and a secret"):
        Inputs.of({"pw": "y"}, (Secret("pw", "x"),))


def test_secrets_come_from_the_environment_and_from_files_that_are_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text("pw: from the file\n")
    file.chmod(0o644)
    with pytest.raises(BadInput, match="chmod 600"):
        read_secrets(file, {})
    file.chmod(0o600)
    found = {each.name: each.value for each in read_secrets(file, {"HANDEYE_SECRET_PIN": "4711", "HANDEYE_SECRET_PW": "env"})}
    assert found == {"pin": "4711", "pw": "from the file"}
    file.write_text("pw: {value: x, host: a.example}\n")
    with pytest.raises(BadInput, match="pw host"):
        read_secrets(file, {})
    with pytest.raises(BadInput, match="cannot be read"):
        read_secrets(tmp_path / "none.yaml", {})
