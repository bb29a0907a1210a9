"""Published figures as OGC API - Features, for programs of maps."""
