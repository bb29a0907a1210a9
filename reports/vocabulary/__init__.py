"""The words every stage shares: what may be answered, why, in which nation, and UK time. Knows nothing of the rest."""
