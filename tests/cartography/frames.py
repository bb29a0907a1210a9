"""A picture of a known part of the world."""

from reports.cartography.frame import Frame

# A thousandth of the world wide and high, its north-west corner on Greenwich and the equator.
SQUARE = Frame(left=0.5, top=0.5, scale=1_000_000.0, width=1000, height=1000)
BRISTOL = (-2.6, 51.45)
