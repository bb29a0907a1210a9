"""SQLite as this service needs it: never a file that has lost its name, for what is written there is lost."""
