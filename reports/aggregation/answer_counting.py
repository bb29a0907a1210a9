"""Answers become counts: when in the week, how often, whether something happened; each question by itself.

No two questions stand together but the part of the day and the kind of day: all answers of a small place side by side
would be its reports again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.columns import ANSWER_COUNT, DAY_KIND_BITS, CountedQuestion, Records
from reports.aggregation.counting import MONTHS_IN_A_QUARTER, quarter_name
from reports.geography import hexgrid
from reports.moderation.accepted import Observations

_QUESTION_BITS, _ANSWER_BITS, _MONTH_BITS = 2, 6, 16


@dataclass(frozen=True, eq=False)
class AnsweredBlock:
    """The answers of one council's reports of one quarter of acceptance."""

    council: str
    quarter: str
    answer_counts: Records


def answered_blocks(observations: Observations) -> list[AnsweredBlock]:
    """A block for every council and quarter that has an accepted report, ascending by council and quarter."""
    if not len(observations):
        return []
    accepted_in = observations.accepted_on.astype("datetime64[M]").astype(np.int64) // MONTHS_IN_A_QUARTER
    first, last = int(accepted_in.min()), int(accepted_in.max())
    quarters = last - first + 1
    block = observations.council.astype(np.int64) * quarters + (accepted_in - first)
    counts, blocks = _answer_counts(observations, block)
    starts = np.flatnonzero(np.concatenate(([True], blocks[1:] != blocks[:-1])))
    return [
        AnsweredBlock(observations.councils[number // quarters], quarter_name(first + number % quarters), records)
        for number, records in zip(blocks[starts].tolist(), np.split(counts, starts[1:]), strict=True)
    ]


def time_of_week(band: NDArray[np.uint8], day_kind: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The part of the day and the kind of day as one answer."""
    return band.astype(np.int64) << DAY_KIND_BITS | day_kind.astype(np.int64)


def _answer_counts(observations: Observations, block: NDArray[np.int64]) -> tuple[Records, NDArray[np.int64]]:
    """The counts, and the block of each, ascending by block, place, month, question and answer."""
    place = block << hexgrid.place_bits(hexgrid.PARTNER_RESOLUTION) | hexgrid.place_numbers(
        observations.cell, hexgrid.PARTNER_RESOLUTION
    )
    # From the first possible month on, so that a month before 1970 is no negative key.
    month = observations.received_on.astype("datetime64[M]").astype(np.int64) + (1 << _MONTH_BITS - 1)
    known = month << 1 | observations.is_import
    answers = {
        CountedQuestion.TIME_OF_WEEK: time_of_week(observations.band, observations.day_kind),
        CountedQuestion.FREQUENCY: observations.frequency.astype(np.int64),
        CountedQuestion.INCIDENT: observations.incident.astype(np.int64),
    }
    rest = np.concatenate(
        [(known << _QUESTION_BITS | question) << _ANSWER_BITS | answer for question, answer in answers.items()]
    )
    places = np.tile(place, len(answers))
    # Two keys: all of it in one would take more than 63 bits where there are many councils and quarters.
    order = np.lexsort([rest, places])
    places, rest = places[order], rest[order]
    starts = np.flatnonzero(np.concatenate(([True], (places[1:] != places[:-1]) | (rest[1:] != rest[:-1]))))
    records = np.empty(len(starts), dtype=ANSWER_COUNT)
    records["count"] = np.diff(np.append(starts, len(rest)))
    places, rest = places[starts], rest[starts]
    bits = hexgrid.place_bits(hexgrid.PARTNER_RESOLUTION)
    records["cell"] = hexgrid.cells_of_place_numbers(places & ((1 << bits) - 1), hexgrid.PARTNER_RESOLUTION)
    records["answer"] = rest & ((1 << _ANSWER_BITS) - 1)
    records["question"] = rest >> _ANSWER_BITS & ((1 << _QUESTION_BITS) - 1)
    records["is_import"] = rest >> (_ANSWER_BITS + _QUESTION_BITS) & 1
    records["received_in"] = (rest >> (_ANSWER_BITS + _QUESTION_BITS + 1)) - (1 << _MONTH_BITS - 1)
    return records, places >> bits
