"""Items: the cases of a `*.ui.yaml` file as tests of pytest, which see the same fixtures as those in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from ...tools.errors import BadInput, HandeyeError
from .cases import Case, Ready, cases_in
from .plugin import SETTINGS
from .sync import UiScreen


class UiFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        model = self.config.stash[SETTINGS].model
        try:
            cases = list(cases_in(self.path, with_a_model=model != "reader"))
        except BadInput as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield cast("Any", UiItem).from_parent(self, name=case.name, callobj=_test(case), case=case)


class UiItem(pytest.Function):
    """A function of pytest's, so that its fixtures, reruns and markers are as ever."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)  # pyright: ignore[reportUnknownMemberType]
        self.case = case
        for tag in case.tags:
            self.config.addinivalue_line("markers", f"{tag}: a tag of UI tests")
            self.add_marker(tag)
        self.add_marker(pytest.mark.screen(**{name: said for name, said in case.opening.items() if said}))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.line - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], **_: Any) -> Any:
        """What went wrong in the file's own words; a slip of ours with all that Python says."""
        if isinstance(excinfo.value, HandeyeError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


def _test(case: Case) -> Callable[[UiScreen], None]:
    def case_of_file(screen: UiScreen) -> None:
        names: dict[str, str] = {}
        try:
            _take(screen, (*case.setup, *case.steps), names)
        finally:
            _take(screen, case.teardown, names)

    return case_of_file


def _take(screen: UiScreen, steps: Sequence[Ready], names: dict[str, str]) -> None:
    for ready in steps:
        screen.place = ready.at
        _step(screen, ready, names)


def _step(screen: UiScreen, ready: Ready, names: dict[str, str]) -> None:
    step = ready.step
    screen.know(names)
    if step.do is not None:
        screen.do(step.do, step.within)
    elif step.check is not None:
        screen.check(step.check, step.within, step.during or "")
    elif step.fill is not None:
        screen.fill({label: screen.said(value) for label, value in step.fill.items()})
    elif step.read is not None:
        names[step.as_ or step.read] = str(screen.read(step.read))
    elif step.open is not None:
        screen.open(str(screen.said(step.open)))
    elif step.matches is not None:
        screen.matches(step.matches, step.ignore, step.region, step.tolerance, step.within)
    else:
        screen.audit(step.only or None, step.ignore, step.width)
