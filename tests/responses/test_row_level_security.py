"""PostgreSQL itself keeps another council's drafts from staff and from everybody, and lets everybody read the rest."""

import pytest
from django.db import connection, transaction

from reports.geography.models import Area
from reports.responses.models import Response
from reports.staff import row_level_security
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, TODAY, WESTBY
from tests.responses.wordings import draft, published, withdrawn, wording
from tests.staff.test_row_level_security import a_servers_connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"),
]
STATES = ["draft", "published", "withdrawn"]
PUBLISHED_ALONE = {WESTBY: ["published"], EASTBY: ["published"], LLANFACH: ["published"]}


@pytest.fixture
def everywhere(country: dict[str, Area]) -> None:
    """In each of three councils one response of each state."""
    for code in (WESTBY, EASTBY, LLANFACH):
        for maker in (draft, published, withdrawn):
            maker(code)


def seen() -> dict[str, list[str]]:
    """The states of the rows that the database shows, by council."""
    found: dict[str, list[str]] = {}
    for code, state in Response.objects.order_by("council", "state").values_list("council", "state"):
        found.setdefault(code, []).append(state)
    return found


@pytest.mark.parametrize(
    ("role", "area", "asked", "whole"),
    [
        ("council_officer", WESTBY, ["council_officer"], {WESTBY}),
        ("manager", BORDERSHIRE, ["council_officer", "manager"], {WESTBY, EASTBY}),
        ("analyst", WESTBY, ["council_officer", "manager"], set()),
    ],
)
def test_staff_see_their_own_councils_whole_and_of_others_what_is_published(
    everywhere: None, role: str, area: str, asked: list[str], whole: set[str]
) -> None:
    person = factories.make_person(role, area)
    with row_level_security.seen_by(person, asked, on=TODAY):
        assert seen() == {code: STATES if code in whole else ["published"] for code in (WESTBY, EASTBY, LLANFACH)}
    assert seen() == dict.fromkeys((WESTBY, EASTBY, LLANFACH), STATES)


def test_the_public_reads_what_is_published_and_changes_nothing(everywhere: None) -> None:
    with a_servers_connection():
        assert seen() == PUBLISHED_ALONE
        assert Response.objects.update(revision=9) == 0
        assert Response.objects.filter(state="draft").delete()[0] == 0
        with pytest.raises(Exception, match="violates row-level security"), transaction.atomic():
            draft(WESTBY)
    assert not Response.objects.filter(revision=9).exists()


def test_nobody_writes_for_another_council(everywhere: None, country: dict[str, Area]) -> None:
    person: StaffUser = factories.make_person("council_officer", WESTBY)
    with row_level_security.seen_by(person, ["council_officer"], on=TODAY):
        draft(WESTBY)
        with pytest.raises(Exception, match="violates row-level security"), transaction.atomic():
            Response.objects.create(
                council=country[EASTBY], kind="other", done_in=wording().done_in, text_en="Not ours."
            )
        assert Response.objects.filter(council=EASTBY).update(revision=9) == 0
        assert Response.objects.filter(council=WESTBY).update(revision=9) == 4


def test_the_wall_comes_down_and_stands_again(everywhere: None) -> None:
    """The control: without it a server's connection sees every draft."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_response DISABLE ROW LEVEL SECURITY")
    with a_servers_connection():
        assert seen() == dict.fromkeys((WESTBY, EASTBY, LLANFACH), STATES)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_response ENABLE ROW LEVEL SECURITY")
    with a_servers_connection():
        assert seen() == PUBLISHED_ALONE
