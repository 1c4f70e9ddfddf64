"""A small web app of ours, and hands and eyes shown on it."""
