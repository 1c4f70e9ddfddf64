"""The command line: what is wrong is one clear line on stderr, with the right exit code."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer
from typer.main import get_command

from ..tools.errors import BadInput, HandeyeError, nearest
from ..tools.geometry import Size
from .forms.job_cli import job_app
from .sandboxes.cli import sandbox_app
from .size import size_said
from .terminal import tell

DEBUG = "HANDEYE_DEBUG"
INTERRUPTED = 130

app = typer.Typer(
    name="handeye",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    signal.signal(signal.SIGTERM, _end_as_ctrl_c_does)
    sys.exit(run(sys.argv[1:], debug=os.environ.get(DEBUG, "") not in ("", "0")))


def _end_as_ctrl_c_does(_number: int, _frame: object) -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a shell starts what it puts in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def run(arguments: list[str], *, debug: bool = False) -> int:
    """The exit code of one command line; whatever goes wrong is said in one line."""
    try:
        code = get_command(app).main(arguments, prog_name="handeye", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if debug:
            raise
        tell(_in_words(error))
        return error.exit_code if isinstance(error, HandeyeError | typer.TyperException) else 1
    if code == INTERRUPTED:
        tell("interrupted")
    return code if isinstance(code, int) else 0


def _in_words(error: Exception) -> str:
    if isinstance(error, HandeyeError):
        return str(error)
    if isinstance(error, typer.TyperException):
        return _usage(error)
    return f"this should not have happened: {type(error).__name__}: {error}. With {DEBUG}=1 it shows where; please report it"


def _usage(error: typer.TyperException) -> str:
    said = error.format_message().replace("'", '"').replace(": Value error, ", ": ")
    context = getattr(error, "ctx", None)
    if flag := re.match(r"No such option: (\S+)", said):
        known = [name for parameter in context.command.params for name in parameter.opts] if context else []
        said = f'unknown option "{flag[1]}".{nearest(flag[1], known)}'
    elif choice := re.search(r': "(.*)" is not one of (.*)', said):
        known = re.findall(r"\w+", choice[2])
        said = f"{said.rstrip('.')}.{nearest(choice[1], known)}"
    said = said.rstrip(".")
    end = " " if said.endswith("?") else ". "
    return f'{said[:1].lower()}{said[1:]}{end}"{getattr(context, "command_path", "handeye")} --help" lists what there is'


def _size(said: str) -> Size:
    try:
        return size_said(said)
    except BadInput as error:
        raise typer.BadParameter(str(error)) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"handeye {version('handeye')}")
        raise typer.Exit


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout; what is for people goes to stderr.")]
Kept = Annotated[Path, typer.Option(metavar="FOLDER", help="Where runs are kept.")]
Headed = Annotated[bool, typer.Option("--headed", help="Show the browser's window.")]
Sandbox = Annotated[
    Literal["none", "display", "container"],
    typer.Option(help="Where it happens: here, on a display of its own, or in a container."),
]
SightOnly = Annotated[bool, typer.Option("--sight-only", help="Do not ask the computer what stands where.")]
Seed = Annotated[int, typer.Option(help="What the random parts begin with; the same seed does the same.")]


@app.callback(invoke_without_command=True)
def handeye(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Say what you want done on a screen. handeye looks, decides, acts, and checks by sight that it happened.

    Begin with "handeye doctor" (is everything there?) and "handeye demo" (see it work).

    Exit codes: 0 done, 1 not done, 2 bad input, 3 unsure, 4 refused by policy, 5 waiting for a person, 130 interrupted.
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command(short_help="Show what it sees, and save it as a picture.")
def look(
    on: Annotated[str, typer.Option(metavar="browser|desktop|vm:NAME", help="What to look at.")] = "browser",
    start: Annotated[
        str,
        typer.Option(metavar="WHAT", help="What to open: a URL; with --on desktop --sandbox display, a program to start."),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Save the picture, with what was seen drawn on it.")
    ] = None,
    as_json: Json = False,
    size: Annotated[
        Size | None,
        typer.Option(parser=_size, metavar="WxH", help="Size of the page, or of a private display, in px. [1280x720]"),
    ] = None,
    scale: Annotated[float, typer.Option(help="Picture px per page px, such as 2 for a fine screen (browser).")] = 1.0,
    headed: Headed = False,
    sandbox: Sandbox = "none",
    sight_only: SightOnly = False,
    attach: Annotated[
        str,
        typer.Option(metavar="CDPURL", help="Look at a running browser, such as http://127.0.0.1:9222; it is left running."),
    ] = "",
) -> None:
    """Show what it sees: the picture, and what can be used in it, with the place of each.

    \b
    handeye look --start localhost:8000 -o see.png
    handeye look --start https://example.org --size 390x844 --scale 3 --json
    handeye look --on desktop -o screen.png
    """
    from .look import show
    from .place import Wanted

    asyncio.run(
        show(
            Wanted(
                on=on, start=start, output=output, size=size, scale=scale, headed=headed,
                sandbox=sandbox, sight_only=sight_only, attach=attach,
            ),
            os.environ,
            as_json=as_json,
        )
    )  # fmt: skip


@app.command(name="run", short_help="Do what plain words say, and prove each step by sight.")
def run_task(
    task: Annotated[str, typer.Argument(help="The steps in plain words, or a task.yaml.", show_default=False)] = "",
    on: Annotated[str, typer.Option(metavar="browser|desktop|vm:NAME", help="Where to do it. [browser]")] = "",
    start: Annotated[str, typer.Option(metavar="WHAT", help="What to open first: a URL, or a program on a desktop.")] = "",
    headed: Headed = False,
    sandbox: Sandbox = "none",
    no_cage: Annotated[
        bool, typer.Option("--no-cage", help="With --sandbox display: what runs there sees this machine as you do.")
    ] = False,
    volume: Annotated[
        list[str] | None,
        typer.Option(metavar="FOLDER[:rw]", help="A folder that is seen in the cage, too, and :rw can be written to."),
    ] = None,
    sight_only: SightOnly = False,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="A host that the browser may reach beside the start's own, or a program in a cage; may be said again.",
        ),
    ] = None,
    secrets: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML that only you may read; {name} in the steps stands for what it says there."),
    ] = None,
    ask: Annotated[
        Literal["never", "risky", "always"] | None,
        typer.Option(help="What a person is asked before it is done; what your own words name is approved by them. [risky]"),
    ] = None,
    budget: Annotated[str, typer.Option(metavar="PART=N,…", help="Such as steps=50,seconds=300.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take back what went wrong (virtual machines).")] = False,
    freeze: Annotated[
        bool, typer.Option("--freeze", help="Let it stand still while a brain thinks (virtual machines).")
    ] = False,
    model: Annotated[
        str,
        typer.Option(
            metavar="SPEC",
            help="The brain: reader (built in), qwen3-vl-4b and its like, a hub id, a folder, a server such as "
            "http://localhost:8000/v1, or two of these: instruct=SPEC,thinking=SPEC. [reader]",
        ),
    ] = "",
    keep_thoughts: Annotated[
        bool, typer.Option("--keep-thoughts", help="Write down what a model thought before it answered, too.")
    ] = False,
    keep: Annotated[
        Literal["all", "evidence", "failed"],
        typer.Option(help="Which pictures stay: all, those that verdicts rest on, or none of a run that is done."),
    ] = "all",
    runs: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the record of the run is kept.")] = Path("runs"),
    resume: Annotated[str, typer.Option(metavar="RUN", help="Go on with a run that waits, or was cut off.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="With --resume: yes to what it asked.")] = False,
    no: Annotated[bool, typer.Option("--no", help="With --resume: no.")] = False,
    answer: Annotated[str, typer.Option(metavar="TEXT", help="With --resume: the answer to its question.")] = "",
    as_json: Json = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="Print each event as one line of JSON.")] = False,
) -> None:
    """Do what plain words say, step by step; each is proven by what is to be seen, and nothing is called done without.

    \b
    handeye run "open localhost:8000, type Ada into Name, press Save, check that 'Saved' is visible"
    handeye run "click Settings, switch Dark mode on" --start localhost:8000 --json
    handeye run "find the cheapest flight to Oslo" --start localhost:8000 --model http://localhost:8001/v1
    handeye run task.yaml
    handeye run --resume 20260301-101500-3f9a --yes
    handeye steps                       the steps it understands
    """
    from .asking import Given, said_on_command_line

    given = Given(
        task=task, on=on, start=start, headed=headed, sandbox=sandbox, cage=not no_cage, volumes=tuple(volume or ()),
        sight_only=sight_only, allow=tuple(allow or ()),
        secrets=secrets, ask=ask, budget=budget, undo=undo, freeze=freeze, model=model, keep=keep, keep_thoughts=keep_thoughts,
        runs=runs, resume=resume, yes=yes, no=no, answer=answer, as_json=as_json, as_lines=as_lines,
    )  # fmt: skip
    raise typer.Exit(asyncio.run(said_on_command_line(given, os.environ)))


@app.command(short_help="Fill a form with each row of a table, and prove each submission.")
def fill(
    job: Annotated[Path, typer.Argument(metavar="JOB", help="The job, as YAML.", show_default=False)],
    rows: Annotated[Path | None, typer.Option(metavar="FILE", help="Another table: CSV, TSV, XLSX, JSON or JSONL.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="How many browsers work at once. [1]")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fill in and read back, and send nothing off.")] = False,
    review: Annotated[
        Literal["none", "first", "all"] | None, typer.Option(help="Before which rows a person is asked. [none]")
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows of the table out, and do the others.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the results go. [JOB.results.csv]")] = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the report, and a film of each row.")] = True,
    keep: Annotated[
        Literal["all", "evidence", "failed"],
        typer.Option(help="Which pictures stay: all, those that verdicts rest on, or none of a row that is done."),
    ] = "evidence",
    model: Annotated[str, typer.Option(metavar="SPEC", help="The brain that finds out what goes where. [reader]")] = "",
    headed: Headed = False,
    sight_only: SightOnly = False,
    runs: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the records are kept.")] = Path("runs"),
    as_json: Json = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="Print each event as one line of JSON.")] = False,
) -> None:
    """Fill a form with each row of a table: one submission per row, each proven, none lost and none sent twice.

    A job that was begun goes on where it was. Which row stands where is kept in a ledger beside the job.

    \b
    handeye fill members.yaml --dry-run
    handeye fill members.yaml --workers 4 --out results.csv
    handeye job status members.yaml
    """
    from .forms.filling import fill
    from .forms.ready import Given

    given = Given(
        file=job, rows=rows, workers=workers, dry_run=dry_run, review=review, skip_bad=skip_bad, out=out, report=report,
        keep=keep, model=model, headed=headed, sight_only=sight_only, runs=runs, as_json=as_json, as_lines=as_lines,
    )  # fmt: skip
    raise typer.Exit(asyncio.run(fill(given, os.environ)))


@app.command(
    name="test",
    short_help="Run UI tests: pytest, with eyes.",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def run_tests(
    context: typer.Context,
    schema: Annotated[bool, typer.Option("--schema", help="Print what *.ui.yaml files may say, for editors, and end.")] = False,
) -> None:
    """Run the tests in FILES or folders, in Python or *.ui.yaml; all else that is said goes to pytest.

    \b
    handeye test tests --handeye-start http://localhost:8000
    handeye test tests/cart.ui.yaml --handeye-headed --handeye-slow-mo 500
    handeye test -n 2 -m cart
    """
    from .ui_test.command import run_tests as run_pytest
    from .ui_test.command import schema_text

    if schema:
        print(schema_text(), end="")
        return
    run_pytest(context.args)


@app.command(short_help="Watch what you do in a browser, and write it as a UI test.")
def record(
    url: Annotated[str, typer.Argument(metavar="URL", help="The page to begin with.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The test to write: NAME.ui.yaml.")],
    allow: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A host that may be reached beside the page's own.")
    ] = None,
    size: Annotated[Size | None, typer.Option(parser=_size, metavar="WxH", help="Size of the page. [1280x720]")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Watch what you do in a window, and write it as a UI test in plain words; Alt+click (or F8) what is to be checked.

    \b
    handeye record localhost:8000/join -o join.ui.yaml
    """
    from .recording.record import USUAL_SIZE
    from .recording.record import record as record_flow

    raise typer.Exit(
        record_flow(url, output, allow=tuple(allow or ()), size=size or USUAL_SIZE, force=force, environ=os.environ)
    )


@app.command(short_help="List the steps that run understands.")
def steps() -> None:
    """List the steps that "handeye run" understands, each with an example and the other verbs that begin it."""
    from ..agent.reader.forms import manual

    print(manual())


@app.command(short_help="Write the report of a run again.")
def report(
    name: Annotated[str, typer.Argument(metavar="RUN", help="Its name or its folder.")],
    runs: Kept = Path("runs"),
) -> None:
    """Write report.html of a run, one file that opens anywhere: what was done, what was seen, and the film of it."""
    from .report.report import write_report
    from .running import folder_of

    print(write_report(folder_of(name, runs)))


runs_app = typer.Typer(help="List the runs that are kept, or take old ones away.", no_args_is_help=True, add_completion=False)
app.add_typer(runs_app, name="runs", short_help="List the runs that are kept, or take old ones away.")


@runs_app.command(name="list", short_help="List the runs, the newest first.")
def list_runs(runs: Kept = Path("runs"), as_json: Json = False) -> None:
    """List the runs, the newest first: name, how it ended, size, and what was asked for."""
    from .keeping import show_runs

    show_runs(runs, as_json=as_json)


@runs_app.command(name="prune", short_help="Take old runs away.")
def prune_runs(
    runs: Kept = Path("runs"),
    days: Annotated[float | None, typer.Option(min=0, help="Runs older than so many days go.")] = None,
    most: Annotated[float | None, typer.Option(metavar="MB", min=0, help="The oldest go until the rest is no larger.")] = None,
) -> None:
    """Take away runs that are old, or the oldest of too many; a run that waits for an answer stays.

    \b
    handeye runs prune --days 30 --most 500
    """
    from .keeping import prune

    if days is None and most is None:
        raise typer.BadParameter("say which go: --days N, --most MB, or both")
    gone = prune(runs, days=days, most_bytes=None if most is None else int(most * 1_000_000))
    tell(f"{len(gone)} run{'' if len(gone) == 1 else 's'} taken away")


app.add_typer(sandbox_app, name="sandbox", short_help="Start places by name to let something loose in, and reset them.")
app.add_typer(job_app, name="job", short_help="See how jobs stand and what became of each row; retry, approve or settle rows.")


@app.command(short_help="Say whether everything is there and works.")
def doctor(
    model: Annotated[str, typer.Option(metavar="SPEC", help="Check a model instead: show it a drawn picture.")] = "",
    as_json: Json = False,
) -> None:
    """Say of each part whether it is there, which version, and whether it works, or the command that gets it.

    The exit code is 0 when all that is needed works; what is optional never counts.

    \b
    handeye doctor
    handeye doctor --json
    handeye doctor --model http://localhost:8000/v1
    """
    if model:
        from .model_check import check_models

        raise typer.Exit(0 if asyncio.run(check_models(model, os.environ, as_json=as_json)) else 1)
    from .doctor import examine, show

    raise typer.Exit(0 if show(asyncio.run(examine(os.environ)), as_json=as_json) else 1)


@app.command(short_help="Measure hands and eyes on this machine.")
def bench(
    what: Annotated[
        Literal["computers", "reading", "widgets", "loop", "miniwob", "model", "fill", "storm", "ui", "vm"],
        typer.Argument(
            help="computers: how fast and exact hands and eyes are. reading: text off pictures. "
            "widgets: what can be used, its labels and states, and finding it by words. "
            "loop: how long a step takes, from its decision to its verdict. "
            "miniwob: goals in words on the pages of MiniWoB++. "
            "model: Qwen3-VL in this process, random weights of the 4B's shape, and the text sent with each call. "
            "fill: a row of a job against a script made for its form, and what more workers are good for. "
            "storm: a job that is killed again and again, on a site that fails. "
            "ui: how many planted bugs a suite of UI tests finds, its false alarms, its speed. "
            "vm: how fast a machine is looked at, clicked, saved, taken back and frozen.",
        ),
    ],
    seed: Seed = 1,
    screens: Annotated[
        int | None,
        typer.Option(min=1, help="How many generated screens of each set (reading, widgets); few are quick and say little."),
    ] = None,
    tasks: Annotated[
        str, typer.Option(metavar="NAME,…", help="Which pages (miniwob); those that count where none is named.")
    ] = "",
    seeds: Annotated[int, typer.Option(min=1, help="How many episodes of each page (miniwob).")] = 10,
    sight_only: Annotated[bool, typer.Option("--sight-only", help="Pixels alone, no hints (miniwob).")] = False,
    rows: Annotated[int, typer.Option(min=1, help="How many rows the job has (storm).")] = 200,
    kills: Annotated[int, typer.Option(min=0, help="How often it is killed (storm).")] = 60,
    postgres: Annotated[str, typer.Option(metavar="URL", help="Keep its ledger there (storm).")] = "",
    image: Annotated[str, typer.Option(metavar="IMAGE", help="What the machine is started from (vm).")] = "debian-installer",
    project: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The project that is tested (ui). [examples/shop]")
    ] = None,
    app_command: Annotated[str, typer.Option("--app", metavar="COMMAND", help="What starts its app at {port} (ui).")] = "",
    suite: Annotated[str, typer.Option("--tests", metavar="DIR", help="Its tests that look (ui).")] = "tests",
    by_hand: Annotated[str, typer.Option(metavar="DIR", help="The same in plain Playwright (ui).")] = "by_hand",
    address: Annotated[
        str, typer.Option(metavar="OPTIONS", help="How the tests are told where their app is, with {url} and {report} (ui).")
    ] = "",
    more: Annotated[
        str, typer.Option("--pytest", metavar="OPTIONS", help="More for pytest, such as '-m \"not slow\"' (ui).")
    ] = "",
    mutants: Annotated[int, typer.Option(min=0, help="How many bugs are planted (ui).")] = 60,
    harmless: Annotated[int, typer.Option(min=0, help="How many harmless changes are made (ui).")] = 60,
    repeats: Annotated[int, typer.Option(min=1, help="How often the suite is repeated under load (ui).")] = 5,
    workers: Annotated[int, typer.Option(min=0, help="How many suites run at once (ui); 0: half as many as cores.")] = 0,
    only: Annotated[Literal["speed", "bugs", "harmless", "flakes"] | None, typer.Option(help="One part alone (ui).")] = None,
    keep: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep all that happened there (ui).")] = None,
    as_json: Json = False,
) -> None:
    """Measure this machine against the goals handeye sets itself.

    \b
    handeye bench computers
    handeye bench reading --json --seed 7
    handeye bench widgets --screens 10
    handeye bench loop
    handeye bench model --json
    handeye bench fill --json
    handeye bench storm --seed 31
    handeye bench vm --image debian-desktop
    handeye bench ui --only speed
    handeye bench ui --seed 7 --mutants 20 --harmless 20
    handeye bench miniwob --sight-only --tasks click-button,enter-text --seeds 3
    """
    from .bench.table import show

    if what == "computers":
        from .bench.computers import run as measure_computers

        if screens is not None:
            raise typer.BadParameter("--screens goes with reading and widgets; computers has no screens to count")
        metrics = measure_computers(seed, tell)
    elif what == "loop":
        from .bench.loop.measure import run as measure_loop

        metrics = measure_loop(seed, tell)
    elif what == "fill":
        from .bench.fill.measure import run as measure_fill

        metrics = measure_fill(seed, tell)
    elif what == "storm":
        from .bench.fill.storm import run as measure_storm

        metrics = measure_storm(seed, tell, rows=rows, kills=kills, postgres=postgres)
    elif what == "vm":
        from .bench.vm import run as measure_vm

        metrics = measure_vm(tell, image=image)
    elif what == "ui":
        from .bench.ui.measure import BY_SIGHT, SHOP, USUAL, Asked
        from .bench.ui.measure import run as measure_ui

        asked = Asked(
            project=project or SHOP, tests=suite, by_hand=by_hand, app=app_command or USUAL, mutants=mutants,
            address=address or BY_SIGHT, pytest=more,
            harmless=harmless, repeats=repeats, workers=workers, only=only, keep=keep,
        )  # fmt: skip
        metrics = measure_ui(seed, tell, asked)
    elif what == "model":
        from .bench.model import run as measure_model
        from .bench.text_sent import run as measure_text

        metrics = measure_text() + measure_model(seed, tell)
    elif what == "miniwob":
        from .bench.miniwob.measure import run as measure_miniwob

        named = [name.strip() for name in tasks.split(",") if name.strip()]
        metrics = measure_miniwob(seed, tell, tasks=named, seeds=seeds, sight_only=sight_only)
    elif what == "reading":
        from .bench.reading import SCREENS as USUAL_SCREENS
        from .bench.reading import run as measure_reading
        from .bench.shows import run as measure_shows

        metrics = measure_reading(seed, tell, count=screens or USUAL_SCREENS)
        metrics += measure_shows(seed, tell, count=screens or USUAL_SCREENS)
    else:
        from .bench.widgets import SCREENS as USUAL_SCREENS
        from .bench.widgets import run as measure_widgets

        metrics = measure_widgets(seed, tell, screens=screens or USUAL_SCREENS)
    show(metrics, as_json=as_json)


@app.command(short_help="See it work on a small web app of ours.")
def demo() -> None:
    """See it work: a small web app of ours, looked at and acted on.

    \b
    handeye demo
    """
    from .demo.demo import run as run_demo

    raise typer.Exit(run_demo())
