"""Words: what a report calls things: actions, statuses, phases, times, and why a run's end is to be believed or not."""

from __future__ import annotations

from datetime import UTC, datetime

from .scene import Status
from .told import Event, number, several, text

MARKS: dict[Status, tuple[str, str, str]] = {
    "confirmed": ("✓", "good", "confirmed"),
    "no_effect": ("○", "doubt", "no effect"),
    "wrong": ("✗", "bad", "wrong"),
    "unsure": ("?", "doubt", "unsure"),
    "not_sent": ("○", "doubt", "not sent"),
    "unknown": ("?", "bad", "not known: sent or not, the record does not say"),
    "sent": ("·", "plain", "sent, without a verdict"),
    "uncertain": ("?", "bad", "it may or may not have arrived"),
    "no_way": ("✗", "bad", "no way on"),
    "refused": ("⊘", "bad", "refused"),
    "waiting": ("…", "wait", "waiting for a person"),
    "agreed": ("✓", "plain", "answered"),
    "read": ("“", "plain", "read"),
    "went_on": ("↻", "plain", "went on"),
    "seen": ("·", "plain", "seen"),
}
"""A sign, how it is coloured, and its name."""

ENDINGS = {
    "done": ("✓", "good"),
    "failed": ("✗", "bad"),
    "unsure": ("?", "doubt"),
    "refused": ("⊘", "bad"),
    "waiting": ("…", "wait"),
    "interrupted": ("■", "doubt"),
    "cut off": ("✂", "doubt"),
}

PROOFS = {
    "checked": "checked: a claim of the task was seen to be true on a fresh look",
    "effect": "effect: every step had its effect; the task names no claim to check at its end",
    "none": "none",
}

PHASES = {"plan": "planning", "act": "deciding", "do": "doing", "look": "looking", "verify": "proving"}


def action_in_words(action: Event) -> str:
    """What hands did, such as: click at 451, 314."""
    match action.get("action"):
        case "click":
            count = {2: "double-", 3: "triple-"}.get(int(number(action.get("count")) or 1), "")
            button = text(action.get("button"))
            return f"{_held(action)}{count}{f'{button}-' if button in ('right', 'middle') else ''}click{_at(action)}"
        case "move":
            return f"move to{_at(action, '')}"
        case "drag":
            return f"{_held(action)}drag"
        case "scroll":
            return _scroll(action)
        case "type":
            said = text(action.get("text"))
            typed = said.rstrip("\t")
            return f"type “{typed}”{' ⇥' * (len(said) - len(typed))}"
        case "press":
            return f"press {'+'.join(text(key).capitalize() for key in several(action.get('keys')))}"
        case "wait":
            waited_s = number(action.get("seconds")) or 0.0
            return f"wait {waited_s:g} s" if waited_s else "look"
        case "goto":
            return f"open {text(action.get('url'))}"
        case "back":
            return "go back"
        case "tab":
            return f"tab {text(action.get('which'))}"
        case "upload":
            return f"upload {', '.join(map(text, several(action.get('files'))))}"
        case "dialog":
            return "accept the dialog" if action.get("accept") is True else "dismiss the dialog"
        case other:
            return text(other)


def _held(action: Event) -> str:
    return "".join(f"{text(key).capitalize()}+" for key in several(action.get("held")))


def _at(action: Event, at: str = " at") -> str:
    where = [number(side) for side in several(action.get("point"))]
    return f"{at} {where[0]:.0f}, {where[1]:.0f}" if len(where) == 2 and where[0] is not None and where[1] is not None else ""


def _scroll(action: Event) -> str:
    dx, dy = number(action.get("dx")) or 0.0, number(action.get("dy")) or 0.0
    ways = [f"{'down' if dy > 0 else 'up'} {abs(dy):.0f} px"] if dy else []
    ways += [f"{'right' if dx > 0 else 'left'} {abs(dx):.0f} px"] if dx else []
    return f"scroll {' and '.join(ways)}".rstrip()


def time_in_words(seconds: float) -> str:
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 119.5:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def moment(at: float) -> tuple[str, str]:
    """A time for people and for programs."""
    try:
        when = datetime.fromtimestamp(at, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return "", ""
    return f"{when.day} {when:%B %Y, %H:%M:%S %Z}", when.isoformat(timespec="seconds")
