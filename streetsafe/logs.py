"""Log lines that say what failed and never who was asking."""

import logging


class WithoutRequest(logging.Filter):
    """Takes the request, its path and its arguments out of a record, keeping the fault's own traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "request"):
            record.msg, record.args = (
                f"a request failed with status {getattr(record, 'status_code', 500)}",
                (),
            )
            del record.request
        return True
