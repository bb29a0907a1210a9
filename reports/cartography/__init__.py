"""Maps as pictures: from places to units of a picture, and from shapes to SVG. Knows no report and no release."""
