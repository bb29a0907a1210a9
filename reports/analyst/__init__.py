"""Hotspots over time, for the force whose area it is."""
