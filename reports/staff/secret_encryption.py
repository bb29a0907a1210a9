"""Secrets that must be read again are kept encrypted with the site's key: a stolen backup alone signs nobody in."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from streetsafe.site_secrets import known_secrets


class Unreadable(ValueError):
    """Encrypted with a key that the site no longer has."""


def encrypt_secret(text: str) -> str:
    """The text as it is kept."""
    return _cipher(known_secrets()).encrypt(text.encode()).decode()


def decrypt_secret(encrypted: str) -> str:
    """The text again; raises Unreadable."""
    try:
        return _cipher(known_secrets()).decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def encrypted_anew(encrypted: str) -> str | None:
    """The same under the secret in use; None where it is so already. Raises Unreadable."""
    try:
        _cipher(known_secrets()[:1]).decrypt(encrypted.encode())
    except InvalidToken:
        return encrypt_secret(decrypt_secret(encrypted))
    return None


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factors of staff").derive(key.encode())
