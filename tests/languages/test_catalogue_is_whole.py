"""Every string that code or a template hands to gettext stands in the catalogue, also what no page shows today."""

import ast
import re
from collections.abc import Iterator

import polib
import pytest
from django.utils.translation.template import templatize

from tests.deployment import ROOT

WRITTEN = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
FUNCTIONS = ("gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
IN_TEMPLATES = re.compile(
    r"\b(?P<name>_|n?p?gettext)\(u?(?P<first>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"(?:,\s*u?(?P<second>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))?"
)


def strings_of_module(text: str) -> Iterator[str]:
    """The texts that a module's calls of gettext name; names given to the functions on import are followed."""
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.utils.translation")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        function = names.get(name, name)
        if function not in FUNCTIONS or not node.args:
            continue
        text_of = node.args[1 if function.startswith("pgettext") else 0]
        if isinstance(text_of, ast.Constant) and isinstance(text_of.value, str):
            yield text_of.value


def strings_of_template(text: str) -> Iterator[str]:
    """The texts that a template's tags name, as Django itself hands them to xgettext."""
    for found in IN_TEMPLATES.finditer(templatize(text)):
        of_text = found["second"] if found["name"].endswith("pgettext") and found["second"] else found["first"]
        yield ast.literal_eval(of_text)


def asked_for() -> dict[str, str]:
    """Every text, and a file that names it."""
    found: dict[str, str] = {}
    for folder, suffix, read in (
        ("reports", ".py", strings_of_module),
        ("streetsafe", ".py", strings_of_module),
        ("templates", ".html", strings_of_template),
    ):
        for file in sorted((ROOT / folder).rglob(f"*{suffix}")):
            found.update(dict.fromkeys(read(file.read_text(encoding="utf-8")), str(file.relative_to(ROOT))))
    return found


@pytest.fixture(scope="module")
def asked() -> dict[str, str]:
    """All of them."""
    return asked_for()


@pytest.fixture(scope="module")
def written() -> set[str]:
    """What the catalogue has."""
    return {entry.msgid for entry in polib.pofile(str(WRITTEN)) if not entry.obsolete}


def test_every_string_has_its_entry(asked: dict[str, str], written: set[str]) -> None:
    assert len(asked) > 1_500
    assert {text: file for text, file in asked.items() if text and text not in written} == {}


def test_every_entry_is_of_a_string(asked: dict[str, str], written: set[str]) -> None:
    """What nothing asks for is dead; the words of data files and of libraries are asked for elsewhere."""
    elsewhere = "".join(
        file.read_text(encoding="utf-8")
        for pattern in ("reports/**/*.toml", "reports/**/*.py", "streetsafe/*.py", "templates/**/*.html")
        for file in ROOT.glob(pattern)
    )
    flat = re.sub(r'"\s*\n\s*f?"', "", elsewhere)
    assert sorted(text for text in written - asked.keys() if text and text not in flat) == []


def test_no_string_is_asked_for_inside_another() -> None:
    """xgettext reads no f-string: `make messages` would throw its entry away."""
    inside = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for folder in ("reports", "streetsafe")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and getattr(part.func, "id", "") in {"_", *FUNCTIONS}
    ]
    assert inside == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("from django.utils.translation import gettext as _\n_('one' ' two')\n", ["one two"]),
        ("from django.utils.translation import pgettext\npgettext('of a map', 'key')\n", ["key"]),
        ("ngettext('one', 'many', 3)\nother('no')\n_('no')\n", ["one"]),
    ],
)
def test_what_a_module_asks_for_is_found(source: str, texts: list[str]) -> None:
    assert list(strings_of_module(source)) == texts


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('{% load i18n %}{% translate "It\'s here" %}', ["It's here"]),
        ('{% load i18n %}{% translate "key" context "of a map" %}', ["key"]),
        ("{% load i18n %}{% blocktranslate trimmed %}\n About {{ n }}\n{% endblocktranslate %}", ["About %(n)s"]),
        ('{% load i18n %}{% translate "100%" %}', ["100%%"]),  # which a catalogue has as 100%: word it otherwise
    ],
)
def test_what_a_template_asks_for_is_found(source: str, texts: list[str]) -> None:
    assert list(strings_of_template(source)) == texts
