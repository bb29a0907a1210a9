"""The table of second factors as allauth's own migrations would leave it, but for one check.

Django checks a JSON column on SQLite by `json_valid`, which SQLite 3.40 takes for unsafe under `trusted_schema=OFF`:
no row could be written. Ours is written by allauth through the ORM alone, which writes nothing but JSON.
"""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper


class UncheckedJSONField(models.JSONField):
    """A JSON column without the check."""

    def db_check(self, connection: BaseDatabaseWrapper) -> None:
        """None."""


def table(data: models.JSONField) -> migrations.CreateModel:
    """The table, with this field for its data."""
    kinds = [("recovery_codes", "Recovery codes"), ("totp", "TOTP Authenticator"), ("webauthn", "WebAuthn")]
    owner = models.ForeignKey(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL)
    return migrations.CreateModel(
        name="Authenticator",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("type", models.CharField(choices=kinds, max_length=20)),
            ("data", data),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("last_used_at", models.DateTimeField(null=True)),
            ("user", owner),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("user", "type"),
                    name="unique_authenticator_type",
                    condition=models.Q(type__in=("totp", "recovery_codes")),
                )
            ]
        },
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]  # noqa: RUF012  # Django's own shape
    operations = [  # noqa: RUF012  # likewise
        migrations.SeparateDatabaseAndState(
            database_operations=[table(UncheckedJSONField())], state_operations=[table(models.JSONField())]
        )
    ]
