"""A few places, stations and postcodes in the made-up country of `tests.factories`."""

from reports.geography.models import Place, Postcode
from reports.geography.place_writing import NewPlace, replace_places

SETTLEMENTS = (
    NewPlace("Westby", "E", -2.55, 51.45, 90_000),
    NewPlace("Newport", "E", -2.25, 51.40, 25_000),
    NewPlace("Newport", "W", -3.05, 51.60, 128_000, ("Casnewydd", "Niouport")),
    NewPlace("Newport Pagnell", "E", -2.20, 51.50, 15_000),
    NewPlace("King's Lynn", "E", -2.50, 51.40, 42_000),
    NewPlace("Saint Davids", "W", -3.10, 51.62, 1_600),
    NewPlace("Llanfair", "W", -3.00, 51.55, 0, ("Llanfair-ym-Môr",)),
)
STATIONS = (
    NewPlace("Westby Temple Meads", "E", -2.56, 51.455),
    NewPlace("Westby", "E", -2.551, 51.451),
    NewPlace("Newport (South Wales)", "W", -3.051, 51.601),
)
POSTCODES = {
    "BS14DJ": (-2.552, 51.452),
    "BS14DK": (-2.554, 51.454),
    "BS15AA": (-2.560, 51.460),
    "BS111AA": (-2.650, 51.500),
    "NP201AA": (-3.050, 51.600),
}


def make_places() -> None:
    """All of the above, as their loaders would store them."""
    replace_places(Place.Kind.SETTLEMENT, SETTLEMENTS)
    replace_places(Place.Kind.STATION, STATIONS)
    Postcode.objects.bulk_create(
        Postcode(code=code, longitude=longitude, latitude=latitude) for code, (longitude, latitude) in POSTCODES.items()
    )
