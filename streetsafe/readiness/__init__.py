"""Whether this service can take a report and show a page, as checks that /readyz, the start and the doctor share.

What a check says of a fault may be read by anybody: no path, no secret, no number, nothing of what people sent. The
remedy is for the operator alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


class NotReady(Exception):
    """Something a report or a page needs is missing."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(f"{said} {remedy}")
        self.said, self.remedy = said, remedy


@dataclass(frozen=True)
class Check:
    """One thing to look at; `run` raises NotReady. It is left out while another that it needs has failed."""

    name: str
    run: Callable[[], None]
    needs: str = ""


@dataclass(frozen=True)
class Found:
    """What a check found: a fault, nothing, or that it could not look."""

    name: str
    fault: NotReady | None = None
    was_left_out: bool = False


def findings(checks: Sequence[Check]) -> Iterable[Found]:
    """Each check's outcome, in order."""
    failed: set[str] = set()
    for check in checks:
        if check.needs in failed:
            failed.add(check.name)
            yield Found(check.name, was_left_out=True)
            continue
        try:
            check.run()
        except NotReady as fault:
            failed.add(check.name)
            yield Found(check.name, fault)
        except Exception as fault:  # noqa: BLE001  # a check that fails in a way of its own has found something too
            failed.add(check.name)
            yield Found(check.name, NotReady(f"What cannot be looked at: {check.name}.", repr(fault)))
        else:
            yield Found(check.name)
