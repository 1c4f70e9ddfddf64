"""Prompt: what a model is told before it is asked, kept as files with one example each.

prompt("judge").messages((before, after), claim="'Saved' is visible")
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal

from ...tools.frame import Frame
from ..models.model import Message

Name = Literal["plan", "act", "ground", "judge", "read", "map"]


@dataclass(frozen=True, slots=True)
class Prompt:
    system: Template
    user: Template

    def messages(self, pictures: Iterable[Frame], **words: str) -> tuple[Message, ...]:
        """Pictures come before words; every place in the words is filled."""
        system = Message("system", (self.system.substitute(words),))
        return system, Message("user", (*pictures, self.user.substitute(words)))


@cache
def prompt(name: Name) -> Prompt:
    text = files(__package__ or "").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
    _, system, user = re.split(r"^<!-- (?:system|user) -->\n", text, flags=re.MULTILINE)
    return Prompt(Template(system.strip()), Template(user.strip()))
