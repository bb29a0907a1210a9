"""Counts become a release in which nobody can be found."""
