"""A small shop for tea and kettles on loopback, in Python's standard library; by hand: `python -m shop --port 8000`."""

from .server import running

__all__ = ["running"]
