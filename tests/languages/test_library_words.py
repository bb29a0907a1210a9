"""What libraries say to readers is said in Welsh by our catalogue, and nothing is kept that they no longer say."""

from pathlib import Path

import django
import pytest
import rest_framework
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from reports.staff.audit_reading import EntryFilters
from streetsafe import library_words

PHRASES = [*library_words.MONTHS, *library_words.FORMS, *library_words.PROGRAMS]


def english(phrase: object) -> str:
    with translation.override("en-gb"):
        return str(phrase)


@pytest.fixture(scope="module")
def sources() -> str:
    """The code of the parts that speak."""
    roots = [Path(django.__file__).parent / part for part in ("forms", "core", "utils", "contrib/auth")]
    files = [file for root in [*roots, Path(rest_framework.__file__).parent] for file in root.rglob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("phrase", PHRASES, ids=english)
def test_each_is_welsh_and_still_said(phrase: object, sources: str) -> None:
    with translation.override("cy"):
        assert str(phrase) != english(phrase)
    assert english(phrase)[:25] in sources


def test_a_form_of_staff_refuses_in_welsh() -> None:
    """A made-up day and act, an overlong name, and a password of three letters."""
    with translation.override("cy"):
        form = EntryFilters({"first": "not a day", "act": "no-such-act", "who": "x" * 151}).form
        refused = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        assert refused == {
            "first": ["Rhowch ddiwrnod."],
            "act": ["Dewiswch un o'r rhestr."],
            "who": ["Defnyddiwch 150 nod neu lai. Mae 151 nawr."],
        }
        with pytest.raises(ValidationError) as password:
            validate_password("abc")
        assert password.value.messages == [
            "Defnyddiwch 12 nod neu fwy.",
            "Mae llawer o bobl yn defnyddio'r cyfrinair hwn. Dewiswch un arall.",
            "Peidiwch ag ailadrodd yr un nodau, a pheidiwch â defnyddio rhes fel abcdef. "
            "Mae 3 gair ar hap yn gweithio'n dda.",
        ]
        assert forms.CharField().error_messages["required"] == "Mae angen ateb yma."
