"""The service in each of its languages."""
