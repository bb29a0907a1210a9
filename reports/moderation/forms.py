"""What a moderator sends: which reports, and what is to become of them."""

import datetime
import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area
from reports.moderation.decisions import accept_reports, reject_reports
from reports.moderation.models import RejectionReason
from reports.moderation.second_opinion import needs_second_opinion, propose_rejection
from reports.moderation.waiting import codes_of, sequence_of_mark
from reports.staff.forms import InPlainWords
from reports.staff.models import StaffUser


def decide_reports(
    seen: dict[uuid.UUID, int],
    answers: dict[str, Any],
    *,
    by: StaffUser,
    now: datetime.datetime,
    councils: QuerySet[Area],
) -> uuid.UUID:
    """Accepts, rejects or, where a second opinion is owed, proposes to reject; gives the batch."""
    codes = codes_of(councils)
    if answers["act"] == "accept":
        return accept_reports(seen, by=by, now=now, councils=codes, seen=seen)
    reason = RejectionReason(answers["reason"])
    if needs_second_opinion(seen, by=by, councils=councils):
        return propose_rejection(seen, reason=reason, by=by, now=now, councils=codes)
    return reject_reports(seen, reason=reason, by=by, now=now, councils=codes, seen=seen)


class WholeGroupForm(InPlainWords, forms.Form):
    """What is to become of everything that waits in a group, as it stood in the preview."""

    act = forms.ChoiceField(
        choices=[("accept", ""), ("reject", "")], error_messages={"required": _("Choose what to do.")}
    )
    reason = forms.ChoiceField(
        label=_("Why are they not counted?"),
        choices=RejectionReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    digest = forms.CharField(max_length=64)

    def clean(self) -> dict[str, Any]:
        """Asks for a reason where one is owed."""
        cleaned = super().clean() or {}
        if cleaned.get("act") == "reject" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why the reports are not counted."))
        return cleaned

    def decide(
        self, seen: dict[uuid.UUID, int], *, by: StaffUser, now: datetime.datetime, councils: QuerySet[Area]
    ) -> uuid.UUID:
        """Does what the form says about these reports; raises as the acts do."""
        return decide_reports(seen, self.cleaned_data, by=by, now=now, councils=councils)


class DecisionForm(InPlainWords, forms.Form):
    """Some reports, and accept or reject; a rejection gives its reason."""

    act = forms.ChoiceField(
        choices=[("accept", ""), ("reject", "")], error_messages={"required": _("Choose what to do.")}
    )
    reason = forms.ChoiceField(
        label=_("Why are they not counted?"),
        choices=RejectionReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen: dict[uuid.UUID, int] = {}

    def marks(self) -> list[str] | None:
        """The ticked reports as they were sent; None for a form not yet sent."""
        return self.data.getlist("report") if isinstance(self.data, QueryDict) and self.is_bound else None

    def decide(self, *, by: StaffUser, now: datetime.datetime, councils: QuerySet[Area]) -> uuid.UUID:
        """Does what the form says, and gives the batch of decisions or, for a whole burst, of a proposal.

        Raises as the acts do.
        """
        return decide_reports(self.seen, self.cleaned_data, by=by, now=now, councils=councils)

    def clean(self) -> dict[str, Any]:
        """Reads the ticked reports into `seen`, and asks for a reason where one is owed."""
        cleaned = super().clean() or {}
        try:
            self.seen = dict(sequence_of_mark(mark) for mark in self.marks() or ())
        except ValueError:
            raise forms.ValidationError(_("The form was changed on its way. Nothing was decided.")) from None
        if not self.seen:
            raise forms.ValidationError(_("Select at least one report."))
        if cleaned.get("act") == "reject" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why the reports are not counted."))
        return cleaned
