"""What a developer from elsewhere looks for in a repository is there, and says what is so."""

import configparser
import json
import os
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ISSUE_FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
FIELDS = {"markdown", "textarea", "input", "dropdown", "checkboxes"}  # what an issue form may be made of
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


def read(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_workflow_runs_the_one_command_that_decides() -> None:
    workflow: dict[Any, Any] = yaml.safe_load(read(".github/workflows/ci.yml"))
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1]["run"] == "bash .ci/run"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    # YAML 1.1 reads the word `on` as true.
    assert workflow[True] == {"push": {"branches": ["main"]}, "pull_request": None}
    assert workflow["permissions"] == {"contents": "read"}
    assert "continue-on-error" not in read(".github/workflows/ci.yml")


def test_every_file_of_the_hosts_folder_is_valid_yaml_or_a_text() -> None:
    files = [file for file in (ROOT / ".github").rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".yml", ".md"}
    assert all(isinstance(yaml.safe_load(file.read_text("utf-8")), dict) for file in files if file.suffix == ".yml")


@pytest.mark.parametrize("file", ISSUE_FORMS, ids=lambda file: file.stem)
def test_an_issue_form_has_what_the_host_asks_of_one(file: Path) -> None:
    form = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "labels", "body"}
    assert {field["type"] for field in form["body"]} <= FIELDS
    asked = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["attributes"]["label"] for field in asked)
    assert len({field["id"] for field in asked}) == len(asked) >= 2
    assert any(field.get("validations") == {"required": True} for field in asked)


def test_whoever_writes_an_issue_reads_first_that_it_is_public_and_no_way_to_get_help() -> None:
    assert [file.stem for file in ISSUE_FORMS] == ["bug", "feature", "helpline"]
    said = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["body"][0] for file in ISSUE_FORMS}
    assert {name: field["type"] for name, field in said.items()} == dict.fromkeys(said, "markdown")
    for field in said.values():
        for piece in ("This page is public", "call 999", "SECURITY.md"):
            assert piece in field["attributes"]["value"]


def test_no_way_to_report_a_vulnerability_is_made_up() -> None:
    text = read("SECURITY.md")
    assert re.findall(r"\S+@\S+|https?://\S+|\+?\d[\d ]{8,}", text) == []
    for named in ("/.well-known/security.txt", "/contact", "SECURITY_CONTACT", "CONTACT_ADDRESS", "CONTACT_PHONE"):
        assert named in text
        where = "reports/guidance/urls.py" if named[0] == "/" else "streetsafe/settings.py"
        assert named.lstrip("/") in read(where)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file(file: Path) -> None:
    text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.S)
    inside = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in inside if link and not (file.parent / link).exists()] == []


def test_the_readme_shows_each_side_of_the_service_in_small_pictures() -> None:
    shown = dict(re.findall(r"!\[([^\]]+)\]\(docs/images/([\w-]+)\.png\)", read("README.md")))
    assert sorted(shown.values()) == ["bristol-map", "desk", "exports", "map-phone", "report-phone"]
    taken = set(re.findall(r'^    "([\w-]+)": \((?:PHONE|DESKTOP), ', read("tools/take_screenshots.py"), re.M))
    assert taken == set(shown.values()) - {"bristol-map"}
    files = {file.name: file.stat().st_size for file in (ROOT / "docs" / "images").iterdir()}
    assert set(files) == {f"{name}.png" for name in shown.values()}
    assert {name: size for name, size in files.items() if size > 200_000} == {}


def test_the_newest_version_of_the_changelog_is_the_one_that_is_built() -> None:
    headings = re.findall(r"^## (.*)$", read("CHANGELOG.md"), re.M)
    assert headings[0] == "Unreleased"
    versions = [heading.split(" - ") for heading in headings[1:]]
    assert [(date.fromisoformat(day), number) for number, day in versions] == sorted(
        ((date.fromisoformat(day), number) for number, day in versions), reverse=True
    )
    newest = versions[0][0]
    assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == newest
    assert json.loads(read("package.json"))["version"] == newest
    lock = json.loads(read("package-lock.json"))
    assert (lock["version"], lock["packages"][""]["version"]) == (newest, newest)


# A package by what code or settings call it, where that is another word; each as a file of ours says it.
CALLED = {
    "django-leaflet": "leaflet",
    "djangorestframework": "rest_framework",
    "django-filter": "django_filters",
    "argon2-cffi": "Argon2PasswordHasher",
    "django-allauth": "allauth",
    "django-axes": "axes",
    "django-csp": "csp",
}


def test_every_dependency_has_a_reason_and_is_used() -> None:
    of_dependencies = read("pyproject.toml").partition("dependencies = [")[2].partition("[tool.")[0]
    lines = [line.strip() for line in of_dependencies.splitlines() if line.strip().startswith('"')]
    assert [line for line in lines if not re.search(r'", +# [\w`]', line)] == []
    assert len(lines) > 40
    files = [*(ROOT / "reports").rglob("*.py"), *(ROOT / "streetsafe").rglob("*.py"), ROOT / "tools" / "serve.py"]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    of_the_service = of_dependencies.partition("\n]")[0]
    names = re.findall(r'^  "([\w-]+)', of_the_service, re.M)
    used = {name: CALLED.get(name, name.replace("-", "_")) for name in names}
    assert {name for name, word in used.items() if not re.search(rf"\b{word}\b", code)} == set()


def rules_for(name: str, sections: configparser.ConfigParser) -> dict[str, str]:
    """What `.editorconfig` says of a file: a later section wins."""
    found: dict[str, str] = {}
    for pattern in sections.sections():
        shape = re.sub(r"\\\{(.*?)\\\}", lambda hit: f"({hit[1].replace(',', '|')})", re.escape(pattern))
        if re.fullmatch(shape.replace(r"\*", ".*"), name if "/" in pattern else Path(name).name):
            found |= sections[pattern]
    return found


def complaints_about(text: str, rules: dict[str, str]) -> list[str]:
    """Which of its rules a file breaks."""
    lines = text.split("\n")
    found = ["carriage return"] if rules["end_of_line"] == "lf" and "\r" in text else []
    if rules["insert_final_newline"] == "true" and text and not text.endswith("\n"):
        found.append("no newline at its end")
    if rules["trim_trailing_whitespace"] == "true" and any(line != line.rstrip() for line in lines):
        found.append("space at the end of a line")
    if rules["indent_style"] == "space" and any(line.startswith("\t") for line in lines):
        found.append("tab")
    return found


def test_every_file_keeps_to_the_editorconfig() -> None:
    sections = configparser.ConfigParser()
    sections.read_string("[root]\n" + read(".editorconfig"))
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    texts = {}
    for name in filter(None, listed.split("\0")):
        raw = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in raw:
            texts[name] = raw.decode()  # every text is UTF-8
    found = {name: complaints_about(text, rules_for(name, sections)) for name, text in texts.items()}
    assert {name: what for name, what in found.items() if what} == {}
    assert len(texts) > 500
    wrong = ["carriage return", "no newline at its end", "space at the end of a line", "tab"]
    assert complaints_about("\tx \r\n\ty", rules_for("reports/apps.py", sections)) == wrong
