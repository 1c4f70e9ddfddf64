"""Widgets: pixels to fields, buttons, boxes and all else that can be used, with labels, states and values."""
