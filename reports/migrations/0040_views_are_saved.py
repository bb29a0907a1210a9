"""Views of the hotspots kept by account, behind row-level security: one's own, and those of who left, for a manager."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "reports_savedview"
# Which roles a person looks with does not matter here: a view is its owner's on every page. That the owner left is
# worked out by the application.
SEEN = f"""
    (SELECT everything_in_sight()) OR EXISTS (
        SELECT 1
        FROM (SELECT NULLIF(current_setting('streetsafe.staff', true), '')::jsonb AS looks) asked
        WHERE (looks->>'person')::bigint = {TABLE}.owner_id
           OR EXISTS (
                SELECT 1
                FROM reports_membership held
                JOIN reports_staffuser person ON person.id = held.person_id AND person.is_active
                JOIN reports_area own ON own.code = {TABLE}.area_id
                LEFT JOIN reports_area above ON above.code = own.parent_id
                WHERE held.person_id = (looks->>'person')::bigint AND held.role = 'manager'
                  AND (held.expires_on IS NULL OR held.expires_on >= (looks->>'on')::date)
                  AND (held.area_id = own.code OR held.area_id = own.parent_id OR held.area_id = above.parent_id)
           )
    )
"""


def protect(apps, schema_editor):
    """Its owner sees a view, and who manages its area."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({SEEN})")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_away_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


class Migration(migrations.Migration):
    """A table of what staff keep, and its acts among the labels of the audit."""

    dependencies = [("reports", "0039_what_was_answered")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=600)),
                ("saved_on", models.DateField()),
                ("deleted_on", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("sign-in", "Signed in"),
                    ("sign-out", "Signed out"),
                    ("lock-out", "Locked out after wrong passwords"),
                    ("decide", "Decided reports"),
                    ("export", "Exported"),
                    ("invite", "Invited someone"),
                    ("join", "Took up an invitation"),
                    ("withdraw-invitation", "Withdrew an invitation"),
                    ("give-role", "Gave a role"),
                    ("end-role", "Ended a role"),
                    ("make-token", "Created an access token"),
                    ("add-second-factor", "Set up 2-step verification"),
                    ("remove-second-factor", "Removed a 2-step verification method"),
                    ("reset-second-factor", "Reset someone’s 2-step verification"),
                    ("use-recovery-code", "Used a recovery code"),
                    ("renew-recovery-codes", "Created new recovery codes"),
                    ("change-password", "Changed their password"),
                    ("make-password-link", "Created a link for a new password"),
                    ("use-password-link", "Chose a new password by a link"),
                    ("sign-out-everywhere", "Signed out everywhere"),
                    ("publish-response", "Published a response"),
                    ("withdraw-response", "Withdrew a response"),
                    ("publish-releases", "Published releases"),
                    ("revoke-token", "Revoked an access token"),
                    ("save-view", "Saved a view of hotspots"),
                    ("delete-view", "Deleted a saved view"),
                    ("restore-view", "Restored a saved view"),
                ],
                max_length=32,
            ),
        ),
        migrations.RunPython(protect, take_away_again),
    ]
