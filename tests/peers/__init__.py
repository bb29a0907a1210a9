"""What nobody here wrote reads what we publish: GDAL, and the rules of the OGC."""
