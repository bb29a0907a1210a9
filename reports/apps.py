"""The one app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """All stages are packages of this app, so a model can move between them without a migration."""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From now on every sign-in notes its time."""
        from reports.staff import sessions  # noqa: F401  # connects itself; needs the tables to be known
