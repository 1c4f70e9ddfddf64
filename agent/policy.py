"""Policy: whether an action may be done: what is risky and was not named by the user is asked, what is forbidden is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from ..tools.action import Action, Click, Dialog, Drag, Goto, Move, Press, Scroll, Tab, Type, Upload, start_of, to_dict
from ..tools.browser.addresses import normal_url
from ..tools.errors import BadInput, HandeyeError
from ..tools.frame import Frame
from ..tools.hosts import host_of, words_to_allow
from ..tools.keys import key_named
from .secret import Secrets
from .state import Intent
from .wording import risk_of

Asking = Literal["never", "risky", "always"]

SUBMITS = "enter"
"""The key that sends a form off."""
PRESSES = "space"
"""The key that presses what has the focus."""
WRITTEN = frozenset({"field", "number field", "text area", "date", "time", "select", "list", "slider"})
"""A click on one of these only goes there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    ask: Asking = "risky"
    upload_from: tuple[Path, ...] = ()
    """The files the task names, and folders it names: nothing else is ever uploaded."""
    secrets: Secrets = field(default_factory=Secrets)


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


Permits = Callable[[str, int], bool]
"""Whether a host and port may be reached."""


@dataclass(frozen=True, slots=True)
class Under:
    """What lies where a click goes: what can be read there, and what the computer says it is; "" where nobody tells."""

    shown: str = ""
    called: str = ""


def decide(
    intent: Intent,
    frame: Frame,
    policy: Policy,
    approved: str = "",
    permits: Permits = lambda _host, _port: True,
    under: Under = Under(),
) -> Decision:
    if why := _forbidden(intent, policy, permits):
        return Forbidden(why)
    risk = _not_named(intent, under) if intent.named else risk_in(intent) or _added(intent, frame, under)
    asks = policy.ask == "always" or (policy.ask == "risky" and bool(risk))
    if not asks:
        return Allowed()
    key = key_of(intent, frame)
    if key == approved:
        return Allowed()
    what = f"it {risk}" if risk else "every action is to be asked"
    return Asks(f"{intent.said}: {what}. Shall it be done?", key)


def _not_named(intent: Intent, under: Under) -> str:
    """Why what the user's words name is not what would be clicked: it looks like one thing, and is called another."""
    shown = under.shown or (intent.target.words if intent.target is not None else "")
    if not isinstance(intent.action, Click) or not shown or not under.called:
        return ""
    looks, says = risk_of(shown), risk_of(under.called)
    if bool(looks) == bool(says) or (looks or says) in intent.said.casefold():
        return ""
    if looks and intent.target is not None and intent.target.kind == "option":
        # The page calls it by its list; what it looks like is a value that was said.
        return ""
    return f'looks like "{shown}", and the page calls it "{under.called}"'


def _added(intent: Intent, frame: Frame, under: Under) -> str:
    """Why what a brain does by itself may do more than it seems to; "" where nothing says so."""
    match intent.action:
        case Click() if risk := risk_of(f"{under.shown} {under.called}"):
            return f'says "{risk}"'
        case Click(point) if frame.dialog is not None and frame.dialog.kind != "alert":
            pressed = next((name for name, box in frame.dialog.boxes if box.contains(point)), "")
            return "accepts what a dialog asks" if pressed == "ok" else ""
        case Click(button="left") if not _is_known(intent, under):
            return "clicks what has no name"
        case Dialog(True) if frame.dialog is None or frame.dialog.kind != "alert":
            return "accepts what a dialog asks"
        case Press(keys) if PRESSES in _names_of(keys):
            return "presses what has the focus"
        case Type(text) if "\n" in text and (intent.target is None or intent.target.kind != "text area"):
            return "may send a form off"
        case _:
            return ""


def _is_known(intent: Intent, under: Under) -> bool:
    target = intent.target
    is_written = target is not None and target.kind in WRITTEN
    return is_written or bool(f"{under.shown}{under.called}{_called(intent) if target is not None else ''}".strip())


def _forbidden(intent: Intent, policy: Policy, permits: Permits) -> str:
    """Why an action may not be done at all; "" where it may."""
    action = intent.action
    match action:
        case Upload(files):
            strange = [file for file in files if not _is_named(Path(file), policy)]
            return f"{strange[0]} was not named by the task, so it is not uploaded" if strange else ""
        case Goto(url):
            try:
                where = host_of(normal_url(url))
            except HandeyeError as error:
                return str(error)
            if where is not None and not permits(*where):
                return f"{url} is on a host that is not on the list. To allow it: --allow {words_to_allow(*where)}"
        case Type():
            return _may_not_hold(intent, policy)
        case _:
            pass
    secrets = policy.secrets.said_in(_texts_of(action))
    return f"{secrets[0].said} is a secret: it is typed into its field and goes nowhere else" if secrets else ""


def _may_not_hold(intent: Intent, policy: Policy) -> str:
    """Why a secret may not be typed into this field; in whose document it is, is asked when it is typed."""
    assert isinstance(intent.action, Type)
    for secret in policy.secrets.said_in(intent.action.text):
        if secret.fields and (intent.target is None or not secret.is_for(_called(intent))):
            return f"{secret.said} is for {' or '.join(secret.fields)} alone, and this was to be done: {intent.said}"
    return ""


def _texts_of(action: Action) -> str:
    match action:
        case Goto(url):
            return url
        case Dialog(_, text):
            return text or ""
        case Tab(which):
            return str(which)
        case Press(keys):
            return " ".join(keys)
        case _:
            return ""


def risk_in(intent: Intent) -> str:
    """Why an action is risky, in a few words; "" where it is not."""
    action, target = intent.action, intent.target
    if intent.answers:
        return "answers a question that no step speaks of"
    if isinstance(action, Press) and SUBMITS in _names_of(action.keys):
        return "may send a form off"
    if isinstance(action, Click) and target is not None and (word := risk_of(_called(intent))):
        return f'says "{word}"'
    return "uploads a file" if isinstance(action, Upload) else ""


def _names_of(keys: Sequence[str]) -> set[str]:
    """The keys that are meant, whatever they were called; the hands refuse those that nobody knows."""
    names = set(keys)
    for key in keys:
        with suppress(BadInput):
            names.add(key_named(key).name)
    return names


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
