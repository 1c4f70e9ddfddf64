"""Policy: whether an action may be done: what is risky and was not named by the user is asked, what is forbidden is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from ..tools.action import Action, Click, Dialog, Drag, Goto, Move, Press, Scroll, Tab, Type, Upload, start_of, to_dict
from ..tools.browser.addresses import normal_url
from ..tools.frame import Frame
from ..tools.hosts import host_of, words_to_allow
from .secret import Secrets
from .state import Intent
from .wording import risk_of

Asking = Literal["never", "risky", "always"]

SUBMITS = frozenset({"enter", "return"})
"""Keys that send a form off."""


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


def decide(
    intent: Intent, frame: Frame, policy: Policy, approved: str = "", permits: Permits = lambda _host, _port: True
) -> Decision:
    if why := _forbidden(intent, policy, permits):
        return Forbidden(why)
    risk = risk_in(intent)
    asks = policy.ask == "always" or (policy.ask == "risky" and bool(risk) and not intent.named)
    if not asks:
        return Allowed()
    key = key_of(intent, frame)
    if key == approved:
        return Allowed()
    what = f"it {risk}" if risk else "every action is to be asked"
    return Asks(f"{intent.said}: {what}. Shall it be done?", key)


def _forbidden(intent: Intent, policy: Policy, permits: Permits) -> str:
    """Why an action may not be done at all; "" where it may."""
    action = intent.action
    match action:
        case Upload(files):
            strange = [file for file in files if not _is_named(Path(file), policy)]
            return f"{strange[0]} was not named by the task, so it is not uploaded" if strange else ""
        case Goto(url):
            where = host_of(normal_url(url))
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
