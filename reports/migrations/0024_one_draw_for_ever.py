"""A council's quarter is drawn once, here or nowhere: where the service is open, where it publishes, what is spent.

- The operator says where and since when reports are taken; a council that has releases is open since its first.
- The database knows its own place: a copy of it, or one restored, draws nothing until it is told to take over.
- Whatever moves a report to another council, a trigger notes it as spent if its old one had published its quarter.
"""

import datetime

import django.db.models.deletion
from django.db import migrations, models

REACH_OF_A_MOVE = 0.15  # degrees: as reports moved until now
QUARTER = {
    "sqlite": "substr(d.accepted_on, 1, 4) || '-Q' || ((CAST(substr(d.accepted_on, 6, 2) AS INTEGER) + 2) / 3)",
    "postgresql": "to_char(d.accepted_on, 'YYYY\"-Q\"Q')",
}
NOTE_WHAT_IS_SPENT = """
    INSERT INTO reports_spent (report_id)
    SELECT NEW.id WHERE EXISTS (
        SELECT 1 FROM reports_decision d WHERE d.report_id = NEW.id AND d.accepted_on IS NOT NULL AND (
            {quarter} <= (SELECT max(r.quarter) FROM reports_release r WHERE r.council_id = OLD.council_id)
            OR {quarter} <= (SELECT max(p.until) FROM reports_perhapsdrawn p WHERE p.council_id = OLD.council_id)))
    ON CONFLICT DO NOTHING;
"""


def without_row_numbers(apps, schema_editor):
    """On SQLite a hidden row number would tell in which order reports moved or were taken back: see migration 0013."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.remake_without_row_numbers("reports_spent")
        schema_editor.remake_without_row_numbers("reports_takenback")


def open_where_releases_stand(apps, schema_editor):
    """What published before goes on."""
    Opening, Release = apps.get_model("reports", "Opening"), apps.get_model("reports", "Release")
    for council, first in Release.objects.order_by().values_list("council").annotate(models.Min("quarter")):
        opened_on = datetime.date(int(first[:4]), int(first[-1]) * 3 - 2, 1)
        Opening.objects.create(area_id=council, opened_on=opened_on)


def note_what_moved_before(apps, schema_editor):
    """Of reports that moved until now nobody knows which: all in reach of a council that stands no longer are spent."""
    Area, Release, Spent = (apps.get_model("reports", name) for name in ("Area", "Release", "Spent"))
    Decision, Report = apps.get_model("reports", "Decision"), apps.get_model("reports", "Report")
    gone = Release.objects.filter(council__is_current=False).order_by().values("council").annotate(models.Max("quarter"))
    for old in gone:
        council, quarter = Area.objects.get(pk=old["council"]), old["quarter__max"]
        near = Area.objects.filter(
            kind="council",
            west__lt=council.east + REACH_OF_A_MOVE,
            east__gt=council.west - REACH_OF_A_MOVE,
            south__lt=council.north + REACH_OF_A_MOVE,
            north__gt=council.south - REACH_OF_A_MOVE,
        ).exclude(pk=council.pk)
        month = int(quarter[-1]) * 3
        after = datetime.date(int(quarter[:4]) + month // 12, month % 12 + 1, 1)
        accepted = Decision.objects.filter(accepted_on__lt=after).values("report")
        found = Report.objects.filter(council__in=near.values("pk"), pk__in=accepted).order_by("pk")
        rows = [Spent(report_id=pk) for pk in found.values_list("pk", flat=True)]
        Spent.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def add_trigger(apps, schema_editor):
    """Notes what is spent, however a report is moved."""
    vendor = schema_editor.connection.vendor
    body = NOTE_WHAT_IS_SPENT.format(quarter=QUARTER[vendor])
    if vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER report_moves AFTER UPDATE OF council_id ON reports_report "
            f"WHEN NEW.council_id <> OLD.council_id BEGIN {body} END"
        )
    else:
        schema_editor.execute(
            f"CREATE FUNCTION report_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER report_moves AFTER UPDATE OF council_id ON reports_report FOR EACH ROW "
            "WHEN (NEW.council_id <> OLD.council_id) EXECUTE FUNCTION report_moves()"
        )


def drop_trigger(apps, schema_editor):
    """Takes it away again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS report_moves")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS report_moves ON reports_report")
        schema_editor.execute("DROP FUNCTION IF EXISTS report_moves()")


def put_behind_the_wall(apps, schema_editor):
    """Which reports are spent is seen by whoever sees the report."""
    if schema_editor.connection.vendor == "postgresql":
        seen = "(SELECT everything_in_sight()) OR EXISTS (SELECT 1 FROM reports_report r WHERE r.id = report_id)"
        schema_editor.execute(f"CREATE POLICY second_wall ON reports_spent USING ({seen})")
        schema_editor.execute("ALTER TABLE reports_spent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_out_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE reports_spent NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute("DROP POLICY second_wall ON reports_spent")


def settle(apps, schema_editor):
    """This database publishes where it is made, or where it is upgraded."""
    from reports.publication.place import fingerprint, folder_of_the_service

    place = apps.get_model("reports", "PublishingPlace")
    place.objects.create(fingerprint=fingerprint(), folder=folder_of_the_service())


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0023_releases_have_a_format'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='reports.area')),
                ('opened_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='PerhapsDrawn',
            fields=[
                ('council', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='reports.area')),
                ('until', models.CharField(max_length=7)),
            ],
        ),
        migrations.CreateModel(
            name='PublishingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('folder', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='reports.report')),
            ],
        ),
        migrations.AddField(
            model_name='countblock',
            name='spent_counts',
            field=models.BinaryField(default=b''),
        ),
        migrations.AlterField(
            model_name='withdrawal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.staffuser'),
        ),
        migrations.CreateModel(
            name='TakenBack',
            fields=[
                ('digest', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('month', models.DateField()),
            ],
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='act',
            field=models.CharField(choices=[('sign-in', 'Signed in'), ('sign-out', 'Signed out'), ('lock-out', 'Locked out after wrong passwords'), ('decide', 'Decided reports'), ('export', 'Exported'), ('invite', 'Invited somebody'), ('join', 'Took up an invitation'), ('withdraw-invitation', 'Withdrew an invitation'), ('give-role', 'Gave a role'), ('end-role', 'Ended a role'), ('make-token', 'Made an access token'), ('add-second-factor', 'Set up a second factor'), ('remove-second-factor', 'Removed a second factor'), ('reset-second-factor', 'Reset somebody’s second factor'), ('use-recovery-code', 'Used a recovery code'), ('renew-recovery-codes', 'Made new recovery codes'), ('publish-response', 'Published a response'), ('withdraw-response', 'Withdrew a response'), ('publish-releases', 'Published releases'), ('revoke-token', 'Revoked an access token')], max_length=32),
        ),
        migrations.RunPython(without_row_numbers, migrations.RunPython.noop),
        migrations.RunPython(open_where_releases_stand, migrations.RunPython.noop),
        migrations.RunPython(note_what_moved_before, migrations.RunPython.noop),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.RunPython(add_trigger, drop_trigger),
        migrations.RunPython(put_behind_the_wall, take_out_again),
    ]
