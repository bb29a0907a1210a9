"""Reports end: coarser, then gone, their counts kept; and whoever filed one can delete it by a code.

Django makes the table anew for the constraint: see migration 0013.
"""

import django.db.models.deletion
from importlib import import_module

from django.db import migrations, models

waiting = import_module("reports.migrations.0003_waiting_kept_by_the_database")
rows = import_module("reports.migrations.0013_no_hidden_row_numbers")


def without_triggers(apps, schema_editor):
    """SQLite refuses to make a table anew while a trigger names it."""
    if schema_editor.connection.vendor == "sqlite":
        waiting.drop_triggers(apps, schema_editor)


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
        migrations.RunPython(without_triggers, rows.rebuild_without_row_numbers),
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
        migrations.RunPython(rows.rebuild_without_row_numbers, without_triggers),
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
