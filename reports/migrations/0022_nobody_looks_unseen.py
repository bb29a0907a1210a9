"""On PostgreSQL a connection to which nobody has said who looks is refused, not shown an empty table.

Shown nothing, whoever counts counts nought and publishes it for ever. Staff are shown their areas, commands everything,
a report's own words that report, as before; where none of these was said, reading a walled table is an error. Responses
keep their policy: what is published of them anybody may read.
"""

from django.db import migrations

REFUSAL = "nobody has said who looks, so this connection would see no row of reports or counts"
HINT = "Start commands by manage.py; code that counts, publishes or erases says so by second_wall.everything_seen()."
SOMEBODY_LOOKS = f"""
CREATE FUNCTION everything_in_sight() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF current_setting('streetsafe.everything', true) = 'on' THEN
        RETURN true;
    END IF;
    IF COALESCE(current_setting('streetsafe.staff', true), '') = ''
        AND COALESCE(current_setting('streetsafe.mark', true), '') = ''
    THEN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege', HINT = '{HINT}';
    END IF;
    RETURN false;
END $$
"""
EVERYTHING = "(SELECT current_setting('streetsafe.everything', true)) = 'on'"
OWN_COUNCIL = f"{EVERYTHING} OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"
OWN_REPORT = f"{EVERYTHING} OR EXISTS (SELECT 1 FROM reports_report r WHERE r.id = report_id)"
WALLED = {
    "reports_report": OWN_COUNCIL,
    "reports_countblock": OWN_COUNCIL,
    "reports_claim": OWN_COUNCIL,
    "reports_hold": OWN_COUNCIL,
    "reports_standing": OWN_REPORT,
    "reports_decision": OWN_REPORT,
    "reports_proposal": OWN_REPORT,
    "reports_lastingblock": OWN_COUNCIL,
}


def refuse_who_says_nothing(apps, schema_editor):
    """The same policies; what asked whether everything may be seen now refuses when nobody said anything."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(SOMEBODY_LOOKS)
    for table, seen in WALLED.items():
        asked = seen.replace(EVERYTHING, "(SELECT everything_in_sight())")
        schema_editor.execute(f"ALTER POLICY second_wall ON {table} USING ({asked})")


def show_nothing_again(apps, schema_editor):
    """The policies as they were."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, seen in WALLED.items():
        schema_editor.execute(f"ALTER POLICY second_wall ON {table} USING ({seen})")
    schema_editor.execute("DROP FUNCTION everything_in_sight()")


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("reports", "0020_lasting_counts_behind_the_wall")]
    operations = [migrations.RunPython(refuse_who_says_nothing, show_nothing_again)]
