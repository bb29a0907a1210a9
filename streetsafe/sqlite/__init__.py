"""SQLite as this service needs it: a table that Django makes anew keeps what Django knows nothing of."""
