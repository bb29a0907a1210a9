"""Writes the list of files in docs/architecture.md from each file's own first sentence, so that it cannot drift."""

import argparse
import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- files: made by tools/list_files.py -->", "<!-- end of files -->"
# The order is the flow's: a package knows only those above it.
PACKAGES = (
    "streetsafe",
    "streetsafe/postgresql",
    "streetsafe/readiness",
    "reports",
    "reports/vocabulary",
    "reports/components",
    "reports/templatetags",
    "reports/geography",
    "reports/cartography",
    "reports/basemap",
    "reports/staff",
    "reports/staff/mfa_migrations",
    "reports/guidance",
    "reports/intake",
    "reports/moderation",
    "reports/aggregation",
    "reports/publication",
    "reports/responses",
    "reports/public_map",
    "reports/analyst",
    "reports/council_exports",
    "reports/api",
    "reports/demonstration",
    "reports/management/commands",
    "static/scripts",
    "tools",
)


def first_sentence(file: Path) -> str:
    """The first line of a Python file's docstring, or of a script's opening comment."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]
    comment = re.match(r"\s*(?://|/\*+)\s*(.*?)\s*(?:\*/)?\n", text)
    return comment[1] if comment else ""


def listing() -> str:
    """A heading per package with its sentence, then a line per file."""
    unknown = {str(file.parent.relative_to(ROOT)) for file in (ROOT / "reports").rglob("*.py")} - set(PACKAGES)
    unknown -= {"reports/migrations", "reports/management"}
    if unknown:
        raise SystemExit(
            f"tools/list_files.py does not know the order of {', '.join(sorted(unknown))}: add it to PACKAGES"
        )
    lines = []
    for package in PACKAGES:
        folder = ROOT / package
        about = first_sentence(folder / "__init__.py") if (folder / "__init__.py").exists() else ""
        lines += ["", f"### {package}/", *(["", about] if about else []), ""]
        for file in sorted([*folder.glob("*.py"), *folder.glob("*.js")]):
            if file.name != "__init__.py":
                lines.append(f"- `{file.name}`: {first_sentence(file)}")
    return "\n".join(lines).strip()


def renewed(text: str) -> str:
    """The document with its list as it should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{listing()}\n\n{END}{after}"


def main() -> int:
    """0 when the list is (or was made) current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when the list is out of date")
    check = parser.parse_args().check
    text = DOCUMENT.read_text(encoding="utf-8")
    new = renewed(text)
    if check and new != text:
        print("docs/architecture.md is out of date.\nWhat to do: python tools/list_files.py")
        return 1
    DOCUMENT.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
