"""Observations become counts."""
