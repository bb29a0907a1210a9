"""What the figures of places tell, in words: what is sure, what changed and how sure that is, what cannot be told."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.analyst.analysis import TELLS
from reports.analyst.filters import KINDS
from reports.analyst.workspace import METRES, RankedPlace, Workspace
from reports.spatial_statistics.change import Change
from reports.spatial_statistics.kinds import PlaceKind


@dataclass(frozen=True)
class ChangeWords:
    """A change as the list shows it: three numbers, and a mark only where it is clear."""

    figures: str
    expected: str = ""
    mark: str = ""

    @property
    def in_full(self) -> str:
        """All of it as one text."""
        return " ".join(filter(None, (self.mark, self.figures, self.expected)))


def area_name(workspace: Workspace) -> str:
    """The council the view is of, or that it is of all."""
    return workspace.councils[0].local_name if len(workspace.councils) == 1 else _("All my councils")


def heading(workspace: Workspace) -> str:
    """What the list holds."""
    if workspace.is_few:
        words = ngettext(
            "%(area)s: %(count)s report, too few for a list of 20",
            "%(area)s: %(count)s reports, too few for a list of 20",
            workspace.reports,
        )
        return words % {"area": area_name(workspace), "count": number_format(workspace.reports)}
    return _("%(area)s: the 20 places with most reports") % {"area": area_name(workspace)}


def how_sure(workspace: Workspace) -> str:
    """How many of the list are surely among the first."""
    surely, listed = workspace.surely, len(workspace.listed)
    if not listed:
        return _("No place has %(count)s reports or more: none can be told from the others.") % {"count": TELLS}
    if not workspace.is_few:
        words = ngettext(
            "%(surely)s is surely among the worst 20. %(rest)s may not be.",
            "%(surely)s are surely among the worst 20. %(rest)s may not be.",
            surely,
        )
        return words % {"surely": surely, "rest": listed - surely}
    stands_out = ngettext(
        "%(count)s place surely has more than the rest.", "%(count)s places surely have more than the rest.", surely
    )
    rest = ngettext(
        "%(count)s more has 8 reports or more. The rest cannot be told apart.",
        "%(count)s more have 8 reports or more. The rest cannot be told apart.",
        listed - surely,
    )
    return f"{stands_out % {'count': surely}} {rest % {'count': listed - surely}}"


def how_many_changed(workspace: Workspace) -> str:
    """How many changes were tested and how many are clear; the clear ones are named beside it."""
    tested, clear = workspace.compared_places, len(workspace.clear)
    if workspace.compared.before is None and workspace.compared.year_before is None:
        return _("Changes can be told from the second finished quarter on.")
    if not tested:
        return _("No place has the 10 reports in 2 quarters that a comparison needs.")
    words = ngettext("%(tested)s change was tested", "%(tested)s changes were tested", tested) % {
        "tested": number_format(tested)
    }
    if not clear:
        return _("%(tested)s: none is clear.") % {"tested": words}
    of_places = ngettext("clear at %(count)s place", "clear at %(count)s places", clear) % {"count": clear}
    return _("%(tested)s: %(clear)s.") % {"tested": words, "clear": of_places}


def change_in_words(change: Change | None, *, is_compared: bool) -> ChangeWords:
    """A change between two quarters, or why none is told."""
    if not is_compared:
        return ChangeWords(_("not counted then"))
    if change is None or change.expected is None:
        return ChangeWords(_("too few"))
    counts = {"before": number_format(change.before), "now": number_format(change.now)}
    mark = "▲" if change.is_rise else "▼" if change.is_fall else ""
    expected = _("%(count)s expected") % {"count": number_format(round(change.expected))}
    return ChangeWords(_("%(before)s → %(now)s") % counts, expected, mark)


def kind_in_words(kind: PlaceKind | None) -> str:
    """What kind of place it is; empty where none is told."""
    return str(KINDS[kind.value]).lower() if kind else ""


def interval_in_words(place: RankedPlace) -> str:
    """Between which numbers the level lies."""
    low, high = (number_format(round(value)) for value in (place.low, place.high))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def rank_words(place: RankedPlace, workspace: Workspace) -> str:
    """A place's rank and how sure it is."""
    words = {"rank": number_format(place.rank), "area": area_name(workspace), "first": workspace.first}
    if place.is_surely:
        return _("Number %(rank)s in %(area)s, surely among the worst %(first)s.") % words
    if place.rank <= workspace.first:
        return _("Number %(rank)s in %(area)s, perhaps among the worst %(first)s.") % words
    return _("Number %(rank)s in %(area)s.") % words


def meaning_of_clear() -> str:
    """What «clear» means, in one sentence."""
    return _(
        "A change is clear only if it goes beyond the council’s own change. Of the changes called clear, at most 1 in "
        "20 is due to chance."
    )


def size_in_words(workspace: Workspace) -> str:
    """How wide a place is."""
    return _("Places are hexagons about %(metres)s metres across.") % {"metres": METRES[workspace.resolution]}
