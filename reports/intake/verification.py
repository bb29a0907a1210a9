"""How sure we are that no program sent a report: a hint for the moderator, never a reason to lose it."""

import datetime
import hashlib
import hmac
import json
import secrets
import uuid

import altcha
from django.conf import settings

from reports.intake.models import Verification
from streetsafe.limiter import COUNTER

# -- proof of work: about a second of a cheap phone, from the first touch on; it prices floods and proves no person
_ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # rounds of one try
FEWEST_TRIES, SPREAD = 64, 128
PROOF_LIFETIME = datetime.timedelta(minutes=60)
_LONGEST_PROOF = 4_000  # characters

# -- the ladder: many reports everywhere in ten minutes, or several of one source, make the proof dearer
LADDER = ((600, 10), (120, 4), (0, 1))  # more than so many in ten minutes: so many times the tries
SOURCE_STEP = 5  # of one source in ten minutes
SOURCE_MOST = 60  # of one source in an hour; a mobile network puts many phones behind one address
AREA_UNVERIFIED_MOST = 60  # without proof, of one council in an hour
QUICKEST = datetime.timedelta(seconds=4)  # nobody reads and answers six pages faster
SLOWEST = datetime.timedelta(hours=2)

_EVERYBODY = b"everybody"


def new_challenge(submission_id: uuid.UUID, *, source: bytes, now: datetime.datetime) -> str:
    """What the phone shall solve for this one submission, as JSON."""
    tries = hardness(source, now=now) * (FEWEST_TRIES + secrets.randbelow(SPREAD))
    challenge = altcha.v2.create_challenge(
        _ALGORITHM,
        COST,
        counter=tries,
        expires_at=now + PROOF_LIFETIME,
        data={"for": _mark(submission_id)},
        hmac_secret=_key(),
        hmac_key_secret=_key(),
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def hardness(source: bytes, *, now: datetime.datetime) -> int:
    """How many times the usual work is asked."""
    everybody = COUNTER.recent(_EVERYBODY, now=now).ten_minutes
    general = next(times for many, times in LADDER if everybody >= many)
    several = bool(source) and COUNTER.recent(source, now=now).ten_minutes >= SOURCE_STEP
    return max(general, 4 if several else 1)


def is_too_many(source: bytes, submission_id: uuid.UUID, *, now: datetime.datetime) -> bool:
    """Whether the hour's measure of this source is full; counts the report when not. An unknown source's never is.

    The same report again is let through uncounted: it is the retry of a phone whose answer was lost on the way.
    """
    name = b"sent " + _mark(submission_id).encode()
    if COUNTER.recent(name, now=now).hour:
        return False
    if source and COUNTER.recent(source, now=now).hour >= SOURCE_MOST:
        return True
    for counted in (name, _EVERYBODY, *([source] if source else [])):
        COUNTER.count(counted, now=now)
    return False


def verification_of(
    submission_id: uuid.UUID, *, proof: str, trap: str, council: str, began: datetime.datetime, now: datetime.datetime
) -> Verification:
    """The hint: doubtful for a filled trap, an impossible haste or a crowd without proof in one council."""
    if trap or not QUICKEST <= now - began <= SLOWEST:
        return Verification.DOUBTFUL
    if is_solved(proof, submission_id):
        return Verification.VERIFIED
    unproved = COUNTER.count(b"without proof " + council.encode(), now=now).hour
    return Verification.UNVERIFIED if unproved <= AREA_UNVERIFIED_MOST else Verification.DOUBTFUL


def is_solved(proof: str, submission_id: uuid.UUID) -> bool:
    """Whether the proof is of this submission's own challenge: the same one for another report proves nothing."""
    if not proof or len(proof) > _LONGEST_PROOF:
        return False
    try:
        payload = altcha.v2.Payload.from_base64(proof)
        data = payload.challenge.parameters.data
        mark = data.get("for", "") if isinstance(data, dict) else ""
        if not isinstance(mark, str) or not hmac.compare_digest(mark.encode(), _mark(submission_id).encode()):
            return False
        return altcha.v2.verify_solution(payload, _key(), hmac_key_secret=_key()).verified
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return False  # whatever was posted in its place


def _mark(submission_id: uuid.UUID) -> str:
    """Ties a challenge to a submission without naming it."""
    return hmac.new(_key().encode(), submission_id.bytes, hashlib.sha256).hexdigest()[:32]


def _key() -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"reports.intake.verification 1", hashlib.sha256).hexdigest()
