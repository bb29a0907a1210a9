"""The sortable columns of the table."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.analyst.ranking import Ranking
from reports.vocabulary.reasons import Group

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHORT_GROUPS = {
    Group.PLACE: _("Place itself"),
    Group.HARASSMENT: _("Harassment"),
    Group.DISORDER: _("Disorder"),
    Group.OTHER: _("Other"),
}


@dataclass(frozen=True)
class SortColumn:
    """A column's heading; `sort` is the order a link on it asks for, empty when there is none."""

    label: "_StrPromise"
    sort: str
    is_number: bool = True

    @property
    def direction(self) -> str:
        """Which way its order goes, for `aria-sort`."""
        return "descending" if self.sort != "council" else "ascending"


def columns_of(ranking: Ranking) -> list[SortColumn]:
    """The columns after rank and place."""
    return [
        SortColumn(_("Council"), "council", is_number=False),
        SortColumn(_("Reports"), "count"),
        SortColumn(_("Share of all"), ""),
        *(SortColumn(SHORT_GROUPS[group], group.name.lower()) for group in ranking.groups),
        SortColumn(_("Change"), "change" if ranking.changes else "", is_number=False),
    ]
