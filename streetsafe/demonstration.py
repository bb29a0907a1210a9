"""Whether this is the demonstration, whose figures are made up: never under production settings."""

from django.conf import settings


def is_demonstration() -> bool:
    """Whether `manage.py demo` has filled this database."""
    return not settings.PRODUCTION and (settings.VAR_DIR / "demonstration").exists()
