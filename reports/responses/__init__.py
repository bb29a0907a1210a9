"""What was done about a place, published for everyone."""
