"""What the pages say as fact, with its source and the day it was read: `facts.toml`, refused loudly when wrong."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from reports.guidance.routes import UNCHECKED_AFTER, Words
from reports.vocabulary.nations import NATIONS

FACTS = Path(__file__).with_name("facts.toml")
KINDS = ("law", "figure", "how", "promise")
# Two newer years of a yearly figure are due by then.
OLDER_AFTER = datetime.timedelta(days=730)


class BadFact(ValueError):
    """An entry of the facts that cannot be shown with its source."""


class UnknownFact(KeyError):
    """An id that a page names and the file does not."""


@dataclass(frozen=True)
class Fact:
    """Something a page says, where it holds, who says so, and when we read it."""

    id: str
    kind: str
    pages: tuple[str, ...]
    says: tuple[str, ...]  # a piece of each sentence, in English
    source: Words
    read_on: datetime.date
    check_on: str
    nations: frozenset[str] = frozenset()
    period_ends: datetime.date | None = None
    settled: bool = True

    def is_stale(self, *, on: datetime.date, after: datetime.timedelta = UNCHECKED_AFTER) -> bool:
        """Whether nobody has read its source for that long."""
        return on - self.read_on > after

    def is_older(self, *, on: datetime.date) -> bool:
        """Whether a figure is from a time for which newer ones are due."""
        return self.kind == "figure" and on - (self.period_ends or self.read_on) > OLDER_AFTER


def fact(identifier: str) -> Fact:
    """The fact of this id; raises UnknownFact."""
    try:
        return {one.id: one for one in all_facts()}[identifier]
    except KeyError:
        raise UnknownFact(identifier) from None


@cache
def all_facts() -> tuple[Fact, ...]:
    """Every fact, in the order of the file."""
    tables = tomllib.loads(FACTS.read_text(encoding="utf-8"))["fact"]
    facts = tuple(fact_of_table(table) for table in tables)
    if len({one.id for one in facts}) != len(facts):
        raise BadFact("an id is there twice.")
    return facts


def fact_of_table(table: Mapping[str, Any]) -> Fact:
    """A fact from its entry; raises BadFact, naming the entry and what is wrong."""
    identifier = table.get("id", "a fact without an id")
    if unknown := sorted(set(table) - {field.name for field in fields(Fact)}):
        raise BadFact(f"{identifier}: unknown key {unknown[0]!r}.")
    needed = ("id", "kind", "pages", "says", "source", "read_on", "check_on")
    if missing := [key for key in needed if not table.get(key)]:
        raise BadFact(f"{identifier}: {missing[0]!r} is missing.")
    if table["kind"] not in KINDS:
        raise BadFact(f"{identifier}: kind is {table['kind']!r}, not one of {', '.join(KINDS)}.")
    if not isinstance(table["read_on"], datetime.date):
        raise BadFact(f"{identifier}: read_on is {table['read_on']!r}, not a date.")
    nations = frozenset(table.get("nations", ()))
    if nations - set(NATIONS):
        raise BadFact(f"{identifier}: nations are {sorted(nations)}, not of E, W, S, N.")
    if table["kind"] == "law" and table.get("settled", True) and not nations:
        raise BadFact(f"{identifier}: a law holds somewhere: name its nations, or say settled = false.")
    source = table["source"]
    words = Words(source, source) if isinstance(source, str) else Words.of_table(source)
    shown = {"pages": tuple(table["pages"]), "says": tuple(table["says"]), "nations": nations, "source": words}
    return Fact(**{**table, **shown})
