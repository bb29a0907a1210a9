"""Second factors under another secret: encrypted anew, and whose cannot be read any more."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from reports.staff.secret_encryption import Unreadable, decrypt_secret, encrypted_anew

_TEXTS, _LISTS = ("secret", "seed"), ("migrated_codes",)  # of an app, of recovery codes; a passkey's half is public


def encrypt_factors_anew() -> int:
    """Encrypts with the secret in use what was encrypted with one before it; how many. What nobody opens stays.

    Each whole, and held against a sign-in at the same moment: a run that was killed is gone on with by the next.
    """
    changed = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if factor is not None and _encrypt_anew(factor.data):
                factor.save(update_fields=["data"])
                changed += 1
    return changed


def people_with_unreadable_factors() -> list[str]:
    """Who has a second factor that no secret of ours opens: they set up another after `reset_second_factor`."""
    factors = Authenticator.objects.select_related("user").order_by("user__username")
    return list(dict.fromkeys(one.user.username for one in factors if _is_unreadable(one.data)))


def people_with_former_secrets() -> list[str]:
    """Whose second factor is still encrypted with a secret before the one in use, and can be read."""
    factors = Authenticator.objects.select_related("user").order_by("user__username")
    return list(dict.fromkeys(one.user.username for one in factors if _encrypt_anew(dict(one.data))))


def _encrypt_anew(data: dict[str, Any]) -> bool:
    """Changes what can be read and is not under the secret in use; whether there was any."""
    was_changed = False
    for name in _TEXTS:
        if name in data and (anew := _anew(data[name])) is not None:
            data[name], was_changed = anew, True
    for name in _LISTS:
        if name in data and any(_anew(one) is not None for one in data[name]):
            data[name], was_changed = [_anew(one) or one for one in data[name]], True
    return was_changed


def _anew(encrypted: str) -> str | None:
    try:
        return encrypted_anew(encrypted)
    except Unreadable:
        return None


def _is_unreadable(data: dict[str, Any]) -> bool:
    texts = [data[name] for name in _TEXTS if name in data]
    texts += [one for name in _LISTS for one in data.get(name, [])]
    return any(map(_cannot_be_read, texts))


def _cannot_be_read(encrypted: str) -> bool:
    try:
        decrypt_secret(encrypted)
    except Unreadable:
        return True
    return False
