"""Sandbox commands: `handeye sandbox …`: places by name that stay up until they are ended, and can go back to how they were."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

sandbox_app = typer.Typer(add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called.", show_default=False)]
Tag = Annotated[str, typer.Argument(metavar="TAG", help="What the snapshot is called.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout; what is for people goes to stderr.")]


@sandbox_app.callback(invoke_without_command=True)
def sandbox_commands(context: typer.Context) -> None:
    """Start places by name to let something loose in, and take them back to how they were.

    \b
    handeye sandbox up web --kind vm --image debian-installer
    handeye sandbox snapshot web clean
    handeye sandbox run web "click German, click Continue, wait for 'Auswählen des Standorts' to appear"
    handeye sandbox reset web clean
    handeye sandbox down web
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


@sandbox_app.command(short_help="Start one; it stays up until it is ended.")
def up(
    name: Name,
    kind: Annotated[
        Literal["vm", "container", "display"],
        typer.Option(help="A whole machine, a container with a display, or only a private display on this machine."),
    ] = "vm",
    image: Annotated[
        str,
        typer.Option(
            metavar="IMAGE",
            help="debian-desktop, debian-web, debian-installer, or the path of a qcow2 disk or an ISO (vm). [debian-desktop]",
        ),
    ] = "",
    allow: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A host that may be reached from it; none, unless one is named.")
    ] = None,
    memory: Annotated[int | None, typer.Option(metavar="MB", min=16, help="Memory it may take. [as its image needs]")] = None,
    cpus: Annotated[int | None, typer.Option(min=1, max=64, help="Processors it may use. [2]")] = None,
    start_with: Annotated[
        str,
        typer.Option(
            "--start",
            metavar="PROGRAM|URL",
            help="A program to begin with (container, display); an address for the browser of debian-web (vm).",
        ),
    ] = "",
    volume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FOLDER[:rw]", help="A folder that is seen in it, too, and :rw can be written to (container, display)."
        ),
    ] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Of its screen, in px. [1280x800]")] = "1280x800",
    keyboard: Annotated[
        Literal["us", "gb", "de", "fr", "pl"], typer.Option(help="The layout that the machine takes its keyboard to have (vm).")
    ] = "us",
    accel: Annotated[
        Literal["auto", "kvm", "tcg"], typer.Option(help="How the machine is run; auto tries KVM by booting with it (vm).")
    ] = "auto",
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Do not wait until the guest in it has started (vm).")] = False,
    as_json: Json = False,
) -> None:
    """Start a sandbox that outlives this command; what happens in it stays in it, and is gone once it is ended.

    \b
    handeye sandbox up web --kind vm --image debian-web --start https://example.org --allow example.org
    handeye sandbox up box --kind container
    """
    from .commands import start
    from .wanted import Wanted

    wanted = Wanted(
        kind=kind, image=image, start=start_with, allow=tuple(allow or ()), volumes=tuple(volume or ()),
        memory_mb=memory, cpus=cpus, keymap=keyboard, accel=accel, size=size,
    )  # fmt: skip
    asyncio.run(start(name, wanted.order(os.environ), os.environ, waits=not no_wait, as_json=as_json))


@sandbox_app.command(name="run", short_help="Do in it what plain words say.")
def run_in(
    name: Name,
    task: Annotated[str, typer.Argument(metavar="TASK", help="The steps in plain words, or a task.yaml.", show_default=False)],
    undo: Annotated[bool, typer.Option("--undo", help="Take back what went wrong, and try another way (vm).")] = False,
    freeze: Annotated[bool, typer.Option("--freeze", help="Let it stand still while a brain thinks (vm).")] = False,
    model: Annotated[str, typer.Option(metavar="SPEC", help="The brain, as of handeye run. [reader]")] = "",
    secrets: Annotated[Path | None, typer.Option(metavar="FILE", help="What {name} in the steps stands for.")] = None,
    ask: Annotated[
        Literal["never", "risky", "always"] | None, typer.Option(help="What a person is asked before it is done. [risky]")
    ] = None,
    budget: Annotated[str, typer.Option(metavar="PART=N,…", help="Such as steps=50,seconds=300.")] = "",
    runs: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the record of the run is kept.")] = Path("runs"),
    as_json: Json = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="Print each event as one line of JSON.")] = False,
) -> None:
    """Do in a sandbox what plain words say; each step is proven by what is to be seen.

    \b
    handeye sandbox run web "click Continue, wait for 'Select your location' to appear"
    """
    from ..asking import Given
    from .commands import run

    given = Given(
        task=task, undo=undo, freeze=freeze, model=model, secrets=secrets, ask=ask, budget=budget,
        runs=runs, as_json=as_json, as_lines=as_lines,
    )  # fmt: skip
    raise typer.Exit(asyncio.run(run(name, given, os.environ)))


@sandbox_app.command(short_help="Save it as it is now.")
def snapshot(name: Name, tag: Tag) -> None:
    """Save a machine as it is now, its memory and its disk; one of that name is replaced."""
    from .commands import save

    asyncio.run(save(name, tag, os.environ))


@sandbox_app.command(short_help="Take it back to a snapshot.")
def reset(name: Name, tag: Tag) -> None:
    """Take a machine back to a snapshot; it stands still until it is looked at, so that all is as it was."""
    from .commands import take_back

    asyncio.run(take_back(name, tag, os.environ))


@sandbox_app.command(short_help="Save what is to be seen in it now as a picture.")
def view(
    name: Name,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The picture. [NAME.png]")] = None,
) -> None:
    """Save what is to be seen in a sandbox now as a picture."""
    from .commands import picture

    asyncio.run(picture(name, output, os.environ))


@sandbox_app.command(name="list", short_help="List them.")
def list_them(as_json: Json = False) -> None:
    """List the sandboxes by name: what they are, since when they are up, and which snapshots they have."""
    from .commands import show_all

    asyncio.run(show_all(os.environ, as_json=as_json))


@sandbox_app.command(short_help="End it; all in it is gone.")
def down(name: Name) -> None:
    """End a sandbox. All that happened in it is gone; what it was started from is as it was."""
    from .commands import end

    asyncio.run(end(name, os.environ))


@sandbox_app.command(short_help="Build an image from the distribution's packages.")
def image(
    kind: Annotated[
        Literal["debian-desktop", "debian-web"],
        typer.Argument(help="A desktop with files and an editor; the same with a browser.", show_default=False),
    ],
) -> None:
    """Build an image from the distribution's packages, once; it is kept, and checked whenever it is used."""
    from .commands import build_image

    asyncio.run(build_image(kind, os.environ))
