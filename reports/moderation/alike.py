"""Reports of a page gathered by their answers: a burst is read in one look, and each report can still be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reports.moderation.report_rows import ReportRow


@dataclass
class AlikeReports:
    """Reports that say the same, and have the same hints, in the order they came."""

    rows: list[ReportRow] = field(default_factory=list)

    @property
    def first(self) -> ReportRow:
        """The one whose answers are shown for all."""
        return self.rows[0]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.rows)

    @property
    def ticked(self) -> int:
        """How many of them are ticked."""
        return sum(row.is_ticked for row in self.rows)


def gathered(rows: Iterable[ReportRow]) -> list[AlikeReports]:
    """The rows by what they say, each kind where its first report stands."""
    found: dict[tuple[object, ...], AlikeReports] = {}
    for row in rows:
        found.setdefault(row.answers, AlikeReports()).rows.append(row)
    return list(found.values())
