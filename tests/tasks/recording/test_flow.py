"""The file: what stands in it is read back as it was meant, values have names, and nothing is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handeye.tasks.recording.checks import stable_part
from handeye.tasks.recording.flow import Flow, Line, check_out, scalar
from handeye.tasks.recording.params import Params
from handeye.tasks.yaml_text import load
from handeye.tools.errors import BadInput
from handeye.tools.geometry import Size

TEXTS = some.text(some.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


@given(TEXTS | some.sampled_from(["18.00", "yes", "true", "null", "0471", "a: b", "- x", "{x}", "'", '"', "# x", "~", "1e3"]))
def test_any_text_is_read_back_as_the_same_text(text: str) -> None:
    assert load(f"- {scalar(text)}") == [text]
    assert load(f"- {{a: {scalar(text, in_braces=True)}, b: c}}") == [{"a": text, "b": "c"}]


def test_the_file_says_what_a_person_would_have_written(tmp_path: Path) -> None:
    flow = Flow(tmp_path / "join-the-club.ui.yaml", "http://localhost:8000/join", Size(1280, 720))
    assert flow.params.name_for("Full name *", "Ada Lovelace") == "full_name"
    assert flow.params.name_for("Voucher", "0471") == "voucher"
    assert flow.params.secret_for("Password") == "password"
    flow.add(Line("type {full_name} into Full name"))
    flow.add(Line("a drag is missing here", is_step=False))
    flow.add(Line('check that "Voucher: 10% off" is visible'))
    assert (
        flow.out.read_text()
        == """\
# Recorded with handeye. Play it: handeye test join-the-club.ui.yaml
# What was not written down belongs into secrets.yaml beside this file, which only you may read (chmod 600):
#   password: …
secrets: secrets.yaml
start: http://localhost:8000/join
size: 1280x720
cases:
  - name: join the club
    params:
      - {full_name: Ada Lovelace, voucher: '0471'}
    steps:
      - type {full_name} into Full name
      # a drag is missing here
      - 'check that "Voucher: 10% off" is visible'
"""
    )


def test_a_row_that_is_long_stands_in_several_lines(tmp_path: Path) -> None:
    flow = Flow(tmp_path / "a.ui.yaml", "localhost:8000", Size(1280, 720))
    flow.params.values = {f"field_{number}": "some words " * 3 for number in range(4)}
    flow.add(Line("click Save"))
    assert load(flow.out.read_text())["cases"][0]["params"] == [flow.params.values]


@pytest.mark.parametrize(
    ("name", "says"),
    [("flow.yaml", "flow.ui.yaml"), ("flow.ui.yml", "ui.yaml"), (".ui.yaml", "flow"), ("none/flow.ui.yaml", "no folder")],
)
def test_a_name_that_no_test_would_be_found_by_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        check_out(tmp_path / name, force=False)


def test_a_file_that_is_there_is_written_over_only_by_force(tmp_path: Path) -> None:
    out = tmp_path / "flow.ui.yaml"
    out.write_text("mine")
    with pytest.raises(BadInput, match="--force"):
        check_out(out, force=False)
    check_out(out, force=True)


def test_one_label_with_two_values_has_two_names() -> None:
    params = Params()
    assert [params.name_for("E-mail", value) for value in ("a@x", "b@x", "a@x")] == ["e_mail", "e_mail_2", "e_mail"]
    assert params.name_for("2nd line", "x") == "value_2nd_line"
    assert params.name_for("—", "y") == "value"
    assert params.name_for("姓名", "z") == "姓名"


@pytest.mark.parametrize(
    ("step", "woven"),
    [
        ("check that 'Welcome, Ada Lovelace!' is visible", "check that 'Welcome, {full_name}!' is visible"),
        ("click Edit in the row of Ada Lovelace", "click Edit in the row of {full_name}"),
        ("click Ada Lovelace", "click {full_name}"),
        ("click Edit Ada Lovelace now", "click Edit Ada Lovelace now"),
        ("check that 'Ada Lovelaces' is visible", "check that 'Ada Lovelaces' is visible"),
        ("check that '02' is visible", "check that '02' is visible"),
    ],
)
def test_a_value_that_stands_again_is_said_by_its_name(step: str, woven: str) -> None:
    params = Params({"full_name": "Ada Lovelace", "guests": "02"})
    assert params.woven(step) == woven
    assert params.is_understood(woven)


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Welcome, Ada", "Welcome, Ada"),
        ("Total 18.00", "Total 18.00"),
        ("3 members", "3 members"),
        ("Thank you! Your order number is 10493.", "Thank you! Your order number is"),
        ("Order A-10493 confirmed", "confirmed"),
        ("Saved at 12:30 pm", "Saved at"),
        ("Joined 12 March 2024", "Joined"),
        ("2024-01-02", ""),
    ],
)
def test_what_is_another_one_in_each_run_is_not_checked(text: str, stays: str) -> None:
    assert stable_part(text) == stays
