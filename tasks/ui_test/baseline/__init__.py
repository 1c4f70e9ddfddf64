"""Baseline: pictures that were kept, and whether the screen still looks like them."""

from .kept import Pictures, unused
from .matching import Compared, Difference, matches

__all__ = ["Compared", "Difference", "Pictures", "matches", "unused"]
