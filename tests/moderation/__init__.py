"""Moderation: what is decided, by whom, and what it changes."""
