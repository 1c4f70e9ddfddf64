"""Sandboxes by name: started, used, saved, reset, looked at and ended from the command line."""
