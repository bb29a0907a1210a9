"""Views kept by account: listed, opened, deleted with undo, handed to a manager when their owner leaves, audited."""

import datetime
import html
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.analyst.models import SavedView
from reports.analyst.saved_views import MOST_VIEWS, delete_view, save_view, views_kept
from reports.geography.models import Area
from reports.staff.models import AuditEntry, Membership, StaffUser
from tests import factories
from tests.analyst.conftest import words_of
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, NOW, TODAY, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]
PAGE, HOME, SAVE = reverse("analyst:hotspots"), reverse("staff:home"), reverse("analyst:save_view")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def ana(client: Client) -> StaffUser:
    """An analyst of Westby, signed in."""
    person = factories.make_person("analyst", WESTBY, username="ana")
    client.force_login(person)
    return person


def saved(name: str = "Evenings", query: str = "when=3&size=350", follow: bool = True) -> dict[str, Any]:
    return {"path": SAVE, "data": {"name": name, "query": query}, "follow": follow}


def acts() -> list[tuple[str, str, str, dict[str, Any]]]:
    rows = AuditEntry.objects.filter(act__endswith="view").order_by("number")
    return [(row.act, row.who, row.area, json.loads(row.detail)) for row in rows]


def test_a_view_is_saved_listed_and_opened(client: Client, ana: StaffUser) -> None:
    assert "Evenings" not in words_of(client.get(PAGE))
    page = client.post(**saved())
    assert "The view is saved: Evenings." in words_of(page)
    assert page.redirect_chain[-1][0] == f"{PAGE}?when=3&size=350#saved-views"
    for address in (PAGE, HOME):
        content = html.unescape(client.get(address).content.decode())
        assert f'<a class="govuk-link" href="{PAGE}?when=3&size=350">Evenings</a>' in content
    opened = client.get(f"{PAGE}?when=3&size=350")
    assert opened.context["filters"].cleaned_data["when"] == "3"
    assert acts() == [("save-view", "ana", WESTBY, {"name": "Evenings"})]


def test_only_what_the_page_knows_is_kept(client: Client, ana: StaffUser) -> None:
    client.post(**saved(query="when=3&evil=1&page=2&next=//elsewhere"))
    assert SavedView.objects.get().query == "when=3"
    client.post(**saved("Broken", "when=nine"))
    assert SavedView.objects.get(name="Broken").query == ""
    assert client.post(SAVE, {"name": "Theirs", "query": f"area={LLANFACH}"}).status_code == 404
    assert not SavedView.objects.filter(name="Theirs").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Enter a name for the view."),
        ("   ", "Enter a name for the view."),
        ("x" * 61, "The name of a view must be 60 letters or fewer."),
    ],
)
def test_a_name_that_is_none_is_said(client: Client, ana: StaffUser, name: str, words: str) -> None:
    assert words in words_of(client.post(**saved(name)))
    assert not SavedView.objects.exists()


def test_an_account_keeps_thirty(client: Client, ana: StaffUser) -> None:
    for number in range(MOST_VIEWS):
        save_view(f"View {number}", "", area=Area.objects.get(code=WESTBY), by=ana, now=NOW)
    assert "You keep 30 views. Delete one first." in words_of(client.post(**saved()))
    delete_view(SavedView.objects.order_by("pk")[0].pk, by=ana, now=NOW)
    assert "The view is saved" in words_of(client.post(**saved()))


def test_a_deleted_view_comes_back_until_the_day_is_over(client: Client, ana: StaffUser) -> None:
    client.post(**saved())
    view = SavedView.objects.get()
    page: Any = client.post(reverse("analyst:delete_view", args=[view.pk]), {"query": "when=3"}, follow=True)
    words = words_of(page)
    assert "The view is deleted: Evenings." in words
    assert page.context["saved_views"] == []
    assert "Evenings" not in words_of(client.get(HOME))
    restore = reverse("analyst:restore_view", args=[view.pk])
    page = client.post(restore, {"query": "when=3"}, follow=True)
    assert [one.name for one in page.context["saved_views"]] == ["Evenings"]
    assert client.post(restore).status_code == 404
    assert [act for act, *_rest in acts()] == ["save-view", "delete-view", "restore-view"]
    delete_view(view.pk, by=ana, now=NOW - datetime.timedelta(days=1))
    SavedView.objects.update(deleted_on=TODAY - datetime.timedelta(days=1))
    assert client.post(restore).status_code == 404
    assert client.get(PAGE, {"deleted": view.pk}).context["deleted_view"] is None
    other = save_view("Another", "", area=view.area, by=ana, now=NOW)
    delete_view(other.pk, by=ana, now=NOW)
    assert not SavedView.objects.filter(pk=view.pk).exists()


@pytest.mark.parametrize(("role", "area"), [("analyst", WESTBY), ("manager", WESTBY), ("analyst", BORDERSHIRE)])
def test_nobody_else_sees_or_changes_it_while_its_owner_is_there(
    client: Client, ana: StaffUser, role: str, area: str
) -> None:
    client.post(**saved())
    view = SavedView.objects.get()
    client.force_login(factories.make_person(role, area))
    for address in (PAGE, HOME):
        assert "Evenings" not in words_of(client.get(address))
    assert client.post(reverse("analyst:delete_view", args=[view.pk])).status_code == 404
    assert client.get(PAGE, {"deleted": view.pk}).context["deleted_view"] is None
    assert SavedView.objects.get().deleted_on is None


def leave_by(how: str, person: StaffUser) -> None:
    if how == "role ended":
        Membership.objects.filter(person=person).delete()
    elif how == "role ran out":
        Membership.objects.filter(person=person).update(expires_on=TODAY - datetime.timedelta(days=1))
    elif how == "another role":
        Membership.objects.filter(person=person).update(role="moderator")
    elif how == "moved":
        Membership.objects.filter(person=person).update(area=EASTBY)
    else:
        StaffUser.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("how", ["role ended", "role ran out", "another role", "moved", "account closed"])
def test_a_view_is_handed_to_the_managers_of_its_area_when_its_owner_leaves(
    client: Client, ana: StaffUser, how: str
) -> None:
    client.post(**saved())
    people = {
        (role, area): factories.make_person(role, area)
        for role, area in [
            ("manager", WESTBY),
            ("manager", BORDERSHIRE),
            ("manager", ENGLAND),
            ("manager", EASTBY),
            ("manager", LLANFACH),
            ("analyst", WESTBY),
            ("moderator", WESTBY),
        ]
    }
    assert [key for key, person in people.items() if views_kept(person, on=TODAY)] == []
    leave_by(how, ana)
    handed = [key for key, person in people.items() if views_kept(person, on=TODAY)]
    assert handed == [("manager", WESTBY), ("manager", BORDERSHIRE), ("manager", ENGLAND)]
    client.force_login(people["manager", WESTBY])
    for address in (PAGE, HOME):
        assert "saved by ana, who left" in words_of(client.get(address))
    view = SavedView.objects.get()
    assert client.post(reverse("analyst:delete_view", args=[view.pk])).status_code == 302
    assert client.post(reverse("analyst:restore_view", args=[view.pk])).status_code == 302
    assert [who for _act, who, *_rest in acts()][1:] == [people["manager", WESTBY].username] * 2


def test_who_comes_back_has_it_again(ana: StaffUser) -> None:
    save_view("Evenings", "", area=Area.objects.get(code=WESTBY), by=ana, now=NOW)
    manager = factories.make_person("manager", WESTBY)
    leave_by("role ran out", ana)
    assert [one.left_by for one in views_kept(manager, on=TODAY)] == ["ana"]
    Membership.objects.filter(person=ana).update(expires_on=None)
    assert views_kept(manager, on=TODAY) == []
    assert [one.left_by for one in views_kept(ana, on=TODAY)] == [""]


def test_a_view_of_several_councils_is_of_its_owners_widest_area(client: Client) -> None:
    person = factories.make_person("analyst", EASTBY)
    Membership.objects.create(person=person, role="analyst", area_id=BORDERSHIRE)
    client.force_login(person)
    client.post(**saved("All", ""))
    client.post(**saved("One", f"area={WESTBY}"))
    assert dict(SavedView.objects.values_list("name", "area")) == {"All": BORDERSHIRE, "One": WESTBY}
    leave_by("role ended", person)
    assert [one.name for one in views_kept(factories.make_person("manager", WESTBY), on=TODAY)] == ["One"]


def test_who_only_analyses_finds_exports_from_the_menu_and_the_page(client: Client, ana: StaffUser) -> None:
    exports = reverse("council_exports:exports")
    assert client.get(exports).status_code == 200
    for address in (HOME, PAGE):
        assert f'href="{exports}"' in client.get(address).content.decode()
