"""Aggregation: observations become counts."""
