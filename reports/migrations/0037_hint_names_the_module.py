"""What row-level security refuses says where to look: the module has had another name since."""

from django.db import migrations

BEFORE, NOW = "second_wall.everything_seen()", "row_level_security.everything_seen()"
# Its own words, read from the database: whatever else it does stays as it is.
REWORD = """
DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('everything_in_sight()'::regprocedure), '{old}', '{new}');
END $$
"""


def say_where(apps, schema_editor):
    """PostgreSQL's function, with the hint of today."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REWORD.format(old=BEFORE, new=NOW))


def say_as_before(apps, schema_editor):
    """With the hint of before."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REWORD.format(old=NOW, new=BEFORE))


class Migration(migrations.Migration):
    """A sentence."""

    dependencies = (("reports", "0036_year_of_boundaries"),)

    operations = (migrations.RunPython(say_where, say_as_before),)
