"""Tests of streetsafe."""
