"""Flow: a `*.ui.yaml` file: cases with their steps, what they start from, and the table of what they are run with.

start: /cart
cases:
  - name: a voucher takes ten percent
    params: [{code: CLUB, total: "18.00"}, {code: CLUB10, total: "18.00"}]
    steps:
      - type {code} into Voucher
      - click Apply
      - check that Total shows {total}
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

VERBS = ("do", "check", "fill", "read", "open", "matches", "audit", "include")

Plain = Annotated[str, BeforeValidator(lambda said: said if isinstance(said, str) else _written(said))]
Seconds = Annotated[float, Field(gt=0, le=3600)]


def _written(said: object) -> object:
    """Numbers and yes or no as they were written; anything else stays, to be refused."""
    return ("yes" if said else "no") if isinstance(said, bool) else f"{said}" if isinstance(said, int | float) else said


def _several(said: object) -> object:
    return (said,) if isinstance(said, str) else said


Words = Annotated[tuple[str, ...], BeforeValidator(_several)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StepModel(_Strict):
    """One step with settings; without any its words are enough: `click Save`."""

    do: str | None = Field(
        default=None, description="Steps in plain words, each proven by sight: click Save, then type Ada into Name"
    )
    check: str | None = Field(default=None, description="What must be so: Total shows '18.00'")
    fill: Mapping[str, Plain | tuple[Plain, ...]] | None = Field(
        default=None, description="A form: its labels and what belongs there"
    )
    read: str | None = Field(default=None, description="What is read, for later steps: the order number")
    open: str | None = Field(default=None, description="An address; relative to where the tests start")
    matches: str | None = Field(default=None, description="The name of the picture that is kept of this screen")
    audit: bool | None = Field(default=None, description="Whether all can be read, reached and seen")
    include: str | None = Field(default=None, description="Another file, beside this one, whose steps are taken here")
    within: Seconds | None = Field(default=None, description="Seconds that this step may take, or a check is waited for")
    during: str | None = Field(default=None, description="With check: the steps meanwhile, for what is to be seen only briefly")
    as_: str | None = Field(default=None, alias="as", description="With read: the name that later steps call it by, as {name}")
    ignore: Words = Field(default=(), description="With matches and audit: what may be otherwise, in words")
    region: str = Field(default="", description="With matches: the part of the screen, in words")
    tolerance: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.0, description="With matches: the share of pixels that may differ"
    )
    only: Words = Field(default=(), description="With audit: the kinds to look for")
    width: int | None = Field(default=None, description="With audit: how wide the window is meanwhile")

    @model_validator(mode="after")
    def _is_one(self) -> StepModel:
        said = [verb for verb in VERBS if getattr(self, verb) not in (None, False)]
        if len(said) != 1:
            raise ValueError(f"a step says one of {', '.join(VERBS)}; this one says {' and '.join(said) or 'none'}")
        for setting, verbs in BELONGS.items():
            if getattr(self, setting) not in (None, (), "", 0.0) and said[0] not in verbs:
                raise ValueError(f'"{setting.rstrip("_")}" goes with {" and ".join(verbs)}, not with {said[0]}')
        return self

    @property
    def verb(self) -> str:
        return next(verb for verb in VERBS if getattr(self, verb) not in (None, False))


BELONGS: dict[str, tuple[str, ...]] = {
    "within": ("do", "check", "matches"),
    "during": ("check",),
    "as_": ("read",),
    "ignore": ("matches", "audit"),
    "region": ("matches",),
    "tolerance": ("matches",),
    "only": ("audit",),
    "width": ("audit",),
}

Step = str | StepModel
Steps = tuple[Step, ...]
Params = tuple[Mapping[str, Plain], ...] | str


class CaseModel(_Strict):
    name: str
    steps: Steps = Field(min_length=1)
    params: Params = Field(
        default=(), description="A table, one test for each row; or the name of a CSV, JSON or XLSX file beside"
    )
    tags: Words = Field(default=(), description="Markers of pytest, to choose tests by: handeye test -m slow")
    start: str | None = Field(default=None, description="Where this case starts, if not where the others do")


class FlowModel(_Strict):
    start: str = Field(default="", description="An address; relative to where the tests start (--handeye-start)")
    size: str | None = Field(default=None, pattern=r"^\d{2,5}\s*[x×]\s*\d{2,5}$", description="Of the page: 1280x720")
    locale: str | None = Field(default=None, description="Such as de-DE")
    timezone: str | None = Field(default=None, description="Such as Europe/Berlin")
    scheme: Literal["light", "dark", "no-preference"] | None = None
    on: str = Field(default="browser", pattern=r"^(browser|desktop|vm|vm:.+)$", description="Or vm:NAME, a machine that is up")
    reset: str | None = Field(default=None, description="The snapshot of a machine that each case begins with")
    allow: Words = Field(default=(), description="Hosts beside the start's own")
    secrets: Path | None = Field(
        default=None, description="A file of secrets that only its owner may read; said {name} in steps"
    )
    inputs: Mapping[str, Plain] = Field(default_factory=dict, description="What {name} stands for in all cases")
    tags: Words = ()
    params: Params = Field(default=(), description="A table that all cases are run with which have none of their own")
    setup: Steps = Field(default=(), description="Steps before each case")
    teardown: Steps = Field(default=(), description="Steps after each case, whatever came of it")
    cases: tuple[CaseModel, ...] = ()
    steps: Steps = Field(default=(), description="Of a file that is one case, or is only there to be included")

    @model_validator(mode="after")
    def _has_something(self) -> FlowModel:
        if bool(self.cases) is bool(self.steps):
            raise ValueError("a file has either cases, each with a name and steps, or steps")
        return self


def schema() -> dict[str, Any]:
    """For editors: what may be written, and what it means."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FlowModel.model_json_schema(by_alias=True),
        "title": "UI tests of handeye (*.ui.yaml)",
    }
