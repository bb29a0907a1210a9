"""What counts of places can tell and what they cannot: pure numpy, of numbers alone. Knows no report and no page."""
