"""Policy: whether an action may be done: what is risky and was not named by the user is asked, what is forbidden is refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from ..tools.action import Click, Drag, Move, Press, Scroll, Upload, start_of, to_dict
from ..tools.frame import Frame
from .risk import risk_of
from .state import Intent

Asking = Literal["never", "risky", "always"]

SUBMITS = frozenset({"enter", "return"})
"""Keys that send a form off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    ask: Asking = "risky"
    upload_from: tuple[Path, ...] = ()
    """The files the task names, and folders it names: nothing else is ever uploaded."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go on."""


@dataclass(frozen=True, slots=True)
class Asks:
    question: str
    key: str
    """A yes is for this action on this picture, and for no other."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    why: str


Decision: TypeAlias = Allowed | Asks | Forbidden


def decide(intent: Intent, frame: Frame, policy: Policy, approved: str = "") -> Decision:
    action = intent.action
    if isinstance(action, Upload) and (strange := [file for file in action.files if not _is_named(Path(file), policy)]):
        return Forbidden(f"{strange[0]} was not named by the task, so it is not uploaded")
    risk = _risk(intent)
    asks = policy.ask == "always" or (policy.ask == "risky" and bool(risk) and not intent.named)
    if not asks:
        return Allowed()
    key = key_of(intent, frame)
    if key == approved:
        return Allowed()
    what = f"it {risk}" if risk else "every action is to be asked"
    return Asks(f"{intent.said}: {what}. Shall it be done?", key)


def _risk(intent: Intent) -> str:
    """Why an action is risky, in a few words; "" where it is not."""
    action, target = intent.action, intent.target
    if isinstance(action, Press) and SUBMITS.intersection(key.casefold() for key in action.keys):
        return "may send a form off"
    if isinstance(action, Click) and target is not None and (word := risk_of(_called(intent))):
        return f'says "{word}"'
    return "uploads a file" if isinstance(action, Upload) else ""


def _called(intent: Intent) -> str:
    target = intent.target
    assert target is not None
    return f"{target.words} {target.hint.name if target.hint else ''}"


def _is_named(file: Path, policy: Policy) -> bool:
    real = file.resolve()
    return any(real == named.resolve() or named.resolve() in real.parents for named in policy.upload_from)


def key_of(intent: Intent, frame: Frame) -> str:
    """The same for the same action on the same thing as long as it looks the same."""
    action = intent.action
    said = {key: value for key, value in to_dict(action).items() if key not in ("point", "path")}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    digest.update(intent.said.encode())
    if intent.target is not None:
        digest.update(frame.crop(intent.target.box).tobytes())
    elif isinstance(action, Click | Move | Drag | Scroll):
        digest.update(frame.patch(start_of(action)).pixels.tobytes())
    return digest.hexdigest()
