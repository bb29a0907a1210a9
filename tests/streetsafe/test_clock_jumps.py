"""A clock that jumps a day: a report under way is refused in words and can be begun again, and no sign-in lasts longer.

What each part does by itself is told with it: the encrypted answers, the proof, the counter of sources.
"""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography.models import Area
from reports.intake.models import IncomingReport, Submission
from tests import factories
from tests.factories import NOW
from tests.intake.walking import Reporter, make_places

DAY = datetime.timedelta(days=1)
HOME = reverse("staff:home")
BOTH_WAYS = pytest.mark.parametrize("jump", [DAY, -DAY], ids=["forwards", "back"])


@BOTH_WAYS
def test_a_report_under_way_is_refused_in_words_and_a_new_one_is_taken(
    client: Client, country: dict[str, Area], set_clock: Callable[[datetime.datetime], None], jump: datetime.timedelta
) -> None:
    make_places()
    reporter = Reporter(client).to_check()
    set_clock(NOW + jump)
    reporter.press("send")
    assert (reporter.response.status_code, reporter.heading) == (400, "Please start again")
    assert "To protect you, your answers have been cleared." in reporter.text
    assert (IncomingReport.objects.count(), Submission.objects.count()) == (0, 0)
    reporter.response = client.get("/report")
    assert reporter.to_check().press("send").heading == "Thank you"
    assert IncomingReport.objects.get().received_on == (NOW + jump).date()


@BOTH_WAYS
def test_a_clock_put_right_again_keeps_a_report_sent_twice_once(
    client: Client, country: dict[str, Area], set_clock: Callable[[datetime.datetime], None], jump: datetime.timedelta
) -> None:
    """Others report by the wrong clock meanwhile, which forgets old submission ids as it goes."""
    make_places()
    reporter = Reporter(client).to_check()
    page = reporter.response
    assert reporter.press("send").heading == "Thank you"
    set_clock(NOW + jump)
    assert Reporter(client).to_check().press("send").heading == "Thank you"
    set_clock(NOW)
    reporter.response = page
    assert reporter.press("send").heading == "Thank you"
    assert (IncomingReport.objects.count(), Submission.objects.count()) == (2, 2)


@BOTH_WAYS
def test_a_sign_in_ends_whichever_way_the_clock_jumps(
    client: Client, country: dict[str, Area], set_clock: Callable[[datetime.datetime], None], jump: datetime.timedelta
) -> None:
    """By a clock set back it would hold for a day of nothing."""
    client.force_login(factories.make_person())
    assert client.get(HOME).status_code == 200
    set_clock(NOW + jump)
    answer = client.get(HOME)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('staff:sign_in')}?next={HOME}")
    client.force_login(factories.make_person())
    assert client.get(HOME).status_code == 200


def test_two_clocks_a_few_seconds_apart_end_no_sign_in(
    client: Client, country: dict[str, Area], set_clock: Callable[[datetime.datetime], None]
) -> None:
    client.force_login(factories.make_person())
    set_clock(NOW - datetime.timedelta(seconds=30))
    assert client.get(HOME).status_code == 200
