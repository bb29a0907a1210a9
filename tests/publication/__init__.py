"""Publication: counts become a release."""
