"""Every promise of docs/no-trace.md names tests, and every test it names is there."""

import re

from tests.deployment import ROOT

ROW = re.compile(r"^\| (\d) \| (.+?) \| (.+) \|$", re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_each_of_the_nine_promises_has_tests_that_exist() -> None:
    rows = ROW.findall((ROOT / "docs" / "no-trace.md").read_text(encoding="utf-8"))
    assert [int(item) for item, _, _ in rows] == list(range(1, 10))
    named = {int(item): TEST.findall(tests) for item, _, tests in rows}
    assert [item for item, tests in named.items() if not tests] == []
    missing = [
        f"{file}::{name}"
        for tests in named.values()
        for file, name in tests
        if not (ROOT / file).exists() or f"\ndef {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []
