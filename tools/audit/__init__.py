"""Audit: what of a picture somebody could not read, reach or see, told by its pixels."""
