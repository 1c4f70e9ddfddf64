"""Prepare: a task made ready before anything is opened: its words understood; its hosts, files and secrets known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..agent.reader.files import files_in
from ..agent.reader.parse import parse_steps
from ..agent.reader.steps import Open, Step
from ..agent.secret import Secret
from ..agent.state import Budget, Reconcile
from ..tools.browser.addresses import normal_url
from ..tools.errors import BadInput, Refused
from ..tools.hosts import AllowList, host_of, words_to_allow
from .forms.rows import with_rows
from .inputs import Inputs
from .secrets import read_secrets
from .spec import Task, budget_of

BLANK = "about:blank"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    words: str
    """Steps that a brain follows, with only the names of secrets in them."""
    start: str
    inputs: Inputs
    task: Task = field(default_factory=Task)
    hosts: tuple[str, ...] = ()
    """Where a browser may go, or what runs in a cage."""
    secrets: tuple[Secret, ...] = field(default=(), repr=False)
    checks: tuple[str, ...] = ()
    uploads: tuple[Path, ...] = ()
    reconcile: Reconcile | None = None
    budget: Budget = field(default_factory=Budget)


def prepare(task: Task, environ: Mapping[str, str], *, is_open: bool = False) -> Ready:
    """`is_open`: something is open already, so that no start need be said."""
    task.check(is_open=is_open)
    secrets = read_secrets(task.secrets, environ)
    inputs = Inputs.of(task.inputs, secrets)
    words = inputs.in_words(task.said)
    words, steps = _understood(words, task) if words else ("", ())
    start = inputs.in_address(task.start)
    reconcile = task.reconcile and Reconcile(inputs.in_address(task.reconcile.open), inputs.in_words(task.reconcile.seen))
    hosts = task.allow
    if task.on == "browser":
        start = start or _start_of(steps, is_open=is_open)
        hosts = _hosts(steps, start, task.allow)
        _refuse_others(steps, reconcile, hosts)
        secrets = tuple(replace(secret, hosts=secret.hosts or hosts) for secret in secrets)
        # The reader opens it as its first step; a model begins where something is to be seen.
        start = BLANK if task.is_for_reader and not task.start else start
    return Ready(
        task=task,
        inputs=inputs,
        words=words,
        start=start,
        hosts=hosts,
        secrets=secrets,
        checks=tuple(inputs.in_words(check) for check in task.checks),
        uploads=(*(Path(each) for each in task.upload_from), *files_in(steps)),
        reconcile=reconcile,
        budget=budget_of(task.budget),
    )


def more(words: str, ready: Ready) -> Ready:
    """Further words for a place that is open; it may go where it might before, and nowhere else."""
    said, steps = _understood(ready.inputs.in_words(words), ready.task)
    _refuse_others(steps, None, ready.hosts)
    return replace(ready, words=said, uploads=(*ready.uploads, *files_in(steps)))


def _understood(words: str, task: Task) -> tuple[str, tuple[Step, ...]]:
    """The steps; rows of files are read now, and stand in the words as what they hold. What the reader does not understand is
    for a model to make out; of that only what it opens first is known."""
    try:
        steps = parse_steps(words)
    except BadInput:
        if task.is_for_reader:
            raise
        return words, _first_of(words)
    filled = with_rows(steps, Path())
    return (words if filled == steps else "\n".join(str(step) for step in filled)), filled


def _first_of(words: str) -> tuple[Step, ...]:
    with suppress(BadInput):
        return parse_steps(re.split(r"[,;\n]|\b(?:and|then)\b", words, maxsplit=1)[0])
    return ()


def _start_of(steps: tuple[Step, ...], *, is_open: bool) -> str:
    match steps:
        case (Open(url), *_):
            return url
        case _ if is_open:
            return BLANK
        case _:
            raise BadInput('nothing is open: begin with "open URL", or say --start URL')


def _hosts(steps: tuple[Step, ...], start: str, allow: tuple[str, ...]) -> tuple[str, ...]:
    """The start's own host, and those that were allowed beside it."""
    first = start if normal_url(start) != BLANK else next((step.url for step in steps if isinstance(step, Open)), "")
    own = (normal_url(first),) if first and normal_url(first) != BLANK else ()
    return tuple(dict.fromkeys((*(_as_said(url) for url in own), *allow)))


def _as_said(url: str) -> str:
    """An address to the host that it is on, with what belongs to it."""
    where = host_of(url)
    return words_to_allow(*where) if where is not None else url


def _refuse_others(steps: tuple[Step, ...], reconcile: Reconcile | None, hosts: tuple[str, ...]) -> None:
    allowed = AllowList.parse(hosts)
    asked = [step.url for step in steps if isinstance(step, Open)] + ([reconcile.open] if reconcile else [])
    for url in asked:
        where = host_of(normal_url(url))
        if where is not None and not allowed.permits(*where):
            raise Refused(f"{url} is on another host than the start. To allow it: --allow {words_to_allow(*where)}")
