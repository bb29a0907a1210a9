"""Only acts of counting, publishing, moving and erasing may look past the second wall; no door may."""

import re

from tests.deployment import ROOT

ACTS = {
    "reports/aggregation/rebuilding.py",
    "reports/intake/reassigning.py",
    "reports/intake/taken_back.py",
    "reports/publication/expiring.py",
    "reports/publication/releasing.py",
    "reports/publication/taking_over.py",
}


def test_only_acts_see_everything() -> None:
    """A request of staff that used it would see other areas' reports."""
    using = {
        str(file.relative_to(ROOT))
        for folder in ("reports", "streetsafe")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(
            r"^(from|import) .*\beverything_seen\b|second_wall\.everything_seen|streetsafe\.everything', 'on'",
            file.read_text("utf-8"),
            re.MULTILINE,
        )
    }
    assert (
        using - {"reports/staff/second_wall.py"} - {file for file in using if file.startswith("reports/migrations/")}
        == ACTS
    )
