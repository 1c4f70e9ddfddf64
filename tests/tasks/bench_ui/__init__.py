"""Tests of the bench on UI tests: every bug and every change on pages of its own, in a real Chromium."""
