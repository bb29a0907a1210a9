"""What to do and who to call."""
