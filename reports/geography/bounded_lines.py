"""Lines of a file that someone handed over: one without an end is refused before it fills the memory."""

import csv
from collections.abc import Iterator
from typing import TextIO

# Characters; GeoNames' longest has some ten thousand. Not left to csv, of which any library may raise the limit.
LONGEST_LINE = 1 << 17


def bounded_lines(file: TextIO) -> Iterator[str]:
    """Each line without its NULs, for a reader of CSV; raises csv.Error for one that is too long."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise csv.Error(f"a line is longer than {LONGEST_LINE:,} characters")
        yield line.replace("\0", "")
