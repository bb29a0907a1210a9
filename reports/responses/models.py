"""What a council did, in its own words: a row for each wording, drafts and withdrawn ones too."""

import datetime
import uuid

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area

# A screen of a phone: enough for what was done, too little for a story that somebody could be known by.
LONGEST = 600


class ResponseKind(models.TextChoices):
    """What was done: a closed list, so that a page can be skimmed."""

    LIGHTING = "lighting", _("Lighting repaired or added")
    STREET = "street", _("Street layout or CCTV changed")
    UPKEEP = "upkeep", _("Cleaned up, or plants cut back")
    PEOPLE = "people", _("More patrols or staff")
    TALK = "talk", _("Meeting or consultation")
    OTHER = "other", _("Something else")


class ResponseState(models.TextChoices):
    """Who may read a wording: see `workflow.py` for which state may follow which."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Response(models.Model):
    """One wording of what a council did; written by `writing.py`. Once published its words never change (a trigger).

    It refers to a council and perhaps a public place, never to a report: there is nothing here that could.
    """

    story = models.UUIDField(default=uuid.uuid4)  # shared by all wordings of one thing done: a correction keeps it
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ResponseKind.choices)
    done_in = models.DateField()  # the first day of the month
    place = models.CharField(max_length=140, blank=True)  # a name of the gazetteer's; empty: the whole council
    place_cy = models.CharField(max_length=140, blank=True)
    text_en = models.CharField(max_length=LONGEST, blank=True)
    text_cy = models.CharField(max_length=LONGEST, blank=True)
    state = models.CharField(max_length=9, choices=ResponseState.choices, default=ResponseState.DRAFT)
    revision = models.PositiveIntegerField(default=1)  # goes up with every change: nobody acts on what they did not see
    published_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["state", "council", "done_in"], name="response_by_state"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=ResponseKind.values), name="response_kind_is_known"),
            models.CheckConstraint(
                # As text: SQLite trusts no function of Django's in a schema.
                condition=models.Q(done_in__endswith="-01"),
                name="response_tells_a_month_not_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(text_en="") | ~models.Q(text_cy=""), name="response_says_something"
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(LessThanOrEqual(Length(name), longest)), name=f"response_{name}_is_short"
                )
                for name, longest in (("text_en", LONGEST), ("text_cy", LONGEST), ("place", 140), ("place_cy", 140))
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", published_on=None, withdrawn_on=None)
                | models.Q(state="published", published_on__isnull=False, withdrawn_on=None)
                | models.Q(state="withdrawn", published_on__isnull=False, withdrawn_on__isnull=False),
                name="response_has_the_days_of_its_state",
            ),
            models.UniqueConstraint(
                fields=["story"], condition=models.Q(state="published"), name="response_is_told_in_one_wording"
            ),
            models.UniqueConstraint(fields=["story"], condition=models.Q(state="draft"), name="response_has_one_draft"),
        )

    def __str__(self) -> str:
        return f"{self.council_id} · {month_text(self.done_in)} · {self.kind} · {self.state}"


class Intervention(models.Model):
    """That something was done at a place, and in which month: for staff of the area, to see what followed.

    Written by `interventions.py`. It has no words and is never published; a Response is what the public reads.
    """

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cell = models.BigIntegerField()  # H3, res 8 to 10: the place as the page that it was recorded on has it
    kind = models.CharField(max_length=8, choices=ResponseKind.choices)
    done_in = models.DateField()  # the first day of the month
    recorded_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=ResponseKind.values), name="intervention_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(done_in__endswith="-01"), name="intervention_tells_a_month_not_a_day"
            ),
            models.UniqueConstraint(
                fields=["council", "cell", "kind", "done_in"], name="intervention_is_recorded_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.council_id} · {month_text(self.done_in)} · {self.kind}"


def month_text(day: datetime.date) -> str:
    """A month as addresses and programs write it: 2026-09."""
    return f"{day:%Y-%m}"
