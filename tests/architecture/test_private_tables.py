"""From what is public, no chain of fields leads to a report."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

PRIVATE = {
    "IncomingReport",
    "Shuffling",
    "Report",
    "Submission",
    "EncryptedAboutYou",
    "AboutYouTally",
    "PageAnswers",
    "ImportedFile",
    "ImportedPart",
    "Decision",
    "ReportStatus",
    "Waiting",
    "Spent",
    "TakenBack",
    "Proposal",
    "CountBlock",
    "AnswerBlock",
    "RetainedBlock",
    "FrozenBlock",
    "QuarterCut",
    "Alert",
    "ScannedArea",
}
PUBLIC = {
    "Area",
    "Place",
    "Postcode",
    "Vocabulary",
    "Ward",
    "SettlementDensity",
    "Release",
    "PublishedLeaf",
    "PublishedTable",
    "Withdrawal",
}
PUBLIC |= {"ContextLayer", "ContextFeature"}
PUBLIC |= {"Response", "ClosedQuarter", "Opening", "PublishingPlace", "PerhapsDrawn"}
OF_STAFF = {"StaffUser", "Membership", "AuditEntry", "Invitation", "AccessToken", "Claim", "Hold", "SavedView"}
OF_STAFF |= {"Intervention"}
OF_STAFF |= {"Webhook", "WebhookDelivery"}
OF_STAFF |= {"SecretInUse"}  # of whoever has the server
OF_STAFF |= {"SeenAlert"}


def tables() -> dict[str, type[Model]]:
    """Our tables by class name."""
    return {model.__name__: model for model in apps.get_app_config("reports").get_models()}


def reached_from(names: Iterable[str]) -> set[str]:
    """Every table that can be reached from some tables over any field, forwards or backwards."""
    ours = tables()
    reached, waiting = set(names), list(names)
    while waiting:
        for found in ours[waiting.pop()]._meta.get_fields(include_hidden=False):
            other = getattr(found, "related_model", None)
            if other and other.__name__ in ours and other.__name__ not in reached:
                reached.add(other.__name__)
                waiting.append(other.__name__)
    return reached


def test_every_table_is_known_to_be_private_public_or_of_the_staff() -> None:
    assert set(tables()) == PRIVATE | PUBLIC | OF_STAFF


def test_no_private_table_is_reached_from_a_public_one() -> None:
    assert reached_from(PUBLIC) & PRIVATE == set()


def test_the_walk_does_find_what_is_connected() -> None:
    """Without this the test above could pass by finding nothing at all."""
    assert reached_from({"PublishedLeaf"}) >= {"PublishedLeaf", "Release", "Area", "PublishedTable"}
    assert reached_from({"ReportStatus"}) >= {"ReportStatus", "Report", "Area"}


def test_no_reference_out_of_a_private_table_has_a_way_back() -> None:
    found = [
        f"{name}.{field.name}"
        for name in sorted(PRIVATE)
        for field in tables()[name]._meta.get_fields()
        if isinstance(field, ForeignKey) and not field.remote_field.hidden
    ]
    assert found == []


def test_no_private_table_holds_a_time_a_position_or_words() -> None:
    """A date, a cell and numbers of closed lists: nothing finer is stored of a report."""
    allowed = {
        "UUIDField",
        "BigIntegerField",
        "BigAutoField",
        "DateField",
        "ForeignKey",
        "OneToOneField",
        "PositiveSmallIntegerField",
        "PositiveIntegerField",
        "BooleanField",
        "CompositePrimaryKey",
    }
    closed = {
        "Submission.digest",
        "EncryptedAboutYou.encrypted",  # of one length whatever was answered: see `tests/intake/test_about_you.py`
        "PageAnswers.quarter",
        "PageAnswers.encrypted",  # of one length whatever was answered: see `tests/intake/test_page_answers.py`
        "AboutYouTally.question",
        "AboutYouTally.answer",
        "Decision.state",
        "Decision.reason",
        "Proposal.reason",
        "ReportStatus.state",
        "ImportedFile.digest",
        "ImportedPart.digest",
        "ImportedPart.council",
        "ImportedPart.rows",  # a sum of digests of ten rows or more: see `reports/intake/judging.py`
        "Alert.kind",
        "AnswerBlock.quarter",
        "AnswerBlock.answer_counts",
        "CountBlock.quarter",
        "CountBlock.cell_counts",  # records of numbers alone: see reports/aggregation/columns.py
        "CountBlock.arrival_counts",
        "CountBlock.spent_counts",
        "TakenBack.digest",
        "RetainedBlock.quarter",
        "RetainedBlock.cell_counts",
        "FrozenBlock.quarter",
        "FrozenBlock.cell_counts",
        "QuarterCut.quarter",
        "QuarterCut.places",  # records of numbers alone: see reports/aggregation/extracts.py
        "QuarterCut.changes",
        "QuarterCut.profiles",
        "QuarterCut.facts",  # wards of the hexagons that are told of, and months before the service opened
    }
    others = {
        f"{name}.{field.name}"
        for name in PRIVATE
        for field in tables()[name]._meta.get_fields()
        if isinstance(field, Field) and field.get_internal_type() not in allowed
    }
    assert others == closed
