"""What PostgreSQL is asked beyond what SQLite is, for tests that count queries."""

from django.db import connection

_IS_POSTGRESQL = connection.vendor == "postgresql"

ROW_LEVEL_SECURITY = 2 if _IS_POSTGRESQL else 0  # a request of staff tells who looks, and takes it back
RIGHT_TO_APPEND = 1 if _IS_POSTGRESQL else 0  # an entry of the audit waits for its turn
