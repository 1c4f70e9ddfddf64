"""Yardsticks: what handeye promises about itself, measured on this machine."""
