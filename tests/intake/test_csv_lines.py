"""Lines of a CSV file, numbered as an editor does, whatever bytes they hold."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as some

from reports.intake.csv_lines import LONGEST_LINE, BadLine, LineReader, fields_of


@given(some.lists(some.binary(max_size=60).map(lambda line: line.replace(b"\n", b"")), max_size=20))
def test_lines_are_numbered_as_an_editor_does(lines: list[bytes]) -> None:
    content = b"\n".join(lines)
    read = [(number, line.rstrip(b"\n")) for number, line in LineReader(io.BytesIO(content)) if line is not None]
    expected = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if expected[-1] == b"" and not (len(expected) == 1 and content):
        expected.pop()
    assert read == list(enumerate(expected, start=1))


@given(some.integers(LONGEST_LINE - 3, LONGEST_LINE * 3))
def test_a_long_line_takes_nothing_of_the_next(length: int) -> None:
    numbered = list(LineReader(io.BytesIO(b"x" * length + b"\nnext\n")))
    assert numbered[1:] == [(2, b"next\n")]
    assert (numbered[0][1] is None) == (length > LONGEST_LINE)


@given(some.lists(some.text(some.characters(exclude_characters="\r\n\0", codec="utf-8")), min_size=2, max_size=6))
def test_what_a_csv_writer_wrote_is_read_back(fields: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerow(fields)
    assert fields_of(written.getvalue().encode()) == fields


@given(some.binary(max_size=200))
def test_any_bytes_are_fields_or_a_bad_line(line: bytes) -> None:
    try:
        fields = fields_of(line)
    except BadLine:
        return
    assert all(isinstance(field, str) for field in fields)
