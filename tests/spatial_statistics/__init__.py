"""Tests of the spatial statistics: beside what others have written, by plain loops, and where the truth is known."""
