"""The tests mirror the package; the folders beside them hold what belongs to no single stage."""
