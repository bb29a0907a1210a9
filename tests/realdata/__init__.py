"""Tests on the real open data of STREETSAFE_DATA."""
