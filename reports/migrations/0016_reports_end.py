"""Reports end: coarser, then gone, their counts kept; and whoever filed one can delete it by a code."""

import django.db.models.deletion
from django.db import migrations, models


def list_waiting_anew(apps, schema_editor):
    """On SQLite the list's own row numbers tell an order: it is written by the ids of the reports."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DELETE FROM reports_waiting")
        schema_editor.execute(
            """INSERT INTO reports_waiting (report_id) SELECT r.id FROM reports_report r WHERE NOT EXISTS
            (SELECT 1 FROM reports_standing s WHERE s.report_id = r.id AND s.state <> 'waiting') ON CONFLICT DO NOTHING"""
        )


def show_a_report_to_its_words(apps, schema_editor):
    """On PostgreSQL: past the second wall, whoever knows a report's words may see and delete this one."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE POLICY its_words_show_it ON reports_report "
            "USING (withdrawal_mark = NULLIF(current_setting('streetsafe.mark', true), '')::uuid)"
        )


def hide_it_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP POLICY IF EXISTS its_words_show_it ON reports_report")


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0015_second_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastingBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.CharField(max_length=7)),
                ('cell_counts', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='incomingreport',
            name='withdrawal_mark',
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='withdrawal_mark',
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('cell__range', (626000348204498944, 630503947831869439)), models.Q(('cell__range', (621496748577128448, 626000348204498943)), ('received_on__endswith', '-01'), ('withdrawal_mark__isnull', True)), _connector='OR'), name='a_coarse_report_holds_a_month_and_no_code'),
        ),
        migrations.RunPython(list_waiting_anew, migrations.RunPython.noop),
        migrations.RunPython(show_a_report_to_its_words, hide_it_again),
        migrations.AddField(
            model_name='lastingblock',
            name='council',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.area'),
        ),
        migrations.AddConstraint(
            model_name='lastingblock',
            constraint=models.UniqueConstraint(fields=('council', 'quarter'), name='one_lasting_block_each'),
        ),
    ]
