"""Someone says: this place feels unsafe."""
