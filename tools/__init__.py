"""Hands and eyes: they know no model and no task."""
