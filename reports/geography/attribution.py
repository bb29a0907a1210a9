"""Whose boundaries and names are loaded: what each licence asks to be said where they are shown.

Licences: Open Government Licence v3.0 (ONS, Ordnance Survey, Royal Mail), CC BY 4.0 (GeoNames), Open Database Licence
(OpenStreetMap, railway stations). What each asks for: docs/real-data.md.
"""

from django.db.models import Max
from django.utils.translation import gettext as _

from reports.geography import open_names
from reports.geography.models import Area, Place, Postcode

_STREETS = (Place.Kind.STREET, Place.Kind.LANDMARK, Place.Kind.LOCALITY)
_OF_NORTHERN_IRELAND = ("BT", "BU")  # its postcodes begin with BT, so lie between these


def of_areas(*, is_builtin: bool, year: int | None) -> str:
    """Whose the boundaries are; the year is that of the newest of them."""
    if is_builtin:
        return _("Areas are drawn round place names, they are not legal boundaries. Place names © GeoNames, CC BY 4.0.")
    if year is None:
        return _(
            "Boundaries: Office for National Statistics, Open Government Licence v3.0. Contains OS data © Crown "
            "copyright and database right."
        )
    return _(
        "Boundaries: Office for National Statistics, Open Government Licence v3.0. Contains OS data © Crown copyright "
        "and database right %(year)s."
    ) % {"year": year}


def of_all_that_is_loaded() -> list[str]:
    """A sentence for each source of boundaries, names and postcodes that there is."""
    areas = Area.objects.filter(is_current=True)
    places, postcodes = Place.objects.all(), Postcode.objects.all()
    start, end = _OF_NORTHERN_IRELAND
    of_northern_ireland = postcodes.filter(code__gte=start, code__lt=end)
    is_builtin, year = areas.filter(is_builtin=True).exists(), areas.aggregate(newest=Max("year"))["newest"]
    sentences = [(areas.exists(), of_areas(is_builtin=is_builtin, year=year))]
    sentences += [
        (places.filter(kind=Place.Kind.SETTLEMENT).exists(), _("Place names © GeoNames, CC BY 4.0.")),
        (
            places.filter(kind=Place.Kind.STATION).exists(),
            _("Railway stations: uk-railway-stations and Trainline EU, Open Database Licence."),
        ),
        (
            places.filter(kind__in=_STREETS).exclude(source=open_names.SOURCE).exists(),
            _("Names of streets and landmarks © OpenStreetMap contributors, Open Database Licence."),
        ),
        (
            places.filter(source=open_names.SOURCE).exists(),
            _(
                "Names of streets and places: OS Open Names, Open Government Licence v3.0. Contains OS data © Crown "
                "copyright and database right."
            ),
        ),
        (
            postcodes.exclude(code__gte=start, code__lt=end).exists(),
            _(
                "Postcodes: Code-Point Open, Open Government Licence v3.0. Contains OS data © Crown copyright and "
                "database right. Contains Royal Mail data © Royal Mail copyright and database right. Contains National "
                "Statistics data © Crown copyright and database right."
            ),
        ),
        (
            of_northern_ireland.exists(),
            _("Postcodes of Northern Ireland: Food Standards Agency, Open Government Licence v3.0."),
        ),
    ]
    return [sentence for is_there, sentence in sentences if is_there]
