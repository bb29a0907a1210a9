"""A form sent twice is done once, in one session; what it made is shown once, and kept nowhere in the open."""

import re
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.responses.models import Response
from reports.staff.invitations import InvitationGone, invitation_of_key
from reports.staff.models import AccessToken, AuditEntry, Invitation
from reports.staff.once import KEPT
from tests import factories
from tests.factories import BORDERSHIRE, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
INVITE, INVITED = reverse("staff:invite"), reverse("staff:invited")
TOKENS, TOKEN_MADE = reverse("staff:tokens"), reverse("staff:token_made")
WRITE = reverse("responses_desk:new")
PERSON = {"username": "newcomer", "role": "analyst", "area": WESTBY, "expires_on": ""}
TOKEN = {"label": "QGIS", "dataset": "extract", "area": WESTBY}
RESPONSE = {"council": WESTBY, "kind": "lighting", "text_en": "We put up 14 lamps.", "text_cy": "", "place": ""}


@pytest.fixture
def manager(client: Client) -> Client:
    """A manager signed in."""
    client.force_login(factories.make_person("manager", BORDERSHIRE, username="ma"))
    return client


def numbered(client: Client, page: str, sent: dict[str, str]) -> dict[str, str]:
    """What a person sends by the form as it stands on its page."""
    found = re.findall(r'name="once" value="([^"]{10,})"', client.get(page).content.decode())
    assert len(found) == 1
    return sent | {"once": found[0]}


def shown(client: Client, page: str) -> str:
    """The text of the page in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(page).content.decode()).split())


def key_on(page: str) -> str:
    """The key of the link that a page shows."""
    return re.findall(r"/staff/invitation/([\w-]{43})", page)[0]


def test_an_invitation_sent_twice_is_made_once_and_its_link_shown_once(manager: Client) -> None:
    sent = numbered(manager, INVITE, PERSON)
    assert [manager.post(INVITE, sent).url for _press in range(2)] == [INVITED, INVITED]
    first = shown(manager, INVITED)
    key = key_on(first)
    assert "Invitation created" in first
    assert "invited before" not in first
    assert manager.post(INVITE, sent).url == INVITED
    assert "This was done already" in shown(manager, INVITED)
    assert key not in shown(manager, INVITED)
    assert invitation_of_key(key, now=timezone.now()).username == "newcomer"
    assert AuditEntry.objects.filter(act="invite").count() == 1


def test_inviting_the_same_name_by_another_form_says_that_the_earlier_link_is_dead(manager: Client) -> None:
    keys = []
    for words in ("It is shown only now.", "newcomer was invited before. The earlier link no longer works."):
        manager.post(INVITE, numbered(manager, INVITE, PERSON))
        page = shown(manager, INVITED)
        assert words in page
        keys.append(key_on(page))
    with pytest.raises(InvitationGone):
        invitation_of_key(keys[0], now=timezone.now())
    assert invitation_of_key(keys[1], now=timezone.now()).username == "newcomer"


def test_the_command_says_so_too() -> None:
    said = []
    for _time in range(2):
        out = StringIO()
        call_command("invite", "newcomer", role="analyst", area=WESTBY, stdout=out)
        said.append("newcomer was invited before: the earlier link no longer works." in out.getvalue())
    assert said == [False, True]


def test_a_token_sent_twice_is_made_once_and_shown_once(manager: Client) -> None:
    sent = numbered(manager, TOKENS, TOKEN)
    assert [manager.post(TOKENS, sent).url for _press in range(2)] == [TOKEN_MADE, TOKEN_MADE]
    assert "pst_" in shown(manager, TOKEN_MADE)
    assert manager.post(TOKENS, sent).url == TOKEN_MADE
    assert "pst_" not in shown(manager, TOKEN_MADE)
    assert "This was done already" in shown(manager, TOKEN_MADE)
    assert AccessToken.objects.count() == 1
    manager.post(TOKENS, numbered(manager, TOKENS, TOKEN))  # meant, by another form
    assert AccessToken.objects.count() == 2


def test_a_draft_sent_twice_is_written_once(manager: Client) -> None:
    month = timezone.localdate().strftime("%Y-%m")
    sent = numbered(manager, WRITE, RESPONSE | {"done_in": month})
    assert manager.post(WRITE, sent).url == reverse("responses_desk:one", args=[Response.objects.get().pk])
    assert "This was done already" in manager.post(WRITE, sent, follow=True).content.decode()
    assert Response.objects.count() == 1


def test_a_form_refused_may_be_sent_again(manager: Client) -> None:
    sent = numbered(manager, INVITE, PERSON)
    factories.make_person(username="taken")
    assert manager.post(INVITE, sent | {"username": "taken"}).status_code == 400
    assert manager.post(INVITE, sent).url == INVITED
    assert Invitation.objects.get().username == "newcomer"


def test_what_was_made_is_encrypted_until_it_is_shown_and_then_gone(manager: Client) -> None:
    manager.post(TOKENS, numbered(manager, TOKENS, TOKEN))
    kept = str(list(Session.objects.values_list("session_data"))) + str(manager.session.items())
    manager.head(TOKEN_MADE)  # shows nothing to anybody
    key = re.findall(r"pst_[\w-]+", shown(manager, TOKEN_MADE))[0]
    assert key not in kept
    assert set(manager.session["made"].values()) == {""}


def test_another_session_is_shown_nothing(manager: Client) -> None:
    manager.post(INVITE, numbered(manager, INVITE, PERSON))
    other = type(manager)()
    other.force_login(factories.make_person("manager", BORDERSHIRE, username="other"))
    assert (other.get(INVITED).url, other.get(TOKEN_MADE).url) == (INVITE, TOKENS)
    assert "Invitation created" in shown(manager, INVITED)


def test_an_invitation_withdrawn_before_it_was_looked_at_shows_no_link(manager: Client) -> None:
    manager.post(INVITE, numbered(manager, INVITE, PERSON))
    manager.post(reverse("staff:withdraw", args=[Invitation.objects.get().pk]))
    assert "This was done already" in shown(manager, INVITED)


def test_numbers_are_not_kept_for_ever(manager: Client) -> None:
    for number in range(KEPT + 5):
        session = manager.session
        session["forms_used"] = [*session.get("forms_used", []), str(number)]
        session.save()
    manager.post(TOKENS, numbered(manager, TOKENS, TOKEN))
    assert len(manager.session["forms_used"]) == KEPT
