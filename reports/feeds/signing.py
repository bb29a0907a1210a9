"""How a webhook is signed: by the Standard Webhooks specification, so that its libraries check it."""

import base64
import datetime
import hmac
import secrets

PREFIX = "whsec_"
_SECRET_BYTES = 32


def new_secret() -> str:
    """A secret as the specification writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signature_headers(secret: str, body: bytes, *, message: str, now: datetime.datetime) -> dict[str, str]:
    """The three headers: HMAC-SHA256 over the message's id, the second it was sent and the body, a point between.

    Whoever receives it refuses a timestamp that is minutes old: what is caught on the way cannot be sent again.
    """
    sent_at = str(int(now.timestamp()))
    signed = b".".join((message.encode(), sent_at.encode(), body))
    made = hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), signed, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": sent_at,
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }
