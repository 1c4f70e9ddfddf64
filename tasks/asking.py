"""Asking: what was said on the command line becomes a task, or the going on of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..tools.errors import BadInput, Unsupported
from .keeping import Keep
from .running import Asked, Reply, perform, resume
from .session import Ways
from .spec import VM, Asking, Task, read_task, where_said


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """The options of `handeye run`; what is empty was not said."""

    task: str = ""
    on: str = ""
    start: str = ""
    headed: bool = False
    sandbox: Literal["none", "display", "container"] = "none"
    cage: bool = True
    volumes: tuple[str, ...] = ()
    sight_only: bool = False
    allow: tuple[str, ...] = ()
    secrets: Path | None = None
    ask: Asking | None = None
    budget: str = ""
    undo: bool = False
    freeze: bool = False
    model: str = ""
    keep: Keep = "all"
    keep_thoughts: bool = False
    runs: Path = Path("runs")
    resume: str = ""
    yes: bool = False
    no: bool = False
    answer: str = ""
    as_json: bool = False
    as_lines: bool = False


async def said_on_command_line(given: Given, environ: Mapping[str, str]) -> int:
    """The exit code."""
    if given.sandbox == "none" and given.volumes:
        raise BadInput("--volume is for --sandbox display and --sandbox container")
    if given.sandbox != "display" and not given.cage:
        raise BadInput("--no-cage is for --sandbox display")
    if given.volumes and not given.cage:
        raise BadInput("without a cage everything is to be seen; leave out --volume or --no-cage")
    ways = Ways(
        headed=given.headed,
        sandbox=given.sandbox,
        cage=given.cage,
        volumes=given.volumes,
        sight_only=given.sight_only,
        keep_thoughts=given.keep_thoughts,
        undo=given.undo,
        freezes=given.freeze,
    )
    asked = Asked(ways=ways, runs=given.runs, keep=given.keep, as_json=given.as_json, as_lines=given.as_lines)
    reply = _reply(given)
    if given.resume:
        if given.task:
            raise BadInput("a run that goes on knows what to do; leave out the steps")
        return await resume(given.resume, reply, asked, environ)
    if reply is not None:
        raise BadInput("--yes, --no and --answer go with --resume RUN")
    task = task_of(given)
    _refuse_elsewhere(given, task)
    return await perform(task, asked, environ)


def _refuse_elsewhere(given: Given, task: Task) -> None:
    """What the place that was asked for has not."""
    is_machine = task.on.startswith(VM)
    if (given.undo or given.freeze) and not is_machine:
        raise Unsupported(f"a {task.on} cannot go back to how it was, nor stand still; leave out --undo and --freeze")
    if is_machine and (task.start or given.sandbox != "none" or given.headed):
        raise BadInput("a machine is a sandbox of its own and shows what runs in it; leave out --start, --sandbox and --headed")
    if is_machine and task.allow:
        raise BadInput("a machine's hosts are said when it is started: handeye sandbox up NAME --allow HOST; leave out --allow")
    if given.sandbox == "container" and task.on != "desktop":
        raise BadInput("a container takes desktop programs (--on desktop); a browser is put in a cage: --sandbox display")


def _reply(given: Given) -> Reply:
    said = [each for each in (given.yes, given.no, given.answer) if each]
    if len(said) > 1:
        raise BadInput("say one of --yes, --no and --answer")
    return True if given.yes else False if given.no else given.answer or None


def task_of(given: Given) -> Task:
    """What the options say wins over what the file says."""
    task = read_task(given.task)
    over: dict[str, object] = {
        "on": given.on and where_said(given.on),
        "start": given.start,
        "secrets": given.secrets,
        "ask": given.ask,
        "model": given.model,
        "allow": (*task.allow, *given.allow) if given.allow else (),
        "budget": {**task.budget, **budget_parts(given.budget)} if given.budget else {},
    }
    return task.model_copy(update={name: value for name, value in over.items() if value})


def budget_parts(said: str) -> dict[str, int]:
    """`steps=50,seconds=300`"""
    parts: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in said.split(","))):
        name, _, number = (each.strip() for each in part.partition("="))
        if not number.isdigit():
            raise BadInput(f'"{part}" is no budget; write such as {name or "steps"}=50')
        parts[name] = int(number)
    return parts
