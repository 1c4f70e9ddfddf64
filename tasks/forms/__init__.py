"""Jobs: forms filled from tables."""
