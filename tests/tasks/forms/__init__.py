"""Tests of jobs, on real databases, sites and programs."""
