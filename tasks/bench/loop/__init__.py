"""Loop: how fast whole steps are, from the decision to the verdict, on pages that answer at once."""
