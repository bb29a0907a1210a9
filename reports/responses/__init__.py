"""What was done about a place, told back to the public."""
