"""Tests of the analyst's door."""
