"""What ended as a fault once: refused as what it is, in words."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.invitations import digest_of
from reports.staff.models import Invitation, StaffUser
from tests import factories
from tests.factories import NOW, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

BAD_NAMES = ["bad name <b>", "", " ", "a/b", "half\nline", "x" * 151, "‮backwards", "a,b"]


def test_the_last_day_there_is_may_be_asked_of_the_audit(client: Client) -> None:
    client.force_login(factories.make_person("manager", WESTBY, username="mo"))
    client.get("/staff/home")
    answer = client.get("/staff/audit?last=9999-12-31&first=0001-01-01")
    assert answer.status_code == 200
    assert client.get("/staff/audit?last=0001-01-01").status_code == 200


@pytest.mark.parametrize("name", ["f" * 40, "f" * 15, "-1", "89195839157FFFF", "9" * 5000, "0x89195839157ff"])
def test_what_names_no_cell_is_not_found(client: Client, name: str) -> None:
    with pytest.raises(hexgrid.NotACell):
        hexgrid.cell_named(name)
    client.force_login(factories.make_person("moderator", WESTBY))
    answer = client.get(f"/staff/moderation/{name}")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/api/v1/areas/%00", "/api/v1/releases/%00", "/api/v1/releases/E06000901-%00/leaves"]
)
def test_a_nul_names_nothing_programs_can_have(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert list(answer.json()) == ["title", "status", "detail"]


@pytest.mark.parametrize(
    ("address", "cookies", "form", "status"),
    [
        ("/staff/invitation/%00", {}, None, 404),
        ("/staff/audit?who=a%00b", {}, None, 400),
        ("/staff/?next=%00", {}, None, 400),
        ("/staff/", {}, {"username": "a\0", "password": "b"}, 400),
        ("/staff/home", {"staff": '"\\000aaaaaaaaaaaa"'}, None, 400),
    ],
    ids=["in an address", "in a query", "where to go", "in a form", "in a cookie, in octal"],
)
def test_a_nul_is_refused_at_sign_in(
    client: Client, address: str, cookies: dict[str, str], form: dict[str, str] | None, status: int
) -> None:
    headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
    answer = client.get(address, headers=headers) if form is None else client.post(address, form)
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()


def test_the_schema_writes_nothing_that_was_asked_into_its_headers(client: Client) -> None:
    answer = client.get("/api/v1/schema?version=a%0D%0AX-Header:%20b")
    assert answer.status_code == 200
    assert "X-Header" not in str(answer.headers)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_is_refused_when_it_is_given(client: Client, name: str) -> None:
    for command in ("invite", "add_person"):
        with pytest.raises(CommandError, match=r"username|150 characters"):
            call_command(command, name, "--role", "manager", "--area", WESTBY, stdout=io.StringIO())
    client.force_login(factories.make_person("manager", WESTBY))
    session = client.session
    session.save()
    sent = {"username": name, "role": "analyst", "area": WESTBY, "expires_on": ""}
    assert client.post(reverse("staff:invite"), sent).status_code in {400, 302}
    assert (Invitation.objects.count(), StaffUser.objects.filter(username=name).count()) == (0, 0)


def test_two_people_do_not_differ_by_capitals_alone() -> None:
    factories.make_person("manager", WESTBY, username="mo")
    with pytest.raises(CommandError, match="in other capitals"):
        call_command("add_person", "Mo", "--role", "manager", "--area", WESTBY, stdout=io.StringIO())
    with pytest.raises(CommandError, match="Somebody is called Mo already"):
        call_command("invite", "Mo", "--role", "manager", "--area", WESTBY, stdout=io.StringIO())


def test_the_link_of_an_invitation_made_before_names_were_looked_at_is_gone(client: Client) -> None:
    area = Area.objects.get(code=WESTBY)
    valid_until = NOW.replace(year=2099)
    Invitation.objects.create(
        digest=digest_of("key"), username="bad name <b>", role="manager", area=area, valid_until=valid_until
    )
    for answer in (
        client.get("/staff/invitation/key"),
        client.post("/staff/invitation/key", {"password": "correct horse battery", "again": "correct horse battery"}),
    ):
        assert answer.status_code == 404
        assert "<h1" in answer.content.decode()
