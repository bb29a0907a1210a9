"""A believable town's worth of made-up reports, for trying the service."""
