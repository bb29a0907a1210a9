"""Acts of the stages, from the command line."""
