"""Tests of where: areas, boundaries, places and postcodes."""
