"""The command that imports a file: its exit status, what it says, and the table of refused rows."""

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.geography.models import Area
from reports.intake.closing import close_quarters
from tests.factories import EASTBY, WESTBY
from tests.intake.test_importing import GOOD, HEADER


@pytest.fixture
def command(tmp_path: Path, country: dict[str, Area]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command on these bytes: its exit status, what it printed and what it complained of."""

    def run(content: bytes, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "reports.csv"
        file.write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_reports", str(file), *options, stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, out.getvalue(), err.getvalue() + str(error)
        return 0, out.getvalue(), err.getvalue()

    return run


def test_the_exit_status_says_whether_every_row_was_kept(command: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = command(HEADER + GOOD)
    assert (status, out, err) == (0, "1 rows kept, 0 refused.\n", "")
    status, out, err = command(HEADER + GOOD + b"x\n")
    assert (status, out) == (1, "1 rows kept, 1 refused.\n")
    assert err.startswith("line 3: 1 fields where the header has 5\n")
    status, out, err = command(b"nothing of ours\n")
    assert (status, out, err.endswith("Nothing was kept.")) == (2, "", True)


def test_a_repeated_import_and_a_missing_file_end_with_2(
    command: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    assert command(HEADER + GOOD)[0] == 0
    status, _, err = command(HEADER + GOOD)
    assert (status, "--again" in err) == (2, True)
    assert command(HEADER + GOOD, "--again")[0] == 0
    with pytest.raises(CommandError, match="No such file") as missing:
        call_command("import_reports", str(tmp_path / "no-such.csv"))
    assert missing.value.returncode == 2


def test_the_refused_rows_can_be_kept_as_a_table(command: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    table = tmp_path / "refused.csv"
    command(HEADER + b"x\n" + GOOD + b"91,91,91,91,91\n", "--refused", str(table))
    with table.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["line", "why"],
            ["2", "1 fields where the header has 5"],
            ["4", "latitude '91' is outside -90 to 90"],
        ]


def test_rows_of_a_published_quarter_are_kept_and_told_of(command: Callable[..., tuple[int, str, str]]) -> None:
    """What is published does not change: the operator must not look for them in that quarter."""
    month = GOOD.decode().split(",")[2]
    first = datetime.date(int(month[:4]), (int(month[5:]) - 1) // 3 * 3 + 1, 1)
    close_quarters(EASTBY, [(first, first + datetime.timedelta(days=89))])
    assert command(HEADER + GOOD)[1] == "1 rows kept, 0 refused.\n"
    close_quarters(WESTBY, [(first, first + datetime.timedelta(days=89))])
    _status, out, _err = command(HEADER + GOOD + GOOD)
    assert out == (
        "2 rows kept, 0 refused.\n2 of them tell of months whose quarter is published. What is published does not "
        "change: once accepted, they count in the next quarter.\n"
    )
