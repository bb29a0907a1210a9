"""rebuild_counts(): the only writer of counts."""

from dataclasses import dataclass

from django.db import transaction

from reports.aggregation.answer_counting import answered_blocks
from reports.aggregation.columns import packed
from reports.aggregation.counting import counted_blocks
from reports.aggregation.models import AnswerBlock, CountBlock
from reports.aggregation.retained import lock_retained_counts, with_retained_counts
from reports.moderation.accepted import accepted_observations
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
        observations = accepted_observations()
        blocks = with_retained_counts(counted_blocks(observations))
        CountBlock.objects.all().delete()
        CountBlock.objects.bulk_create(
            [
                CountBlock(
                    council_id=block.council,
                    quarter=block.quarter,
                    cell_counts=packed(block.cell_counts),
                    arrival_counts=packed(block.arrival_counts),
                    spent_counts=packed(block.spent_counts),
                )
                for block in blocks
            ],
            batch_size=BLOCKS_AT_ONCE,
        )
        AnswerBlock.objects.all().delete()
        AnswerBlock.objects.bulk_create(
            [
                AnswerBlock(council_id=block.council, quarter=block.quarter, answer_counts=packed(block.answer_counts))
                for block in answered_blocks(observations)
            ],
            batch_size=BLOCKS_AT_ONCE,
        )
    return Rebuilt(
        reports=len(observations), blocks=len(blocks), cell_counts=sum(len(block.cell_counts) for block in blocks)
    )
