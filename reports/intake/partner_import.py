"""A file of reports that a partner sends: checked first, and kept once its sender has seen what would be."""

import datetime
import io
from collections.abc import Collection
from dataclasses import dataclass

from reports.intake.importing import Imported, import_rows
from reports.intake.judging import Refusal
from reports.staff import audit
from reports.staff.models import StaffUser
from streetsafe.limiter import COUNTER

MOST_LISTED = 1_000  # refused lines in one answer: a file of another kind is refused on each of them
FILES_AN_HOUR = 60  # checked or sent, of one person


class NotTheFileChecked(ValueError):
    """The bytes are not those whose check was confirmed."""


class TooManyFiles(Exception):
    """A person has sent as many files as may be sent in an hour."""


class _LookedAt(Exception):
    """Ends an import whose rows are to be judged and not kept."""

    def __init__(self, result: Imported) -> None:
        self.result = result


@dataclass(frozen=True)
class PartnerFile:
    """What was found in a file, and whether it was kept."""

    result: Imported
    refusals: list[Refusal]  # the first MOST_LISTED
    is_kept: bool


def take_partner_file(
    content: bytes,
    *,
    within: Collection[str],
    confirmed: str = "",
    by: StaffUser,
    now: datetime.datetime,
    token_label: str = "",
) -> PartnerFile:
    """Keeps the good rows of a file as waiting reports if its SHA-256 is confirmed; else tells what would be kept.

    Rows outside the councils of `within` are refused. The log says how many came into each council. Raises
    NothingToImport, ImportedBefore, NotTheFileChecked and TooManyFiles.
    """
    if COUNTER.count(f"import {by.pk}".encode(), now=now).hour > FILES_AN_HOUR:
        raise TooManyFiles
    refusals: list[Refusal] = []

    def refuse(refusal: Refusal) -> None:
        if len(refusals) < MOST_LISTED:
            refusals.append(refusal)

    def judged(result: Imported) -> None:
        if not confirmed:
            raise _LookedAt(result)
        if confirmed != result.digest:
            raise NotTheFileChecked

    def kept(result: Imported) -> None:
        for council, count in result.by_council.items():
            detail: dict[str, str | int | bool | None] = {"token": token_label} if token_label else {}
            detail |= {"reports": count, "file": result.digest[:12]}
            audit.record(audit.Act.IMPORT, by=by, now=now, area=council, detail=detail)

    try:
        result = import_rows(io.BytesIO(content), now=now, refuse=refuse, judged=judged, kept=kept, within=within)
    except _LookedAt as looked_at:
        return PartnerFile(looked_at.result, refusals, is_kept=False)
    return PartnerFile(result, refusals, is_kept=True)
