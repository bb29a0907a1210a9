"""A new SECRET_KEY costs no webhook: each goes on, and is encrypted anew, or is named where it is lost."""

import re
from pathlib import Path
from typing import Any

import pytest

from reports.feeds.models import Webhook
from reports.staff.models import StaffUser
from tests.feeds.hooks import HOOK, registered, told
from tests.public_map.releases import make_release
from tests.staff.test_rotation import NEW, OLD, Change, change, rotated

__all__ = ["change"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "names")]


def test_a_webhook_is_encrypted_anew_and_goes_on(change: Change, officer: StaffUser, posted: list[Any]) -> None:
    registered(officer)
    before = Webhook.objects.values_list("encrypted_url", "encrypted_secret").get()
    change(NEW, OLD)
    assert "- webhooks to hooks.example\n" in rotated("--look")
    assert Webhook.objects.values_list("encrypted_url", "encrypted_secret").get() == before
    assert " 1 webhooks.\n" in rotated()
    assert " 0 webhooks.\n" in rotated()
    change(NEW)
    make_release()
    assert told() == "1 new, 1 delivered, 0 not delivered."
    assert [url for url, _body, _headers in posted] == [HOOK]


def test_one_whose_secret_is_lost_is_named_and_left_as_it_is(change: Change, officer: StaffUser) -> None:
    registered(officer)
    before = Webhook.objects.values_list("encrypted_url", "encrypted_secret").get()
    change(NEW)
    assert "- webhooks to hooks.example: register them again\n" in rotated()
    assert Webhook.objects.values_list("encrypted_url", "encrypted_secret").get() == before
    change(NEW, OLD)
    assert "register them again" not in rotated()


def test_whatever_is_kept_encrypted_is_known_to_the_change_of_the_secret() -> None:
    """Who encrypts something new says here what becomes of it when SECRET_KEY changes."""
    root = Path(__file__).parents[2]
    encrypts = {
        str(file.relative_to(root))
        for file in (root / "reports").rglob("*.py")
        if re.search(r"import .*\bencrypt_secret\b", file.read_text(encoding="utf-8"))
    }
    assert encrypts == {
        "reports/feeds/webhooks.py",  # encrypt_webhooks_anew
        "reports/staff/allauth_adapters.py",  # second_factor_keys.encrypt_factors_anew
        "reports/staff/once.py",  # in a session, for minutes
    }
