"""Scripts are in the language of the oldest browser that is meant, and pages load no other ones."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SCRIPTS = ROOT / "static" / "scripts"
ENTRIES = ROOT / "frontend"
# What the language has got since: a builder rewrites syntax, but adds no name that is missing.
NEWER = """at copyWithin fromAsync findLast findLastIndex groupBy hasOwn replaceAll structuredClone toReversed toSorted
    toSpliced with withResolvers allSettled any AggregateError WeakRef FinalizationRegistry replaceChildren
    requestSubmit submitter checkVisibility showPopover""".split()  # noqa: SIM905  # names are easier to read as words
BUILT_TWICE = """
import { transform } from 'esbuild'
import { readFile } from 'node:fs/promises'
const [list, ...files] = process.argv.slice(1)
const oldest = Object.entries(JSON.parse(await readFile(list, 'utf8'))).map(([name, version]) => name + version)
for (const file of files) {
  const text = await readFile(file, 'utf8')
  const options = { format: 'esm' } // made smaller it would be made newer too
  const [as, built] = [await transform(text, options), await transform(text, { ...options, target: oldest })]
  if (as.code !== built.code) console.log(file)
}
"""


def ours() -> list[Path]:
    """Every script written here."""
    return [*SCRIPTS.glob("*.js"), *ENTRIES.glob("*.js")]


def loaded() -> set[str]:
    """Names of the scripts that templates load or name."""
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "templates").rglob("*.html"))
    return set(re.findall(r"{% static 'scripts/([\w-]+\.js)' %}", pages))


def newer_syntax(files: list[Path]) -> list[str]:
    """Those of the files that a build for the oldest browsers would still change."""
    command = ["node", "--input-type=module", "-e", BUILT_TWICE, "--", str(ENTRIES / "browsers.json"), *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(line).name for line in done.stdout.splitlines()]


def test_every_script_a_page_loads_is_built_but_the_way_out() -> None:
    built = {entry.name for entry in ENTRIES.glob("*.js")}
    assert loaded() - built == {"quick-exit.js"}
    assert len(loaded()) >= 6


def test_what_pages_load_has_no_syntax_newer_than_the_oldest_browser(tmp_path: Path) -> None:
    built = [ROOT / "build" / "frontend" / "scripts" / entry.name for entry in ENTRIES.glob("*.js")]
    if not all(file.exists() for file in built):
        pytest.skip("the front end is not built: npm run build")
    newer = tmp_path / "newer.js"
    newer.write_text("export const one = globalThis.thing?.other\n", encoding="utf-8")
    assert newer_syntax([*built, SCRIPTS / "quick-exit.js", newer]) == ["newer.js"]


@pytest.mark.parametrize("file", ours(), ids=lambda file: file.name)
def test_no_script_asks_the_language_for_what_the_oldest_browser_lacks(file: Path) -> None:
    text = re.sub(r"(?m)(?<![:\"'])//.*$", "", file.read_text(encoding="utf-8"))
    assert [name for name in NEWER if re.search(rf"\.{name}\(|\bnew {name}\b|(?<![\w.]){name}\(", text)] == []


def test_no_script_is_without_its_look_at_the_browser() -> None:
    """The map that moves and what draws its ground come by the map's own entry, after its look."""
    entries = {entry.name: entry.read_text(encoding="utf-8") for entry in ENTRIES.glob("*.js")}
    without = {name for name, text in entries.items() if not re.search(r"if \(has(?:All|Each)\(", text)}
    assert without == {"map-live.js", "vector-tiles.js"}
    assert json.loads((ENTRIES / "browsers.json").read_text(encoding="utf-8")).keys() >= {"chrome", "safari"}
