"""The first page of whoever is signed in tells a moderator what has arrived and cannot be decided yet."""

import dataclasses
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.templatetags import streets
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, IN_LLANFACH, WESTBY
from tests.intake.test_submission import ANSWERS
from tests.staff.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
HOME = reverse("staff:home")


def stated(client: Client) -> str:
    """The words set apart on the page; empty when there are none."""
    found = re.search(r'<p class="govuk-inset-text">(.*?)</p>', client.get(HOME).content.decode(), re.S)
    return " ".join(found[1].split()) if found else ""


@pytest.fixture
def two_arrived(clock: Clock) -> None:
    """Two reports of Westby and one of Little Llan, not shuffled yet."""
    for answers in (ANSWERS, ANSWERS, dataclasses.replace(ANSWERS, cell=hexgrid.cell_at(*IN_LLANFACH))):
        submit_report(answers, submission_id=uuid.uuid4(), now=clock.now)


@pytest.mark.parametrize(("role", "area"), [("moderator", WESTBY), ("moderator", BORDERSHIRE), ("manager", WESTBY)])
def test_who_reads_the_queue_is_told_of_reports_not_shuffled_yet(
    client: Client, two_arrived: None, clock: Clock, role: str, area: str
) -> None:
    client.force_login(factories.make_person(role, area))
    assert stated(client) == (
        "2 new reports are being held so that they can be shuffled with others. Nobody can decide about them before "
        "then. "
        "This happens on 23 November 2026 at the latest."
    )
    shuffle_intake(now=clock.now, whole=True)
    assert stated(client) == ""


@pytest.mark.parametrize(("role", "area"), [("moderator", EASTBY), ("analyst", WESTBY), ("council_officer", WESTBY)])
def test_nobody_else_is(client: Client, two_arrived: None, role: str, area: str) -> None:
    client.force_login(factories.make_person(role, area))
    assert stated(client) == ""


def test_a_shuffling_that_did_not_run_is_told(client: Client, two_arrived: None, clock: Clock) -> None:
    clock.pass_by(days=4)
    client.force_login(factories.make_person("moderator", WESTBY))
    assert stated(client).endswith(
        "This should have happened by 23 November 2026. Tell the person who runs the service that ‘manage.py "
        "shuffle_intake’ did not run."
    )


def test_it_is_told_in_welsh(client: Client, clock: Clock) -> None:
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=clock.now)
    client.force_login(factories.make_person("moderator", WESTBY, language="cy"))
    assert stated(client) == (
        "Mae 1 adroddiad newydd yn cael ei ddal er mwyn ei gymysgu ag eraill. Ni all neb benderfynu arno cyn hynny. "
        "Bydd hyn yn digwydd ar 23 Tachwedd 2026 fan bellaf."
    )


def of_streets(client: Client) -> str:
    """What the page says of councils without streets."""
    found = re.search(r"<p [^>]*data-without-streets>(.*?)</p>", client.get(HOME).content.decode(), re.S)
    return " ".join(found[1].split()) if found else ""


@pytest.fixture
def no_earlier_streets() -> None:
    """What was looked for before, in a database that is gone."""
    streets._without.cache_clear()


@pytest.mark.usefixtures("no_earlier_streets")
def test_a_manager_is_told_of_councils_in_use_without_streets(client: Client) -> None:
    client.force_login(factories.make_person("manager", BORDERSHIRE))
    assert of_streets(client).startswith(
        "2 councils in use have no streets loaded: people find only their town there. Eastby, Westby."
    )
    factories.make_place("Mill Lane", factories.IN_EASTBY, kind="street")
    assert of_streets(client).startswith(
        "1 council in use has no streets loaded: people find only their town there. Westby."
    )
    factories.make_place("Mill Lane", factories.IN_WESTBY, kind="street")
    assert of_streets(client) == ""


@pytest.mark.parametrize("role", ["moderator", "analyst", "council_officer"])
def test_nobody_else_is_told_of_streets(client: Client, role: str) -> None:
    client.force_login(factories.make_person(role, WESTBY))
    assert of_streets(client) == ""
