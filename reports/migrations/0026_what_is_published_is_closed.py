"""Quarters published before this was kept are closed, with the counts as they stand now: they change from now on no more.

Of councils whose ground a council now gone had published, only what they published themselves: see `freeze_counts`.
"""

import datetime

from django.db import migrations
from django.db.models import Max, Min


def days_of(quarter):
    """The first and the last day of 2026-Q3."""
    year, number = int(quarter[:4]), int(quarter[-1])
    following = datetime.date(year + number // 4, number % 4 * 3 + 1, 1)
    return datetime.date(year, number * 3 - 2, 1), following - datetime.timedelta(days=1)


def close_what_is_published(apps, schema_editor):
    """For each council with releases, the quarters up to its latest."""
    model = {name: apps.get_model("reports", name) for name in ("Release", "CountBlock", "FrozenBlock", "ClosedQuarter")}
    merged = model["Release"].objects.filter(council__is_current=False).exists()
    published = model["Release"].objects.values_list("council").annotate(first=Min("quarter"), last=Max("quarter"))
    for council, first, last in published.order_by("council"):
        counted = model["CountBlock"].objects.filter(council=council, quarter__lte=last)
        if merged:
            counted = counted.filter(quarter__gte=first)
        blocks = dict(counted.values_list("quarter", "cell_counts"))
        for quarter in model["Release"].objects.filter(council=council).values_list("quarter", flat=True):
            blocks.setdefault(quarter, b"")
        for quarter in sorted(blocks):
            begins, ends = days_of(quarter)
            model["FrozenBlock"].objects.create(council_id=council, quarter=quarter, cell_counts=blocks[quarter])
            model["ClosedQuarter"].objects.create(council_id=council, first=begins, last=ends)


def open_again(apps, schema_editor):
    """Nothing: the tables go with the migration before."""


class Migration(migrations.Migration):
    """Rows for what is published."""

    dependencies = [("reports", "0025_quarters_are_closed")]
    operations = [migrations.RunPython(close_what_is_published, open_again)]
