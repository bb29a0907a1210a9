"""Runs benchmarks: `make bench` all of them, `make bench ARGS="reading pages"` some; the others' figures stay."""

import sys

from tests.bench import record
from tests.bench.change import changes
from tests.bench.figures import Figure
from tests.bench.sections import SECTIONS, set_up_django


def main(names: list[str]) -> int:
    """Runs the sections named, or all; writes docs/benchmarks.md anew after each; 1 when a bar was missed."""
    if unknown := set(names) - SECTIONS.keys():
        print(f"There is no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}.", file=sys.stderr)
        return 2
    set_up_django()
    missed: list[Figure] = []
    for name in names or SECTIONS:
        section = SECTIONS[name]
        print(f"… {name}: {section.__doc__}", file=sys.stderr, flush=True)
        figures = section()
        before = record.committed(name)
        if figures:
            record.keep(name, figures)
            record.write_document(list(SECTIONS))
            print(record.as_markdown(figures), flush=True)
            print("\n".join(changes(before, figures)), flush=True)
        missed += [figure for figure in figures if figure.reached is False]
    for figure in missed:
        print(f"Missed: {figure.what}: {figure.seen}, bar {figure.bar}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
