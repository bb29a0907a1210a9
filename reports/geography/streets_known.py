"""Which councils have streets one can search for: where there are none, people find no more than their town."""

from collections.abc import Iterable, Sequence

from reports.geography import boundaries
from reports.geography.models import Area, Place

_SAMPLED = 400  # streets of the square round a council: neighbours' lie in it too


def councils_without_streets(councils: Iterable[Area]) -> list[Area]:
    """Those of the councils in which no street is known, in their order."""
    return [council for council in councils if not _has_streets(council)]


def any_streets_about(councils: Sequence[Area]) -> bool:
    """Whether any street lies in the square round some councils; one query however many they are."""
    edges = [(council.west, council.south, council.east, council.north) for council in councils]
    west, south, east, north = zip(*edges, strict=True)
    square = {"latitude__range": (min(south), max(north)), "longitude__range": (min(west), max(east))}
    return Place.objects.filter(kind=Place.Kind.STREET, **square).exists()


def _has_streets(council: Area) -> bool:
    around = Place.objects.filter(
        kind=Place.Kind.STREET,
        latitude__range=(council.south, council.north),
        longitude__range=(council.west, council.east),
    )
    positions = list(around.values_list("longitude", "latitude")[:_SAMPLED])
    found = boundaries.councils_at(positions) if positions else []
    return any(one is not None and one.code == council.code for one in found)
