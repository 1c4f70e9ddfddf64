"""State: what flows round the loop: plans, intents, hopes, verdicts, budgets; frozen, small, written down as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, assert_never

from ..tools.action import Action, Click, Press, Type, Wait
from ..tools.computer import Effect
from ..tools.errors import FailureCode
from ..tools.frame import Frame, Patch
from ..tools.geometry import Box
from ..tools.sight import Sight
from ..tools.target import Target

ON_STATES = frozenset({"checked", "selected", "on"})
Status = Literal["confirmed", "no_effect", "wrong", "unsure"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was looked for, and what was there."""

    what: str
    box: Box | None = None
    frame: str = ""
    """The sha256 of the picture, kept with the run."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a step did what it was to do, by what is to be seen."""

    status: Status
    why: str
    """In one line."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Holds:
    """The target shows exactly this text."""

    text: str
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """This text shows where something changed; nobody said in which field."""

    text: str
    is_secret: bool = False
    """No word of it may be told."""


@dataclass(frozen=True, slots=True)
class Stands:
    """The target is in this state, such as "checked"."""

    state: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of the target, a list that stands open, exactly these entries are chosen; they come in its order where that is known."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Something the action caused changed: at the target, or where it leads to."""


@dataclass(frozen=True, slots=True)
class Says:
    """A claim in words, such as: 'Saved' is visible."""

    claim: str


@dataclass(frozen=True, slots=True)
class Reads:
    """These words are to be read somewhere, or, between slashes, what fits a pattern: `/Order \\d+/`."""

    text: str
    looks: Patch | None = field(default=None, compare=False, repr=False)
    """What they looked like, and where, when they were last read: the same pixels are the same words."""


Hope: TypeAlias = Holds | Typed | Stands | Chosen | Changes | Says | Reads
"""What should be seen after an action."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One action, what it is about, and what should then be seen."""

    action: Action
    said: str
    """The words it follows, for people who watch."""
    target: Target | None = None
    hope: Hope | None = None
    """None: it is done when it is delivered, as waiting is."""
    patience_s: float = 0.0
    """So long it may take until that is to be seen, beyond the screen's holding still."""
    goes_on: bool = False
    """More is to be done for this part of the plan once this is done: it is looked anew."""
    name: str = ""
    """What its answer is called in the result."""
    named: bool = False
    """The user's own words name it: a risky one is approved by being said."""
    answers: str = ""
    """A question of the screen that no words of the user answer: a person is asked."""
    commits: bool = False
    """It changes something for good, whatever its words are: what comes of it is never guessed, and it is done once."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A part of the plan."""

    words: str
    then: str = ""
    """What should be seen when it is reached; "" where only its actions can be judged."""


Plan: TypeAlias = tuple[Goal, ...]


def stays(intent: Intent) -> bool:
    """Whether what came of it can be seen just as well once the next thing is done, too."""
    match intent.action:
        case Type() | Press() | Wait():
            return isinstance(intent.hope, Holds | Stands | Chosen)
        case Click():
            return isinstance(intent.hope, Stands | Chosen)
        case _:
            return False


def hope_in_words(hope: Hope | None) -> str:
    """What should be seen, for people."""
    match hope:
        case None:
            return ""
        case Holds(text, masked):
            return "it shows as many dots as letters" if masked else f'it shows "{text}"'
        case Typed(text):
            return f'it shows "{text}"'
        case Stands(state):
            return f"it is {state}"
        case Chosen(texts):
            return f"chosen are: {', '.join(texts)}" if texts else "nothing is chosen"
        case Changes():
            return "something changes"
        case Says(claim):
            return claim
        case Reads(text=text):
            return f"{text} is to be read" if text.startswith("/") else f'"{text}" is to be read'
        case _:
            assert_never(hope)


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    steps: int = 100
    seconds: float = 600.0
    tokens: int = 1_000_000
    model_calls: int = 500

    def exceeded(self, spent: Spent) -> str:
        """Which part of it is used up, in words; "" while there is some left of each."""
        pairs = (
            (spent.steps, self.steps, "steps"),
            (spent.seconds, self.seconds, "seconds"),
            (spent.tokens, self.tokens, "tokens"),
            (spent.model_calls, self.model_calls, "model calls"),
        )
        return next((f"the budget of {most:g} {name} is used up" for used, most, name in pairs if used >= most), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    steps: int = 0
    seconds: float = 0.0
    tokens: int = 0
    model_calls: int = 0
    price: float | None = None
    """Of the calls whose price is known."""


SCROLLED_THERE, SCROLLED_ON = "scroll to where it is", "scroll down to look for it"
"""What a step that only brings something into view is called."""


@dataclass(frozen=True, slots=True)
class Past:
    """One step that was taken."""

    said: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """All that a brain may know when it is asked."""

    task: str
    plan: Plan = ()
    at: int = 0
    """Which part of the plan is next."""
    sight: Sight
    is_glance: bool = False
    """It is one picture, and whether that holds still was not waited for."""
    is_told: bool = False
    """The widgets of the sight are only what the computer says of itself, for a quick decision: a brain that does not find in
    it what it looks for raises NotFound, and is asked again with what the eyes see."""
    effect: Effect = field(default_factory=Effect)
    history: tuple[Past, ...] = ()
    closer: bool = False
    """The last step of this part had no effect: look closer, take another candidate, or another way."""
    is_undone: bool = False
    """What was done for this part led to something wrong, and was taken back: do it in another way."""
    allowed: tuple[str, ...] = ()
    """Names of the actions that the computer can do."""
    covered: Frame | None = None
    """The picture with what is secret in it covered, where something is."""

    @property
    def shown(self) -> Frame:
        """What may be shown to others."""
        return self.covered or self.sight.frame

    @property
    def goal(self) -> Goal:
        return self.plan[self.at]


@dataclass(frozen=True, slots=True)
class Reconcile:
    """How to find out whether something was stored that may or may not have arrived."""

    open: str
    seen: str
    """The claim that is so where it was: `'ada@example.org' is visible`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a run ended."""

    status: Literal["done", "failed", "unsure", "refused", "waiting", "interrupted"]
    why: str = ""
    code: FailureCode | None = None
    proof: Literal["checked", "effect", "none"] = "none"
    answer: object = None
    spent: Spent = field(default_factory=Spent)
