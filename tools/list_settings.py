"""Writes deploy/environment.example: every variable the code reads, with its meaning in docs/operating.md."""

import argparse
import ast
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT, EXAMPLE = ROOT / "docs" / "operating.md", ROOT / "deploy" / "environment.example"
_NAME = re.compile(r"[A-Z][A-Z0-9_]{3,}")
_ROW = re.compile(r"^\| (\**(?:`[A-Z_]+`(?:, )?)+\**) \| (.+) \|$", re.MULTILINE)
# Of a newcomer's machine and of the tests, and what other programs read.
NOT_OF_AN_OPERATOR = {"STREETSAFE_DEBUG", "PGOPTIONS", "DJANGO_SETTINGS_MODULE"}
FORMER_NAMES = {"MENDING_URL"}
HEAD = """\
# The service's settings, for systemd's EnvironmentFile= and `set -a; . FILE`. Made by tools/list_settings.py.
# Copy to /etc/streetsafe/environment, mode 0640, owned by root and the service's group. Required ones have no #.
"""


def names_read() -> set[str]:
    """Every variable that settings or code ask the environment for."""
    files = [*(ROOT / "streetsafe").rglob("*.py"), *(ROOT / "reports").rglob("*.py")]
    return {name for file in files for name in _names_in(ast.parse(file.read_text(encoding="utf-8")))}


def _names_in(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        asked = node.args if isinstance(node, ast.Call) and _asks_the_environment(node) else []
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            asked = [node.slice]
        texts = [one.value for one in asked if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        found |= {text for text in texts if _NAME.fullmatch(text)}
    return found


def _asks_the_environment(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    return called in {"gathered", "os.environ.get", "os.getenv"} or called.startswith("environment.")


def meanings() -> dict[str, tuple[str, bool]]:
    """Of each variable in the operator's table: what it means, and whether production requires it."""
    found = {}
    for names, meaning in _ROW.findall(DOCUMENT.read_text(encoding="utf-8")):
        for name in re.findall(r"`([A-Z_]+)`", names):
            found[name] = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", meaning), names.startswith("**"))
    return found


def example() -> str:
    """The file's text; raises SystemExit for what one of them knows and the other does not."""
    known, read = meanings(), names_read() - NOT_OF_AN_OPERATOR - FORMER_NAMES
    if known.keys() != read:
        sys.exit(
            f"docs/operating.md explains no {sorted(read - known.keys())}; "
            f"the code reads no {sorted(known.keys() - read)}."
        )
    parts = [HEAD]
    for name, (meaning, is_required) in known.items():
        said = textwrap.fill(meaning, 116, initial_indent="# ", subsequent_indent="# ", break_long_words=False)
        value = "production" if name == "STREETSAFE_ENV" else ""
        parts.append(f"{said}\n{'' if is_required else '#'}{name}={value}\n")
    return "\n".join(parts)


def main() -> None:
    """Writes it, or with --check refuses one that is not as it would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    made = example()
    if not parser.parse_args().check:
        EXAMPLE.write_text(made, encoding="utf-8")
    elif not EXAMPLE.exists() or EXAMPLE.read_text(encoding="utf-8") != made:
        sys.exit(f"Run: python3 tools/list_settings.py ({EXAMPLE} is not as it would write it)")


if __name__ == "__main__":
    main()
