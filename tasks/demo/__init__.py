"""A small web app of ours, and handeye at work on it."""
