"""Yardstick: random pages and desktop screens with the truth of every word and widget on them."""

from __future__ import annotations

from .saving import save
from .truth import Screen, TrueWidget, TrueWord
from .yard import Yard, opened_yard

__all__ = ["Screen", "TrueWidget", "TrueWord", "Yard", "opened_yard", "save"]
