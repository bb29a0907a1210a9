"""The rules of what a council takes away of one quarter: where, and why and when. Pure.

Every count is of five reports or more, and none of one to four can be told from all of them together, not even by
somebody who knows these rules and which places have no report at all (decision 0053, where each step is proved):

1. **Places are pieces that share no report.** A hexagon of 350 m with `MINIMUM` or more is one whole, exactly. Smaller
   ones are a rest of 900 m together, else of 2.4 km, else of the area; a rest that would say its members are all as
   full as they can be leaves out one or two (`_rest_of`). What is too small for that is in no file.
2. **Inside a whole, `parted`**: its parts of 130 m in a fixed order, each by itself where it has `MINIMUM` and as many
   are left for the others; the last that has any never is. The others are one rest.
3. **Reasons and times are margins.** Pieces are gathered into grounds, by their shown counts alone; of each ground all
   the pieces' reports are told again by `parted` groups and times. The two tables of a ground share but its total.

What changed (`changes_of`) adds pieces up and compares such sums: it tells nothing that the pieces do not.
"""

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.columns import Records
from reports.geography import hexgrid
from reports.vocabulary.experience import TimeOfDay
from reports.vocabulary.reasons import BY_NUMBER, Group

MINIMUM = 5  # fewer than five reports at a place could be one person's account of an evening
FOR_A_PROFILE = 20  # below that, reasons and times say more of chance than of the place
WHOLE_RESOLUTION, GROUND_RESOLUTION = 9, 8
REST_RESOLUTIONS = (8, 7)
CLASSES = len(Group) * len(TimeOfDay)  # a report is in exactly one: group by group, in each the times in their order
ALL_GROUPS, ALL_TIMES = (1 << len(Group)) - 1, (1 << len(TimeOfDay)) - 1

ByClass = NDArray[np.int64]  # (CLASSES,)
_GROUP_OF_REASON = np.array([BY_NUMBER[n].group if n in BY_NUMBER else 0 for n in range(32)], dtype=np.int64)


class Extent(enum.IntEnum):
    """What a count covers; the numbers are stored and never change."""

    CELL = 1
    REST_OF_CELL = 2  # the cell without what is shown inside it
    REST_OF_AREA = 3  # the council without everything shown inside it; its cell is 0


@dataclass(frozen=True, eq=False)
class Piece:
    """Some ground and its reports by class, as they are told."""

    extent: Extent
    cell: hexgrid.Cell
    by_class: ByClass

    @property
    def count(self) -> int:
        return int(self.by_class.sum())


@dataclass(frozen=True)
class Profile:
    """Reports of some ground that have a reason of these groups at one of these times: sets, as bits."""

    extent: Extent
    cell: hexgrid.Cell
    groups: int
    times: int
    count: int


@dataclass(frozen=True)
class GroundCount:
    """Reports told of a hexagon of 900 m, up to four of which may be told elsewhere; or of a larger rest."""

    extent: Extent
    cell: hexgrid.Cell
    count: int


def counts_by_class(records: Records) -> dict[hexgrid.Cell, ByClass]:
    """A block's reports by res 10 cell and class, ascending by cell; each report once, by its main reason."""
    cells, cell = np.unique(records["cell"], return_inverse=True)
    table = np.zeros((len(cells), CLASSES), dtype=np.int64)
    number = (_GROUP_OF_REASON[records["reason"]] - 1) * len(TimeOfDay) + records["band"].astype(np.int64) - 1
    np.add.at(table, (cell, number), records["mains"].astype(np.int64))
    return {int(name): row for name, row in zip(cells, table, strict=True) if row.any()}


def pieces_of(counts: Mapping[hexgrid.Cell, ByClass]) -> list[Piece]:
    """Where the reports are: res 10 counts as pieces that share none, fine before coarse, each by index."""
    whole, small = _split_by_minimum(_gathered(counts, WHOLE_RESOLUTION))
    parts = _gathered_cells(counts, WHOLE_RESOLUTION)
    pieces = [piece for cell in sorted(whole) for piece in _parts_of(cell, [(at, counts[at]) for at in parts[cell]])]
    for resolution in REST_RESOLUTIONS:
        members = _gathered_cells(small, resolution)
        shown, still_small = _split_by_minimum(_gathered(small, resolution))
        pieces += [
            Piece(Extent.REST_OF_CELL, cell, _rest_of([small[member] for member in members[cell]]))
            for cell in sorted(shown)
        ]
        small = still_small
    left = [small[cell] for cell in sorted(small)]
    if sum(int(member.sum()) for member in left) >= MINIMUM:
        pieces.append(Piece(Extent.REST_OF_AREA, 0, _rest_of(left)))
    return pieces


def profiles_of(pieces: Sequence[Piece]) -> list[Profile]:
    """Why and when, of pieces gathered into hexagons of 900 m, else of 2.4 km, else what is left of the area."""
    profiles: list[Profile] = []
    left = list(pieces)
    for resolution, extent in ((GROUND_RESOLUTION, Extent.CELL), (REST_RESOLUTIONS[-1], Extent.REST_OF_CELL)):
        grounds, left = _gathered_pieces(left, resolution)
        for cell, inside in sorted(grounds.items()):
            if sum(piece.count for piece in inside) >= FOR_A_PROFILE:
                profiles += _profiles(extent, cell, inside)
            else:
                left += inside
    return profiles + (_profiles(Extent.REST_OF_AREA, 0, left) if left else [])


def changes_of(pieces: Sequence[Piece]) -> list[GroundCount]:
    """Pieces as hexagons of 900 m, whose ground is the same in every quarter, and the larger rests as they are."""
    grounds, rests = _gathered_pieces(pieces, GROUND_RESOLUTION)
    told = [GroundCount(Extent.CELL, cell, sum(piece.count for piece in grounds[cell])) for cell in sorted(grounds)]
    return told + [GroundCount(rest.extent, rest.cell, rest.count) for rest in rests]


def parted(counts: Sequence[int]) -> list[int]:
    """Which of some counts are told by themselves, in the order given; the others are one rest, of as many at least.

    The last that is not nought never is, whatever it holds: it may hold anything that the others leave, so that none
    of them is known to be as full as an untold one can be.
    """
    last = max((at for at, count in enumerate(counts) if count), default=-1)
    left, told = sum(counts), []
    for at, count in enumerate(counts):
        if at != last and count >= MINIMUM and left - count >= MINIMUM:
            told.append(at)
            left -= count
    return told


def _parts_of(cell: hexgrid.Cell, parts: Sequence[tuple[hexgrid.Cell, ByClass]]) -> list[Piece]:
    """A whole hexagon as those of its parts that are told, and the rest of it."""
    told = parted([int(by_class.sum()) for _part, by_class in parts])
    rest = np.sum([by_class for at, (_part, by_class) in enumerate(parts) if at not in told], axis=0)
    pieces = [Piece(Extent.CELL, *parts[at]) for at in told]
    return [*pieces, Piece(Extent.REST_OF_CELL if told else Extent.CELL, cell, rest)]


def _rest_of(members: Sequence[ByClass]) -> ByClass:
    """The sum of members that are not nought, each under `MINIMUM`.

    At most two fewer than they could hold: else each would be known to be three or four, or to be four.
    """
    rest: ByClass = np.sum(members, axis=0)
    most = (MINIMUM - 1) * len(members) - 2
    while rest.sum() > most:
        rest[rest.argmax()] -= 1
    return rest


def _profiles(extent: Extent, cell: hexgrid.Cell, pieces: Sequence[Piece]) -> list[Profile]:
    """A ground's reports by groups and times: groups parted, and in each that is told its times."""
    table = np.sum([piece.by_class for piece in pieces], axis=0).reshape(len(Group), len(TimeOfDay))
    told = parted(table.sum(axis=1).tolist())
    profiles = []
    for group in told:
        of_group = table[group].tolist()
        times = parted(of_group)
        profiles += [Profile(extent, cell, 1 << group, 1 << time, of_group[time]) for time in times]
        others = ALL_TIMES & ~sum(1 << time for time in times)
        rest = sum(of_group) - sum(of_group[time] for time in times)
        profiles.append(Profile(extent, cell, 1 << group, others, rest))
    groups = ALL_GROUPS & ~sum(1 << group for group in told)
    rest = int(table.sum() - table[told].sum())
    return [*profiles, Profile(extent, cell, groups, ALL_TIMES, rest)]


def _split_by_minimum(
    counts: Mapping[hexgrid.Cell, ByClass],
) -> tuple[dict[hexgrid.Cell, ByClass], dict[hexgrid.Cell, ByClass]]:
    """Those of `MINIMUM` and more, and the smaller ones."""
    big = {cell: by_class for cell, by_class in counts.items() if by_class.sum() >= MINIMUM}
    return big, {cell: by_class for cell, by_class in counts.items() if cell not in big}


def _gathered(counts: Mapping[hexgrid.Cell, ByClass], resolution: int) -> dict[hexgrid.Cell, ByClass]:
    """The counts of each ancestor."""
    return {
        cell: np.sum([counts[member] for member in members], axis=0)
        for cell, members in _gathered_cells(counts, resolution).items()
    }


def _gathered_cells(counts: Mapping[hexgrid.Cell, ByClass], resolution: int) -> dict[hexgrid.Cell, list[hexgrid.Cell]]:
    """The cells of each ancestor, ascending."""
    found: dict[hexgrid.Cell, list[hexgrid.Cell]] = defaultdict(list)
    for cell in sorted(counts):
        found[hexgrid.parent(cell, resolution)].append(cell)
    return found


def _gathered_pieces(pieces: Sequence[Piece], resolution: int) -> tuple[dict[hexgrid.Cell, list[Piece]], list[Piece]]:
    """The pieces inside each cell of a resolution, and those that are larger."""
    found: dict[hexgrid.Cell, list[Piece]] = defaultdict(list)
    larger = []
    for piece in pieces:
        if piece.cell and hexgrid.resolution_of(piece.cell) >= resolution:
            found[hexgrid.parent(piece.cell, resolution)].append(piece)
        else:
            larger.append(piece)
    return found, larger
