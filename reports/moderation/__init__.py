"""A person decides what may be counted."""
