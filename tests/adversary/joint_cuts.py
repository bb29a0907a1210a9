"""A solver that holds every file of a quarter, knows the rules, and knows which places and classes have no report.

It looks for other counts with the very same files. What it finds is tried: the files are made again from it by the real
rules. So a count is protected as far as real alternatives were shown, not as far as a model of the rules allows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # scipy has no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy has no types

from reports.aggregation import cuts
from reports.aggregation.cuts import MINIMUM, ByClass, Extent, Piece, Profile
from reports.geography import hexgrid
from reports.vocabulary.experience import TimeOfDay
from reports.vocabulary.reasons import Group

UNTOLD = MINIMUM - 1
VALUES_LEFT = 3  # a count of one to four must have as many possible values at least
Counts = dict[hexgrid.Cell, ByClass]
Sum = dict[int, float]  # variables and their factors
CORNERS = [hexgrid.cell_at(-2.55, 51.45, 7), hexgrid.cell_at(-2.49, 51.47, 7)]


@dataclass(frozen=True)
class Files:
    """Everything of one quarter that an officer can get; what changed is made of the pieces."""

    pieces: list[tuple[Extent, hexgrid.Cell, int]]
    profiles: list[Profile]


ProfilesOf = Callable[[Counts, Sequence[Piece]], list[Profile]]
CoveredBy = Callable[[Counts, Sequence[Piece], Profile], set[hexgrid.Cell]]


@dataclass(frozen=True)
class Rules:
    """How profiles are made, and which cells' reports one covers; the pieces are those of `cuts` in every case."""

    profiles_of: ProfilesOf
    covered_by: CoveredBy


@dataclass
class Problem:
    """Whole numbers, and what is known of them."""

    upper: list[float] = field(default_factory=list)
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)

    def number(self, upper: float) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def know(self, total: Sum, least: float, most: float) -> None:
        self.rows.append((total, least, most))

    def solution(self, *more: tuple[Sum, float, float], aim: NDArray[np.float64]) -> NDArray[np.int64] | None:
        rows = [*self.rows, *more]
        entries = [(at, name, factor) for at, (total, _, _) in enumerate(rows) for name, factor in total.items()]
        at, name, factor = (np.array(column) for column in zip(*entries, strict=True))
        known = csr_array((factor, (at, name)), shape=(len(rows), len(self.upper)))
        limits = LinearConstraint(known, [least for _, least, _ in rows], [most for _, _, most in rows])
        found = milp(
            aim[: len(self.upper)],
            integrality=np.ones(len(self.upper)),
            bounds=Bounds(0, self.upper),
            constraints=limits,
        )
        return np.rint(found.x).astype(np.int64) if found.success else None


def random_council(seed: int) -> Counts:
    """A council of some hexagons, most places quiet, some busy, in few reasons and times."""
    chance = Random(seed)
    grounds = [child for corner in CORNERS for child in hexgrid.children(corner)[: chance.choice((1, 2, 3))]]
    cells = [part for ground in grounds for whole in hexgrid.children(ground) for part in hexgrid.children(whole)]
    classes = chance.sample(range(cuts.CLASSES), chance.randint(3, 8))
    counts: Counts = {}
    for cell in chance.sample(cells, min(len(cells), chance.randint(6, 24))):
        by_class = np.zeros(cuts.CLASSES, dtype=np.int64)
        for _report in range(chance.choice((1, 1, 2, 3, 4, 4, 4, 5, 6, 9, 14))):
            by_class[chance.choice(classes)] += 1
        counts[cell] = by_class
    return counts


def real_rules() -> Rules:
    return Rules(lambda _counts, pieces: cuts.profiles_of(pieces), _of_pieces_in_ground)


def files_of(counts: Counts, rules: Rules) -> Files:
    present = {cell: by_class for cell, by_class in sorted(counts.items()) if by_class.any()}
    pieces = cuts.pieces_of(present)
    told = [(piece.extent, piece.cell, piece.count) for piece in pieces]
    return Files(told, rules.profiles_of(present, pieces))


class Adversary:
    """Holds the files of some counts, and the places and classes that may have reports."""

    def __init__(self, counts: Counts, rules: Rules) -> None:
        self.counts, self.rules, self.files = counts, rules, files_of(counts, rules)
        self.pieces = cuts.pieces_of({cell: counts[cell] for cell in sorted(counts)})
        self.cells = sorted(counts)
        self.classes = np.flatnonzero(np.sum(list(counts.values()), axis=0)).tolist()
        self.problem = Problem()
        self.most = float(sum(int(by_class.sum()) for by_class in counts.values()))
        self.variable = {(cell, kind): self.problem.number(self.most) for cell in self.cells for kind in self.classes}
        self._know_pieces()
        for ground in {(it.extent, it.cell): it for it in self.files.profiles}.values():
            self._know_profile(ground)

    def values_of(self, part: set[tuple[hexgrid.Cell, int]], enough: int = VALUES_LEFT) -> set[int]:
        """Values that the count of some cells and classes may have, for all that the files tell; `enough` will do."""
        true = sum(int(self.counts[cell][kind]) for cell, kind in part)
        found, total = {true}, {self.variable[key]: 1.0 for key in part}
        for value in sorted(range(MINIMUM + 3), key=lambda value: abs(value - true)):
            if len(found) >= enough:
                break
            if value not in found and self._may_be(total, value):
                found.add(value)
        return found

    def _may_be(self, total: Sum, value: int) -> bool:
        """Whether other counts in which a sum is this give the same files: they are made and compared."""
        chance = np.random.default_rng(value)
        for _attempt in range(2):
            aim = chance.random(len(self.problem.upper))
            solution = self.problem.solution((total, value, value), aim=aim)
            if solution is None:
                return False
            if files_of(self._counts_in(solution), self.rules) == self.files:
                return True
        raise AssertionError("the model of the rules allows counts with other files")

    def _counts_in(self, solution: NDArray[np.int64]) -> Counts:
        counts = {cell: np.zeros(cuts.CLASSES, dtype=np.int64) for cell in self.cells}
        for (cell, kind), at in self.variable.items():
            counts[cell][kind] = solution[at]
        return counts

    def _sum(
        self, cells: Iterator[hexgrid.Cell] | Sequence[hexgrid.Cell] | set[hexgrid.Cell], kinds: Any = None
    ) -> Sum:
        kinds = self.classes if kinds is None else [kind for kind in kinds if kind in self.classes]
        return {self.variable[cell, kind]: 1.0 for cell in cells for kind in kinds}

    def _know_pieces(self) -> None:
        """Each piece, and of what is in none that it is too small for one."""
        told = {(extent, cell): count for extent, cell, count in self.files.pieces}
        small: dict[hexgrid.Cell, list[hexgrid.Cell]] = {}
        for whole in sorted({hexgrid.parent(cell, 9) for cell in self.cells}):
            parts = [cell for cell in self.cells if hexgrid.parent(cell, 9) == whole]
            of_parts = {at: told[Extent.CELL, cell] for at, cell in enumerate(parts) if (Extent.CELL, cell) in told}
            rest = told.get((Extent.CELL, whole)) or told.get((Extent.REST_OF_CELL, whole))
            if rest:
                self._know_parted([self._sum([cell]) for cell in parts], of_parts, sum(of_parts.values()) + rest)
            else:
                self.problem.know(self._sum(parts), 0, UNTOLD)
                small[whole] = parts
        for resolution in (8, 7):
            small = self._know_rests(small, resolution, told)
        if small:
            self._know_rest(list(small.values()), told.get((Extent.REST_OF_AREA, 0)))

    def _know_rests(
        self,
        small: Mapping[hexgrid.Cell, list[hexgrid.Cell]],
        resolution: int,
        told: Mapping[tuple[Extent, hexgrid.Cell], int],
    ) -> dict[hexgrid.Cell, list[hexgrid.Cell]]:
        left: dict[hexgrid.Cell, list[hexgrid.Cell]] = {}
        for larger in sorted({hexgrid.parent(cell, resolution) for cell in small}):
            members = [cells for cell, cells in small.items() if hexgrid.parent(cell, resolution) == larger]
            shown = told.get((Extent.REST_OF_CELL, larger))
            self._know_rest(members, shown)
            if shown is None:
                left[larger] = [cell for cells in members for cell in cells]
        return left

    def _know_rest(self, members: Sequence[Sequence[hexgrid.Cell]], shown: int | None) -> None:
        """The sum, told in full: that one or two are left out of it would be one more way for the counts to differ."""
        everything = self._sum([cell for cells in members for cell in cells])
        if shown is None:
            self.problem.know(everything, 0, UNTOLD)
            return
        self.problem.know(everything, shown, shown)
        present = [self.problem.number(1) for _member in members]
        for is_present, cells in zip(present, members, strict=True):
            self.problem.know(self._sum(cells) | {is_present: -1.0}, 0, np.inf)
            self.problem.know(self._sum(cells) | {is_present: -float(UNTOLD)}, -np.inf, 0)
        if cuts._rest_of is _REST_OF:  # the rule under attack; without it a rest is told in full
            self.problem.know(dict.fromkeys(present, float(UNTOLD)), shown + 2, np.inf)

    def _know_profile(self, ground: Profile) -> None:
        of_ground = [it for it in self.files.profiles if (it.extent, it.cell) == (ground.extent, ground.cell)]
        covered = self.rules.covered_by(self.counts, self.pieces, ground)
        width = len(TimeOfDay)
        groups = [self._sum(covered, range(at * width, (at + 1) * width)) for at in range(len(Group))]
        told: dict[int, int] = {}
        for at in range(len(Group)):
            rows = [
                it for it in of_ground if it.groups == 1 << at and (it.times != cuts.ALL_TIMES or len(of_ground) > 1)
            ]
            if rows and of_ground[-1] not in rows:
                told[at] = sum(it.count for it in rows)
                times = [self._sum(covered, [at * width + time]) for time in range(width)]
                self._know_parted(times, {it.times.bit_length() - 1: it.count for it in rows[:-1]}, told[at])
        self._know_parted(groups, told, sum(it.count for it in of_ground))

    def _know_parted(self, sums: Sequence[Sum], told: Mapping[int, int], total: int) -> None:
        """What `parted` tells: the told ones, the total, and of the others why each is not told."""
        everything: Sum = {}
        for one in sums:
            everything |= one
        self.problem.know(everything, total, total)
        left, last_told = total, max(told, default=-1)
        for at, one in enumerate(sums):
            if at in told:
                self.problem.know(one, told[at], told[at])
                left -= told[at]
                continue
            later: Sum = {}
            for other in sums[at + 1 :]:
                later |= other
            is_small, is_most, is_last = (self.problem.number(1) for _why in range(3))
            self.problem.know(one | {is_small: self.most}, -np.inf, UNTOLD + self.most)
            self.problem.know(one | {is_most: -self.most}, left - UNTOLD - self.most, np.inf)
            self.problem.know(later | {is_last: self.most}, -np.inf, self.most)
            self.problem.know({is_small: 1, is_most: 1, is_last: 1}, 1, 3)
        if told:
            after: Sum = {}
            for one in sums[last_told + 1 :]:
                after |= one
            self.problem.know(after, 1, np.inf)


def small_parts(adversary: Adversary, chance: Random, crossings: int) -> list[set[tuple[hexgrid.Cell, int]]]:
    """Every place, every kind and time of a hexagon of 900 m and of the council, and some crossings, of one to four."""
    cells, kinds = adversary.cells, adversary.classes
    places = [
        [cell for cell in cells if hexgrid.parent(cell, size) == at]
        for size in (10, 9, 8, 7)
        for at in sorted({hexgrid.parent(cell, size) for cell in cells})
    ]
    whole = [{(cell, kind) for cell in place for kind in kinds} for place in places]
    grounds = [place for place in [*places, cells] if hexgrid.parent(place[0], 8) != place[0] and len(place) > 1]
    of_kinds = [{(cell, kind) for cell in place} for place in grounds for kind in kinds]
    crossed = [{(cell, kind)} for cell in cells for kind in kinds]
    parts = [*whole, *chance.sample(of_kinds, min(len(of_kinds), crossings)), *chance.sample(crossed, crossings)]
    found = []
    for part in parts:
        true = sum(int(adversary.counts[cell][kind]) for cell, kind in part)
        if 0 < true < MINIMUM and part not in found:
            found.append(part)
    return found


def given_away(counts: Counts, rules: Rules, *, seed: int, crossings: int = 6) -> list[tuple[set[Any], set[int]]]:
    """The small counts that the files leave fewer than `VALUES_LEFT` values, with the values left."""
    adversary = Adversary(counts, rules)
    tried = [(part, adversary.values_of(part)) for part in small_parts(adversary, Random(seed), crossings)]
    return [(part, values) for part, values in tried if len(values) < VALUES_LEFT]


def _of_pieces_in_ground(counts: Counts, pieces: Sequence[Piece], profile: Profile) -> set[hexgrid.Cell]:
    """The cells of the pieces that are gathered into a profile's ground."""
    grounds, left = cuts._gathered_pieces(pieces, cuts.GROUND_RESOLUTION)
    if profile.extent == Extent.CELL:
        return _covered(counts, pieces, grounds[profile.cell])
    few = [it for inside in grounds.values() if _total(inside) < cuts.FOR_A_PROFILE for it in inside]
    wide, rest = cuts._gathered_pieces([*left, *few], 7)
    if profile.cell:
        return _covered(counts, pieces, wide[profile.cell])
    rest += [it for inside in wide.values() if _total(inside) < cuts.FOR_A_PROFILE for it in inside]
    return _covered(counts, pieces, rest)


def _total(pieces: Sequence[Piece]) -> int:
    return sum(piece.count for piece in pieces)


def _covered(counts: Counts, pieces: Sequence[Piece], some: Sequence[Piece]) -> set[hexgrid.Cell]:
    """The cells whose reports are in some of the pieces: each is in the finest piece that holds it."""
    finest: dict[hexgrid.Cell, Piece] = {}
    for piece in sorted(pieces, key=lambda it: -hexgrid.resolution_of(it.cell) if it.cell else 0):
        for cell in counts:
            inside = not piece.cell or hexgrid.parent(cell, hexgrid.resolution_of(piece.cell)) == piece.cell
            if inside and cell not in finest:
                finest[cell] = piece
    return {cell for cell, piece in finest.items() if piece in some}


_REST_OF = cuts._rest_of
