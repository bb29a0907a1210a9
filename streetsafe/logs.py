"""Log lines that say what failed and never who was asking."""

import logging
from typing import Any


class WithoutRequest(logging.Filter):
    """Takes the request, its path and its arguments out of a record, keeping the fault's own traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "request"):
            record.msg, record.args = (
                f"a request failed with status {getattr(record, 'status_code', 500)}",
                (),
            )
            del record.request
        if record.name == "django.security.DisallowedHost":
            record.msg, record.args = "a request named a host that is not in ALLOWED_HOSTS", ()
            record.exc_info = record.exc_text = None  # it names whoever sent it nothing new, in sixty lines
        return True


FORMS = ("plain", "json")


def logging_in(form: str) -> dict[str, Any]:
    """No address, user agent, path or time of a visitor in any line: only faults are written, without the request."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_request": {"()": "streetsafe.logs.WithoutRequest"}},
        "formatters": {
            "plain": {"format": "%(levelname)s %(name)s %(message)s"},
            "json": {"()": "streetsafe.json_log.JsonLines"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": ["without_request"]},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "geopy": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
