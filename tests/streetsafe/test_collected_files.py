"""What is served is what was collected: every static file a page, a script or a view asks for is among them."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client, override_settings

from reports.geography.models import Area
from reports.responses.models import Response
from reports.staff.models import StaffUser
from streetsafe import settings as as_served
from tests import factories
from tests.deployment import ROOT
from tests.journeys.addresses import NOT_PAGES, public_pages, staff_pages
from tests.public_map.releases import make_place, make_release
from tests.responses import wordings

sys.path.insert(0, str(ROOT / "tools"))
import collected_files  # type: ignore[import-not-found]  # a script, not a package
import prepare  # type: ignore[import-not-found]  # a script, not a package

IN_AN_ANSWER = re.compile(r"/static/([\w./@-]+)")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as `tools/prepare.py` collects them, in a folder of their own."""
    folder = tmp_path_factory.mktemp("collected")
    commands: list[list[str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "ROOT", folder)  # it begins by emptying the folder
        patch.setattr(prepare, "run", lambda command, **_rest: commands.append([str(word) for word in command]))
        prepare.collect_static()
    (command,) = commands
    with override_settings(STATIC_ROOT=folder, STORAGES=as_served.STORAGES):
        call_command(*command[2:], verbosity=0)
    return folder


@pytest.fixture
def served(collected: Path, settings: Any) -> Path:
    """Static files by their hashed names, as `make run` and production have them."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = as_served.STORAGES
    return collected


@pytest.fixture
def published(country: dict[str, Area]) -> None:
    """The made-up country with a release to show, a report to moderate and a response to write."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release()
    factories.make_report()
    wordings.published(text_cy="", place="Westby Market", place_cy="Westby Market")
    wordings.draft()


def missing_from(folder: Path, answer: str) -> list[str]:
    """The static files an answer names that are not there, or have no hash in their name."""
    named = set(IN_AN_ANSWER.findall(answer))
    return sorted(name for name in named if not (folder / name).is_file() or not HASHED.search(name))


@pytest.mark.django_db
def test_every_public_address_opens_on_what_was_collected(published: None, served: Path, client: Client) -> None:
    addresses = {*public_pages(), *NOT_PAGES, *(f"/cy{address}" for address in NOT_PAGES)}
    addresses |= {
        f"{page}?area={factories.WESTBY}" for page in ("/map", "/map/table", "/map/embed", "/map/ground.json")
    }
    addresses |= {"/no-such-page", "/map?area=nowhere", "/api/schema", "/api/v1/areas", "/.well-known/security.txt"}
    answers = {address: client.get(address) for address in addresses}
    assert [address for address, answer in answers.items() if answer.status_code >= 500] == []
    missing = {address: missing_from(served, b"".join(answer).decode()) for address, answer in answers.items()}
    assert {address: names for address, names in missing.items() if names} == {}
    assert answers["/map/ground.json"].status_code == 200
    assert missing_from(served, '"/static/leaflet/leaflet.js" "/static/leaflet/no.25c3da10cb19.js"') == [
        "leaflet/leaflet.js",
        "leaflet/no.25c3da10cb19.js",
    ]


@pytest.mark.django_db
def test_every_staff_address_opens_on_what_was_collected(published: None, served: Path, client: Client) -> None:
    person = factories.make_person("manager")
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=factories.BORDERSHIRE)
    client.force_login(StaffUser.objects.get(pk=person.pk))
    of_responses = {f"/staff/responses/{made.pk}{rest}" for made in Response.objects.all() for rest in ("", "/change")}
    answers = {address: client.get(address) for address in {*staff_pages(), *of_responses}}
    assert [address for address, answer in answers.items() if answer.status_code >= 500] == []
    missing = {
        address: missing_from(served, b"".join(answer).decode("utf-8", "replace"))
        for address, answer in answers.items()
    }
    assert {address: names for address, names in missing.items() if names} == {}
    assert sum(answer.status_code == 200 for answer in answers.values()) > 10


def names_asked_for() -> dict[str, str]:
    """Every static file that a template or a module of ours names, with where."""
    found: dict[str, str] = {}
    for file in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "reports").rglob("*.html")]:
        for name in re.findall(r"{%\s*static\s+(\S+)\s*(?:as \w+\s*)?%}", file.read_text(encoding="utf-8")):
            found[name] = str(file.relative_to(ROOT))
    for file in [*(ROOT / "reports").rglob("*.py"), *(ROOT / "streetsafe").rglob("*.py")]:
        for name in re.findall(r"(?<![\w.])static\(([^)]*)\)", file.read_text(encoding="utf-8")):
            found[name] = str(file.relative_to(ROOT))
    return found


def test_every_name_in_a_template_or_a_module_was_collected(served: Path) -> None:
    names = names_asked_for()
    unsaid = [name for name in names if not re.fullmatch(r"(['\"])[\w./-]+\1", name)]
    assert unsaid == []  # a name made at run time could not be looked up here
    assert {
        name: names[name] for name in names if not (served / static(name[1:-1]).removeprefix("/static/")).is_file()
    } == {}
    assert len(names) >= 15


def imports_below(script: Path) -> Iterator[tuple[str, Path]]:
    """Every module a script loads at last, with the one that asks for it. A page reads them one after another."""
    waiting, seen = [script], {script}
    while waiting:
        asking = waiting.pop()
        for name in IMPORTED.findall(asking.read_text(encoding="utf-8")):
            asked = asking.parent / name
            yield asking.name, asked
            if asked.is_file() and asked not in seen:
                seen.add(asked)
                waiting.append(asked)


def test_every_import_of_a_served_script_was_collected_under_its_hashed_name(served: Path) -> None:
    """An import without a semicolon keeps the bare name: it works today, and is an old file after the next release."""
    scripts = [served / static(name[1:-1]).removeprefix("/static/") for name in names_asked_for() if ".js" in name]
    imports = [found for script in scripts for found in imports_below(script)]
    assert [found for found in imports if not found[1].is_file() or not HASHED.search(found[1].name)] == []
    assert {"vector-tiles"} == {asked.name.partition(".")[0] for _asking, asked in imports}


def test_what_is_left_out_would_be_missed(served: Path) -> None:
    from leaflet.templatetags.leaflet_tags import leaflet_json_config

    with pytest.raises(ValueError, match="draw"):
        leaflet_json_config()


def test_what_the_version_before_serves_stays_until_the_next_but_one(tmp_path: Path) -> None:
    """A server goes on running while the next version is prepared: its pages ask for the names they know."""
    source, collected = tmp_path / "static", tmp_path / "collected"
    source.mkdir()
    versions = ["body { color: red }", "body { color: green }", "body { color: blue }"]
    names: list[set[str]] = []
    with override_settings(STATIC_ROOT=collected, STATICFILES_DIRS=[source], STORAGES=as_served.STORAGES):
        for version in versions:
            (source / "site.css").write_text(version, encoding="utf-8")
            collected_files.leave_served_files_alone(collected)
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["leaflet", "rest_framework"])
            names.append({file.name for file in collected.glob("site.*.css*")})
    first, second = names[0], names[1] - names[0]
    assert {name.removesuffix(".gz").removesuffix(".br") for name in first} == {min(first, key=len)}
    assert names[1] == first | second
    assert second
    assert first.isdisjoint(names[2])  # nobody serves it any more
    assert second < names[2]
    assert (collected / "site.css").read_text(encoding="utf-8") == versions[-1]
