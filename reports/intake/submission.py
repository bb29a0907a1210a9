"""The only way a report of the journey is born, in the queue; a retry is harmless."""

import datetime
import hashlib
import hmac
import uuid

from django.db import IntegrityError, transaction

from reports.geography import boundaries
from reports.geography.models import Area
from reports.intake import withdrawal
from reports.intake.about_you import keep_about_you
from reports.intake.answers import Answers, InvalidAnswers
from reports.intake.arriving import hide_arrivals_soon
from reports.intake.models import IncomingReport, Submission, Verification
from reports.vocabulary.reasons import bits_of, reason_of_code
from reports.vocabulary.uk_time import day_in_london
from streetsafe.site_secrets import known_secrets


class SubmissionMismatch(Exception):
    """Other answers came under a submission id that was used already."""


class CodeShown(Exception):
    """The four words of this report were shown: nobody is shown them twice."""


def submit_report(
    answers: Answers,
    *,
    submission_id: uuid.UUID,
    now: datetime.datetime,
    verification: Verification | None = None,
    council: Area | None = None,
) -> None:
    """Keeps one report and what was said of oneself, on disk when this returns; the same answers again change nothing.

    `council` is that of the answers' cell, for who has looked it up already. Raises SubmissionMismatch, InvalidAnswers
    (a month to come) and `boundaries.OutsideTheUK`.
    """
    today = day_in_london(now)
    if answers.felt_in and answers.felt_in > today:
        raise InvalidAnswers("felt_in")
    council = council or boundaries.council_of_cell(answers.cell)
    digest = _digests(answers, submission_id)[0]
    kept_id, *ids_before = withdrawal.kept_ids(submission_id)
    try:
        with transaction.atomic():
            if ids_before and Submission.objects.filter(id__in=ids_before).exists():
                raise IntegrityError  # kept under a secret before this one: a retry must not become a second report
            ticket = withdrawal.tickets_of(submission_id)[0]
            Submission.objects.create(id=kept_id, digest=digest, ticket=ticket, received_on=today)
            _keep_report(answers, submission_id, council, today, verification)
            keep_about_you(answers.about, council=council, day=today)
            forget_submissions(now)
    except IntegrityError:
        # Either the id was used before or two requests raced for it: the stored digest says which answers won.
        if not was_sent(submission_id):
            raise
        if not was_sent_so(answers, submission_id):
            raise SubmissionMismatch from None
    hide_arrivals_soon()


def was_sent(submission_id: uuid.UUID) -> bool:
    """Whether a report came of this form, lately."""
    return Submission.objects.filter(id__in=withdrawal.kept_ids(submission_id)).exists()


def was_sent_so(answers: Answers, submission_id: uuid.UUID) -> bool:
    """Whether just these answers came of this form, lately."""
    ids = withdrawal.kept_ids(submission_id)
    stored = Submission.objects.filter(id__in=ids).values_list("digest", flat=True).first()
    return stored is not None and any(hmac.compare_digest(stored, one) for one in _digests(answers, submission_id))


def take_code(submission_id: uuid.UUID) -> str:
    """The four words of the report a form became, the first time; raises CodeShown, or NoSuchCode when none came of it.

    Of two who ask at once, by any workers, one is shown them.
    """
    code = withdrawal.code_of_submission(submission_id)
    ids, tickets = withdrawal.kept_ids(submission_id), withdrawal.tickets_of(submission_id)
    if not Submission.objects.filter(id__in=ids, ticket__in=tickets).update(ticket=uuid.uuid4()):
        raise CodeShown
    hide_arrivals_soon()
    return code


def forget_submissions(now: datetime.datetime) -> int:
    """Deletes the submission ids received before yesterday; how many."""
    yesterday = day_in_london(now) - datetime.timedelta(days=1)
    deleted, _ = Submission.objects.filter(received_on__lt=yesterday).delete()
    return deleted


def _keep_report(
    answers: Answers,
    submission_id: uuid.UUID,
    council: Area,
    today: datetime.date,
    verification: Verification | None,
) -> None:
    IncomingReport.objects.create(
        cell=answers.cell,
        council=council,
        received_on=today,
        felt_in=answers.felt_in,
        band=answers.band,
        day_kind=answers.day_kind,
        frequency=answers.frequency,
        reasons=bits_of(reason_of_code(code) for code in answers.reasons),
        main_reason=reason_of_code(answers.main_reason).number,
        incident=answers.incident,
        why_not_reported=answers.why_not_bits,
        verification=verification,
        withdrawal_mark=withdrawal.mark_of_submission(submission_id),
    )


def _digests(answers: Answers, submission_id: uuid.UUID) -> tuple[str, ...]:
    """The answers keyed with the site's secret and the id; by the one in use, then by each before it.

    `about` is left out: a digest over it would be a thread from the report to the count for whoever holds the secret.
    """
    stated = (
        answers.cell,
        sorted(answers.reasons),
        answers.main_reason,
        str(answers.felt_in),
        *map(int, (answers.band, answers.day_kind, answers.frequency, answers.incident, answers.why_not_bits)),
    )
    content = submission_id.bytes + repr(stated).encode()
    keys = (secret.encode() + b"reports.intake.submission" for secret in known_secrets())
    return tuple(hmac.digest(key, content, hashlib.sha256).hex() for key in keys)
