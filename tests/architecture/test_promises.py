"""Every sentence that promises something has a test that keeps it, and whoever adds a sentence says what it is.

The texts are the privacy page, docs/no-trace.md and docs/privacy.md; the list is docs/promises.md.
"""

import re
from collections import Counter

import pytest

from tests.architecture import sentences
from tests.architecture.sentences import LIST, TEXTS, explanations, named_tests, promises_of, read, sentences_of
from tests.deployment import ROOT


def promised() -> list[sentences.Kept]:
    """What is listed, and what names its tests where it stands."""
    found = [*promises_of(LIST), *promises_of("docs/no-trace.md")]
    named = ((sentence, named_tests(sentence)) for text in TEXTS for sentence in sentences_of(text))
    return found + [sentences.Kept(sentence, tests) for sentence, tests in named if tests]


def is_there(file: str, name: str) -> bool:
    """Whether a test stands in the repository; a file without its folder is one of ours by that name."""
    files = [ROOT / file] if "/" in file else list((ROOT / "tests").rglob(file))
    return any(it.is_file() and (not name or f"\ndef {name}(" in it.read_text(encoding="utf-8")) for it in files)


def test_every_promise_has_tests_that_exist() -> None:
    listed = promised()
    assert [kept.sentence for kept in listed if not kept.tests] == []
    assert [(file, name) for kept in listed for file, name in kept.tests if not is_there(file, name)] == []
    assert [kept for kept in promises_of(LIST) if not all(name for _file, name in kept.tests)] == []


def test_each_of_the_ten_promises_of_no_trace_stands_with_its_tests() -> None:
    rows = re.findall(r"^\| (\d+) \|.*$", read("docs/no-trace.md"), re.M)
    assert rows == [str(number) for number in range(1, 11)]
    rows = re.findall(r"^\| \d+ \|.*$", read("docs/no-trace.md"), re.M)
    assert all(name for row in rows for _file, name in named_tests(row))


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_a_promise_with_a_test_or_explains(text: str) -> None:
    """A new or changed sentence must be put into one of the two lists."""
    known = {kept.sentence for kept in promised()} | set(explanations())
    assert [sentence for sentence in sentences_of(text) if sentence not in known] == []


def test_what_is_listed_is_said() -> None:
    """A sentence that was taken back is taken from its list, and none is in both."""
    said = Counter(sentence for text in TEXTS for sentence in sentences_of(text))
    listed = [kept.sentence for kept in promises_of(LIST)]
    assert [sentence for sentence in [*listed, *explanations()] if sentence not in said] == []
    assert set(listed) & set(explanations()) == set()


@pytest.mark.parametrize(
    "added",
    [
        "<p>{% translate 'We keep all.' %}</p>",
        '<li>{% translate "We keep nothing. We forget it at once." %}</li>',
        "Words before. Nobody ever learns it.",
        "1. **New.** A thing\n   over two lines that is promised.",
        "| A99 | a game | nobody told | nowhere |",
    ],
)
def test_a_sentence_that_is_slipped_in_is_seen(added: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: wherever it stands, in a paragraph, a list or a table."""
    text = TEXTS[0] if added.startswith("<") else TEXTS[2]
    before = sentences_of(text)
    monkeypatch.setattr(sentences, "read", lambda name: f"{read(name)}\n\n{added}\n")
    fresh = sentences_of(text)[len(before) :]
    expected = {
        "<p>": ["We keep all."],
        "<li": ["We keep nothing.", "We forget it at once."],
        "Wor": ["Words before.", "Nobody ever learns it."],
        "1. ": ["**New.** A thing over two lines that is promised."],
        "| A": ["A99 · a game · nobody told · nowhere"],
    }
    assert fresh == expected[added[:3]]
