"""The site's secrets: what is made is made with the one in use, and what was made with one before it is known still.

Whatever is encrypted or keyed with SECRET_KEY takes its keys from here, so that none forgets SECRET_KEY_FALLBACKS: a
secret is changed when somebody may know it, and that must cost nobody their report, their words or their second factor.
"""

import hashlib
import hmac

from django.conf import settings


def known_secrets() -> tuple[str, ...]:
    """The one in use first, then those before it."""
    return tuple(dict.fromkeys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)))


def keys_of(use: bytes) -> tuple[bytes, ...]:
    """A key of each secret for one use alone: the first makes, all of them open and recognise."""
    return tuple(hmac.digest(secret.encode(), use, hashlib.sha256) for secret in known_secrets())


def fingerprint(secret: str) -> str:
    """By what a secret is known where it must not stand; of 50 random characters it tells nothing."""
    return hmac.digest(secret.encode(), b"streetsafe.site_secrets fingerprint", hashlib.sha256).hex()[:16]
