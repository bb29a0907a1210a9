"""Tests of the public map, its table and the releases' files."""
