"""Staff: who may see and do what."""
