"""A log line as JSON, by a list of the fields that may stand in it: nothing else of a record is written.

No time, thread or process: what collects lines adds its own. Of a fault its kind and where in the code it was, without
its message: a database tells in it the values it refused.
"""

import json
import logging
import traceback

FIELDS = ("level", "logger", "message", "exception", "where")


class JsonLines(logging.Formatter):
    """One object in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The fields that may stand there; a field that the record does not have is left out."""
        line = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = " < ".join(f"{one.filename}:{one.lineno} {one.name}" for one in reversed(frames))
        return json.dumps({name: line[name] for name in FIELDS if name in line}, ensure_ascii=False)
