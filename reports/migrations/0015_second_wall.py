"""On PostgreSQL the database itself keeps other areas' reports and counts from a request of staff.

`streetsafe.everything = on` belongs to commands. `streetsafe.staff` is JSON: who looks, with which roles, on which
day, and within which area (empty: all of theirs). With neither, nothing is seen; a new report is taken all the same.
FORCE, because the service owns its tables, and an owner would pass by otherwise. The queue has no wall: it is emptied
by TRUNCATE, which sees no policy, and what a policy had hidden from the mixing would be lost.
"""

from django.db import migrations

# What a person may see, worked out from the memberships alone: not from anything the code believes. The councils that
# no longer stand are in sight of their force's people until they are assigned, as `stranded_reports` counts them.
IN_SIGHT = """
CREATE FUNCTION councils_in_sight() RETURNS SETOF varchar LANGUAGE sql STABLE AS $$
    WITH asked AS (SELECT NULLIF(current_setting('streetsafe.staff', true), '')::jsonb AS looks),
    own AS (
        SELECT council.code, council.parent_id
        FROM asked
        JOIN reports_staffuser person ON person.id = (looks->>'person')::bigint AND person.is_active
        JOIN reports_membership held ON held.person_id = person.id
            AND (held.expires_on IS NULL OR held.expires_on >= (looks->>'on')::date)
            AND (looks->'roles' = '[]' OR looks->'roles' ? held.role)
        JOIN reports_area council ON council.kind = 'council'
        LEFT JOIN reports_area force ON force.code = council.parent_id
        WHERE held.area_id IN (council.code, council.parent_id, force.parent_id)
          AND looks->>'within' IN ('', council.code, council.parent_id, force.parent_id)
    )
    SELECT code FROM own
    UNION
    SELECT gone.code FROM reports_area gone JOIN own ON own.parent_id = gone.parent_id
    WHERE gone.kind = 'council' AND NOT gone.is_current
$$
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
}


def build_wall(apps, schema_editor):
    """One policy for each table, and one more by which anybody may report."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(IN_SIGHT)
    for table, seen in WALLED.items():
        schema_editor.execute(f"CREATE POLICY second_wall ON {table} USING ({seen})")
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    schema_editor.execute("CREATE POLICY anybody_may_report ON reports_report FOR INSERT WITH CHECK (true)")


def take_wall_down(apps, schema_editor):
    """The tables as they were."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("DROP POLICY anybody_may_report ON reports_report")
    for table in WALLED:
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {table}")
    schema_editor.execute("DROP FUNCTION councils_in_sight()")


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("reports", "0014_second_factors")]
    operations = [migrations.RunPython(build_wall, take_wall_down)]
