"""What gunicorn writes of its own: never who sent what could not be read, nor which page was being answered."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from streetsafe import environment, logs
from streetsafe.json_log import JsonLines


class WithoutVisitors(Logger):  # type: ignore[misc]  # gunicorn says nothing of its types
    """gunicorn's own log without addresses, paths and times."""

    error_fmt = "[%(process)d] [%(levelname)s] %(message)s"

    def setup(self, cfg: Any) -> None:
        """In the form that LOG_FORMAT asks for; a wrong one is refused by the settings."""
        super().setup(cfg)
        if environment.value("LOG_FORMAT", logs.FORMS[0]) == "json":
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonLines())

    def warning(self, msg: str, *args: Any, **options: Any) -> None:
        """Also of a request that cannot be read: that there was one would be its sender's time and address."""
        if not msg.startswith("Invalid request from ip="):
            super().warning(msg, *args, **options)

    def exception(self, msg: str, *args: Any, **options: Any) -> None:
        """A fault with its traceback, and not the request it came of."""
        super().exception("A request ended in a fault" if msg.startswith("Error handling request") else msg, **options)
