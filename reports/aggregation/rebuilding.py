"""rebuild_counts(): the only writer of counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Model

from reports.aggregation.answer_counting import AnsweredBlock
from reports.aggregation.columns import packed
from reports.aggregation.counting import CountedBlock
from reports.aggregation.models import AnswerBlock, CountBlock
from reports.aggregation.retained import lock_retained_counts, with_retained_counts
from reports.aggregation.summing import summed_blocks
from reports.moderation.accepted import accepted_in_parts
from reports.staff.row_level_security import everything_seen

BLOCKS_AT_ONCE = 200


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild counted."""

    reports: int
    blocks: int  # one for each council and quarter
    cell_counts: int


def rebuild_counts() -> Rebuilt:
    """Count every accepted report again, add what was erased, and put this in the old one's place; all or nothing.

    Never by increments: a counter that moves when one report is accepted tells of that report.
    """
    with transaction.atomic(), everything_seen():
        lock_retained_counts()
        summed = summed_blocks(accepted_in_parts())
        blocks = with_retained_counts(summed.counted)
        CountBlock.objects.all().delete()
        _write(CountBlock, map(_count_block, blocks))
        AnswerBlock.objects.all().delete()
        _write(AnswerBlock, map(_answer_block, summed.answered))
    return Rebuilt(
        reports=summed.reports, blocks=len(blocks), cell_counts=sum(len(block.cell_counts) for block in blocks)
    )


def _count_block(block: CountedBlock) -> CountBlock:
    return CountBlock(
        council_id=block.council,
        quarter=block.quarter,
        cell_counts=packed(block.cell_counts),
        arrival_counts=packed(block.arrival_counts),
        spent_counts=packed(block.spent_counts),
    )


def _answer_block(block: AnsweredBlock) -> AnswerBlock:
    return AnswerBlock(council_id=block.council, quarter=block.quarter, answer_counts=packed(block.answer_counts))


def _write(table: type[Model], rows: Iterator[Model]) -> None:
    """Writes some at a time: all of them packed would be every count in memory once more."""
    while some := list(islice(rows, BLOCKS_AT_ONCE)):
        table._default_manager.bulk_create(some)
