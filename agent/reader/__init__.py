"""The built-in brain: plain-English steps and forms, by sight, no weights."""

from .claim import Claim
from .form import Form
from .forms import FORMS, manual, nearest_form
from .parse import parse_claims, parse_steps
from .refusal import NotUnderstood
from .steps import Step, one_line

__all__ = [
    "FORMS",
    "Claim",
    "Form",
    "NotUnderstood",
    "Step",
    "manual",
    "nearest_form",
    "one_line",
    "parse_claims",
    "parse_steps",
]
