"""SQLite as this service needs it: no file that lost its name is written, and a table made anew keeps its rules."""
