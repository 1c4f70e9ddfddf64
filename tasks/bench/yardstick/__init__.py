"""Yardstick: generated pages and desktop screens whose text and widgets are known."""
