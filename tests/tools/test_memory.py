"""Memory: the same pixels say the same the next time, at once; and whatever is wrong with the file, only time is lost."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handeye.tools import memory, sight
from handeye.tools.drawing import write
from handeye.tools.frame import Frame
from handeye.tools.memory import Memory
from handeye.tools.reading import reader
from handeye.tools.reading.recogniser import recogniser
from handeye.tools.sight import Eyes

NAME = b"a picture"


def form(title: str) -> Frame:
    image = Image.new("RGB", (400, 200), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    write(draw, 20, 20, title, 24, (0, 0, 0))
    write(draw, 20, 80, "Your name", 16, (0, 0, 0))
    draw.rectangle((120, 74, 320, 104), outline=(90, 90, 90))
    draw.rectangle((120, 130, 200, 162), fill=(20, 60, 160))
    write(draw, 140, 136, "Save", 16, (255, 255, 255))
    return Frame.of(np.asarray(image), "test")


class Asked:
    """The recogniser, and how many lines it was asked for."""

    def __init__(self) -> None:
        self.lines = 0

    def recognise(self, crops: Sequence[Any]) -> list[Any]:
        self.lines += len(crops)
        return recogniser().recognise(crops)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(reader, "recogniser", lambda: asked)
    return asked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some folder" / "seen.sqlite"


def kept(path: Path, said: Any, name: bytes = NAME) -> None:
    one = Memory(path)
    one.keep(name, said)
    one.close()


def found(path: Path, name: bytes = NAME) -> Any:
    one = Memory(path)
    try:
        return one.find(name)
    finally:
        one.close()


def test_the_same_picture_is_neither_read_nor_looked_at_again(
    path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    learning = Memory(path)
    first = Eyes(learning).understand(form("Sign up"))
    learning.close()
    assert asked.lines >= 3
    assert {line.text for line in first.lines} == {"Sign up", "Your name", "Save"}
    assert {widget.kind for widget in first.widgets} >= {"field", "button"}
    asked.lines = 0
    monkeypatch.setattr(sight, "partial", None)  # what a look for widgets begins with
    again = Eyes(Memory(path)).understand(form("Sign up"))
    assert asked.lines == 0
    assert (again.lines, again.widgets) == (first.lines, first.widgets)


def test_of_a_picture_that_changed_only_the_new_line_is_read(path: Path, asked: Asked) -> None:
    learning = Memory(path)
    Eyes(learning).read(form("Sign up"))
    learning.close()
    asked.lines = 0
    assert "Sign in" in [line.text for line in Eyes(Memory(path)).read(form("Sign in"))]
    assert asked.lines == 1


def test_a_widget_that_a_changed_word_makes_another_is_looked_at_again(path: Path) -> None:
    learning = Memory(path)
    Eyes(learning).understand(form("Sign up"))
    learning.close()
    changed = form("Sign in")
    assert Eyes(Memory(path)).understand(changed).widgets == Eyes().understand(changed).widgets


def test_what_others_wrote_meanwhile_stays(path: Path) -> None:
    one, other = Memory(path), Memory(path)
    one.keep(b"one", 1)
    other.keep(b"other", [2, np.float32(0.5)])
    one.close()
    other.close()
    assert (found(path, b"one"), found(path, b"other")) == (1, [2, 0.5])


def test_many_begin_it_at_once(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for n in range(8):
            pool.submit(kept, path, n, str(n).encode())
    assert [found(path, str(n).encode()) for n in range(8)] == list(range(8))


def test_another_reader_believes_nothing_of_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(path, "old")
    monkeypatch.setattr(memory, "_made_by", lambda: "another version")
    assert found(path) is None
    kept(path, "new")
    assert found(path) == "new"


@pytest.mark.parametrize("bytes_", [b"", b"no database at all" * 100])
def test_a_file_that_is_none_is_begun_anew(path: Path, bytes_: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(bytes_)
    assert found(path) is None
    kept(path, "said")
    assert found(path) == "said"


def test_where_nothing_can_be_written_it_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    one = Memory(tmp_path / "file" / "seen.sqlite")
    one.keep(NAME, "said")
    assert one.find(NAME) == "said"
    one.close()


def test_the_longest_unused_go_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 2)
    for name in (b"1", b"2"):
        kept(path, "said", name)
    assert found(path, b"1") == "said"
    kept(path, "said", b"3")
    assert [found(path, name) for name in (b"1", b"2", b"3")] == ["said", None, "said"]
