"""`handeye run`: plain words to proven steps, told line by line while they are taken, kept as a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.text import Text

from ..agent.drive import drive
from ..agent.eyes import Looker
from ..agent.policy import Policy
from ..agent.reader.brain import Reader
from ..agent.reader.parse import parse_steps
from ..agent.reader.steps import Open, Upload
from ..agent.recorder import Recorder, new_run
from ..agent.run import Run
from ..agent.state import Budget, Outcome
from ..tools.errors import BadInput, HandeyeError, nearest
from .look import Wanted, opened_as
from .terminal import plain, tell, to_json

EXIT = {"done": 0, "failed": 1, "unsure": 3, "refused": 4, "waiting": 5, "interrupted": 130}
MARKS = {"confirmed": "✓", "no_effect": "·", "wrong": "✗", "unsure": "?"}
STYLES = {"confirmed": "green", "no_effect": "yellow", "wrong": "red", "unsure": "magenta"}
BLANK = "about:blank"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    task: str
    on: Literal["browser", "desktop"] = "browser"
    start: str = ""
    headed: bool = False
    sandbox: Literal["none", "display"] = "none"
    sight_only: bool = False
    ask: Literal["never", "risky", "always"] = "risky"
    budget: str = ""
    runs: Path = Path("runs")
    as_json: bool = False
    as_lines: bool = False


async def perform(asked: Asked, environ: Mapping[str, str]) -> int:
    """The exit code; what was wrong with the words is said before anything is opened."""
    steps, budget = parse_steps(asked.task), budget_of(asked.budget)
    start = asked.start
    if not start and asked.on == "browser":
        if not isinstance(steps[0], Open):
            raise BadInput('nothing is open: begin with "open URL", or say --start URL')
        start = BLANK
    wanted = Wanted(
        on=asked.on, start=start, headed=asked.headed, sandbox=asked.sandbox, sight_only=asked.sight_only
    )  # fmt: skip
    wanted.check()
    folder = new_run(asked.runs)
    recorder = Recorder(folder)
    recorder.about(task=asked.task, start=asked.start, on=asked.on, brain="reader", sight_only=asked.sight_only)
    try:
        async with opened_as(wanted, environ) as computer:
            looker = Looker(computer, sight_only=asked.sight_only)
            named = tuple(Path(file) for step in steps if isinstance(step, Upload) for file in step.files)
            policy = Policy(ask=asked.ask, upload_from=named)
            run = Run(computer, Reader(), looker, recorder, policy, budget, watcher_of(asked))
            outcome = await drive(run, asked.task)
            looker.close()
    except HandeyeError as error:
        outcome = Outcome(status="refused" if error.exit_code == 4 else "failed", why=str(error), code=error.code)
        if isinstance(error, BadInput):
            raise
    finally:
        recorder.close()
    result = result_of(outcome, folder)
    recorder.about(result=result)
    _tell_end(asked, outcome, result)
    return EXIT[outcome.status]


def budget_of(said: str) -> Budget:
    """`steps=50,seconds=300`"""
    known = set(asdict(Budget()))
    parts: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in said.split(","))):
        name, _, number = (each.strip() for each in part.partition("="))
        if name not in known:
            raise BadInput(f'there is no budget "{name}".{nearest(name, known)} There are: {", ".join(sorted(known))}')
        if not number.isdigit() or not int(number):
            raise BadInput(f'"{part}" is no budget; write such as {name}=50')
        parts[name] = int(number)
    return Budget(**parts)


def result_of(outcome: Outcome, folder: Path) -> dict[str, object]:
    spent = outcome.spent
    return {
        "status": outcome.status,
        "code": outcome.code,
        "why": outcome.why,
        "proof": outcome.proof,
        "answer": outcome.answer,
        "steps": spent.steps,
        "seconds": round(spent.seconds, 2),
        "model_calls": spent.model_calls,
        "tokens": spent.tokens,
        "run": str(folder),
    }


def watcher_of(asked: Asked) -> Callable[[dict[str, object]], None]:
    """Tells what happens while it happens: as lines of JSON, or for people on stderr."""
    console = Console(stderr=True, highlight=False)

    def watch(event: dict[str, object]) -> None:
        if asked.as_lines:
            print(to_json(event), flush=True)
        if event["event"] == "verdict" and (event.get("proven") or event["status"] != "confirmed"):
            status, said, why = (plain(str(event.get(part, ""))) for part in ("status", "said", "why"))
            line = Text(f"{MARKS.get(status, ' ')} ", style=STYLES.get(status, ""))
            console.print(line.append(said, style="default").append(f"  {why}", style="dim"), soft_wrap=True)
        elif event["event"] == "asked":
            console.print(Text(plain(str(event["question"]))), style="bold")

    return watch


def _tell_end(asked: Asked, outcome: Outcome, result: dict[str, object]) -> None:
    if asked.as_json:
        print(to_json(result))
    elif outcome.answer is not None:
        print(plain(str(outcome.answer)))
    code = f" ({outcome.code})" if outcome.code else ""
    took = f"{outcome.spent.steps} actions in {outcome.spent.seconds:.1f} s"
    tell(f"{outcome.status}{code}: {outcome.why}; {took}; {result['run']}")
