"""An index of the tables for Django; nobody imports it."""

from reports.aggregation.models import AnswerBlock, CountBlock, FrozenBlock, QuarterCut, RetainedBlock
from reports.analyst.models import Alert, SavedView, ScannedArea, SeenAlert
from reports.feeds.models import Webhook, WebhookDelivery
from reports.geography.models import Area, ContextFeature, ContextLayer, Place, Postcode, SettlementDensity, Ward
from reports.intake.models import (
    AboutYouTally,
    ClosedQuarter,
    EncryptedAboutYou,
    ImportedFile,
    ImportedPart,
    IncomingReport,
    PageAnswers,
    Report,
    Shuffling,
    Submission,
)
from reports.moderation.models import Claim, Decision, Hold, Proposal, ReportStatus, Waiting
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal
from reports.responses.models import Intervention, Response
from reports.staff.models import AccessToken, AuditEntry, Invitation, Membership, StaffUser

__all__ = [
    "AboutYouTally",
    "AccessToken",
    "Alert",
    "AnswerBlock",
    "Area",
    "AuditEntry",
    "Claim",
    "ClosedQuarter",
    "ContextFeature",
    "ContextLayer",
    "CountBlock",
    "Decision",
    "EncryptedAboutYou",
    "FrozenBlock",
    "Hold",
    "ImportedFile",
    "ImportedPart",
    "IncomingReport",
    "Intervention",
    "Invitation",
    "Membership",
    "PageAnswers",
    "Place",
    "Postcode",
    "Proposal",
    "PublishedLeaf",
    "PublishedTable",
    "QuarterCut",
    "Release",
    "Report",
    "ReportStatus",
    "Response",
    "RetainedBlock",
    "SavedView",
    "ScannedArea",
    "SeenAlert",
    "SettlementDensity",
    "Shuffling",
    "StaffUser",
    "Submission",
    "Waiting",
    "Ward",
    "Webhook",
    "WebhookDelivery",
    "Withdrawal",
]
