"""Which of the waiting places a person works through, and in which order: it stands in the address and stays there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area
from reports.moderation.waiting import Cluster
from reports.vocabulary.reasons import BY_CODE, Group


class Show(StrEnum):
    """Which places; what is put aside is in none but the first and the last."""

    ALL = "all"
    WITHOUT_HINTS = "without-hints"
    WITH_A_HINT = "with-a-hint"
    BURSTS = "bursts"
    HARASSMENT = "harassment"
    ASIDE = "aside"


class Order(StrEnum):
    """Which place comes first."""

    OLDEST = "oldest"
    NEWEST = "newest"
    MOST = "most"


SHOWN = {
    Show.ALL: _("All"),
    Show.WITHOUT_HINTS: _("Without hints"),
    Show.WITH_A_HINT: _("With a hint"),
    Show.BURSTS: _("Bursts"),
    Show.HARASSMENT: _("Harassment"),
    Show.ASIDE: _("Set aside"),
}
ORDERS = {
    Order.OLDEST: _("The longest wait"),
    Order.NEWEST: _("The shortest wait"),
    Order.MOST: _("The most reports"),
}
# Of a place that is not put aside.
_TAKES: dict[Show, Callable[[Cluster], bool]] = {
    Show.WITHOUT_HINTS: lambda cluster: not cluster.is_hinted,
    Show.WITH_A_HINT: lambda cluster: cluster.is_hinted and cluster.burst is None,
    Show.BURSTS: lambda cluster: cluster.burst is not None,
    Show.HARASSMENT: lambda cluster: bool(cluster.groups >> Group.HARASSMENT & 1),
}


@dataclass(frozen=True)
class DeskFilter:
    """What the address asks for."""

    show: Show = Show.ALL
    area: str = ""  # a council's code
    why: str = ""  # a reason's code
    order: Order = Order.OLDEST

    @property
    def query(self) -> str:
        """The filter as the address says it; empty when nothing is narrowed."""
        return self.query_with()

    @property
    def needs_hints(self) -> bool:
        """Whether which places are shown depends on their hints."""
        return self.show in (Show.WITHOUT_HINTS, Show.WITH_A_HINT, Show.BURSTS)

    def query_with(self, **others: Any) -> str:
        """The address's query, with something more or something else in it."""
        asked = {"show": self.show, "area": self.area, "why": self.why, "order": self.order} | others
        usual = {"show": Show.ALL, "order": Order.OLDEST}
        return urlencode({name: value for name, value in asked.items() if value and value != usual.get(name)})

    def narrowed(self, clusters: Iterable[Cluster]) -> list[Cluster]:
        """The places in the council, and with the reason, that are asked for."""
        bit = BY_CODE[self.why].bit if self.why else 0
        return [
            cluster
            for cluster in clusters
            if (not self.area or self.area in cluster.councils) and (not bit or cluster.reasons & bit)
        ]

    def ordered(self, clusters: Sequence[Cluster]) -> list[Cluster]:
        """The places in the order asked for; they are given by their wait, the longest first."""
        if self.order == Order.MOST:
            return sorted(clusters, key=lambda cluster: -cluster.count)
        if self.order == Order.NEWEST:
            return sorted(clusters, key=lambda cluster: cluster.oldest, reverse=True)
        return [*clusters]


def is_shown(show: Show, cluster: Cluster, *, is_aside: bool) -> bool:
    """Whether a place is among those of a choice."""
    if show == Show.ALL or is_aside:
        return show == Show.ALL or show == Show.ASIDE
    return show in _TAKES and _TAKES[show](cluster)


def desk_filter_of(asked: Mapping[str, str], councils: Iterable[Area]) -> DeskFilter:
    """What an address asks for; another area's council is not found, as one that does not exist."""
    area, why = asked.get("area", ""), asked.get("why", "")
    if area and area not in {council.code for council in councils}:
        raise Http404
    if why and why not in BY_CODE:
        raise BadRequest("not a reason")
    try:
        return DeskFilter(Show(asked.get("show") or Show.ALL), area, why, Order(asked.get("order") or Order.OLDEST))
    except ValueError:
        raise BadRequest("not a choice of the desk") from None
