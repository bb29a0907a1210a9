"""What stands near a place: drawn and counted when somebody looks, and joined to no report where it is kept."""

import datetime
import json
from typing import Any

import pytest
import shapely
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.analyst import context_map
from reports.geography import context_layers, hexgrid, lengths
from reports.geography.context_files import NewFeature
from reports.geography.context_writing import replace_layer
from reports.geography.models import Area, ContextFeature, ContextLayer
from tests.analyst.conftest import words_of
from tests.analyst.test_interactive_map import attributes_of
from tests.analyst.test_place_page import address
from tests.analyst.test_views import ADDRESS, signed_in
from tests.factories import IN_WESTBY, TODAY, WESTBY

NONE_LOADED = "No layers are loaded. Your operator can add street lights"
CELL = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 9)
MIDDLE = hexgrid.centre(CELL)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


def layer(name: str, kind: str, *shapes: Any, source: str = "") -> ContextLayer:
    """A layer of features, each a shape or a name and a shape."""
    named = [shape if isinstance(shape, tuple) else ("", shape) for shape in shapes]
    return replace_layer(
        name, [NewFeature(*one) for one in named], kind=kind, source=source, on=datetime.date(2026, 11, 1)
    )


def beyond_the_edge(metres: float) -> shapely.Point:
    """A point so far out from the middle of the hexagon's first edge."""
    first, second = (shapely.Point(corner) for corner in hexgrid.outline(CELL)[:2])
    edge = shapely.LineString([first, second]).interpolate(0.5, normalized=True)
    flat = lengths.levelled([edge], MIDDLE)[0]
    apothem = float(shapely.distance(flat, shapely.Point(0, 0)))
    east, north = (value * (1 + metres / apothem) for value in (flat.x, flat.y))
    return shapely.Point(lengths.moved(MIDDLE, east=east, north=north))


def test_a_place_counts_what_is_within_100_metres_of_its_edge(client: Client, counted: dict[str, Area]) -> None:
    layer(
        "Lights", "lights", *(beyond_the_edge(metres) for metres in (-50, 0, 95, 105, 900)), source="Westby, OGL v3.0"
    )
    layer("Schools", "schools", ("Hill School", beyond_the_edge(40)), ("Mill School", shapely.Point(MIDDLE)))
    far, west = lengths.moved(MIDDLE, east=5_000, north=5_000), lengths.moved(MIDDLE, east=-5_000, north=-5_000)
    layer("Paths", "other", ("Long Path", shapely.LineString([west, far])), shapely.Point(far))
    layer("Bars", "licensed", shapely.Point(far))
    response = signed_in(client, area=WESTBY).get(address(IN_WESTBY))
    assert [(one.layer.name, one.count, one.named, one.more) for one in response.context["near"]] == [
        ("Lights", 3, [], 3),
        ("Bars", 0, [], 0),
        ("Schools", 2, [("Mill School", 0), ("Hill School", 40)], 0),
        ("Paths", 1, [("Long Path", 0)], 0),
    ]
    words = words_of(response)
    for said in (
        "Hill School, 40 m",
        "Mill School, in the place",
        "Lights: Westby, OGL v3.0.",
        "Bars: the source was not",
    ):
        assert said in words
    assert NONE_LOADED not in words


def test_counts_agree_with_measuring_each_feature(country: dict[str, Area]) -> None:
    """Every size of place, points and lines, beside the distance along the ellipsoid of each feature by itself."""
    shapes = [
        shapely.Point(lengths.moved(MIDDLE, east=east, north=north))
        for east in range(-900, 901, 60)
        for north in range(-900, 901, 60)
    ]
    grid = layer("Grid", "lights", *shapes)
    for resolution in (8, 9, 10):
        cell = hexgrid.parent(hexgrid.cell_at(*MIDDLE), resolution)
        outline = shapely.Polygon(hexgrid.outline(cell))
        expected = sum(lengths.metres_to(outline, (shape.x, shape.y)) <= 100 for shape in shapes)
        (near,) = context_layers.layers_near([grid], cell, metres=100.0)
        assert near.count == expected > 0


def test_layers_are_drawn_on_the_map_with_whose_they_are_and_can_be_hidden(
    client: Client, counted: dict[str, Area]
) -> None:
    lights = layer("Lights", "lights", shapely.Point(MIDDLE), source="Westby, OGL v3.0")
    edge = [lengths.moved(MIDDLE, east=east, north=north) for east, north in ((0, 0), (90, 0), (0, 90))]
    layer("Yards", "other", shapely.Polygon(edge))
    person = signed_in(client)
    shown = person.get(ADDRESS)
    drawn = shown.context["layers"]
    assert [(one.layer.name, one.is_on, one.count, one.path.count("M"), one.query) for one in drawn] == [
        ("Lights", True, 1, 1, f"off={lights.pk}"),
        ("Yards", True, 1, 1, f"off={drawn[1].layer.pk}"),
    ]
    assert 'class="app-layers app-layers--lights"' in shown.content.decode()
    assert "Lights: Westby, OGL v3.0. Yards: the source was not given." in words_of(shown)
    hidden = person.get(f"{ADDRESS}?{drawn[0].query}&when=3")
    first = hidden.context["layers"][0]
    assert (first.layer.name, first.is_on, first.path, first.query) == ("Lights", False, "", "when=3")
    assert f'name="off" value="{lights.pk}"' in hidden.content.decode()
    assert person.get(f"{ADDRESS}?off=all").status_code == 400


def test_a_hidden_layer_is_off_a_places_map_and_still_counted(client: Client, counted: dict[str, Area]) -> None:
    lights = layer("Lights", "lights", shapely.Point(MIDDLE))
    person = signed_in(client, area=WESTBY)
    shown = person.get(address(IN_WESTBY))
    assert [(one.is_on, bool(one.path), one.query) for one in shown.context["layers"]] == [
        (True, True, f"off={lights.pk}")
    ]
    hidden = person.get(f"{address(IN_WESTBY)}?off={lights.pk}")
    assert [(one.is_on, bool(one.path)) for one in hidden.context["layers"]] == [(False, False)]
    assert [one.count for one in hidden.context["near"]] == [1]


def test_the_map_that_moves_has_the_same_layers(client: Client, counted: dict[str, Area]) -> None:
    layer("Lights", "lights", ("<b>7</b>", shapely.Point(MIDDLE)))
    hidden = layer("Bars", "licensed", shapely.Point(MIDDLE))
    page = signed_in(client).get(f"{ADDRESS}?off={hidden.pk}").content.decode()
    position = [round(MIDDLE[1], 5), round(MIDDLE[0], 5)]
    given = json.loads(attributes_of(page, "data-staff-map")["data-layers"])
    assert given == [["Lights", "lights", [["Point", [position], "<b>7</b>"]]]]


def test_more_than_a_picture_holds_is_said_and_not_drawn(
    client: Client, counted: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context_map, "UNITS_A_MARK", 280_000)  # of 700 by 800
    layer("Lights", "lights", *[shapely.Point(MIDDLE)] * 3)
    response = signed_in(client).get(ADDRESS)
    assert [(one.count, one.path) for one in response.context["layers"]] == [(3, "")]
    assert "Lights: 3 here, too many to draw." in words_of(response)


@pytest.mark.parametrize("path", [ADDRESS, address(IN_WESTBY)])
def test_without_a_layer_the_analyst_is_told_what_the_operator_can_do(
    client: Client, counted: dict[str, Area], path: str
) -> None:
    person = signed_in(client)
    assert NONE_LOADED in words_of(person.get(path))
    layer("Lights", "lights", shapely.Point(MIDDLE))
    assert NONE_LOADED not in words_of(person.get(path))


def test_a_layer_takes_two_queries_however_many_features_it_has(client: Client, counted: dict[str, Area]) -> None:
    person = signed_in(client)
    taken = []
    for count in (1, 30):
        layer("Lights", "lights", *[shapely.Point(MIDDLE)] * count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            person.get(ADDRESS)
        taken.append(sum("reports_contextfeature" in one["sql"] for one in queries))
    assert taken == [3, 3]  # how many there are of all layers, in the picture, and their shapes


def test_no_table_holds_a_feature_beside_a_report(client: Client, counted: dict[str, Area]) -> None:
    """The two tables refer to each other alone, nobody to them, they hold no hexagon, and looking writes nothing."""
    ours = {ContextLayer, ContextFeature}
    related = {
        (model, field.related_model)
        for model in apps.get_app_config("reports").get_models()
        for field in model._meta.get_fields()
        if field.related_model and ours & {model, field.related_model}
    }
    assert related == {(ContextFeature, ContextLayer), (ContextLayer, ContextFeature)}
    columns = {model: [field.column for field in model._meta.concrete_fields] for model in ours}
    assert columns == {
        ContextLayer: ["id", "name", "kind", "source", "loaded_on", "tallest"],
        ContextFeature: ["id", "layer_id", "name", "shape", "west", "south", "east", "north"],
    }
    layer("Lights", "lights", shapely.Point(MIDDLE))
    person = signed_in(client)
    person.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        assert "Lights" in words_of(person.get(address(IN_WESTBY)))
    asked = [one["sql"] for one in queries]
    assert [sql for sql in asked if "reports_report" in sql or sql.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert [sql for sql in asked if "contextfeature" in sql and "block" in sql] == []
