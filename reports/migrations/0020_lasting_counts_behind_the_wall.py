"""On PostgreSQL the counts of erased reports stand behind the second wall too: exact counts, as those they last from.

Only commands read them, which see everything: see migration 0015.
"""

from django.db import migrations

TABLE = "reports_lastingblock"
EVERYTHING = "(SELECT current_setting('streetsafe.everything', true)) = 'on'"
OWN_COUNCIL = f"{EVERYTHING} OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"


def put_behind_the_wall(apps, schema_editor):
    """The policy that counts have."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({OWN_COUNCIL})")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_out_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("reports", "0019_responses_kept")]
    operations = [migrations.RunPython(put_behind_the_wall, take_out_again)]
