"""What a moderator sends: which reports, and what is to become of them."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.moderation.decisions import accept_reports, reject_reports
from reports.moderation.models import RejectionReason
from reports.moderation.waiting import sequence_of_mark
from reports.staff.models import StaffUser


class DecisionForm(forms.Form):
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

    def decide(self, *, by: StaffUser, now: datetime.datetime, councils: Iterable[str]) -> uuid.UUID:
        """Does what the form says, and gives the batch; raises as the acts do."""
        if self.cleaned_data["act"] == "accept":
            return accept_reports(self.seen, by=by, now=now, councils=councils, seen=self.seen)
        reason = RejectionReason(self.cleaned_data["reason"])
        return reject_reports(self.seen, reason=reason, by=by, now=now, councils=councils, seen=self.seen)

    def clean(self) -> dict[str, Any]:
        """Reads the ticked reports into `seen`, and asks for a reason where one is owed."""
        cleaned = super().clean() or {}
        try:
            self.seen = dict(sequence_of_mark(mark) for mark in self.marks() or ())
        except ValueError:
            raise forms.ValidationError(_("The form was changed on its way. Nothing was decided.")) from None
        if not self.seen:
            raise forms.ValidationError(_("Tick at least one report."))
        if cleaned.get("act") == "reject" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why the reports are not counted."))
        return cleaned
