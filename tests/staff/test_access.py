"""Every address of staff and moderation, by role and by area: own, nested, other, expired."""

import datetime
import itertools
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from reports.geography import hexgrid
from reports.moderation.decisions import accept_reports
from reports.staff.models import Membership
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, NOW, WALES, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

ROLES = list(Membership.Role.values)
AREAS = {
    "own": WESTBY,
    "force": BORDERSHIRE,
    "nation": ENGLAND,
    "neighbour": EASTBY,
    "abroad": WALES,
    "other": LLANFACH,
}
HOLDS_WESTBY = {"own", "force", "nation"}


def addresses() -> dict[str, tuple[str, str]]:
    """Method and address of each view, about one report of Westby that waits and one that was accepted."""
    waiting, accepted = factories.make_report(), factories.make_report()
    batch = accept_reports([accepted.id], by=None, now=NOW)
    cell = hexgrid.name(hexgrid.parent(waiting.cell, 9))
    return {
        "staff:home": ("GET", reverse("staff:home")),
        "staff:audit": ("GET", reverse("staff:audit")),
        "staff:audit_file": ("GET", reverse("staff:audit_file")),
        "moderation:queue": ("GET", reverse("moderation:queue")),
        "moderation:history": ("GET", reverse("moderation:history")),
        "moderation:group": ("GET", reverse("moderation:group", args=[cell])),
        "moderation:group POST": ("POST", reverse("moderation:group", args=[cell])),
        "moderation:undo": ("POST", reverse("moderation:undo", args=[batch])),
    }


def expected(view: str, role: str, area: str, *, is_expired: bool) -> int:
    """The status this person must get: the table of who may do what."""
    if view == "staff:home":
        return 200
    if view in {"staff:audit", "staff:audit_file"}:
        return 200 if role == "manager" and not is_expired else 403
    may_read = role in {"moderator", "manager"} and not is_expired
    if view in {"moderation:group POST", "moderation:undo"}:
        if role != "moderator" or is_expired:
            return 403
        if area not in HOLDS_WESTBY:
            return 404
        return 400 if view == "moderation:group POST" else 302  # an empty form is refused as a form, not as a person
    if not may_read:
        return 403
    return 404 if view == "moderation:group" and area not in HOLDS_WESTBY else 200


CASES = list(itertools.product(ROLES, AREAS, [False, True]))


@pytest.mark.parametrize(("role", "area", "is_expired"), CASES)
def test_each_address_answers_each_person_as_the_table_says(
    client: Client, role: str, area: str, is_expired: bool
) -> None:
    urls = addresses()
    client.force_login(factories.make_person(role, AREAS[area]))
    if is_expired:
        Membership.objects.update(expires_on=datetime.date(2020, 1, 1))
    got = {view: client.generic(method, url).status_code for view, (method, url) in urls.items()}
    assert got == {view: expected(view, role, area, is_expired=is_expired) for view in urls}


def test_without_signing_in_every_address_leads_to_the_sign_in_page(client: Client) -> None:
    for method, url in addresses().values():
        answer = client.generic(method, url)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("staff:sign_in"))


def test_no_address_is_missing_from_the_matrix() -> None:
    known = {view.partition(" ")[0] for view in addresses()} | {"staff:sign_in", "staff:sign_out"}
    found = {
        f"{namespace}:{pattern.name}"
        for namespace in ("staff", "moderation")
        for pattern in get_resolver().namespace_dict[namespace][1].url_patterns
        if isinstance(pattern, URLPattern)
    }
    assert found == known


def test_an_unknown_batch_is_not_found(client: Client) -> None:
    client.force_login(factories.make_person("moderator", WESTBY))
    assert client.post(reverse("moderation:undo", args=[uuid.uuid4()])).status_code == 404


def test_a_membership_that_ends_closes_the_door_at_the_next_request(client: Client) -> None:
    client.force_login(factories.make_person("moderator", WESTBY))
    assert client.get(reverse("moderation:queue")).status_code == 200
    Membership.objects.update(expires_on=datetime.date(2020, 1, 1))
    assert client.get(reverse("moderation:queue")).status_code == 403


@pytest.mark.parametrize("view", ["moderation:undo", "moderation:group POST"])
def test_nothing_is_decided_from_another_site(view: str) -> None:
    method, url = addresses()[view]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.make_person("moderator", WESTBY))
    assert strict.generic(method, url).status_code == 403
