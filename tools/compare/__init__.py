"""Compare: where two pictures differ as people see it; soft edges that fell a little otherwise are no difference."""

from .compare import LEVELS, Comparison, Region, compare

__all__ = ["LEVELS", "Comparison", "Region", "compare"]
