"""What is new in the counts, night by night, behind row-level security; and who has seen it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("reports_alert", "reports_scannedarea")
EVERYTHING = "(SELECT everything_in_sight())"
OWN_COUNCIL = f"{EVERYTHING} OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"


def protect(apps, schema_editor):
    """The policy that counts have."""
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"CREATE POLICY second_wall ON {table} USING ({OWN_COUNCIL})")
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_away_again(apps, schema_editor):
    """The tables as they were."""
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
            schema_editor.execute(f"DROP POLICY second_wall ON {table}")


class Migration(migrations.Migration):
    """Three tables; the next night fills two of them."""

    dependencies = [("reports", "0046_secrets_in_use")]

    operations = [
        migrations.CreateModel(
            name="ScannedArea",
            fields=[
                (
                    "council",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.area",
                    ),
                ),
                ("scanned_on", models.DateField()),
                ("is_enough", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cell", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("first_month", models.DateField()),
                ("reports", models.PositiveIntegerField()),
                ("expected", models.PositiveIntegerField()),
                ("most_in_a_day", models.PositiveIntegerField()),
                ("days_apart", models.PositiveIntegerField()),
                ("found_on", models.DateField()),
                ("last_found_on", models.DateField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeenAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.alert"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("alert", "person"), name="seen_once_by_each")],
            },
        ),
        migrations.RunPython(protect, take_away_again),
    ]
