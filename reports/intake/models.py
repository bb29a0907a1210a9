"""The least that can be kept of a report: no time, no coordinates, no words, nobody."""

import uuid

from django.db import models
from django.db.models.lookups import Exact

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay


class Source(models.IntegerChoices):
    """How the report arrived."""

    JOURNEY = 1, "journey"
    IMPORT = 2, "import"


class Verification(models.IntegerChoices):
    """How the journey was sent; says nothing of who. Null: imported, or kept before this was asked."""

    VERIFIED = 1, "verified"  # with a proof of work
    UNVERIFIED = 2, "unverified"  # without: script is off, or the phone too slow
    DOUBTFUL = 3, "doubtful"  # a filled trap, an impossible haste, a crowd without proof


def main_reason_is_named(name: str) -> models.CheckConstraint:
    """The constraint that the main reason is one of the reasons."""
    named = models.F("reasons").bitrightshift(models.F("main_reason")).bitand(1)  # type: ignore[arg-type]  # ints alone
    return models.CheckConstraint(name=name, condition=Exact(named, 1))


class ReportedAnswers(models.Model):
    """What is kept of an answered form. Its place is a res 11 cell, its arrival a date."""

    cell = models.BigIntegerField()
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()  # for an import that knows only a month: the first of it
    felt_in = models.DateField(null=True)  # the first of the month it happened in; null when not sure
    band = models.PositiveSmallIntegerField(choices=TimeOfDay.choices)
    day_kind = models.PositiveSmallIntegerField(choices=DayKind.choices)
    frequency = models.PositiveSmallIntegerField(choices=Frequency.choices)
    reasons = models.PositiveIntegerField()  # bit n set: the reason whose number is n
    main_reason = models.PositiveSmallIntegerField()
    incident = models.PositiveSmallIntegerField(choices=Incident.choices, default=Incident.UNANSWERED)
    why_not_reported = models.PositiveIntegerField(default=0)  # bit n set: the answer whose number is n
    verification = models.PositiveSmallIntegerField(choices=Verification.choices, null=True)
    # What its withdrawal code is known by, until its release freezes; null from then on, and of an import.
    withdrawal_mark = models.UUIDField(null=True, db_index=True)

    class Meta:
        abstract = True


class IncomingReport(ReportedAnswers):
    """A report that has arrived and waits to be shuffled with others: nobody works with it before.

    Stored WITHOUT ROWID (migration 0012), in the order of its random id, and with no index beside it: an index's pages
    would keep the order of arrival too (see `arriving`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawal_mark = models.UUIDField(null=True)

    class Meta:
        constraints = (main_reason_is_named("an_incoming_main_reason_is_one_of_the_reasons"),)

    def __str__(self) -> str:
        return str(self.id)


class Shuffling(models.Model):
    """The day on which the queue was shuffled last: it is shuffled once a day, however often the command runs."""

    shuffled_on = models.DateField(primary_key=True, db_column="mixed_on")

    class Meta:
        db_table = "reports_mixing"  # its name in the database

    def __str__(self) -> str:
        return f"{self.shuffled_on}"


class Report(ReportedAnswers):
    """One accepted or waiting report; some time after its release its cell is coarser and its arrival a month.

    The id is random and new, so that it holds neither an order nor a time nor the queue's id. Stored WITHOUT ROWID
    (migration 0012): a hidden row number would keep the order in which rows came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.PositiveSmallIntegerField(choices=Source.choices)

    class Meta:
        indexes = (
            models.Index(fields=["council", "cell"], name="report_by_place"),
            models.Index(fields=["cell"], name="report_by_cell"),  # twenty groups of a page of the queue at once
            models.Index(fields=["source", "received_on"], name="report_by_arrival"),
        )
        constraints = (
            main_reason_is_named("main_reason_is_one_of_the_reasons"),
            models.CheckConstraint(
                name="a_coarse_report_holds_a_month_and_no_code",
                condition=models.Q(cell__range=hexgrid.range_of_resolution(hexgrid.REPORT_RESOLUTION))
                | models.Q(
                    cell__range=hexgrid.range_of_resolution(hexgrid.PARTNER_RESOLUTION),
                    received_on__endswith="-01",
                    withdrawal_mark__isnull=True,
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Submission(models.Model):
    """That a form was received: makes a retry harmless. Holds nothing of the report; gone by the second night."""

    # Made from the form's number with the site's secret (`submission.kept_id`). The number itself is nowhere: with it,
    # whoever has the secret too could make the mark of the report.
    id = models.UUIDField(primary_key=True, editable=False)
    digest = models.CharField(max_length=64)  # SHA-256 of the answers, keyed with the site's secret
    # Made from the form's number too, until its four words were shown; from then on random. Without that number the two
    # cannot be told apart: the disk does not tell who asked for words.
    ticket = models.UUIDField(default=uuid.uuid4)
    received_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class TakenBack(models.Model):
    """That a report was deleted by its words: deleted again where a backup brings it back. Stored WITHOUT ROWID."""

    digest = models.CharField(max_length=32, primary_key=True)  # of its mark, with a key of its own: tells no report
    month = models.DateField()  # the first of it: forgotten when no backup is as old

    def __str__(self) -> str:
        return self.digest


class EncryptedAboutYou(models.Model):
    """An answer about oneself, or that there was none, until its month is over. Stored WITHOUT ROWID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    encrypted = models.BinaryField(db_column="sealed")  # council, month, question and answer: see `about_you`

    class Meta:
        db_table = "reports_sealedaboutyou"  # its name in the database

    def __str__(self) -> str:
        return str(self.id)


class AboutYouTally(models.Model):
    """How often an answer about oneself was given in a council in a month; linked to no report. WITHOUT ROWID."""

    pk = models.CompositePrimaryKey("council", "month", "question", "answer")
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=30)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.council_id} {self.month:%Y-%m} {self.question}={self.answer}: {self.count}"


class PageAnswers(models.Model):
    """How many found each page useful in a quarter, and how many not: one record of one length for all pages."""

    quarter = models.CharField(max_length=7, primary_key=True)  # 2026-Q4
    encrypted = models.BinaryField()  # see `page_answers`

    def __str__(self) -> str:
        return self.quarter


class ImportedFile(models.Model):
    """That a file's rows were kept: a second run of the same import changes nothing."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the file's bytes
    imported_on = models.DateField()
    kept = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.imported_on}: {self.kept}"


class ImportedPart(models.Model):
    """That a file's rows of one council were kept: they are known again in another file, too."""

    digest = models.CharField(max_length=64)  # SHA-256 of the file's bytes
    council = models.CharField(max_length=9)  # a GSS code, as it was then
    rows = models.CharField(max_length=64, null=True, db_index=True)  # noqa: DJ001  # see `judging`; null of very few
    imported_on = models.DateField()
    kept = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["digest", "council"], name="a_file_is_kept_once_in_a_council"),)

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.council} {self.imported_on}: {self.kept}"


class ClosedQuarter(models.Model):
    """A council's quarter that is published: no report is accepted into it any more."""

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "first"], name="a_quarter_is_closed_once"),)

    def __str__(self) -> str:
        return f"{self.council_id} until {self.last}"


class SecretInUse(models.Model):
    """Since when a secret has been the one in use; a row for each change. The secret itself is nowhere."""

    fingerprint = models.CharField(max_length=16)
    since = models.DateField()

    def __str__(self) -> str:
        return f"{self.fingerprint} since {self.since}"
