"""The map's figures as rows, for a reader without a map: sorted and paged by the address alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.utils.translation import gettext as _

from reports.geography import place_names
from reports.public_map import words
from reports.public_map.selection import Choice, UnknownChoice

ROWS_PER_PAGE = 30  # a phone scrolls through them in a few screens


@dataclass(frozen=True)
class FigureRow:
    """One published figure below a council's total: a hexagon, or what is left over in a wider area."""

    council: str
    cell: int | None  # none for what is left of the whole council
    resolution: int  # 0 for the whole council
    band: int
    is_remainder: bool
    is_hot: bool
    is_sum: bool  # of several maps
    place: str = ""  # where the middle of the hexagon is, in words: for the rows of one page alone

    @property
    def size(self) -> str:
        """How big the area is, and whether the figure is what its hexagons left over."""
        size = words.size_in_words(self.resolution)
        return (
            _("the rest of an area of %(size)s") % {"size": size}
            if self.is_remainder and self.cell is not None
            else size
        )

    @property
    def reports(self) -> str:
        """How many reports, in words."""
        return words.band_in_words(self.band, is_sum=self.is_sum)


@dataclass(frozen=True)
class Heading:
    """A column's heading, with the address that sorts by it and how it is sorted now."""

    text: str
    query: str
    aria_sort: str  # "ascending", "descending" or "none"


# The key of each sort, and the order a first touch of its heading gives. Ties stand by council, then by figure.
_SORTS: dict[str, tuple[Callable[[FigureRow], int | str], str]] = {
    "council": (lambda row: row.council, "asc"),
    "size": (lambda row: -row.resolution, "asc"),
    "reports": (lambda row: row.band, "desc"),
}
_OTHER_ORDER = {"asc": "desc", "desc": "asc"}


@dataclass(frozen=True)
class Sorting:
    """By which column, and in which order."""

    by: str
    order: str


def sorting_of(query: Mapping[str, str]) -> Sorting:
    """The sorting an address asks for, most reports first if it does not say; raises UnknownChoice."""
    by = query.get("sort", "reports")
    if by not in _SORTS:
        raise UnknownChoice(_("The table cannot be sorted by that."))
    order = query.get("order", _SORTS[by][1])
    if order not in _OTHER_ORDER:
        raise UnknownChoice(_("The table cannot be sorted in that order."))
    return Sorting(by, order)


def rows_of(choice: Choice, sorting: Sorting) -> list[FigureRow]:
    """Every published figure of the choice below the councils' totals, sorted."""
    told = [
        (release.council.local_name, figures, figures.added is not None)
        for release, figures in zip(choice.releases, choice.figures, strict=True)
    ]
    rows = [
        FigureRow(council, leaf.cell, leaf.resolution, leaf.band, False, leaf.is_hot, is_sum)
        for council, figures, is_sum in told
        for leaf in figures.leaves
    ]
    rows += [
        FigureRow(council, rest.cell, rest.resolution, rest.band, True, False, is_sum)
        for council, figures, is_sum in told
        for rest in figures.remainders
    ]
    rows.sort(key=lambda row: (row.council, -row.band, row.is_remainder, row.cell or 0))
    return sorted(rows, key=_SORTS[sorting.by][0], reverse=sorting.order == "desc")


def page_of(rows: list[FigureRow], query: Mapping[str, str]) -> Page[FigureRow]:
    """The page of rows an address asks for; raises UnknownChoice."""
    try:
        page = Paginator(rows, ROWS_PER_PAGE).page(query.get("page", "1"))
    except InvalidPage:
        raise UnknownChoice(_("The table has no page with that number.")) from None
    page.object_list = _with_places(list(page.object_list))
    return page


def _with_places(rows: list[FigureRow]) -> list[FigureRow]:
    cells = [row.cell for row in rows if row.cell is not None]
    words_of = dict(zip(cells, place_names.names_of_places(cells), strict=True))
    elsewhere = _("Elsewhere in the council's area")
    return [replace(row, place=elsewhere if row.cell is None else words_of[row.cell]) for row in rows]


def headings(choice: Choice, sorting: Sorting) -> dict[str, Heading]:
    """The headings of the sortable columns by the name of their sort."""
    texts = {"council": _("Council"), "size": _("Size of the area"), "reports": _("Reports")}
    return {by: _heading(text, by, choice, sorting) for by, text in texts.items()}


def _heading(text: str, by: str, choice: Choice, sorting: Sorting) -> Heading:
    is_sorted = by == sorting.by
    order = _OTHER_ORDER[sorting.order] if is_sorted else _SORTS[by][1]
    aria_sort = {"asc": "ascending", "desc": "descending"}[sorting.order] if is_sorted else "none"
    return Heading(text, query_of(choice, Sorting(by, order)), aria_sort)


def query_of(choice: Choice, sorting: Sorting, page: int = 1) -> str:
    """The query of an address that shows this choice, sorted so, at this page."""
    values = {"area": choice.area_code, "period": choice.period, "sort": sorting.by, "order": sorting.order}
    return "?" + urlencode(values | ({"page": str(page)} if page > 1 else {}))
