"""The catalogue: rdflib reads it as DCAT, and each file and service it names is there."""

from typing import Any

import pytest
from django.test import Client
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from reports.geography.models import Area
from tests.factories import EASTBY, WESTBY
from tests.public_map.releases import EARLIER, QUARTER, make_release

HERE = "http://testserver/feeds/catalogue.jsonld"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # rdflib's own use of it
]


@pytest.fixture
def graph(country: dict[str, Area], client: Client) -> Any:
    """What the catalogue says, as triples."""
    make_release()
    make_release(quarter=EARLIER)
    make_release(EASTBY, map_from="")
    answer = client.get("/feeds/catalogue.jsonld")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json")
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "no-store")
    return Graph().parse(data=answer.content, format="json-ld")


def test_each_quarter_is_a_data_set_with_its_files(graph: Any, client: Client) -> None:
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert catalogue == URIRef(HERE)
    sets = set(graph.objects(catalogue, DCAT.dataset))
    assert (
        sets
        == {URIRef(f"{HERE}#{quarter}") for quarter in (QUARTER, EARLIER)}
        == set(graph.subjects(RDF.type, DCAT.Dataset))
    )
    for data_set in sets:
        for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.temporal, DCTERMS.issued):
            assert len(list(graph.objects(data_set, needed))) == 1, needed
        assert set(graph.objects(data_set, DCTERMS.license)) == {URIRef(LICENCE)}
        (page,) = graph.objects(data_set, DCAT.landingPage)
        assert client.get(str(page)).status_code == 200
    files = {
        str(url): str(kind)
        for one, url in graph.subject_objects(DCAT.downloadURL)
        for kind in graph.objects(one, DCAT.mediaType)
    }
    assert files == {
        f"http://testserver/open-data/{quarter}/{name}": f"https://www.iana.org/assignments/media-types/{kind}"
        for quarter in (QUARTER, EARLIER)
        for name, kind in (("leaves.csv", "text/csv"), ("leaves.geojson", "application/geo+json"))
    }
    for url, kind in files.items():
        assert client.get(url)["Content-Type"].split(";")[0] == kind.split("media-types/")[1]


def test_the_services_are_there_with_their_descriptions(graph: Any, client: Client) -> None:
    services = set(graph.subjects(RDF.type, DCAT.DataService))
    assert services == {URIRef("http://testserver/ogc/"), URIRef("http://testserver/api/v1/")}
    for service in services:
        (description,) = graph.objects(service, DCAT.endpointDescription)
        assert {client.get(str(url)).status_code for url in (service, description)} == {200}
        assert len(set(graph.objects(service, DCAT.servesDataset))) == 2
    assert str(WESTBY) not in graph.serialize(format="nt")
