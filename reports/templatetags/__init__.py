"""Template tags Django looks for in this place."""
