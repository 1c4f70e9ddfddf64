"""`handeye doctor --model SPEC`: whether a model can be worked with, told line by line, with the way out of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict

from ..tools.errors import BadInput
from .brains import Models, Spec, parse_spec
from .terminal import plain, tell, to_json


async def check_models(said: str, environ: Mapping[str, str], *, as_json: bool) -> bool:
    """Whether all is well with all of them. They are shown a drawn picture, and nothing of this machine."""
    spec = parse_spec(said)
    if spec == Spec():
        raise BadInput("the reader needs no model; say which one to check, such as --model http://localhost:8000/v1")
    async with AsyncExitStack() as stack:
        models = Models(environ, stack, _told)
        named = [each for each in (spec.instruct, spec.thinking) if each]
        checked = [await _check_one(each, models, as_json=as_json) for each in named]
    if as_json:
        print(to_json({"models": checked}))
    return all(each["works"] for each in checked)


async def _check_one(spec: str, models: Models, *, as_json: bool) -> dict[str, object]:
    from ..agent.models.checkup import Finding, check

    findings: list[Finding] = []
    if not as_json:
        print(spec)
    async for finding in check(await models.model(spec)):
        findings.append(finding)
        if not as_json:
            print(f"  {plain(finding.line)}", flush=True)
    works = all(finding.is_ok for finding in findings)
    return {"model": spec, "works": works, "findings": [asdict(finding) for finding in findings]}


def _told(event: str, /, **more: object) -> None:
    if why := more.get("why"):
        tell(f"{event}: {why}")
