"""Counts of reports that were erased: what analysts and councils saw of a quarter does not shrink with time."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from django.db import connection

from reports.aggregation.columns import CELL_COUNT, Records, packed, summed_records, unpacked
from reports.aggregation.counting import CountedBlock, counted_blocks, no_arrivals, no_counts
from reports.aggregation.models import RetainedBlock
from reports.moderation.accepted import accepted_observations
from reports.moderation.expiring import Span, erase_accepted


def erase_and_keep_counts(span: Span) -> int:
    """Erases accepted reports and adds their counts to those that last, in the caller's transaction; how many."""
    lock_retained_counts()
    observations = accepted_observations(span)
    if not len(observations):
        return 0
    for block in counted_blocks(observations):
        stands = RetainedBlock.objects.filter(council=block.council, quarter=block.quarter).first()
        before = unpacked(stands.cell_counts if stands else b"", CELL_COUNT)
        RetainedBlock.objects.update_or_create(
            council_id=block.council,
            quarter=block.quarter,
            defaults={"cell_counts": packed(_both(before, block.cell_counts))},
        )
    return erase_accepted(span)


def with_retained_counts(blocks: Iterable[CountedBlock]) -> list[CountedBlock]:
    """The blocks, and in them the counts of what was erased, ascending by council and quarter."""
    found = {(block.council, block.quarter): block for block in blocks}
    for retained in RetainedBlock.objects.all():
        key, counts = (retained.council_id, retained.quarter), unpacked(retained.cell_counts, CELL_COUNT)
        block = found.get(key)
        stands = block or CountedBlock(*key, no_counts(), no_arrivals(), no_counts())
        both, spent = _both(stands.cell_counts, counts), _both(stands.spent_counts, counts)
        found[key] = replace(stands, cell_counts=both, spent_counts=spent)
    return [found[key] for key in sorted(found)]


def lock_retained_counts() -> None:
    """Keeps an erasing from falling between the two readings of a rebuild, which would count its reports twice.

    On SQLite the rebuild's own transaction does.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {RetainedBlock._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _both(one: Records, other: Records) -> Records:
    return summed_records(np.concatenate([one, other]))
