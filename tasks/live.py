"""Live: what a run does, told while it happens: lines for people on stderr, or events as JSON on stdout; and its questions."""

from __future__ import annotations

import asyncio
import sys
from typing import Any, cast

from rich.console import Console
from rich.live import Live as Drawn
from rich.spinner import Spinner
from rich.text import Text

from ..agent.state import Outcome
from .terminal import plain, tell, to_json

MARKS = {"confirmed": "✓", "no_effect": "·", "wrong": "✗", "unsure": "?"}
STYLES = {"confirmed": "green", "no_effect": "yellow", "wrong": "red", "unsure": "magenta"}
YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})


class Live:
    def __init__(self, *, as_json: bool = False, as_lines: bool = False) -> None:
        self.as_json = as_json
        self.as_lines = as_lines
        self._console = Console(stderr=True, highlight=False)
        # Events may go to a file meanwhile: what is printed stays where it is printed to.
        spinner = Spinner("dots", Text("looking…", style="dim"))
        drawn = Drawn(spinner, console=self._console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._spinner, self._status = spinner, drawn if self._console.is_terminal else None
        self._began: dict[str, Any] = {}
        self._calls = self._tokens = 0
        """Of models, since the last step was told."""

    def watch(self, event: dict[str, Any]) -> None:
        if self.as_lines:
            print(to_json(event), flush=True)
        match event["event"]:
            case "look" | "plan" | "answered":
                self._now("looking")
            case "model ready" | "model note" | "pictures leave" | "model failed":
                self._note(event)
            case "model":
                self._calls, self._tokens = self._calls + 1, self._tokens + int(event["tokens"])
                self._now(f"{event['role']}: {event['model']} answered in {event['seconds']:.1f} s")
            case "intent":
                self._began = event
                self._now(str(event["said"]))
            case "verdict" if event.get("proven") or event["status"] != "confirmed":
                self._line(event)
            case "verdict" if "no value for:" in str(event["said"]):
                self._print(Text(f"! {plain(str(event['said']))}", style="yellow"))
            case "request" if event.get("decision") == "refused":
                where = plain(f"{event['method']} {event['host']}:{event['port']}{event['target']}")
                self._print(Text(f"⊘ nothing was sent: {where}", style="yellow").append(f"  {plain(str(event['why']))}", "dim"))
            case _:
                pass

    async def ask(self, question: str) -> bool | str | None:
        """The answer of somebody at a terminal; None where nobody is there."""
        self._rest()
        self._print(Text(plain(question), style="bold"))
        if not (sys.stdin.isatty() and self._console.is_terminal):
            return None
        print("yes, no, or an answer: ", end="", file=sys.stderr, flush=True)
        try:
            said = (await asyncio.to_thread(sys.stdin.readline)).strip()
        except asyncio.CancelledError:
            raise
        if said.casefold() in YES | NO:
            return said.casefold() in YES
        return said or None  # silence is never a yes

    def end(self, outcome: Outcome, result: dict[str, Any]) -> None:
        self._rest()
        if self.as_json:
            print(to_json(result))
        elif isinstance(result["answer"], dict):
            answers = cast("dict[str, object]", result["answer"])
            print("\n".join(f"{plain(name)}: {plain(str(said))}" for name, said in answers.items()))
        elif result["answer"] is not None:
            print(plain(str(result["answer"])))
        code = f" ({outcome.code})" if outcome.code else ""
        spent = outcome.spent
        took = f"{spent.steps} actions in {spent.seconds:.1f} s"
        if spent.model_calls:
            price = "" if spent.price is None else f", {spent.price:.4f} by the table of prices"
            took += f"; {spent.model_calls} model calls, {spent.tokens} tokens{price}"
        tell(f"{outcome.status}{code}: {result['why']}; {took}")
        if outcome.status == "waiting":
            tell(f'to go on: handeye run --resume "{result["run"]}" --yes, or --no, or --answer TEXT')
        else:
            tell(f"what was seen: {result['run']}/report.html")

    def _line(self, event: dict[str, Any]) -> None:
        status, said, why = (plain(str(event.get(part, ""))) for part in ("status", "said", "why"))
        began = self._began if self._began.get("said") == event.get("said") else {}
        target = cast("dict[str, Any]", began.get("target") or {})
        named = plain(" ".join(str(target.get(part, "")) for part in ("kind", "words"))).strip() if target else ""
        line = Text(f"{MARKS.get(status, ' ')} ", style=STYLES.get(status, "")).append(said, style="default")
        if named and named.casefold() not in said.casefold():
            line.append(f"  → {named}", style="cyan")
        line.append(f"  {why}", style="dim")
        seconds = sum(event.get("seconds", {}).values()) if isinstance(event.get("seconds"), dict) else 0.0
        if seconds:
            line.append(f"  {seconds:.2f} s", style="dim")
        if self._calls:
            line.append(f"  {self._calls} model call{'s' * (self._calls > 1)}, {self._tokens} tokens", style="dim")
            self._calls = self._tokens = 0
        self._print(line)

    def _note(self, event: dict[str, Any]) -> None:
        parts = [str(event[part]) for part in ("model", "where", "why") if event.get(part)]
        instead = f"; {event['then']} is asked instead" if event.get("then") else ""
        self._print(Text(plain(f"{': '.join(parts)}{instead}"), style="dim"))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)

    def _now(self, doing: str) -> None:
        if self._status is not None:
            self._spinner.update(text=Text(f"{plain(doing)}…", style="dim"))
            self._status.start()

    def _rest(self) -> None:
        if self._status is not None:
            self._status.stop()
