"""An index of the tables for Django; nobody imports it."""

from reports.aggregation.models import CountBlock, FrozenBlock, LastingBlock
from reports.geography.models import Area, Place, Postcode, SettlementDensity
from reports.intake.models import (
    AboutYouTally,
    ClosedQuarter,
    ImportedFile,
    IncomingReport,
    Mixing,
    Report,
    SealedAboutYou,
    Submission,
)
from reports.moderation.models import Claim, Decision, Hold, Proposal, Standing, Waiting
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal
from reports.responses.models import Response
from reports.staff.models import AccessToken, AuditEntry, Invitation, Membership, StaffUser

__all__ = [
    "AboutYouTally",
    "AccessToken",
    "Area",
    "AuditEntry",
    "Claim",
    "ClosedQuarter",
    "CountBlock",
    "Decision",
    "FrozenBlock",
    "Hold",
    "ImportedFile",
    "IncomingReport",
    "Invitation",
    "LastingBlock",
    "Membership",
    "Mixing",
    "Place",
    "Postcode",
    "Proposal",
    "PublishedLeaf",
    "PublishedTable",
    "Release",
    "Report",
    "Response",
    "SealedAboutYou",
    "SettlementDensity",
    "StaffUser",
    "Standing",
    "Submission",
    "Waiting",
    "Withdrawal",
]
