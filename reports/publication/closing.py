"""close_audit(): each publication closes the audit's chain with an entry nobody can guess, and publishes its hash."""

import datetime
import secrets

from reports.staff.audit import Act, record


def close_audit(quarter: str, *, now: datetime.datetime) -> str:
    """The hash of an entry appended for this publication: whoever has it can tell whether anything before was changed.

    The entry holds a random number. Without it the hash would be the one of the last publication when nothing was
    audited since, and another when something was: certain knowledge of whether anybody decided about a report. Not
    the entry's number either, which counts them.
    """
    detail: dict[str, str | int | bool | None] = {"quarter": quarter, "random": secrets.token_hex(32)}
    return record(Act.PUBLISH_RELEASES, by=None, now=now, detail=detail).hash
