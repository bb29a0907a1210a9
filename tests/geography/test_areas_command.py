"""`areas` tells the codes that every other command asks for."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from reports.geography.models import Area
from reports.publication.opening import open_service
from tests import factories

pytestmark = pytest.mark.django_db


def listed(*words: str, **options: str) -> list[str]:
    """The lines, and on the last how many."""
    out, err = io.StringIO(), io.StringIO()
    call_command("areas", *words, stdout=out, stderr=err, **options)
    return [*out.getvalue().splitlines(), err.getvalue().strip()]


def test_every_area_is_told_with_what_it_lies_in(country: dict[str, Area]) -> None:
    lines = listed()
    kinds = [line.split()[1] for line in lines[:-1]]
    assert kinds == sorted(kinds, key=["nation", "force", "council"].index)
    assert len(lines) - 1 == Area.objects.filter(is_current=True).count()
    assert f"{factories.WESTBY} council Westby, in {country[factories.WESTBY].parent}" in lines
    assert lines[-1] == f"{len(lines) - 1} areas."


def test_words_kind_and_code_narrow_it_and_what_lies_within_is_found_too(country: dict[str, Area]) -> None:
    force = country[factories.WESTBY].parent
    assert force is not None
    assert listed("westby", kind="council") == [f"{factories.WESTBY} council Westby, in {force.name}", "1 area."]
    assert listed(factories.WESTBY.lower())[0].startswith(factories.WESTBY)
    within = Area.objects.filter(parent=force, is_current=True)
    assert {line.split()[0] for line in listed(force.code)[:-1]} == {force.code, *(area.code for area in within)}


def test_where_reports_are_taken_what_is_derived_and_what_stands_no_longer_is_told(country: dict[str, Area]) -> None:
    open_service(country[factories.WESTBY], on=datetime.date(2026, 7, 1))
    Area.objects.filter(code=factories.WESTBY).update(is_builtin=True)
    (line, _) = listed(factories.WESTBY, kind="council")
    assert line.endswith(", derived, reports taken since 2026-07-01")
    Area.objects.filter(code=factories.WESTBY).update(is_current=False)
    with pytest.raises(CommandError, match=r"^No area has such a name or code\.$"):
        listed("westby", kind="council")
    Area.objects.update(is_current=False)
    with pytest.raises(CommandError, match="There are no areas yet: load_areas FILE"):
        listed()
