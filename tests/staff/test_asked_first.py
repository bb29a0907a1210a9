"""Every act of the staff's pages that has no way back, or ends something at once, is asked about first."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography.models import Area
from reports.responses.models import Response
from reports.staff.invitations import invite
from reports.staff.models import AccessToken, Invitation, Membership
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import BORDERSHIRE, NOW, WESTBY
from tests.responses import wordings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def things() -> dict[str, tuple[str, str, str]]:
    """Of each act its address, the page its button stands on, and how many such things there are by now."""
    westby = Area.objects.get(code=WESTBY)
    colleague = factories.make_person("analyst", WESTBY, username="colleague")
    invited = invite("new", role="analyst", area=westby, expires_on=None, by=None, now=NOW).invitation
    token = make_token("laptop", dataset="extract", area=westby, by=colleague, now=NOW).token
    draft = wordings.draft()
    held = Membership.objects.get(person=colleague)
    return {
        "end a role": (
            reverse("staff:end_role", args=[held.pk]),
            reverse("staff:people"),
            "You can give the role again",
        ),
        "withdraw an invitation": (
            reverse("staff:withdraw", args=[invited.pk]),
            reverse("staff:people"),
            "There is no way back. You can invite again",
        ),
        "revoke a token": (
            reverse("staff:revoke_token", args=[token.pk]),
            reverse("staff:tokens"),
            "There is no way back. A new access token has another key",
        ),
        "delete a draft": (
            reverse("responses_desk:discard", args=[draft.pk]),
            reverse("responses_desk:one", args=[draft.pk]),
            "There is no way back. You would have to write it again.",
        ),
    }


def left() -> tuple[int, int, int, int]:
    """Roles, invitations, tokens in force and drafts."""
    return (
        Membership.objects.count(),
        Invitation.objects.count(),
        AccessToken.objects.filter(revoked_on=None).count(),
        Response.objects.count(),
    )


@pytest.mark.parametrize(
    ("act", "lost"),
    [("end a role", 0), ("withdraw an invitation", 1), ("revoke a token", 2), ("delete a draft", 3)],
)
def test_the_button_leads_to_a_question_and_the_question_to_the_act(client: Client, act: str, lost: int) -> None:
    client.force_login(factories.make_person("manager", BORDERSHIRE, username="ma"))
    url, page, way_back = things()[act]
    before = left()
    html = client.get(page).content.decode()
    assert f'<form method="post" action="{url}"' not in html
    assert f'href="{url}"' in html or f'<form method="get" action="{url}"' in html
    asked = client.get(url)
    assert way_back in asked.content.decode()
    assert left() == before
    sent = {"seen": asked.context["question"].seen}
    assert client.post(url, sent).status_code == 302
    assert left() == tuple(number - (place == lost) for place, number in enumerate(before))
