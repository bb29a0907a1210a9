"""What was done at a place, for staff of the area: behind row-level security, and its acts among those of the audit."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "reports_intervention"
OWN_COUNCIL = "(SELECT everything_in_sight()) OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"
KINDS = [
    ("lighting", "Lighting repaired or added"),
    ("street", "Street layout or CCTV changed"),
    ("upkeep", "Cleaned up, or plants cut back"),
    ("people", "More patrols or staff"),
    ("talk", "Meeting or consultation"),
    ("other", "Something else"),
]


def protect(apps, schema_editor):
    """The policy that counts have."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({OWN_COUNCIL})")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_away_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


class Migration(migrations.Migration):
    """A table of what staff record."""

    dependencies = [("reports", "0041_context_layers")]

    operations = [
        migrations.CreateModel(
            name="Intervention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cell", models.BigIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("done_in", models.DateField()),
                ("recorded_on", models.DateField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [code for code, _label in KINDS])),
                        name="intervention_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_in__endswith", "-01")), name="intervention_tells_a_month_not_a_day"
                    ),
                    models.UniqueConstraint(
                        fields=("council", "cell", "kind", "done_in"), name="intervention_is_recorded_once"
                    ),
                ],
            },
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
                    ("record-intervention", "Recorded what was done at a place"),
                    ("remove-intervention", "Removed a record of what was done"),
                ],
                max_length=32,
            ),
        ),
        migrations.RunPython(protect, take_away_again),
    ]
