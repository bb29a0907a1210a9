"""Lists every file with its own first sentence: printed, and as a page of the site that `make docs` makes."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The order is the flow's: a package knows only those above it.
PACKAGES = (
    "streetsafe",
    "streetsafe/postgresql",
    "streetsafe/sqlite",
    "streetsafe/readiness",
    "streetsafe/prepared_pages",
    "reports",
    "reports/vocabulary",
    "reports/components",
    "reports/spatial_statistics",
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
    "reports/ogc_features",
    "reports/feeds",
    "reports/demonstration",
    "reports/management",
    "reports/management/commands",
    "frontend",
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
    files = [file for top in ("streetsafe", "reports") for file in (ROOT / top).rglob("*.py")]
    unknown = {str(file.parent.relative_to(ROOT)) for file in files} - set(PACKAGES)
    unknown -= {"reports/migrations"}  # each says what it does by its name
    if unknown:
        raise SystemExit(
            f"tools/list_files.py does not know the order of {', '.join(sorted(unknown))}: add it to PACKAGES"
        )
    lines = []
    for package in PACKAGES:
        folder = ROOT / package
        about = first_sentence(folder / "__init__.py") if (folder / "__init__.py").exists() else ""
        lines += ["", f"## {package}/", *(["", about] if about else []), ""]
        for file in sorted([*folder.glob("*.py"), *folder.glob("*.js")]):
            if file.name != "__init__.py":
                lines.append(f"- `{file.name}`: {first_sentence(file)}")
    return "\n".join(lines).strip()


if __name__ == "__main__":
    print(listing())
