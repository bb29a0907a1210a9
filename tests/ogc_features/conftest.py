"""Three releases of two councils, responses, and a client that reads features."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reports.geography import hexgrid
from reports.geography.models import Area
from tests.factories import EASTBY, IN_WESTBY, WESTBY, make_place
from tests.public_map.releases import EARLIER, EASTBY_CELL, HIDDEN_CELL, QUARTER, WESTBY_CELL, make_release
from tests.responses.wordings import published, withdrawn

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
SECOND_CELL = hexgrid.neighbours(WESTBY_CELL, 2)[-1]

Ask = Callable[..., Any]


@pytest.fixture
def published_country(country: dict[str, Area]) -> dict[str, str]:
    """What is shown: two hexagons of Westby now and one before, one of Eastby; some are not shown.

    Gives the ids of what is shown, by a name.
    """
    make_release(leaves={WESTBY_CELL: 12, SECOND_CELL: 90, HIDDEN_CELL: 5}, hot=[WESTBY_CELL])
    make_release(quarter=EARLIER, leaves={WESTBY_CELL: 7, HIDDEN_CELL: 2})
    make_release(EASTBY, leaves={EASTBY_CELL: 50, HIDDEN_CELL: 3})
    make_release(EASTBY, quarter=EARLIER, map_from="")
    make_place("Mill", IN_WESTBY)
    withdrawn(text_en="Never mind.")
    named = {
        f"{council} {cell}": f"{council}-{quarter}-{hexgrid.name(cell)}"
        for council, quarter, cell in (
            (WESTBY, QUARTER, WESTBY_CELL),
            (WESTBY, QUARTER, SECOND_CELL),
            (EASTBY, QUARTER, EASTBY_CELL),
        )
    }
    return {
        "now": named[f"{WESTBY} {WESTBY_CELL}"],
        "second": named[f"{WESTBY} {SECOND_CELL}"],
        "before": f"{WESTBY}-{EARLIER}-{hexgrid.name(WESTBY_CELL)}",
        "eastby": named[f"{EASTBY} {EASTBY_CELL}"],
        "at Mill": str(published(place="Mill").story),
        "in Eastby": str(published(EASTBY, text_cy="").story),
    }


@pytest.fixture
def ask(client: Client) -> Ask:
    """The JSON of an address that answers 200, with what every answer must carry."""

    def asked(address: str, **query: str) -> Any:
        answer = client.get(f"/ogc/{address}", {name.replace("_", "-"): value for name, value in query.items()})
        assert answer.status_code == 200, answer.content
        assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "no-store")
        assert not answer.cookies
        return answer.json()

    return asked


def ids_of(page: Any) -> list[str]:
    """The ids of a page's features, which say how many they are."""
    assert page["numberReturned"] == len(page["features"])
    return [feature["id"] for feature in page["features"]]
