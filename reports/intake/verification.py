"""How sure we are that no program sent a report: a hint for the moderator, never a reason to lose it."""

import datetime
import hashlib
import hmac
import json
import secrets
import uuid

import altcha

from reports.intake.models import Verification
from streetsafe.limiter import COUNTER
from streetsafe.site_secrets import keys_of

# -- proof of work: about a second of a cheap phone, from the first touch on; it prices floods and proves no person
_ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # rounds of one try
FEWEST_TRIES, SPREAD = 64, 128
PROOF_LIFETIME = datetime.timedelta(minutes=60)
_LONGEST_PROOF = 4_000  # characters

# -- the measure of one source in an hour, which a stranger may meet: secret, so that it tells nothing of a neighbour's
# report. About sixty: a mobile network puts many phones behind one address.
SOURCE_FEWEST, SOURCE_SPREAD = 40, 40

# -- the ladder, which nobody outside sees: in a crowd one proof in so many verifies, so a verified report costs so many
# times the work. The work asked is the same at every hour, for the next challenge must not tell what others sent.
LADDER = ((600, 10), (120, 4), (0, 1))  # kept everywhere in ten minutes
SOURCE_STEP, SOURCE_TIMES = 5, 4  # kept of one source in ten minutes
AREA_UNVERIFIED_MOST = 60  # without proof, of one council in an hour
QUICKEST = datetime.timedelta(seconds=4)  # nobody reads and answers six pages faster
SLOWEST = datetime.timedelta(hours=2)

_EVERYBODY = b"everybody"


def new_challenge(submission_id: uuid.UUID, *, now: datetime.datetime) -> str:
    """What the phone shall solve for this one submission, as JSON: of one distribution for everybody, at all times."""
    key = _keys()[0]
    challenge = altcha.v2.create_challenge(
        _ALGORITHM,
        COST,
        counter=FEWEST_TRIES + secrets.randbelow(SPREAD),
        expires_at=now + PROOF_LIFETIME,
        data={"for": _mark(submission_id, key)},
        hmac_secret=key,
        hmac_key_secret=key,
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def is_too_many(source: bytes, submission_id: uuid.UUID, *, now: datetime.datetime) -> bool:
    """Whether the hour's measure of this source is full; an unknown source's never is. Counts nothing.

    The same report again is let through: it is the retry of a phone whose answer was lost on the way.
    """
    is_full = bool(source) and COUNTER.is_full(_kept_of(source), fewest=SOURCE_FEWEST, spread=SOURCE_SPREAD, now=now)
    return is_full and not COUNTER.recent(_sent(submission_id), now=now).hour


def count_kept(
    submission_id: uuid.UUID, *, source: bytes, council: str, hint: Verification, now: datetime.datetime
) -> None:
    """Counts a report once it is kept, however often it is sent: what was refused or wrong is never counted."""
    sent = _sent(submission_id)
    if COUNTER.recent(sent, now=now).hour:
        return
    names = [sent, _EVERYBODY, *([_kept_of(source)] if source else [])]
    if hint == Verification.UNVERIFIED:
        names.append(_without_proof(council))
    for name in names:
        COUNTER.count(name, now=now)


def verification_of(
    submission_id: uuid.UUID,
    *,
    proof: str,
    trap: str,
    council: str,
    began: datetime.datetime,
    now: datetime.datetime,
    source: bytes = b"",
) -> Verification:
    """The hint: doubtful for a filled trap, an impossible haste or a crowd without proof in one council."""
    if trap or not QUICKEST <= now - began <= SLOWEST:
        return Verification.DOUBTFUL
    if is_solved(proof, submission_id):
        is_counted = secrets.randbelow(crowding(source, now=now)) == 0
        return Verification.VERIFIED if is_counted else Verification.UNVERIFIED
    unproved = COUNTER.recent(_without_proof(council), now=now).hour
    return Verification.UNVERIFIED if unproved < AREA_UNVERIFIED_MOST else Verification.DOUBTFUL


def crowding(source: bytes, *, now: datetime.datetime) -> int:
    """Of how many proofs one verifies. For the hint alone: no answer to a phone may depend on it."""
    everybody = COUNTER.recent(_EVERYBODY, now=now).ten_minutes
    general = next(times for many, times in LADDER if everybody >= many)
    several = bool(source) and COUNTER.recent(_kept_of(source), now=now).ten_minutes >= SOURCE_STEP
    return max(general, SOURCE_TIMES if several else 1)


def is_solved(proof: str, submission_id: uuid.UUID) -> bool:
    """Whether the proof is of this submission's own challenge: the same one for another report proves nothing."""
    if not proof or len(proof) > _LONGEST_PROOF:
        return False
    try:
        payload = altcha.v2.Payload.from_base64(proof)
        data = payload.challenge.parameters.data
        mark = data.get("for", "") if isinstance(data, dict) else ""
        if not isinstance(mark, str):
            return False
        return any(
            hmac.compare_digest(mark.encode(), _mark(submission_id, key).encode())
            and altcha.v2.verify_solution(payload, key, hmac_key_secret=key).verified
            for key in _keys()
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return False  # whatever was posted in its place


def _sent(submission_id: uuid.UUID) -> bytes:
    return b"sent " + _mark(submission_id, _keys()[0]).encode()


def _kept_of(source: bytes) -> bytes:
    return b"reports of " + source


def _without_proof(council: str) -> bytes:
    return b"without proof " + council.encode()


def _mark(submission_id: uuid.UUID, key: str) -> str:
    """Ties a challenge to a submission without naming it."""
    return hmac.new(key.encode(), submission_id.bytes, hashlib.sha256).hexdigest()[:32]


def _keys() -> tuple[str, ...]:
    return tuple(key.hex() for key in keys_of(b"reports.intake.verification 1"))
