"""What nobody here wrote reads what we publish: GDAL, Frictionless, CSV on the Web, and the rules of the OGC."""
