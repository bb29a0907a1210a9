"""Tests of what a council takes away."""
